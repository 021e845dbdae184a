package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountElements adds how one thing that the register says something of is changed
// by a form, with the checks that its file has.
func (o *Office) mountElements() {
	edit := func(pattern string, h frame.Handler) {
		o.area.Handle(pattern, needsRegister(allowed(account.SetUp, h)))
	}
	edit("GET /register/form/{kind}", o.elementPage)
	edit("POST /register/form/{kind}", o.changeElement)
	edit("GET /register/remove/{kind}", o.removalPage)
	edit("POST /register/remove/{kind}", o.removeElement)
	edit("GET /register/history/{kind}", o.elementHistory)
	edit("POST /register/history/{kind}", o.takeBack)
}

// elementForm is one element while it is changed.
type elementForm struct {
	Element register.Element
	Filled  register.Filled
	Version int              // that it was read at
	New     bool             // it is not in the register yet
	Copy    register.Element // that it is a copy of
	Own     string           // the name it is to have, when it is new

	faults   []register.Fault // of its files
	files    register.Files   // that the faults are of
	named    string           // what is wrong with its name
	theirs   register.Filled  // what somebody else made of it meanwhile
	places   []string         // where
	by       string           // who did
	gone     bool             // somebody removed it
	findings []register.Finding
	changes  []register.Change
	checked  bool
	focus    string // the part that was just added
}

// inForceNow is the version in force with its register.
func (o *Office) inForceNow(v *frame.Visit) (now register.Version, reg *register.Register, err error) {
	err = o.Store.Read(v.Context(), o.Tenant, func(tx *store.Tx) error {
		if now, err = register.Current(tx); err != nil {
			return err
		}
		reg, err = register.InForce(tx)
		return err
	})
	return now, reg, err
}

// versioned is the register at a version.
func (o *Office) versioned(v *frame.Visit, number int) (reg *register.Register, err error) {
	err = o.Store.Read(v.Context(), o.Tenant, func(tx *store.Tx) error {
		_, archive, err := register.Get(tx, number)
		if err == nil {
			reg, err = register.FromArchive(archive)
		}
		return err
	})
	return reg, err
}

// elementOf is the element that an address or a form names.
func elementOf(kind string, value func(string) string) (register.Element, error) {
	e := register.Element{Kind: register.Kind(kind)}
	if !slices.Contains(register.Kinds, e.Kind) {
		return e, varsam.Errorf(varsam.NotFound, "the register has no such kind of thing")
	}
	if e.Kind != register.OrganisationKind {
		e.Name = value("name")
	}
	if e.Kind == register.CollectionKind || e.Kind == register.FieldKind {
		e.Collection = value("collection")
	}
	if e.Kind == register.FieldKind {
		e.Field = value("field")
	}
	return e, nil
}

// addressOf are an element's names as an address has them.
func addressOf(e register.Element) string {
	q := url.Values{}
	for name, value := range map[string]string{"name": e.Name, "collection": e.Collection, "field": e.Field} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if len(q) == 0 {
		return string(e.Kind)
	}
	return string(e.Kind) + "?" + q.Encode()
}

func formHref(e register.Element) string { return "/register/form/" + addressOf(e) }

// newHref is the form of a new element beside this one, as a copy of one when that
// is named.
func newHref(e register.Element, copied string) string {
	switch e.Kind {
	case register.FieldKind:
		e.Field = ""
	case register.CollectionKind:
		e.Collection = ""
	default:
		e.Name = ""
	}
	at := formHref(e)
	if copied == "" {
		return at
	}
	mark := "?"
	if strings.Contains(at, "?") {
		mark = "&"
	}
	return at + mark + "copy=" + url.QueryEscape(copied)
}

// homeOf is the page that shows an element.
func homeOf(e register.Element) string {
	switch e.Kind {
	case register.ActivityKind:
		return "/register/activities/" + url.PathEscape(e.Name)
	case register.PartyKind:
		return "/register/parties/" + url.PathEscape(e.Name)
	case register.SystemKind:
		return "/register/systems/" + url.PathEscape(e.Name)
	case register.CollectionKind, register.FieldKind:
		return "/register/systems/" + url.PathEscape(e.Name) + "#" + url.PathEscape(e.Collection)
	}
	return "/register"
}

