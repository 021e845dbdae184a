package api

import (
	"io/fs"
	"path"
	"strconv"
	"strings"
	"testing/fstest"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/store"
)

// edition is a version of the register as files.
type edition struct {
	version int
	reg     *register.Register
	files   map[string]string
}

// edition is the version in force.
func (c *call) edition() (edition, error) {
	now, reg, err := c.inForce()
	if err != nil {
		return edition{}, err
	}
	e := edition{version: now.Number, reg: reg}
	e.files, err = c.filesOf(now.Number)
	return e, err
}

func (c *call) filesOf(number int) (map[string]string, error) {
	var archive []byte
	err := c.Store.Read(c.ctx, c.Tenant, func(tx *store.Tx) (err error) {
		_, archive, err = register.Get(tx, number)
		return err
	})
	if err != nil {
		return nil, err
	}
	folder, err := register.Open(archive)
	if err != nil {
		return nil, err
	}
	files := map[string]string{}
	err = fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(folder, name)
		files[name] = string(text)
		return err
	})
	return files, err
}

// with is the register with a file in it, or without it when the text is empty;
// checked as files are everywhere.
func (e edition) with(name, text string) (*register.Register, []byte, error) {
	folder := fstest.MapFS{}
	for other, content := range e.files {
		folder[other] = &fstest.MapFile{Data: []byte(content)}
	}
	if delete(folder, name); text != "" {
		folder[name] = &fstest.MapFile{Data: []byte(text)}
	}
	reg, faults, err := register.Load(folder)
	if err != nil {
		return nil, nil, err
	}
	if len(faults) > 0 {
		return nil, nil, faulty(faults)
	}
	archive, err := register.Archive(folder)
	return reg, archive, err
}

// faulty tells every fault of files, with its place.
func faulty(faults register.Faults) error {
	f := &fault{status: statuses[varsam.Invalid], error: varsam.Errorf(varsam.Invalid, "the files have faults; nothing was changed")}
	for _, x := range faults {
		f.faults = append(f.faults, Fault{x.Place(), x.Message})
	}
	return f
}

// RegisterText is one file of the register.
type RegisterText struct {
	Path string `json:"path"`
	Text string `json:"text"`
}

// textPath refuses what is no file of a register.
func (c *call) textPath() (string, error) {
	name := c.value("path")
	if !fs.ValidPath(name) || path.Ext(name) != ".yaml" || strings.Count(name, "/") > 1 || len(name) > 120 {
		return "", varsam.Errorf(varsam.Invalid, "path names a .yaml file, in a folder or beside organisation.yaml")
	}
	return name, nil
}

func (c *call) getText() (out RegisterText, err error) {
	name, err := c.textPath()
	if err != nil {
		return out, err
	}
	e, err := c.edition()
	if err != nil {
		return out, err
	}
	text, ok := e.files[name]
	if !ok {
		return out, varsam.Errorf(varsam.NotFound, "the register has no file %s", name)
	}
	c.etag = versionTag(e.version)
	return RegisterText{name, text}, nil
}

// NewText is what a file of the register is to say.
type NewText struct {
	Text string `json:"text" least:"1" most:"1000000"`
}

// RegisterChanged is the version that a change made, and what changed.
type RegisterChanged struct {
	register.Version
	Changes []register.Change `json:"changes" list:""`
}

func (c *call) putText(in NewText) (RegisterChanged, error) { return c.changeText(in.Text) }

func (c *call) removeText() error {
	_, err := c.changeText("")
	return err
}

// changeText puts one file in place of what stood there, held against the version
// that If-Match names.
func (c *call) changeText(text string) (out RegisterChanged, err error) {
	name, err := c.textPath()
	if err != nil {
		return out, err
	}
	number, err := c.versionOf()
	if err != nil {
		return out, err
	}
	e, err := c.edition()
	if err != nil {
		return out, err
	}
	if e.version != number {
		return out, &fault{status: 412, error: varsam.Errorf(varsam.Conflict, "the register is version %d now", e.version)}
	}
	if _, had := e.files[name]; text == "" && !had {
		return out, varsam.Errorf(varsam.NotFound, "the register has no file %s", name)
	}
	reg, archive, err := e.with(name, text)
	if err != nil {
		return out, err
	}
	out.Changes = append([]register.Change{}, register.Diff(e.reg, reg)...)
	out.Version, err = c.push(archive, strconv.Itoa(number))
	return out, err
}

// LibraryEntry is an ordinary activity that can be taken over.
type LibraryEntry struct {
	Key     string       `json:"key"`
	Title   varsam.Words `json:"title"`
	Country string       `json:"country,omitempty"`
}

func (c *call) listLibrary() (list List[LibraryEntry], err error) {
	list.Items = []LibraryEntry{}
	for _, e := range register.Library() {
		list.Items = append(list.Items, LibraryEntry{e.Key, e.Title, e.Country})
	}
	return list, nil
}

// takeEntry takes an activity of the library over, as a draft: into the register in force, or into a first one.
func (c *call) takeEntry(nothing) (out RegisterText, err error) {
	e, err := c.beginning(c.value("title"), c.value("country"))
	if err != nil {
		return out, err
	}
	for _, entry := range register.Library() {
		if entry.Key != c.param("key") {
			continue
		}
		out = RegisterText{"activities/" + entry.Key + ".yaml", string(entry.Take(today(e.reg)))}
		if _, has := e.files[out.Path]; has {
			return out, varsam.Errorf(varsam.Conflict, "the register has that activity already")
		}
		_, archive, err := e.with(out.Path, out.Text)
		if err == nil {
			_, err = c.push(archive, strconv.Itoa(e.version))
		}
		return out, err
	}
	return out, varsam.Errorf(varsam.NotFound, "the library has no such activity")
}

// restoreVersion makes an earlier version the newest: nothing is forgotten.
func (c *call) restoreVersion(nothing) (v register.Version, err error) {
	number, err := strconv.Atoi(c.param("number"))
	if err != nil {
		return v, varsam.Errorf(varsam.NotFound, "there is no such version")
	}
	e := edition{}
	if e.files, err = c.filesOf(number); err != nil {
		return v, err
	}
	_, archive, err := e.with("", "")
	if err != nil {
		return v, err
	}
	return c.push(archive, strings.Trim(c.r.Header.Get("If-Match"), `"`))
}
