package duty

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"

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

// Export is every record of our own, open and over, with all its facts; of one
// kind, or all with an empty one.
func (s *Service) Export(ctx context.Context, k Kind) (Exported, error) {
	w, err := s.World(ctx)
	if err != nil {
		return Exported{}, err
	}
	some := slices.DeleteFunc(slices.Clone(w.records), func(r Record) bool { return r.Register || k != "" && r.Kind != k })
	all, err := s.Open(ctx, some)
	return Exported{exportFormat, append([]Record{}, all...)}, err
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

// CSV is a table for a spreadsheet program: with commas, and with a mark before
// what a program would take for a formula.
func CSV(rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				cell = "'" + cell
			}
			safe[i] = cell
		}
		if err := w.Write(safe); err != nil {
			return nil, varsam.Errorf(varsam.Internal, "the table cannot be written")
		}
	}
	w.Flush()
	return b.Bytes(), nil
}

// Sheets are all kinds that have records, each as a table.
func (s *Service) Sheets(ctx context.Context, p locale.Printer, k Kind) (titles []string, sheets [][][]string, err error) {
	out, err := s.Export(ctx, k)
	if err != nil {
		return nil, nil, err
	}
	w, err := s.World(ctx)
	if err != nil {
		return nil, nil, err
	}
	var subjects []Subject
	for _, r := range out.Records {
		subjects = append(subjects, r.Subject)
	}
	names, err := s.Names(ctx, w, subjects)
	if err != nil {
		return nil, nil, err
	}
	for _, d := range Definitions() {
		if k != "" && d.Kind != k {
			continue
		}
		sheet := Sheet(p, w, d.Kind, out.Records, names)
		if len(sheet) > 1 || k != "" {
			titles, sheets = append(titles, p.T("duty.kinds."+string(d.Kind))), append(sheets, sheet)
		}
	}
	return titles, sheets, nil
}