// elementPage shows the form of an element: as it stands, empty, or as a copy.
func (o *Office) elementPage(v *frame.Visit) error {
	e, err := elementOf(v.Param("kind"), v.Query)
	if err != nil {
		return err
	}
	now, reg, err := o.inForceNow(v)
	if err != nil {
		return err
	}
	f := elementForm{Element: e, Version: now.Number, New: e.Own() == "" && e.Kind != register.OrganisationKind}
	switch {
	case f.New && v.Query("copy") != "":
		f.Copy = e.Named(v.Query("copy"))
		f.Filled, _ = reg.Filled(f.Copy)
	case f.New:
		f.Filled = beginning(e.Kind)
	default:
		var ok bool
		if f.Filled, ok = reg.Filled(e); !ok {
			return varsam.Errorf(varsam.NotFound, "the register has no %s", e)
		}
	}
	if f.Filled == nil {
		f.Filled = register.Filled{}
	}
	if parent := e.Parent(); parent.Kind != register.OrganisationKind && !reg.Has(parent) {
		return varsam.Errorf(varsam.NotFound, "the register has no %s", parent)
	}
	f.findings = o.findings(reg)
	return o.showElement(v, http.StatusOK, reg, f)
}

// beginning is what an empty form suggests.
func beginning(kind register.Kind) register.Filled {
	if kind == register.SystemKind {
		return register.Filled{"operator": register.Self}
	}
	return register.Filled{}
}

// readElement is what a form sent.
func readElement(v *frame.Visit) (f elementForm, err error) {
	if f.Element, err = elementOf(v.Param("kind"), v.Field); err != nil {
		return f, err
	}
	f.Version, f.New, f.Own = v.Whole("version"), v.Field("new") != "", v.Field("own")
	f.Filled = register.Filled{}
	if f.New {
		if copied := v.Field("copy"); copied != "" {
			f.Copy = f.Element.Named(copied)
		}
		f.Element = f.Element.Named(f.Own)
	}
	for name := range v.R.PostForm { // read by the fields above
		if path, ok := strings.CutPrefix(name, "f."); ok {
			f.Filled[path] = strings.Join(v.Fields(name), "\n")
		}
	}
	return f, nil
}

// changeElement checks what was filled in with everything else that the register
// says; it is in force when that is asked for, nothing is wrong, and nobody made
// something else of the same thing meanwhile.
func (o *Office) changeElement(v *frame.Visit) error {
	f, err := readElement(v)
	if err != nil {
		return err
	}
	do := v.Field("do")
	for range 3 {
		now, reg, err := o.inForceNow(v)
		if err != nil {
			return err
		}
		if fits, err := o.reconcile(v, &f, now, reg); err != nil {
			return err
		} else if !fits {
			return o.showElement(v, http.StatusConflict, reg, f)
		}
		if what, path, ok := strings.Cut(do, ":"); ok {
			f.move(what, path)
			return o.showElement(v, http.StatusOK, reg, f)
		}
		if status, err := o.tryElement(&f, reg); err != nil {
			return err
		} else if status != http.StatusOK || do == "check" {
			return o.showElement(v, status, reg, f)
		}
		err = o.keepElement(v, f, reg, do)
		if varsam.CodeOf(err) != varsam.Conflict {
			return err
		}
	}
	return varsam.Errorf(varsam.Conflict, "others change the register faster than this; try again")
}

