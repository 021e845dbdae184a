package web

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountEdit adds how the register is changed here: the files that it consists of,
// with the checks that they have elsewhere, held against the version that was read.
func (o *Office) mountEdit() {
	edit := func(pattern string, h frame.Handler) {
		o.area.Handle(pattern, needsRegister(allowed(account.SetUp, h)))
	}
	edit("GET /register/edit", o.editList)
	edit("GET /register/edit/{path...}", o.editPage)
	edit("POST /register/edit/{path...}", o.editFile)
	o.mountElements()
	edit("POST /register/versions/{number}/restore", o.restoreVersion)
}

// edition is the register's files at one version.
type edition struct {
	Number int
	Files  map[string]string
	base   *register.Register
}

// Names are the files in their order.
func (e edition) Names() []string {
	names := make([]string, 0, len(e.Files))
	for name := range e.Files {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func (o *Office) edition(v *frame.Visit, number int) (e edition, err error) {
	var archive []byte
	err = o.Store.Read(v.Context(), o.Tenant, func(tx *store.Tx) error {
		if number == 0 {
			now, err := register.Current(tx)
			if err != nil {
				return err
			}
			number = now.Number
		}
		_, archive, err = register.Get(tx, number)
		return err
	})
	if err != nil {
		return e, err
	}
	e.Number = number
	e.base = who(v).reg
	e.Files, err = filesOf(archive)
	return e, err
}

func filesOf(archive []byte) (map[string]string, error) {
	folder, err := register.Open(archive)
	if err != nil {
		return nil, err
	}
	files := map[string]string{}
	err = fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(folder, name)
		files[name] = string(data)
		return err
	})
	return files, err
}

// folder is the files as a folder.
func (e edition) folder() (fs.FS, error) {
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	for _, name := range e.Names() {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(e.Files[name]))
		}
		if err != nil {
			return nil, varsam.Wrap(varsam.Internal, err, "the register's files cannot be put together")
		}
	}
	if err := z.Close(); err != nil {
		return nil, varsam.Wrap(varsam.Internal, err, "the register's files cannot be put together")
	}
	return zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
}

func (o *Office) editList(v *frame.Visit) error {
	e, err := o.edition(v, 0)
	if err != nil {
		return err
	}
	return v.Show("edit", e)
}

// editForm is one file while it is changed.
type editForm struct {
	Path, Text string
	Version    int // that it was read at
	New        bool
	Faults     register.Faults
	Changes    []register.Change
	Checked    bool
}

func (o *Office) editPage(v *frame.Visit) error {
	e, err := o.edition(v, 0)
	if err != nil {
		return err
	}
	name, err := fileName(v.Param("path"))
	if err != nil {
		return err
	}
	text, ok := e.Files[name]
	return v.Show("editfile", editForm{Path: name, Text: text, Version: e.Number, New: !ok})
}

// fileName refuses what is no file of a register.
func fileName(name string) (string, error) {
	if !fs.ValidPath(name) || path.Ext(name) != ".yaml" || strings.Count(name, "/") > 1 || len(name) > 120 {
		return "", varsam.Errorf(varsam.Invalid, "a file of the register is a .yaml file, in a folder or beside organisation.yaml")
	}
	return name, nil
}

// editFile checks what was written with all the other files, and shows what would
// change; it becomes the version in force when that is asked for, nothing is wrong,
// and nobody was faster.
func (o *Office) editFile(v *frame.Visit) error {
	name, err := fileName(v.Param("path"))
	if err != nil {
		return err
	}
	e, err := o.edition(v, v.Whole("version"))
	if err != nil {
		return err
	}
	_, had := e.Files[name]
	f := editForm{Path: name, Text: strings.ReplaceAll(v.R.PostFormValue("text"), "\r\n", "\n"), Version: e.Number, New: !had, Checked: true}
	if e.Files[name] = f.Text; v.Field("do") == "delete" {
		delete(e.Files, name)
	}
	reg, archive, faults, err := e.load()
	if err != nil {
		return err
	}
	if f.Faults = faults.Said(v.Printer); len(faults) > 0 {
		return v.ShowStatus(http.StatusUnprocessableEntity, "editfile", f)
	}
	if v.Field("do") == "check" {
		f.Changes = register.Diff(e.base, reg)
		return v.Show("editfile", f)
	}
	if err := o.replaceRegister(v, archive, e.Number); err != nil {
		return err
	}
	v.Flash(frame.Good, "web.edit.saved")
	return v.Redirect("/register/edit")
}

func (e edition) load() (*register.Register, []byte, register.Faults, error) {
	folder, err := e.folder()
	if err != nil {
		return nil, nil, nil, err
	}
	reg, faults, err := register.Load(folder)
	if err != nil || len(faults) > 0 {
		return nil, nil, faults, err
	}
	archive, err := register.Archive(folder)
	return reg, archive, nil, err
}

// restoreVersion makes an earlier version the newest: what was done is undone, and
// nothing is forgotten.
func (o *Office) restoreVersion(v *frame.Visit) error {
	number, err := strconv.Atoi(v.Param("number"))
	if err != nil {
		return varsam.Errorf(varsam.NotFound, "there is no such version")
	}
	e, err := o.edition(v, number)
	if err != nil {
		return err
	}
	_, archive, faults, err := e.load()
	if err == nil {
		err = faults.Err()
	}
	if err != nil {
		return err
	}
	if err := o.replaceRegister(v, archive, v.Whole("version")); err != nil {
		return err
	}
	v.Flash(frame.Good, "web.edit.restored", strconv.Itoa(number))
	return v.Redirect("/register/versions")
}
