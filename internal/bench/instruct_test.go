package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/request"
)

const instructed = 1000

// BenchmarkInstruct carries a controller's instruction to erase 1,000 people from
// arrival to its verification: new, plan, approve, run; without expression
// indexes, so that every search reads all customers, and with them.
func BenchmarkInstruct(b *testing.B) { instructions(b, theShop(b, *customers)) }

func instructions(b *testing.B, s *shop) {
	b.Run("scan", func(b *testing.B) {
		s.dropExpressionIndexes(b)
		instruct(b, s)
	})
	b.Run("indexed", func(b *testing.B) {
		s.addExpressionIndexes(b)
		instruct(b, s)
	})
}

func instruct(b *testing.B, s *shop) {
	o := newOffice(b, s, "processor")
	var people []varsam.Person
	for i := range instructed {
		people = append(people, s.next(1).person(i))
	}
	done := peak(b)
	var last time.Time
	lap := func(name string) {
		if !last.IsZero() {
			b.ReportMetric(time.Since(last).Seconds(), name+"-s")
		}
		last = time.Now()
	}
	lap("")
	start := time.Now()
	c := request.Case{
		People: people, Party: "client", Language: varsam.English, Channel: "mail",
		Asks: []decide.Ask{{Person: decide.Everyone, Right: varsam.Instruction, Party: "client"}},
	}
	r, err := o.service.New(b.Context(), request.Intake{Case: c})
	o.must(err)
	lap("new")
	p, err := o.service.Plan(b.Context(), r.ID)
	o.must(err)
	lap("plan")
	o.must(o.service.Approve(b.Context(), r.ID, p.Digest, "bench"))
	lap("approve")
	report, err := o.service.Run(b.Context(), r.ID, nil)
	o.must(err)
	lap("run")
	took := time.Since(start)
	done()
	if report.Request.State != request.Done || len(p.Items) != 11*instructed {
		b.Fatalf("bench: the instruction is %s with %d records; %s", report.Request.State, len(p.Items), told(report))
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(instructed/took.Seconds(), "people/s")
}

// told is what stands in the way of a request's being done.
func told(report request.Report) string {
	var text strings.Builder
	for _, s := range report.Steps {
		fmt.Fprintf(&text, "%s %s %s %s; ", s.Step, s.Collection, s.State, s.Problem)
	}
	if v := report.Verification; v != nil {
		fmt.Fprintf(&text, "gaps %v, unexpected %d", v.Gaps, len(v.Unexpected()))
	}
	return text.String()
}