// reconcile holds a form against what the element has become since it was read.
func (o *Office) reconcile(v *frame.Visit, f *elementForm, now register.Version, reg *register.Register) (fits bool, err error) {
	if f.Version == now.Number || f.New {
		f.Version = now.Number
		return true, nil
	}
	was, err := o.versioned(v, f.Version)
	if err != nil {
		return false, err
	}
	base, _ := was.Filled(f.Element)
	theirs, ok := reg.Filled(f.Element)
	f.Version = now.Number
	switch {
	case !ok:
		f.gone, f.New, f.Own, f.by = true, true, f.Element.Own(), o.actors(v)[now.By]
		return false, nil
	case base.Equal(theirs):
		return true, nil
	}
	f.Filled, f.places = register.Both(f.Element.Kind, base, f.Filled, theirs)
	f.theirs, f.by = theirs, o.lastBy(v, f.Element)
	return false, nil
}

// tryElement writes the element into its file and loads all of them.
func (o *Office) tryElement(f *elementForm, reg *register.Register) (status int, err error) {
	if f.New && (f.Own == "" || reg.Has(f.Element)) {
		f.named = "form.fault.name"
		if f.Own != "" {
			f.named = "form.fault.taken"
		}
		return http.StatusUnprocessableEntity, nil
	}
	f.files, err = reg.With(f.Element, f.Filled, f.Copy)
	if varsam.CodeOf(err) == varsam.Invalid {
		f.named = "form.fault.name"
		return http.StatusUnprocessableEntity, nil
	}
	if err != nil {
		return 0, err
	}
	made, faults, err := f.files.Load()
	if err != nil {
		return 0, err
	}
	if f.faults, f.checked = faults, true; len(faults) > 0 {
		return http.StatusUnprocessableEntity, nil
	}
	f.changes, f.findings = register.Diff(reg, made), register.Findings(made, today(made))
	return http.StatusOK, nil
}

// keepElement puts the files in force.
func (o *Office) keepElement(v *frame.Visit, f elementForm, reg *register.Register, do string) error {
	archive, err := f.files.Archive()
	if err != nil {
		return err
	}
	if err := o.replaceRegister(v, archive, f.Version); err != nil {
		return err
	}
	v.Flash(frame.Good, "web.edit.saved")
	if at := reg.FileOf(f.Element); at != "" {
		if lost := register.Comments(reg.Files()[at]) - register.Comments(f.files[at]); lost > 0 {
			v.Flash(frame.Note, "form.comments-lost", strconv.Itoa(lost), strconv.Itoa(f.Version))
		}
	}
	if do == "another" {
		return v.Redirect(formHref(f.Element.Named("")))
	}
	return v.Redirect(homeOf(f.Element))
}

// move adds a row to the form, takes one away, or puts one before the row above.
func (f *elementForm) move(what, path string) {
	switch what {
	case "add":
		f.focus = path + "." + strconv.Itoa(f.Filled.Rows(path))
		for _, first := range []string{"key", "value"} {
			f.Filled[f.focus+"."+first] = ""
		}
	case "more": // another line of names
		f.focus = path
	case "drop", "up":
		at := strings.LastIndexByte(path, '.')
		row, err := strconv.Atoi(path[at+1:])
		if at < 0 || err != nil {
			return
		}
		f.Filled = f.Filled.With(path[:at], func(i int) int {
			switch {
			case what == "drop" && i == row:
				return -1
			case what == "drop" && i > row, what == "up" && i == row && i > 0:
				return i - 1
			case what == "up" && i == row-1:
				return i + 1
			}
			return i
		})
	}
}

// actors are the names of the accounts, by what a version says of who made it.
func (o *Office) actors(v *frame.Visit) map[string]string {
	names := map[string]string{}
	accounts, err := o.Accounts.List(v.Context())
	if err != nil {
		return names
	}
	for _, a := range accounts {
		names[o.Requests.Actor(a.Name)] = a.Name
	}
	return names
}

// lastBy is who changed an element last; empty when that is nobody with an account.
func (o *Office) lastBy(v *frame.Visit, e register.Element) string {
	var edits []register.Edit
	err := o.Store.Read(v.Context(), o.Tenant, func(tx *store.Tx) (err error) {
		edits, err = register.Edits(tx, e)
		return err
	})
	if err != nil || len(edits) == 0 {
		return ""
	}
	return o.actors(v)[edits[0].By]
}
