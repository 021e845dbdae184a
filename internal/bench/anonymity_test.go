package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam/internal/anonymity"
)

// adult is the standard table of the field, beside the repository.
const adult = "../../../shared/data/adult"

// BenchmarkAnonymise searches the lattice of the Adult table for its optimum: the
// CPU time of the whole process, least of five runs after one that is not
// counted, and the nodes whose classes were built.
func BenchmarkAnonymise(b *testing.B) {
	p, err := standardTable()
	if errors.Is(err, fs.ErrNotExist) {
		b.Skip("the Adult table is not beside the repository")
	}
	if err != nil {
		b.Fatal(err)
	}
	p.Models = []anonymity.Model{anonymity.K(5)}
	for _, m := range []anonymity.Measure{anonymity.Loss, anonymity.AECS, anonymity.DM} {
		p.Measure, p.Limit = m, 0
		b.Run(string(m)+"/all-rows", func(b *testing.B) { searchTable(b, p) })
		p.Limit = .04
		b.Run(string(m)+"/4-percent", func(b *testing.B) { searchTable(b, p) })
	}
}

func searchTable(b *testing.B, p anonymity.Problem) {
	done := peak(b)
	least := time.Hour
	for range 6 {
		before := processor()
		s, err := p.Search(context.Background())
		if err != nil || !s.Found {
			b.Fatal(s.Found, err)
		}
		least = min(least, processor()-before)
		b.ReportMetric(float64(s.Checked), "nodes")
	}
	done()
	b.ReportMetric(0, "ns/op") // says nothing here
	b.ReportMetric(micros(least)/1e3, "cpu-ms")
}

func standardTable() (p anonymity.Problem, err error) {
	text, err := os.ReadFile(filepath.Join(adult, "adult.csv"))
	if err != nil {
		return p, err
	}
	table, err := anonymity.ReadFile(strings.NewReader(string(text)))
	if err != nil {
		return p, err
	}
	for i, name := range table.Header {
		text, err := os.ReadFile(filepath.Join(adult, "adult_hierarchy_"+name+".csv"))
		if err != nil {
			return p, err
		}
		h, err := anonymity.ReadHierarchy(strings.NewReader(string(text)))
		if err != nil {
			return p, err
		}
		column, err := anonymity.NewColumn(name, h, table.Values(i))
		if err != nil {
			return p, err
		}
		p.Quasi = append(p.Quasi, column)
	}
	return p, nil
}
