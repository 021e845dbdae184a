package web

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"net/http"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountStart adds how a register comes in.
func (o *Office) mountStart() {
	o.handle("GET /start", account.SeeWork, o.startPage)
	o.area.Upload("POST /register/files", allowed(account.SetUp, o.takeRegister))
	o.mountSheet()
	o.mountLibrary()
	o.handle("POST /start/database", account.SetUp, o.startDatabase)
}

// startView is what an empty installation offers, and what was wrong with the
// files that came.
type startView struct {
	Has     bool // there is a register, and the files are a new version of it
	Faults  register.Faults
	Checked bool // the files are right, and were only looked at
	Changes []register.Change
	Library int
	Base    databaseForm
	Open    string // the way that was gone, which is shown open
}

func (o *Office) startPage(v *frame.Visit) error {
	return v.Show("start", newStartView(v))
}

func newStartView(v *frame.Visit) startView {
	return startView{Has: who(v).reg != nil, Library: len(register.Library()), Base: newDatabaseForm()}
}

// takeRegister makes the files of a zip the version in force, when nothing is
// wrong with them, or only shows what they would change.
func (o *Office) takeRegister(v *frame.Visit) error {
	files, err := uploaded(v)
	if err != nil {
		return err
	}
	reg, faults, err := register.Load(files)
	if err != nil {
		return err
	}
	view := newStartView(v)
	view.Open = "files"
	if len(faults) > 0 {
		view.Faults = faults.Said(v.Printer)
		return v.ShowStatus(http.StatusUnprocessableEntity, "start", view)
	}
	if v.Field("do") == "check" {
		now := who(v).reg
		if now == nil {
			now = &register.Register{}
		}
		view.Checked, view.Changes = true, register.Diff(now, reg)
		return v.Show("start", view)
	}
	archive, err := register.Archive(files)
	if err != nil {
		return err
	}
	duties, err := duty.ReadFolder(files)
	if err != nil {
		return err
	}
	if err := o.pushRegister(v, archive); err != nil {
		return err
	}
	if _, err := o.Duties.TakeFolder(v.Context(), duties, who(v).Name); err != nil {
		return err
	}
	v.Flash(frame.Good, "web.register.in-force", reg.Organisation.Title.In(v.Lang()))
	return v.Redirect("/register")
}

// pushRegister makes files the version in force, whatever it was before: they were
// chosen as a whole.
func (o *Office) pushRegister(v *frame.Visit, archive []byte) error {
	return o.replaceRegister(v, archive, -1)
}

// replaceRegister makes files the version in force, when that still is the one they
// were made from; -1 stands for any. Code Conflict when somebody was faster.
func (o *Office) replaceRegister(v *frame.Visit, archive []byte, read int) error {
	actor := o.Requests.Actor(who(v).Name)
	return o.Store.Write(v.Context(), o.Tenant, func(tx *store.Tx) error {
		now, err := register.Current(tx)
		if err != nil && varsam.CodeOf(err) != varsam.NotFound {
			return err
		}
		if read >= 0 && now.Number != read {
			return varsam.Errorf(varsam.Conflict, "somebody changed the register while you were at it: it is version %d now; go back, copy your text, and load the page again", now.Number)
		}
		after, err := register.Push(tx, archive, actor, now.Number)
		if err != nil || after.Number == now.Number {
			return err
		}
		_, err = evidence.Append(tx, evidence.Leaf{
			Kind: evidence.Register, Register: evidence.DigestOf(archive), Actor: evidence.NameOf(actor),
		})
		return err
	})
}

// uploaded is the folder inside a zip; a single folder around everything is gone
// into.
func uploaded(v *frame.Visit) (fs.FS, error) {
	file, _, err := v.R.FormFile("files")
	if err != nil {
		return nil, varsam.Errorf(varsam.Invalid, "choose a zip file with the register's folder")
	}
	defer file.Close()
	data, err := io.ReadAll(file)
	if err != nil {
		return nil, varsam.Errorf(varsam.Invalid, "the file did not arrive whole, or is too large")
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, varsam.Errorf(varsam.Invalid, "the file is no zip file")
	}
	if found, err := fs.Glob(z, "*/organisation.yaml"); err == nil && len(found) == 1 {
		return fs.Sub(z, found[0][:len(found[0])-len("/organisation.yaml")])
	}
	return z, nil
}
