package api

import (
	"archive/zip"
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/api/token"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/store"
)

// RegisterState is the register in force, in short.
type RegisterState struct {
	Version      int           `json:"version"`
	Digest       string        `json:"digest"`
	Organisation string        `json:"organisation"`
	Title        varsam.Words  `json:"title"`
	Country      string        `json:"country"`
	Activities   []Activity    `json:"activities" list:""`
	Systems      []SystemEntry `json:"systems" list:""`
	Parties      []Party       `json:"parties" list:""`
}

// Activity is one processing with one purpose.
type Activity struct {
	Name       string       `json:"name"`
	Title      varsam.Words `json:"title"`
	Role       string       `json:"role,omitempty"`
	Owner      string       `json:"owner,omitempty"`
	Purpose    varsam.Words `json:"purpose"`
	Basis      string       `json:"basis,omitempty" doc:"Article: 6.1.c."`
	Law        string       `json:"law,omitempty"`
	Keeps      string       `json:"keeps,omitempty" doc:"How long, in the language asked for."`
	Subjects   []string     `json:"subjects,omitempty"`
	Needs      []string     `json:"needs,omitempty" doc:"Kinds of data."`
	Recipients []string     `json:"recipients,omitempty"`
	Draft      bool         `json:"draft"`
}

// SystemEntry is one place where data lies.
type SystemEntry struct {
	Name        string            `json:"name"`
	Title       varsam.Words      `json:"title"`
	Connector   string            `json:"connector"`
	Operator    string            `json:"operator"`
	Country     string            `json:"country,omitempty"`
	Owner       string            `json:"owner,omitempty"`
	Draft       bool              `json:"draft"`
	Collections []CollectionEntry `json:"collections" list:""`
}

// CollectionEntry is one table or kind of object.
type CollectionEntry struct {
	Name      string       `json:"name"`
	Title     varsam.Words `json:"title"`
	Fields    []FieldEntry `json:"fields" list:""`
	CarriedBy []string     `json:"carried_by,omitempty" doc:"Activities."`
	End       varsam.Fate  `json:"end,omitempty"`
}

// FieldEntry is one declared column.
type FieldEntry struct {
	Name       string `json:"name"`
	Data       string `json:"data,omitempty"`
	Identifies string `json:"identifies,omitempty"`
}

// Party is somebody outside the organisation.
type Party struct {
	Name    string       `json:"name"`
	Title   varsam.Words `json:"title"`
	Kind    string       `json:"kind,omitempty"`
	Country string       `json:"country,omitempty"`
}

func (c *call) getRegister() (out RegisterState, err error) {
	now, reg, err := c.inForce()
	if err != nil {
		return out, err
	}
	c.etag = versionTag(now.Number)
	org := reg.Organisation
	out = RegisterState{
		Version: now.Number, Digest: now.Digest, Organisation: org.Name, Title: org.Title, Country: org.Country,
		Activities: []Activity{}, Systems: []SystemEntry{}, Parties: []Party{},
	}
	for _, a := range reg.Activities {
		out.Activities = append(out.Activities, c.activity(a))
	}
	for _, s := range reg.Systems {
		out.Systems = append(out.Systems, systemOf(s))
	}
	for _, p := range reg.Parties {
		out.Parties = append(out.Parties, Party{p.Name, p.Title, p.Kind, p.Country})
	}
	return out, nil
}

// inForce is the current version with its number; code NotFound when there is none.
func (c *call) inForce() (now register.Version, reg *register.Register, err error) {
	err = c.Store.Read(c.ctx, c.Tenant, func(tx *store.Tx) error {
		if now, err = register.Current(tx); err != nil {
			return err
		}
		reg, err = register.InForce(tx)
		return err
	})
	return now, reg, err
}

func versionTag(number int) string { return `"` + strconv.Itoa(number) + `"` }

func (c *call) activity(a register.Activity) Activity {
	return Activity{
		Name: a.Name, Title: a.Title, Role: string(a.Role), Owner: a.Owner, Purpose: a.Purpose, Basis: string(a.Basis.Article), Law: a.Basis.Law,
		Keeps: a.Keep.In(c.say), Subjects: a.Subjects, Needs: texts(a.Needs), Recipients: a.Recipients, Draft: a.Draft,
	}
}

