package duty

import (
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// World is the world of a register and the duties in files beside it, with no store:
// names stand for the records, and what a store alone knows – reminders, confirmations,
// changes – is not in it.
func (f Folder) World(reg *register.Register, now time.Time) (*World, error) {
	w := NewWorld(reg, now, nil)
	records := make([]Record, 0, len(f.all))
	for _, batch := range f.ranked(f.all) {
		for _, d := range batch {
			r, err := f.record(d, w)
			if err != nil {
				return nil, varsam.Wrap(varsam.CodeOf(err), err, "%s", d.Place)
			}
			records = append(records, r)
		}
	}
	return NewWorld(reg, now, records), nil
}

// record is one duty of the files as a record that nobody has taken down.
func (f Folder) record(d register.Duty, w *World) (r Record, err error) {
	k := Define(Kind(d.Kind))
	r = Record{ID: d.Name, Kind: k.Kind, Owner: strings.TrimSpace(d.Owner), State: Open, Version: 1, Facts: Facts(d.Facts).tidy(), Added: w.Now, Changed: w.Now}
	switch {
	case d.About != "":
		r.Subject, err = ParseSubject(d.About)
	case k.accepts(OfOrganisation):
		r.Subject = Subject{Type: OfOrganisation}
	default: // a person or a company, whom only the store's marks tell
		r.Subject = Subject{k.About[0], d.Name}
	}
	if err != nil {
		return r, err
	}
	if r.Owner == "" {
		r.Owner = w.OwnerOf(r.Subject)
	}
	if d.File != "" {
		r.Files = 1
	}
	if d.Over {
		r.State = Ended
	}
	r.Facts.settle(k, w)
	if k.Next != "" && r.Facts[k.Next] == "" && !k.Every.IsZero() {
		r.Facts[k.Next] = k.Every.After(w.Today).String()
	}
	r.Next = k.next(r, w.Zone())
	return r, nil
}
