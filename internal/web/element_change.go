package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/web/frame"
)

// removalView is what would follow if an element went.
type removalView struct {
	Element  register.Element
	Title    string
	Version  int
	Changes  []register.Change
	Depends  []namedLink
	Faults   register.Faults
	Back     string
	Conflict bool
}

// removalPage tells what names an element and what would change, before anything
// does.
func (o *Office) removalPage(v *frame.Visit) error {
	e, err := elementOf(v.Param("kind"), v.Query)
	if err != nil {
		return err
	}
	return o.showRemoval(v, http.StatusOK, e, false)
}

func (o *Office) showRemoval(v *frame.Visit, status int, e register.Element, conflict bool) error {
	now, reg, err := o.inForceNow(v)
	if err != nil {
		return err
	}
	files, err := reg.Without(e)
	if err != nil {
		return err
	}
	view := removalView{Element: e, Title: titleOf(v, e), Version: now.Number, Back: formHref(e), Conflict: conflict}
	left, faults, err := files.Load()
	if err != nil {
		return err
	}
	if view.Faults = faults.Said(v.Printer); left != nil {
		view.Changes = register.Diff(reg, left)
	}
	for _, d := range reg.Dependents(e) {
		if d.Statement != "" {
			view.Depends = append(view.Depends, namedLink{"/register/promises", v.T("form.statement", d.Statement)})
			continue
		}
		view.Depends = append(view.Depends, namedLink{formHref(d.Element), v.T("form.kind."+string(d.Element.Kind)) + " " + titleOf(v, d.Element)})
	}
	return v.ShowStatus(status, "element_remove", view)
}

// removeElement takes an element away, when nothing names it any more and nobody
// changed the register since that was told.
func (o *Office) removeElement(v *frame.Visit) error {
	e, err := elementOf(v.Param("kind"), v.Field)
	if err != nil {
		return err
	}
	now, reg, err := o.inForceNow(v)
	if err != nil {
		return err
	}
	if now.Number != v.Whole("version") {
		return o.showRemoval(v, http.StatusConflict, e, true)
	}
	files, err := reg.Without(e)
	if err != nil {
		return err
	}
	_, faults, err := files.Load()
	if err != nil {
		return err
	}
	if len(faults) > 0 {
		return o.showRemoval(v, http.StatusUnprocessableEntity, e, false)
	}
	if err := o.pushFiles(v, files, now.Number); err != nil {
		return err
	}
	v.Flash(frame.Good, "form.removed")
	return v.Redirect("/register/history/" + addressOf(e))
}

func (o *Office) pushFiles(v *frame.Visit, files register.Files, read int) error {
	archive, err := files.Archive()
	if err != nil {
		return err
	}
	return o.replaceRegister(v, archive, read)
}

// historyView is what became of an element, the newest first.
type historyView struct {
	Element register.Element
	Title   string
	Back    string
	Version int
	Edits   []editRow
	Has     bool
}

type editRow struct {
	Number  int
	At      time.Time
	By      string
	Changes []fieldChange
	What    string // new, changed, removed
	Last    bool
}

type fieldChange struct{ Label, From, To string }

func (o *Office) elementHistory(v *frame.Visit) error {
	e, err := elementOf(v.Param("kind"), v.Query)
	if err != nil {
		return err
	}
	now, reg, err := o.inForceNow(v)
	if err != nil {
		return err
	}
	var edits []register.Edit
	err = o.Store.Read(v.Context(), o.Tenant, func(tx *store.Tx) (err error) {
		edits, err = register.Edits(tx, e)
		return err
	})
	if err != nil {
		return err
	}
	if len(edits) == 0 {
		return varsam.Errorf(varsam.NotFound, "no version of the register has the %s", e)
	}
	view := historyView{Element: e, Title: titleOf(v, e), Back: formHref(e), Version: now.Number, Has: reg.Has(e)}
	if !view.Has {
		view.Back = homeOf(e.Parent())
	}
	actors, d := o.actors(v), drawer{v: v, f: elementForm{Element: e}}
	for i, edit := range edits {
		row := editRow{Number: edit.Number, At: edit.At, By: actors[edit.By], What: "changed", Last: i == 0}
		switch {
		case edit.Before == nil:
			row.What = "new"
		case edit.After == nil:
			row.What = "removed"
		default:
			row.Changes = d.changes(edit)
		}
		view.Edits = append(view.Edits, row)
	}
	return v.Show("element_history", view)
}

// changes are the parts that one version made another thing of.
func (d *drawer) changes(e register.Edit) (all []fieldChange) {
	_, places := register.Both(d.f.Element.Kind, e.Before, e.Before, e.After)
	for _, at := range places {
		label, _ := d.words(at)
		all = append(all, fieldChange{label, e.Before.Text(at), e.After.Text(at)})
	}
	return all
}

// takeBack makes an element what it was before a version changed it. Everything
// else in the register stays as it is.
func (o *Office) takeBack(v *frame.Visit) error {
	e, err := elementOf(v.Param("kind"), v.Field)
	if err != nil {
		return err
	}
	now, reg, err := o.inForceNow(v)
	if err != nil {
		return err
	}
	if now.Number != v.Whole("version") {
		return varsam.Errorf(varsam.Conflict, "somebody changed the register meanwhile; look at its history once more")
	}
	var was *register.Register
	err = o.Store.Read(v.Context(), o.Tenant, func(tx *store.Tx) (err error) {
		was, err = register.Was(tx, e, v.Whole("number")-1)
		return err
	})
	if err != nil {
		return err
	}
	files, err := reg.As(e, was)
	if err != nil {
		return err
	}
	_, faults, err := files.Load()
	if err == nil {
		err = faults.Err()
	}
	if err != nil {
		return err
	}
	if err := o.pushFiles(v, files, now.Number); err != nil {
		return err
	}
	v.Flash(frame.Good, "form.taken-back", strconv.Itoa(v.Whole("number")))
	return v.Redirect("/register/history/" + addressOf(e))
}
