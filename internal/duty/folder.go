package duty

import (
	"context"
	"io/fs"
	"path"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// Folder is the duties that lie as files beside a register, with their documents.
type Folder struct {
	all   []register.Duty
	files map[string][]byte // by the duty's name
}

// ReadFolder reads them. Code Invalid, with every fault and its place, for files
// that cannot be read; an empty folder when there is none.
func ReadFolder(fsys fs.FS) (f Folder, err error) {
	all, faults, err := register.Duties(fsys)
	if err != nil {
		return f, err
	}
	if err := faults.Err(); err != nil {
		return f, err
	}
	f = Folder{all: all, files: map[string][]byte{}}
	for _, d := range all {
		if _, err := FindKind(d.Kind); err != nil {
			return f, varsam.Wrap(varsam.Invalid, err, "%s", d.Place)
		}
		if d.File == "" {
			continue
		}
		content, err := fs.ReadFile(fsys, path.Join(register.DutiesFolder, d.File))
		if err != nil {
			return f, varsam.Errorf(varsam.Invalid, "%s: the document of duty %s cannot be read; its path begins in the folder %s", d.Place, d.Name, register.DutiesFolder)
		}
		f.files[d.Name] = content
	}
	return f, nil
}

// Empty reports whether there are no duties in the folder.
func (f Folder) Empty() bool { return len(f.all) == 0 }

// Names are the names of the staff that the folder has, by [Subject.String].
func (f Folder) Names() map[string]string {
	names := map[string]string{}
	for _, d := range f.all {
		if Kind(d.Kind) == Staff {
			names[Subject{OfStaff, d.Name}.String()] = d.Facts["name"]
		}
	}
	return names
}

// Filed is what came of a folder.
type Filed struct {
	Added int `json:"added"`
	Stood int `json:"stood"` // that were there already; they are left as they are
}

// TakeFolder takes down what does not stand yet. Each duty has the same id however
// often its folder is taken, so that it comes only once, and what people have
// changed since stays changed. Code Invalid, with the duty's place, for facts that
// cannot be.
func (s *Service) TakeFolder(ctx context.Context, f Folder, by string) (done Filed, err error) {
	if len(f.all) == 0 {
		return done, nil
	}
	w, err := s.World(ctx)
	if err != nil {
		return done, err
	}
	var left []register.Duty
	for _, d := range f.all {
		if _, stands := w.Record(s.standing(w, d.Name)); stands {
			done.Stood++
		} else {
			left = append(left, d)
		}
	}
	for _, batch := range f.ranked(left) {
		for _, d := range batch {
			if err := s.file(ctx, w, f, d, by); err != nil {
				return done, varsam.Wrap(varsam.CodeOf(err), err, "%s", d.Place)
			}
			done.Added++
		}
	}
	return done, nil
}

// filed is the id of a duty of a folder.
func (s *Service) filed(name string) string { return "d" + s.Mark("folder", name)[:12] }

// file takes one duty down with its document.
func (s *Service) file(ctx context.Context, w *World, f Folder, d register.Duty, by string) error {
	n := New{Kind: Kind(d.Kind), Owner: d.Owner, Facts: Facts{}, id: s.filed(d.Name)}
	if d.About != "" {
		of, name, _ := strings.Cut(d.About, ":")
		if t := SubjectType(of); (t == OfStaff || t == OfRecord) && f.has(name) {
			name = s.standing(w, name)
		}
		var err error
		if n.Subject, err = ParseSubject(strings.TrimSuffix(of+":"+name, ":")); err != nil {
			return err
		}
	}
	for name, value := range d.Facts {
		if field, ok := Define(n.Kind).Field(name); ok && field.Type == Entry && f.has(value) {
			value = s.standing(w, value)
		}
		n.Facts[name] = value
	}
	r, err := s.Add(ctx, n, by)
	if err != nil {
		return err
	}
	if content, ok := f.files[d.Name]; ok {
		if _, err := s.Attach(ctx, r.ID, path.Base(d.File), content, by); err != nil {
			return err
		}
	}
	if d.Over {
		_, err = s.End(ctx, r.ID, by)
	}
	return err
}

func (f Folder) has(name string) bool {
	for _, d := range f.all {
		if d.Name == name {
			return true
		}
	}
	return false
}

// ranked puts duties that others point at before those; where they point at each
// other, as they stand.
func (f Folder) ranked(left []register.Duty) (batches [][]register.Duty) {
	for len(left) > 0 {
		waits := map[string]bool{}
		for _, d := range left {
			waits[d.Name] = true
		}
		var batch, rest []register.Duty
		for _, d := range left {
			if pointsAt(d, waits) {
				rest = append(rest, d)
			} else {
				batch = append(batch, d)
			}
		}
		if len(batch) == 0 {
			batch, rest = rest, nil
		}
		batches, left = append(batches, batch), rest
	}
	return batches
}

// pointsAt reports whether a duty is about one of some, or names it.
func pointsAt(d register.Duty, some map[string]bool) bool {
	if of, name, _ := strings.Cut(d.About, ":"); (of == string(OfStaff) || of == string(OfRecord)) && some[name] {
		return true
	}
	for field, value := range d.Facts {
		if f, ok := Define(Kind(d.Kind)).Field(field); ok && f.Type == Entry && some[value] {
			return true
		}
	}
	return false
}
