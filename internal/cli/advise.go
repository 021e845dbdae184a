package cli

import (
	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/system"
)

// advice is an index that would spare a search from reading a whole collection.
// We never make it; the statement is for whoever runs the database.
type advice struct {
	System     string `json:"system"`
	Collection string `json:"collection"`
	Column     string `json:"column"`
	Statement  string `json:"statement"`
}

// advise asks a system, for each identifying column, whether a search in
// canonical form reads the whole collection, and what would avoid it.
func advise(s *session, conn system.System, entry register.System, catalogue varsam.Catalogue) ([]advice, error) {
	adviser, ok := conn.(system.Advisor)
	if !ok {
		return nil, nil
	}
	var all []advice
	for _, c := range entry.Collections {
		found, there := catalogue.Find(c.In())
		for _, f := range c.Fields {
			if _, column := found.Column(f.Name); f.Identifies == "" || !there || !column {
				continue
			}
			statement, err := missing(s, conn, adviser, c.In(), f)
			if err != nil {
				return all, err
			}
			if statement != "" {
				all = append(all, advice{entry.Name, c.Name, f.Name, statement})
			}
		}
	}
	return all, nil
}

// missing is the index that a column lacks, or nothing.
func missing(s *session, conn system.System, adviser system.Advisor, collection string, f register.Field) (string, error) {
	scanned, err := scans(s, conn, collection, f)
	if err != nil || !scanned {
		return "", err
	}
	return adviser.IndexFor(s.ctx, collection, f.Name, f.Identifies.Fold())
}

// scans searches for a value that nobody has, and looks how that went.
func scans(s *session, conn system.System, collection string, f register.Field) (bool, error) {
	nobody := varsam.TextOf("0")
	found, err := conn.Find(s.ctx, system.Selection{
		Collection: collection, Fields: []string{f.Name}, Limit: 1,
		Match: []system.Match{{Fields: []string{f.Name}, Fold: f.Identifies.Fold(), Tuples: [][]varsam.Value{{nobody}}}},
	}, func(varsam.Record) error { return nil })
	return found.Scanned, err
}
