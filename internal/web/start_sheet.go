package web

import (
	"cmp"
	"encoding/base64"
	"io"
	"net/http"
	"strconv"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/ropa"
	"github.com/varsam/varsam/internal/sheet"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountSheet adds how a record of processing that was kept as a spreadsheet comes
// in: it is shown how it is read, and taken over as drafts.
func (o *Office) mountSheet() {
	o.area.Upload("POST /start/sheet", allowed(account.SetUp, o.sheetPage))
	o.area.Upload("POST /start/sheet/take", allowed(account.SetUp, o.takeSheet))
}

// importView is how a spreadsheet is read, before anything is taken over.
type importView struct {
	Sheets  []importSheet
	Drafts  []importDraft
	Fields  []ropa.Field
	File    string // the file itself, to come back with the form
	Title   string
	Country string
	Has     bool // there is a register, and the drafts are added to it
	Wrong   bool
}

type importSheet struct {
	ropa.Mapping
	Number  int
	Columns []importColumn
}

// importDraft is a draft with its basis and its time in the visitor's words.
type importDraft struct {
	ropa.Draft
	Ground, Time string
}

// importColumn is a column with its heading and first value.
type importColumn struct {
	Name, Letter, Heading, Example string
	Field                          ropa.Field
}

// mostSheetFile is how large a spreadsheet may be here: it travels twice.
const mostSheetFile = 8 << 20

func (o *Office) sheetPage(v *frame.Visit) error {
	data, err := sheetFile(v)
	if err != nil {
		return err
	}
	view, err := o.importView(v, data)
	if varsam.CodeOf(err) == varsam.Invalid {
		return v.ShowStatus(http.StatusUnprocessableEntity, "import", importView{Wrong: true})
	}
	if err != nil {
		return err
	}
	return v.Show("import", view)
}

// sheetFile is the file that was chosen, or the one that came back with the form.
func sheetFile(v *frame.Visit) ([]byte, error) {
	if text := v.R.PostFormValue("kept"); text != "" {
		data, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return nil, varsam.Errorf(varsam.Invalid, "the file did not come back whole; choose it again")
		}
		return data, nil
	}
	file, _, err := v.R.FormFile("sheet")
	if err != nil {
		return nil, varsam.Errorf(varsam.Invalid, "choose a spreadsheet: xlsx or csv")
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, mostSheetFile+1))
	if err != nil || len(data) > mostSheetFile {
		return nil, varsam.Errorf(varsam.Invalid, "the file did not arrive whole, or is larger than %d MB; use varsam register import", mostSheetFile>>20)
	}
	return data, nil
}

func (o *Office) importView(v *frame.Visit, data []byte) (view importView, err error) {
	view = importView{
		Fields: ropa.Fields, File: base64.StdEncoding.EncodeToString(data), Title: v.Field("title"), Country: cmp.Or(v.Field("country"), "SE"), Has: who(v).reg != nil,
	}
	reading, err := ropa.Open(data, ropa.Choice{})
	if err != nil {
		return view, err
	}
	for i, m := range reading.Mappings {
		reading.Mappings[i] = chosen(v, i, m)
		view.Sheets = append(view.Sheets, importSheetOf(i, reading))
	}
	drafts, err := reading.Drafts(who(v).reg, v.Lang())
	for _, d := range drafts {
		view.Drafts = append(view.Drafts, importDraftOf(v, d))
	}
	return view, err
}

func importDraftOf(v *frame.Visit, d ropa.Draft) importDraft {
	out := importDraft{Draft: d}
	if d.Basis != "" {
		out.Ground = v.Basis(varsam.Basis(d.Basis))
	}
	if period, err := varsam.ParsePeriod(d.Keep); err == nil {
		out.Time = v.Period(period)
	} else if d.Keep != "" {
		out.Time = v.Keeps(d.Keep)
	}
	return out
}

// chosen is a mapping as the visitor changed it.
func chosen(v *frame.Visit, n int, m ropa.Mapping) ropa.Mapping {
	for name, values := range v.R.PostForm {
		for column := range 400 {
			if name == "column-"+strconv.Itoa(n)+"-"+strconv.Itoa(column) && len(values) == 1 {
				if field, err := ropa.FieldNamed(values[0]); err == nil {
					m = m.With(column, field)
				}
			}
		}
	}
	return m
}

func importSheetOf(n int, r ropa.Reading) importSheet {
	out := importSheet{Mapping: r.Mappings[n], Number: n}
	for _, c := range r.Columns(out.Mapping) {
		out.Columns = append(out.Columns, importColumn{
			Name: "column-" + strconv.Itoa(n) + "-" + strconv.Itoa(c.Number), Letter: sheet.ColumnName(c.Number), Heading: c.Heading, Example: short(c.Example, 60), Field: c.Field,
		})
	}
	return out
}

// takeSheet adds the drafts to the register in force, or makes a first one.
func (o *Office) takeSheet(v *frame.Visit) error {
	if v.R.PostFormValue("again") != "" {
		return o.sheetPage(v)
	}
	data, err := sheetFile(v)
	if err != nil {
		return err
	}
	view, err := o.importView(v, data)
	if err != nil {
		return err
	}
	e, err := o.beginning(v, view.Title, view.Country)
	if err != nil {
		return err
	}
	folder, err := e.folder()
	if err != nil {
		return err
	}
	var drafts []ropa.Draft
	for _, d := range view.Drafts {
		drafts = append(drafts, d.Draft)
	}
	files, err := ropa.Add(folder, drafts)
	if err != nil {
		return err
	}
	archive, err := register.Archive(files.FS())
	if err != nil {
		return err
	}
	if err := o.replaceRegister(v, archive, e.Number); err != nil {
		return err
	}
	v.Flash(frame.Good, "web.import.taken", strconv.Itoa(len(view.Drafts)))
	return v.Redirect("/register")
}
