package cli

import (
	"cmp"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/ropa"
	"github.com/varsam/varsam/internal/sheet"
	"github.com/varsam/varsam/internal/store"
)

type registerImportCommand struct {
	File    string            `arg:"" type:"existingfile" help:"Record of processing as a spreadsheet: XLSX or CSV."`
	Preview bool              `help:"Show how it is read, and write nothing."`
	Dir     string            `help:"Write the drafts into this folder of a register, instead of a new version in the store." placeholder:"DIR"`
	Sheet   []string          `help:"Only these sheets." placeholder:"NAME"`
	Header  int               `help:"Line of the headings, from 1, when it is not found." placeholder:"LINE"`
	Map     map[string]string `help:"What a column says, by its letter: C=purpose. Fields: name, purpose, basis, law, interest, subjects, data, special, recipients, transfers, keep, measures, owner, controller, joint, system, source, other." placeholder:"COLUMN=FIELD"`
	Texts   string            `help:"Language of the texts: sv, sv-FI, en or fi." default:"sv" enum:"sv,sv-FI,en,fi"`
	Title   string            `help:"Name of the organisation, where there is no register yet."`
	Country string            `help:"Its country." default:"SE"`
	By      string            `default:"command line" help:"Who imports."`
}

// importing is how a file is read, for people to look at.
type importing struct {
	Mappings []ropa.Mapping `json:"mappings"`
	Drafts   []ropa.Draft   `json:"drafts"`
	Version  int            `json:"version,omitempty"`
	Files    []string       `json:"files,omitempty"`

	reading ropa.Reading
}

// Run shows how the file is read, and adds its activities as drafts.
func (c *registerImportCommand) Run(s *session) error {
	if c.Dir != "" {
		return c.intoFolder(s)
	}
	return s.with(registerFlag{}, func(app *app) error {
		if err := app.load(s.ctx, s.Tenant); err != nil && varsam.CodeOf(err) != varsam.NotFound {
			return err
		}
		r, err := c.read(app.register)
		if err != nil || c.Preview {
			return cmp.Or(err, c.show(s, r))
		}
		if r.Version, err = c.push(s, app, r.Drafts); err != nil {
			return err
		}
		return c.show(s, r)
	})
}

func (c *registerImportCommand) intoFolder(s *session) error {
	folder := os.DirFS(c.Dir)
	reg, _, err := register.Load(folder)
	if _, missing := fs.Stat(folder, "organisation.yaml"); missing != nil {
		reg, err = nil, nil
	}
	if err != nil {
		return err
	}
	r, err := c.read(reg)
	if err != nil || c.Preview {
		return cmp.Or(err, c.show(s, r))
	}
	if err := os.MkdirAll(filepath.Join(c.Dir, "activities"), 0o755); err != nil {
		return varsam.Errorf(varsam.Unavailable, "the folder %s cannot be written", c.Dir)
	}
	for _, d := range r.Drafts {
		path := filepath.Join(c.Dir, filepath.FromSlash(d.Path()))
		if err := writeNew(path, d.Text); err != nil {
			return err
		}
		r.Files = append(r.Files, path)
	}
	return c.show(s, r)
}

// read reads the file as it says of itself, or as the flags say.
func (c *registerImportCommand) read(reg *register.Register) (r importing, err error) {
	data, err := os.ReadFile(c.File)
	if err != nil {
		return r, varsam.Errorf(varsam.Invalid, "the file cannot be read")
	}
	if r.reading, err = ropa.Open(data, ropa.Choice{Name: filepath.Base(c.File), Sheets: c.Sheet, Header: c.Header, Columns: c.Map}); err != nil {
		return r, err
	}
	r.Mappings = r.reading.Mappings
	r.Drafts, err = r.reading.Drafts(reg, varsam.Lang(c.Texts))
	return r, err
}

// push adds the drafts to the register in force, or makes a first one.
func (c *registerImportCommand) push(s *session, app *app, drafts []ropa.Draft) (version int, err error) {
	actor := app.service.Actor(c.By)
	err = app.store.Write(s.ctx, s.Tenant, func(tx *store.Tx) error {
		now, folder, err := c.folder(tx)
		if err != nil {
			return err
		}
		files, err := ropa.Add(folder, drafts)
		if err != nil {
			return err
		}
		archive, err := register.Archive(files.FS())
		if err != nil {
			return err
		}
		after, err := register.Push(tx, archive, actor, now)
		if err != nil {
			return err
		}
		version = after.Number
		_, err = evidence.Append(tx, evidence.Leaf{Kind: evidence.Register, Register: evidence.DigestOf(archive), Actor: evidence.NameOf(actor)})
		return err
	})
	return version, err
}

// folder is that of the version in force, with its number.
func (c *registerImportCommand) folder(tx *store.Tx) (now int, folder fs.FS, err error) {
	current, err := register.Current(tx)
	if varsam.CodeOf(err) == varsam.NotFound {
		name := cmp.Or(c.Title, "Organisationen")
		return 0, ropa.Folder{"organisation.yaml": ropa.Organisation("main", name, c.Country)}.FS(), nil
	}
	if err != nil {
		return 0, nil, err
	}
	archive, err := register.GetArchive(tx, current.Digest)
	if err != nil {
		return 0, nil, err
	}
	folder, err = register.Open(archive)
	return current.Number, folder, err
}

// show says how the file was read, and what came of it.
func (c *registerImportCommand) show(s *session, r importing) error {
	return s.print(r, func() {
		for _, m := range r.Mappings {
			s.showMapping(m, r.reading)
		}
		rows := make([][]string, len(r.Drafts))
		for i, d := range r.Drafts {
			rows[i] = []string{d.Name, d.Title, cmp.Or(d.Basis, "?"), cmp.Or(d.Keep, "?"), d.Sheet + ":" + strconv.Itoa(d.Row), strings.Join(d.Notes, " ")}
		}
		s.table([]string{"ACTIVITY", "TITLE", "BASIS", "KEPT", "FROM", "LOOK AT"}, rows)
		switch {
		case c.Preview:
			s.printf("Nothing was written. Is a column read wrongly? --map C=purpose\n")
		case len(r.Files) > 0:
			s.printf("%d drafts in %s: read each, complete it, and remove its line draft:\n", len(r.Files), c.Dir)
		default:
			s.printf("%d drafts in version %d of the register: each is searched for nothing and decides nothing until somebody has confirmed it\n", len(r.Drafts), r.Version)
		}
	})
}

func (s *session) showMapping(m ropa.Mapping, r ropa.Reading) {
	if m.Form {
		s.printf("sheet %q: a form, one activity\n", m.Sheet)
		return
	}
	s.printf("sheet %q, headings in line %d\n", m.Sheet, m.Header+1)
	for _, c := range r.Columns(m) {
		s.printf("  %s %s: %s\n", sheet.ColumnName(c.Number), cmp.Or(string(c.Field), "other"), plain(c.Heading))
	}
}
