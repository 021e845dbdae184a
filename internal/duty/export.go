package duty

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
)

// Exported is everything of the duties that can leave: what an import takes back.
type Exported struct {
	Format  int      `json:"format"`
	Records []Record `json:"records"`
}

// exportFormat is the version of [Exported].
const exportFormat = 1

// Export is every record of our own with all its facts: of one kind, or all with an
// empty one; of one state, or open and over with an empty one.
func (s *Service) Export(ctx context.Context, k Kind, state State) (Exported, error) {
	w, err := s.World(ctx)
	if err != nil {
		return Exported{}, err
	}
	some := slices.DeleteFunc(slices.Clone(w.records), func(r Record) bool { return r.Register || !r.is(k, state) })
	all, err := s.Open(ctx, some)
	return Exported{exportFormat, append([]Record{}, all...)}, err
}

// is reports whether a record is of a kind and a state; an empty one is any.
func (r Record) is(k Kind, state State) bool {
	return (k == "" || r.Kind == k) && (state == "" || r.State == state)
}

// Import takes records down that an export has, each anew under its old id's
// place: what was about a record is about its copy. Code Invalid for another
// format.
func (s *Service) Import(ctx context.Context, data []byte, by string) (n int, err error) {
	var in Exported
	if err := json.Unmarshal(data, &in); err != nil || in.Format != exportFormat {
		return 0, varsam.Errorf(varsam.Invalid, "that is no export of duties; varsam duty export writes one")
	}
	for _, r := range in.Records {
		if Define(r.Kind) == nil {
			return 0, varsam.Errorf(varsam.Invalid, "the export has a kind of duty %q that this program does not know", r.Kind)
		}
	}
	renamed := map[string]string{}
	for _, batch := range order(in.Records) {
		var news []New
		for _, r := range batch {
			news = append(news, renew(r, renamed))
		}
		made, err := s.addAll(ctx, news, by)
		if err != nil {
			return n, err
		}
		for i, r := range made {
			renamed[batch[i].ID] = r.ID
			if batch[i].State == Ended {
				if _, err := s.End(ctx, r.ID, by); err != nil {
					return n, err
				}
			}
			n++
		}
	}
	return n, nil
}

// order puts records that others are about before those.
func order(all []Record) [][]Record {
	var first, second []Record
	for _, r := range all {
		entry := slices.ContainsFunc(r.Definition().Fields, func(f Field) bool { return f.Type == Entry && r.Facts[f.Name] != "" })
		if entry || r.Subject.Type == OfStaff || r.Subject.Type == OfRecord {
			second = append(second, r)
		} else {
			first = append(first, r)
		}
	}
	return [][]Record{first, second}
}

// renew is a record as it would be taken down, with what it refers to by its new
// id.
func renew(r Record, renamed map[string]string) New {
	facts := Facts{}
	for name, value := range r.Facts {
		if f, ok := r.Definition().Field(name); ok && f.Type == Entry && renamed[value] != "" {
			value = renamed[value]
		}
		facts[name] = value
	}
	subject := r.Subject
	if id := renamed[subject.Name]; id != "" {
		subject.Name = id
	}
	return New{Kind: r.Kind, Subject: subject, Facts: facts, Owner: r.Owner}
}

// Sheet is records of a kind as a table: a heading and a row for each, in the
// reader's language.
func Sheet(p locale.Printer, w *World, k Kind, some []Record, names map[string]string) [][]string {
	d := Define(k)
	heading := []string{"id", p.T("duty.field.subject")}
	for _, f := range d.shown() {
		heading = append(heading, f.Label(p, k))
	}
	rows := [][]string{append(heading, p.T("duty.field.owner"), p.T("duty.field.next"), "state")}
	for _, r := range some {
		if r.Kind != k {
			continue
		}
		row := []string{r.ID, r.Subject.Title(p, names)}
		for _, f := range d.shown() {
			value := r.Facts[f.Name]
			if f.Type != Day && value != "" {
				value = f.Shows(p, value, w.Zone())
			}
			row = append(row, value)
		}
		rows = append(rows, append(row, r.Owner, r.Next.String(), string(r.State)))
	}
	return rows
}

// Table is the records of a kind as rows under a heading, with all their facts; of
// all kinds, with an empty one, what every record has. They are those that the
// pages list, in their order: also what the register holds.
func (s *Service) Table(ctx context.Context, p locale.Printer, k Kind, state State) ([][]string, error) {
	w, err := s.World(ctx)
	if err != nil {
		return nil, err
	}
	some := slices.DeleteFunc(slices.Clone(w.records), func(r Record) bool { return !r.is(k, state) })
	slices.SortStableFunc(some, compareRecords)
	if some, err = s.Open(ctx, some); err != nil {
		return nil, err
	}
	var subjects []Subject
	for _, r := range some {
		subjects = append(subjects, r.Subject)
	}
	names, err := s.Names(ctx, w, subjects)
	if err != nil {
		return nil, err
	}
	if k != "" {
		return Sheet(p, w, k, some, names), nil
	}
	rows := [][]string{{"id", p.T("duty.field.kind"), p.T("duty.field.subject"), p.T("duty.field.title"), p.T("duty.field.owner"), p.T("duty.field.next"), "state"}}
	for _, r := range some {
		rows = append(rows, []string{
			r.ID, p.T("duty.kind." + string(r.Kind)), r.Subject.Title(p, names), r.Title(p), r.Owner, r.Next.String(), string(r.State),
		})
	}
	return rows, nil
}
