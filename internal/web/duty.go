package web

import (
	"io"
	"net/http"
	"slices"
	"strconv"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountDuties adds what the organisation owes besides the data itself.
func (o *Office) mountDuties() {
	o.area.Handle("GET /duties", needsRegister(allowed(account.SeeWork, o.duties)))
	o.area.Handle("GET /duties/kinds/{kind}", needsRegister(allowed(account.SeeWork, o.dutyKind)))
	o.area.Handle("GET /duties/kinds/{kind}/new", needsRegister(allowed(account.Handle, o.newDuty)))
	o.area.Handle("POST /duties/kinds/{kind}", needsRegister(allowed(account.Handle, o.addDuty)))
	o.area.Handle("GET /duties/at/{id}", needsRegister(allowed(account.SeeWork, o.duty)))
	o.area.Handle("POST /duties/at/{id}", needsRegister(allowed(account.Handle, o.changeDuty)))
	o.area.Handle("POST /duties/at/{id}/end", needsRegister(allowed(account.Handle, o.endDuty)))
	o.area.Handle("POST /duties/at/{id}/reopen", needsRegister(allowed(account.Handle, o.reopenDuty)))
	o.area.Handle("POST /duties/at/{id}/delete", needsRegister(allowed(account.SetUp, o.deleteDuty)))
	o.area.Upload("POST /duties/at/{id}/files", needsRegister(allowed(account.Handle, o.attachDuty)))
	o.area.Handle("GET /duties/at/{id}/files/{file}", needsRegister(allowed(account.SeePeople, o.dutyFile)))
	o.area.Handle("POST /duties/at/{id}/files/{file}/remove", needsRegister(allowed(account.Handle, o.detachDuty)))
	o.area.Handle("GET /duties/export/{form}", needsRegister(allowed(account.SeePeople, o.exportDuties)))
}

// dutyFound is a finding in the words of whoever reads it.
type dutyFound struct {
	duty.Finding
	About, Says, Does, Href string
}

// dutyTile is a kind with how its duties stand.
type dutyTile struct {
	Kind         duty.Kind
	Title        string
	Open, Broken int
}

type dutiesView struct {
	Found []dutyFound
	More  int // findings that are not shown
	Tiles []dutyTile
}

// mostFound is how many findings a page shows.
const mostFound = 60

func (o *Office) duties(v *frame.Visit) error {
	found, w, err := o.Duties.Findings(v.Context())
	if err != nil {
		return err
	}
	view := dutiesView{More: max(0, len(found)-mostFound)}
	broken := map[duty.Kind]int{}
	for _, f := range found {
		if f.Severity == register.Error {
			broken[f.Kind]++
		}
	}
	if view.Found, err = o.dutyFindings(v, w, found[:min(len(found), mostFound)]); err != nil {
		return err
	}
	total := 0
	for _, d := range duty.Definitions() {
		view.Tiles = append(view.Tiles, dutyTile{d.Kind, v.T("duty.kinds." + string(d.Kind)), len(w.Of(d.Kind)), broken[d.Kind]})
		total += broken[d.Kind]
	}
	o.counts.set("/duties", total)
	return v.Show("duties", view)
}

// dutyFindings says findings in words; whoever may not see people sees no names.
func (o *Office) dutyFindings(v *frame.Visit, w *duty.World, found []duty.Finding) (all []dutyFound, err error) {
	var subjects []duty.Subject
	for _, f := range found {
		subjects = append(subjects, f.Subject)
	}
	names, err := o.dutyNames(v, w, subjects)
	if err != nil {
		return nil, err
	}
	for _, f := range found {
		about := f.Subject.Title(v.Printer, names)
		one := dutyFound{Finding: f, About: about, Says: f.Says(v.Printer, about), Does: f.Do(v.Printer, about)}
		switch {
		case f.Record != "":
			one.Href = "/duties/at/" + f.Record
		case who(v).May(account.Handle):
			one.Href = "/duties/kinds/" + string(f.Kind) + "/new?about=" + f.Subject.String()
		}
		all = append(all, one)
	}
	return all, nil
}

func (o *Office) dutyNames(v *frame.Visit, w *duty.World, subjects []duty.Subject) (map[string]string, error) {
	if !who(v).May(account.SeePeople) {
		return nil, nil
	}
	return o.Duties.Names(v.Context(), w, subjects)
}

type dutyRow struct {
	duty.Record
	About, What string
	Class       string
}

type dutyKindView struct {
	Kind   duty.Kind
	Title  string
	Rows   []dutyRow
	Found  []dutyFound
	More   int
	Page   int
	Prev   int // 0 for none
	Next   int
	Over   bool
	MayAdd bool
	Bank   []duty.Answered // of answers to customers
}

// dutyRows is how many duties a page lists.
const dutyRows = 100

func (o *Office) dutyKind(v *frame.Visit) error {
	d, err := duty.FindKind(v.Param("kind"))
	if err != nil {
		return err
	}
	over := v.Query("over") != ""
	all, w, err := o.Duties.List(v.Context(), d.Kind, over)
	if err != nil {
		return err
	}
	page := max(1, atoi(v.Query("page")))
	view := dutyKindView{
		Kind: d.Kind, Title: v.T("duty.kinds." + string(d.Kind)), Page: page, Over: over,
		MayAdd: who(v).May(account.Handle) && d.Kind != duty.Disclosure,
	}
	from, to := min((page-1)*dutyRows, len(all)), min(page*dutyRows, len(all))
	view.Prev = page - 1
	if to < len(all) {
		view.Next = page + 1
	}
	if view.Rows, err = o.dutyLines(v, w, all[from:to]); err != nil {
		return err
	}
	found := slices.DeleteFunc(duty.Findings(w), func(f duty.Finding) bool { return f.Kind != d.Kind })
	if d.Kind == duty.Answer {
		view.Bank = duty.Bank(v.Printer, w)
	}
	view.More = max(0, len(found)-mostFound)
	view.Found, err = o.dutyFindings(v, w, found[:min(len(found), mostFound)])
	if err != nil {
		return err
	}
	return v.Show("duty_kind", view)
}

// dutyLines are records as a list shows them.
func (o *Office) dutyLines(v *frame.Visit, w *duty.World, some []duty.Record) (rows []dutyRow, err error) {
	if who(v).May(account.SeePeople) {
		if some, err = o.Duties.Open(v.Context(), some); err != nil {
			return nil, err
		}
	}
	var subjects []duty.Subject
	for _, r := range some {
		subjects = append(subjects, r.Subject)
	}
	names, err := o.dutyNames(v, w, subjects)
	if err != nil {
		return nil, err
	}
	for _, r := range some {
		row := dutyRow{Record: r, About: dutyHeading(v, r, names), What: r.Title(v.Printer)}
		if row.What == row.About {
			row.What = ""
		}
		switch left := days(w.Today, r.Next); {
		case r.Next.IsZero() || r.State == duty.Ended:
		case left < 0:
			row.Class = "late"
		case left <= soon:
			row.Class = "soon"
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

func (o *Office) endDuty(v *frame.Visit) error {
	r, err := o.Duties.End(v.Context(), v.Param("id"), who(v).Name)
	if faults := dutyFaults(err); faults != nil {
		return o.showDuty(v, http.StatusUnprocessableEntity, v.Param("id"), dutyForm{Faults: faults, Ending: true})
	}
	if err != nil {
		return err
	}
	v.Flash(frame.Good, "web.duty.ended")
	return v.Redirect("/duties/at/" + r.ID)
}

func (o *Office) reopenDuty(v *frame.Visit) error {
	r, err := o.Duties.Reopen(v.Context(), v.Param("id"), who(v).Name)
	if err != nil {
		return err
	}
	return v.Redirect("/duties/at/" + r.ID)
}

func (o *Office) deleteDuty(v *frame.Visit) error {
	r, err := o.Duties.Get(v.Context(), v.Param("id"))
	if err != nil {
		return err
	}
	if err := o.Duties.Delete(v.Context(), r.ID, who(v).Name); err != nil {
		return err
	}
	v.Flash(frame.Good, "web.duty.deleted")
	return v.Redirect("/duties/kinds/" + string(r.Kind))
}

func (o *Office) attachDuty(v *frame.Visit) error {
	id := v.Param("id")
	name, content, err := sentFile(v)
	if err != nil {
		v.Flash(frame.Bad, "web.duty.no-file")
		return v.Redirect("/duties/at/" + id)
	}
	if _, err := o.Duties.Attach(v.Context(), id, name, content, who(v).Name); err != nil {
		return err
	}
	v.Flash(frame.Good, "web.duty.kept")
	return v.Redirect("/duties/at/" + id)
}

// sentFile is the file that a form sent.
func sentFile(v *frame.Visit) (name string, content []byte, err error) {
	file, head, err := v.R.FormFile("file")
	if err != nil {
		return "", nil, varsam.Errorf(varsam.Invalid, "no file came")
	}
	defer file.Close()
	if content, err = io.ReadAll(file); err != nil {
		return "", nil, varsam.Errorf(varsam.Invalid, "the file did not come whole; send it again")
	}
	return head.Filename, content, nil
}

func (o *Office) dutyFile(v *frame.Visit) error {
	f, content, err := o.Duties.File(v.Context(), v.Param("id"), v.Param("file"))
	if err != nil {
		return err
	}
	return v.Download(f.Name, "application/octet-stream", content)
}

func (o *Office) detachDuty(v *frame.Visit) error {
	id := v.Param("id")
	if err := o.Duties.Detach(v.Context(), id, v.Param("file"), who(v).Name); err != nil {
		return err
	}
	v.Flash(frame.Good, "web.duty.removed")
	return v.Redirect("/duties/at/" + id)
}
