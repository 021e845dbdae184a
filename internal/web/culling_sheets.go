package web

import (
	"github.com/varsam/varsam/internal/retention/report"
	"github.com/varsam/varsam/internal/web/frame"
)

// sheetView is a report of another room within a frame.
type sheetView struct {
	Title, Sheet, PDF, Back, BackSays string
}

func (o *Office) certificatePage(v *frame.Visit) error {
	at := "/culling/" + v.Param("id")
	return v.Show("sheet", sheetView{v.T("web.cull.certificate"), at + "/certificate/sheet", at + "/certificate/pdf", at, v.T("web.culling")})
}

func (o *Office) certificateSheet(v *frame.Visit) error {
	doc, err := o.Culling.Certificate(v.Context(), v.Param("id"), v.Lang())
	if err != nil {
		return err
	}
	return v.Sheet(doc.HTML)
}

func (o *Office) certificatePDF(v *frame.Visit) error {
	doc, err := o.Culling.Certificate(v.Context(), v.Param("id"), v.Lang())
	if err != nil {
		return err
	}
	return pdf(v, doc, "certificate-"+v.Param("id"))
}

func pdf(v *frame.Visit, doc report.Document, name string) error {
	data, err := doc.PDF()
	if err != nil {
		return err
	}
	return v.Download(name+".pdf", "application/pdf", data)
}

func (o *Office) schedulePage(v *frame.Visit) error {
	return v.Show("sheet", sheetView{v.T("web.cull.schedule"), "/culling/schedule/sheet", "/culling/schedule/pdf", "/culling", v.T("web.culling")})
}

func (o *Office) schedule(v *frame.Visit) (report.Document, error) {
	reg := who(v).reg
	return report.Schedule(report.Plan{Lang: v.Lang(), Register: reg, Day: today(reg)})
}

func (o *Office) scheduleSheet(v *frame.Visit) error {
	doc, err := o.schedule(v)
	if err != nil {
		return err
	}
	return v.Sheet(doc.HTML)
}

func (o *Office) schedulePDF(v *frame.Visit) error {
	doc, err := o.schedule(v)
	if err != nil {
		return err
	}
	return pdf(v, doc, "schedule")
}