func systemOf(s register.System) SystemEntry {
	out := SystemEntry{
		Name: s.Name, Title: s.Title, Connector: s.Connector, Operator: s.Operator, Country: s.Country, Owner: s.Owner, Draft: s.Draft,
		Collections: []CollectionEntry{},
	}
	for _, col := range s.Collections {
		entry := CollectionEntry{Name: col.Name, Title: col.Title, Fields: []FieldEntry{}, End: col.End}
		for _, f := range col.Fields {
			entry.Fields = append(entry.Fields, FieldEntry{f.Name, string(f.Data), string(f.Identifies)})
		}
		for _, carry := range col.CarriedBy {
			entry.CarriedBy = append(entry.CarriedBy, carry.Activity)
		}
		out.Collections = append(out.Collections, entry)
	}
	return out
}

// RegisterFinding is something that the law does not allow, or that is missing.
type RegisterFinding struct {
	Code      string            `json:"code"`
	Severity  register.Severity `json:"severity"`
	Paragraph string            `json:"paragraph"`
	Where     string            `json:"where"`
	Says      string            `json:"says"`
	Next      string            `json:"next"`
}

func (c *call) listFindings() (list List[RegisterFinding], err error) {
	reg, err := c.register()
	if err != nil {
		return list, err
	}
	list.Items = []RegisterFinding{}
	lang := c.say.Lang()
	for _, f := range register.Findings(reg, today(reg)) {
		list.Items = append(list.Items, RegisterFinding{f.Code, f.Severity, f.Paragraph, f.Where.String(), c.say.Fill(f.Saying(), f.Args), f.Next().In(lang)})
	}
	return list, nil
}

func (c *call) listVersions() (list List[register.Version], err error) {
	var all []register.Version
	err = c.Store.Read(c.ctx, c.Tenant, func(tx *store.Tx) error {
		all, err = register.History(tx)
		return err
	})
	if err != nil {
		return list, err
	}
	return page(c, all, func(v register.Version) string { return strconv.Itoa(v.Number) })
}

// registerFiles is a version as files: the one in force, or one of the past.
func (c *call) registerFiles() (f file, err error) {
	var archive []byte
	var v register.Version
	err = c.Store.Read(c.ctx, c.Tenant, func(tx *store.Tx) error {
		if v, err = register.Current(tx); err != nil {
			return err
		}
		number := v.Number
		if text := c.value("version"); text != "" {
			if number, err = strconv.Atoi(text); err != nil {
				return varsam.Errorf(varsam.Invalid, "version is a number")
			}
		}
		v, archive, err = register.Get(tx, number)
		return err
	})
	if err != nil {
		return f, err
	}
	files, err := register.Open(archive)
	if err != nil {
		return f, err
	}
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	beside := map[string][]byte{}
	if c.value("version") == "" && c.token.May(token.ReadPeople) { // duties may name people, and have no past versions here
		if beside, err = c.Duties.FolderFiles(c.ctx); err != nil {
			return f, err
		}
	}
	if err := errors.Join(z.AddFS(files), addFiles(z, beside), z.Close()); err != nil {
		return f, varsam.Errorf(varsam.Internal, "the register cannot be packed")
	}
	c.etag = versionTag(v.Number)
	return file{"register-" + strconv.Itoa(v.Number) + ".zip", "application/zip", packed.Bytes()}, nil
}

// addFiles packs files in the order of their names.
func addFiles(z *zip.Writer, files map[string][]byte) error {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		to, err := z.Create(name)
		if err != nil {
			return err
		}
		if _, err := to.Write(files[name]); err != nil {
			return err
		}
	}
	return nil
}

// RegisterCheck is what a folder of files would be.
type RegisterCheck struct {
	Faults   []register.Fault  `json:"faults" list:"" doc:"What keeps the files from being loaded, with the mend."`
	Findings []RegisterFinding `json:"findings" list:""`
	Changes  []register.Change `json:"changes" list:"" doc:"What differs from the version in force."`
	Duties   []FiledDuty       `json:"duties" list:"" doc:"Of the folder duties: which would be taken down, and which stand already."`
}

// FiledDuty is a duty of the files beside a register.
type FiledDuty struct {
	Name   string    `json:"name"`
	Kind   duty.Kind `json:"kind"`
	About  string    `json:"about,omitempty"`
	Stands bool      `json:"stands" doc:"It is there already, and stays as it is."`
}

