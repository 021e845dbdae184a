package register

import (
	"slices"
	"strings"

	"github.com/varsam/varsam/internal/store"
)

// Edit is a version that changed an element.
type Edit struct {
	Version
	Before, After Filled // nil where there was none
}

// mostEdits and mostVersions bound how far back a history looks.
const (
	mostEdits    = 20
	mostVersions = 200
)

// Edits are the versions that changed an element, the newest first, as far as 20 of
// them or 200 versions back.
func Edits(tx *store.Tx, e Element) ([]Edit, error) {
	versions, err := History(tx)
	if err != nil {
		return nil, err
	}
	var all []Edit
	s := skimmer{e: e, read: map[string]*file{}}
	var later Filled
	for i, v := range versions[:min(len(versions), mostVersions+1)] {
		now, err := s.at(tx, v)
		if err != nil {
			return nil, err
		}
		if i > 0 && changed(now, later) {
			all = append(all, Edit{versions[i-1], now, later})
		}
		if i == len(versions)-1 && now != nil {
			all = append(all, Edit{v, nil, now})
		}
		if len(all) >= mostEdits {
			break
		}
		later = now
	}
	return all, nil
}

func changed(a, b Filled) bool { return (a == nil) != (b == nil) || !a.Equal(b) }

// skimmer reads one element of many versions. A file that did not change is read
// once, and none is checked: each was when it came.
type skimmer struct {
	e    Element
	read map[string]*file
}

func (s *skimmer) at(tx *store.Tx, v Version) (Filled, error) {
	r, err := s.skim(tx, v)
	if err != nil {
		return nil, err
	}
	f, _ := r.Filled(s.e)
	return f, nil
}

func (s *skimmer) skim(tx *store.Tx, v Version) (*Register, error) {
	archive, err := GetArchive(tx, v.Digest)
	if err != nil {
		return nil, err
	}
	r := &Register{}
	rest := archive[len(archiveHeader):]
	for len(rest) > 0 {
		one, after, err := cutFile(rest)
		if err != nil {
			return nil, err
		}
		if f := s.file(one); f != nil {
			r.files = append(r.files, f)
		}
		rest = after
	}
	return r, nil
}

// file is a file of the element's kind; nil for any other.
func (s *skimmer) file(one source) *file {
	kind := s.e.fileKind()
	if !strings.HasPrefix(string(one.src), kind+":") && !strings.Contains(string(one.src), "\n"+kind+":") {
		return nil
	}
	id := one.path + "\n" + string(one.src)
	if f, ok := s.read[id]; ok {
		return f
	}
	l := &loader{reg: &Register{}}
	f := l.parse(one)
	if f.root != nil && kindOf(f.root) == kind {
		f.kind, f.name = kind, f.root.get(kind).text
	}
	s.read[id] = f
	return f
}

// Was is a register as far as one element of an earlier version goes, to be put
// back by [Register.As].
func Was(tx *store.Tx, e Element, number int) (*Register, error) {
	versions, err := History(tx)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(versions, func(v Version) bool { return v.Number == number })
	if i < 0 {
		return &Register{}, nil
	}
	s := skimmer{e: e, read: map[string]*file{}}
	return s.skim(tx, versions[i])
}
