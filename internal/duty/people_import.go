package duty

import (
	"context"
	"encoding/csv"
	"strings"

	"github.com/varsam/varsam"
)

// Staffed is what came of a list of the staff.
type Staffed struct {
	Added   int `json:"added"`
	Changed int `json:"changed"`
	Left    int `json:"left"` // who stand on no list any longer, and now have a last day
}

// ImportStaff takes the staff from CSV with the headings name, mail, number,
// roles, start, ends – any of them, name and start at least. Who is known already,
// by number or address, is changed; with all, whoever is not on the list has
// left.
func (s *Service) ImportStaff(ctx context.Context, data []byte, all bool, by string) (done Staffed, err error) {
	list, err := readStaff(data)
	if err != nil {
		return done, err
	}
	w, err := s.World(ctx)
	if err != nil {
		return done, err
	}
	known, seen := map[string]Record{}, map[string]bool{}
	for _, r := range w.Of(Staff) {
		known[r.mark] = r
	}
	var news []New
	for _, facts := range list {
		mark := s.Mark(Staff, Define(Staff).Mark(Record{Facts: facts}))
		seen[mark] = true
		r, ok := known[mark]
		if !ok {
			news = append(news, New{Kind: Staff, Facts: facts})
			continue
		}
		changed, err := s.update(ctx, r, facts, by)
		if err != nil {
			return done, err
		}
		done.Changed += changed
	}
	added, err := s.AddAll(ctx, news, by)
	done.Added = len(added)
	if err != nil || !all {
		return done, err
	}
	for mark, r := range known {
		if !seen[mark] && r.Facts["ends"] == "" {
			if _, err := s.Set(ctx, r.ID, Facts{"ends": w.Today.AddDays(-1).String()}, by); err != nil {
				return done, err
			}
			done.Left++
		}
	}
	return done, nil
}

// update changes what differs of somebody on the staff.
func (s *Service) update(ctx context.Context, r Record, facts Facts, by string) (int, error) {
	stands, err := s.Get(ctx, r.ID)
	if err != nil {
		return 0, err
	}
	for name, value := range facts {
		if stands.Facts[name] != value {
			_, err := s.Set(ctx, r.ID, facts, by)
			return 1, err
		}
	}
	return 0, nil
}

// readStaff reads the list. Its faults name lines, never people.
func readStaff(data []byte) (list []Facts, err error) {
	rows := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(data), "\ufeff")))
	if first, _, _ := strings.Cut(string(data), "\n"); strings.Count(first, ";") > strings.Count(first, ",") {
		rows.Comma = ';'
	}
	all, err := rows.ReadAll()
	if err != nil || len(all) < 1 {
		return nil, varsam.Errorf(varsam.Invalid, "the list of the staff is no CSV; its first line has the headings name,mail,number,roles,start,ends")
	}
	d := Define(Staff)
	for i, name := range all[0] {
		all[0][i] = strings.ToLower(strings.TrimSpace(name))
		if _, ok := d.Field(all[0][i]); !ok {
			return nil, varsam.Errorf(varsam.Invalid, "the list has a column %d that is none of name, mail, number, roles, start, ends, anonymity, of", i+1)
		}
	}
	seen := map[string]int{}
	for n, row := range all[1:] {
		facts := Facts{}
		for i, value := range row {
			facts[all[0][i]] = value
		}
		facts = facts.tidy()
		mark := d.Mark(Record{Facts: facts})
		if facts["name"] == "" || facts["start"] == "" || mark == "" {
			return nil, varsam.Errorf(varsam.Invalid, "line %d of the list needs a name, a start, and a number or an address by which the person is known", n+2)
		}
		if before := seen[mark]; before != 0 {
			return nil, varsam.Errorf(varsam.Invalid, "lines %d and %d of the list have the same number or address", before, n+2)
		}
		seen[mark] = n + 2
		list = append(list, facts)
	}
	return list, nil
}
