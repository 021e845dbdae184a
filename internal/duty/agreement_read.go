package duty

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty/clause"
)

// Reader gets the texts out of documents, each with its place; internal/document
// has it.
type Reader interface {
	Texts(ctx context.Context, name string, content io.Reader, yield func(place string, text io.Reader) error) ([]varsam.Reason, error)
}

// mostText is how much text of an agreement is read, in bytes.
const mostText = 4 << 20

// ReadAgreement keeps the file of an agreement and proposes where it has what Art.
// 28(3) asks for. Code Unsupported for a file without text, a scanned picture: it
// is kept all the same.
func (s *Service) ReadAgreement(ctx context.Context, id, name string, content []byte, by string) (read clause.Read, err error) {
	r, err := s.Get(ctx, id)
	if err != nil {
		return read, err
	}
	if r.Kind != Agreement {
		return read, varsam.Errorf(varsam.Invalid, "duty %s is no agreement; varsam duty attach keeps a file with it", id)
	}
	if _, err := s.Attach(ctx, id, name, content, by); err != nil {
		return read, err
	}
	passages, err := s.passages(ctx, name, content)
	if err != nil {
		return read, err
	}
	if read = clause.Propose(passages); read.Letters == 0 {
		return read, varsam.Errorf(varsam.Unsupported,
			"the file is kept, but there is no text in it: it is a picture, locked, or no document. Attach one with text, or note the clauses by hand")
	}
	proposed, err := json.Marshal(read)
	if err != nil {
		return read, varsam.Errorf(varsam.Internal, "proposals cannot be written as JSON")
	}
	_, err = s.Set(ctx, id, Facts{"proposed": string(proposed)}, by)
	return read, err
}

// flowing are the files in which a line is a paragraph.
var flowing = []string{".docx", ".docm", ".doc", ".odt", ".fodt", ".rtf", ".html", ".htm"}

func (s *Service) passages(ctx context.Context, name string, content []byte) (all []clause.Passage, err error) {
	if s.Documents == nil {
		return nil, varsam.Errorf(varsam.Unsupported, "the file is kept, but nothing here reads documents; note the clauses by hand")
	}
	left, flows := int64(mostText), slices.Contains(flowing, strings.ToLower(path.Ext(name)))
	_, err = s.Documents.Texts(ctx, name, bytes.NewReader(content), func(place string, text io.Reader) error {
		data, err := io.ReadAll(io.LimitReader(text, left))
		left -= int64(len(data))
		_, place, _ = strings.Cut(place, "#")
		if !strings.HasPrefix(place, "meta=") && !strings.HasPrefix(place, "part=") {
			all = append(all, clause.Passage{Place: place, Text: string(data), Flows: flows})
		}
		return err
	})
	return all, err
}

// Proposed are the proposals of the last file that was read; none when there was
// no file, or when they have been confirmed.
func (r Record) Proposed() (read clause.Read, ok bool) {
	if r.Facts["proposed"] == "" || json.Unmarshal([]byte(r.Facts["proposed"]), &read) != nil {
		return read, false
	}
	return read, true
}

// saysLess are the quotes of what says less than the article.
func saysLess(read clause.Read) string {
	var lines []string
	for _, d := range read.Differences {
		lines = append(lines, "("+d.Letter+") "+d.Place+": ”"+d.Quote+"”")
	}
	return strings.Join(lines, "\n")
}

// ConfirmClauses notes which points a person has found in the text, with the
// places and quotes of those that were proposed, and what else was read where
// nobody has said it.
func (s *Service) ConfirmClauses(ctx context.Context, id string, letters []string, by string) (Record, error) {
	r, err := s.Get(ctx, id)
	if err != nil {
		return r, err
	}
	slices.Sort(letters)
	letters = slices.Compact(letters)
	facts := Facts{"clauses": strings.Join(letters, " "), "proposed": ""}
	read, _ := r.Proposed()
	var places []string
	for _, p := range read.Clauses {
		if slices.Contains(letters, p.Letter) {
			places = append(places, "("+p.Letter+") "+p.Place+": ”"+p.Quote+"”")
		}
	}
	if len(places) > 0 {
		facts["places"] = strings.Join(places, "\n")
	}
	if less := saysLess(read); less != "" && r.Facts["differences"] == "" {
		facts["differences"] = less
	}
	for name, n := range map[string]int{"notice_days": read.NoticeDays, "breach_hours": read.BreachHours} {
		if n > 0 && r.Facts[name] == "" {
			facts[name] = strconv.Itoa(n)
		}
	}
	return s.Set(ctx, id, facts, by)
}