func (c *call) checkRegister(nothing) (out RegisterCheck, err error) {
	out = RegisterCheck{Faults: []register.Fault{}, Findings: []RegisterFinding{}, Changes: []register.Change{}, Duties: []FiledDuty{}}
	files, err := unpack(c.body)
	if err != nil {
		return out, err
	}
	reg, faults, err := register.Load(files)
	if err != nil || len(faults) > 0 {
		out.Faults = append(out.Faults, faults...)
		return out, err
	}
	folder, faults, err := dutiesOf(files)
	if err != nil || len(faults) > 0 {
		out.Faults = append(out.Faults, faults...)
		return out, err
	}
	filings, err := c.Duties.Filings(c.ctx, folder)
	if err != nil {
		return out, err
	}
	for _, f := range filings {
		out.Duties = append(out.Duties, FiledDuty(f))
	}
	lang := c.say.Lang()
	for _, f := range register.Findings(reg, today(reg)) {
		out.Findings = append(out.Findings, RegisterFinding{f.Code, f.Severity, f.Paragraph, f.Where.String(), c.say.Fill(f.Saying(), f.Args), f.Next().In(lang)})
	}
	_, now, err := c.inForce()
	if varsam.CodeOf(err) == varsam.NotFound {
		return out, nil
	}
	if err == nil {
		out.Changes = append(out.Changes, register.Diff(now, reg)...)
	}
	return out, err
}

// dutiesOf are the duties beside a register; none when they have faults.
func dutiesOf(files fs.FS) (folder duty.Folder, faults register.Faults, err error) {
	if _, faults, err = register.Duties(files); err != nil || len(faults) > 0 {
		return folder, faults, err
	}
	if folder, err = duty.ReadFolder(files); varsam.CodeOf(err) == varsam.Invalid {
		return folder, register.Faults{{File: register.DutiesFolder, Code: "duties", Message: err.Error()}}, nil
	}
	return folder, nil, err
}

// putRegister puts files in force, if the version in force is still the one that
// they were made from, and takes down the duties beside them that do not stand yet.
func (c *call) putRegister(nothing) (v register.Version, err error) {
	files, err := unpack(c.body)
	if err != nil {
		return v, err
	}
	_, faults, err := register.Load(files)
	if err != nil {
		return v, err
	}
	folder, more, err := dutiesOf(files)
	if err != nil {
		return v, err
	}
	if !folder.Empty() && !c.token.May(token.WriteDuties) {
		return v, varsam.Errorf(varsam.Denied, "there are duties beside the register; to take them down, the token needs %s", token.WriteDuties)
	}
	if faults = append(faults, more...); len(faults) > 0 {
		f := &fault{status: statuses[varsam.Invalid], error: varsam.Errorf(varsam.Invalid, "the files have faults; nothing was changed")}
		for _, x := range faults {
			f.faults = append(f.faults, Fault{x.Place(), x.Message})
		}
		return v, f
	}
	archive, err := register.Archive(files)
	if err != nil {
		return v, err
	}
	if v, err = c.push(archive, strings.Trim(c.r.Header.Get("If-Match"), `"`)); err != nil {
		return v, err
	}
	_, err = c.Duties.TakeFolder(c.ctx, folder, c.token.By)
	return v, err
}

func (c *call) push(archive []byte, from string) (v register.Version, err error) {
	expected, err := strconv.Atoi(from)
	if err != nil || expected < 0 {
		return v, varsam.Errorf(varsam.Invalid, `If-Match is the ETag of the register, or "0" for the first`)
	}
	actor := c.Requests.Actor(c.token.By)
	err = c.Store.Write(c.ctx, c.Tenant, func(tx *store.Tx) error {
		if v, err = register.Push(tx, archive, actor, expected); err != nil || v.Number == expected {
			return err
		}
		_, err = evidence.Append(tx, evidence.Leaf{Kind: evidence.Register, Register: evidence.DigestOf(archive), Actor: evidence.NameOf(actor)})
		return err
	})
	if varsam.CodeOf(err) == varsam.Conflict {
		return v, &fault{status: 412, error: err}
	}
	c.etag = versionTag(v.Number)
	return v, err
}

// unpack is the folder inside a zip; a single folder around everything is gone
// into.
func unpack(packed []byte) (fs.FS, error) {
	z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return nil, varsam.Errorf(varsam.Invalid, "the body is no zip file")
	}
	if found, err := fs.Glob(z, "*/organisation.yaml"); err == nil && len(found) == 1 {
		return fs.Sub(z, strings.TrimSuffix(found[0], "/organisation.yaml"))
	}
	return z, nil
}
