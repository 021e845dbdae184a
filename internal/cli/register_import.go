package cli

import (
	"cmp"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
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

	sheets []sheet.Sheet
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
	if r.sheets, err = sheet.Read(data); err != nil {
		return r, err
	}
	if len(r.sheets) == 1 && r.sheets[0].Name == "" { // CSV has no names
		r.sheets[0].Name = filepath.Base(c.File)
	}
	if r.Mappings, err = c.mappings(r.sheets); err != nil {
		return r, err
	}
	entries, err := ropa.Read(r.sheets, r.Mappings)
	if err == nil {
		r.Drafts = ropa.Drafts(entries, ropa.Taken(reg), varsam.Lang(c.Texts))
	}
	return r, err
}

func (c *registerImportCommand) mappings(sheets []sheet.Sheet) (all []ropa.Mapping, err error) {
	if len(c.Sheet) > 0 {
		sheets = slices.DeleteFunc(slices.Clone(sheets), func(s sheet.Sheet) bool { return !slices.Contains(c.Sheet, s.Name) })
	}
	if all, err = ropa.Guess(sheets); err != nil && len(c.Map) > 0 && len(sheets) > 0 {
		all, err = []ropa.Mapping{{Sheet: sheets[0].Name}}, nil
	}
	if err != nil {
		return nil, err
	}
	for i := range all {
		if c.Header > 0 {
			all[i].Header, all[i].Form = c.Header-1, false
		}
		for letter, name := range c.Map {
			column, ok := sheet.ColumnOf(strings.ToUpper(letter))
			if !ok {
				return nil, varsam.Errorf(varsam.Invalid, "%q is no column; write --map C=purpose", letter)
			}
			field, err := ropa.FieldNamed(name)
			if err != nil {
				return nil, err
			}
			all[i] = all[i].With(column, field)
		}
	}
	return all, nil
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
			s.showMapping(m, r.sheets)
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

func (s *session) showMapping(m ropa.Mapping, sheets []sheet.Sheet) {
	if m.Form {
		s.printf("sheet %q: a form, one activity\n", m.Sheet)
		return
	}
	i := slices.IndexFunc(sheets, func(sh sheet.Sheet) bool { return sh.Name == m.Sheet })
	s.printf("sheet %q, headings in line %d\n", m.Sheet, m.Header+1)
	if i < 0 || m.Header >= len(sheets[i].Rows) {
		return
	}
	for column, heading := range sheets[i].Rows[m.Header] {
		if heading != "" || m.Columns[column] != "" {
			s.printf("  %s %s: %s\n", sheet.ColumnName(column), cmp.Or(string(m.Columns[column]), "other"), plain(heading))
		}
	}
}
