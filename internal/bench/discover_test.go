package main

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/discover"
	"github.com/varsam/varsam/internal/pii"
	"github.com/varsam/varsam/internal/pii/column"
)

// BenchmarkDiscover holds the search for undeclared personal data against reading
// every row by hand.
func BenchmarkDiscover(b *testing.B) {
	reg := loadRegister(b, "own")
	scanner, err := pii.New(pii.Options{Names: true, Today: today})
	if err != nil {
		b.Fatal(err)
	}
	for name, full := range map[string]bool{"sampled": false, "full": true} {
		b.Run(name, func(b *testing.B) {
			s := theShop(b, *customers)
			sys := s.connect(b)
			measure := peak(b)
			start := time.Now()
			report, err := discover.Run(b.Context(), reg, sys, discover.Options{Full: full, Today: today, Scanner: scanner})
			ours := time.Since(start)
			if err != nil || !report.Complete() {
				b.Fatalf("%v, %+v", err, report.Gaps)
			}
			measure()
			rows := int64(0)
			for _, c := range report.Collections {
				rows += c.Read
			}
			start = time.Now()
			if err := s.readAll(b.Context(), report.Collections); err != nil {
				b.Fatal(err)
			}
			hand := time.Since(start)
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(ours)/float64(hand), "ratio")
			b.ReportMetric(float64(rows)/ours.Seconds(), "rows/s")
			b.ReportMetric(ours.Seconds(), "discover-s")
			b.ReportMetric(hand.Seconds(), "hand-s")
		})
	}
}

// readAll reads every row of the tables as a programmer would.
func (s *shop) readAll(ctx context.Context, tables []discover.Collection) error {
	for _, t := range tables {
		rows, err := s.hand.QueryContext(ctx, "SELECT * FROM "+t.Collection)
		if err != nil {
			return err
		}
		columns, err := rows.Columns()
		if err != nil {
			return err
		}
		cells, into := make([]sql.RawBytes, len(columns)), make([]any, len(columns))
		for i := range cells {
			into[i] = &cells[i]
		}
		for rows.Next() {
			if err := rows.Scan(into...); err != nil {
				return err
			}
		}
		if err := rows.Close(); err != nil {
			return err
		}
	}
	return nil
}

// BenchmarkColumn says what a column holds from a sample of it; the best of some
// rounds, because the work is a few milliseconds and other work is not ours.
func BenchmarkColumn(b *testing.B) {
	scanner, err := pii.New(pii.Options{Names: true, Today: today})
	if err != nil {
		b.Fatal(err)
	}
	o := column.Options{Scanner: scanner, Today: today, Country: "SE"}
	for name, of := range map[string]func(customer) any{
		"national-id": func(c customer) any { return c.nationalID }, "email": func(c customer) any { return c.email },
		"phone": func(c customer) any { return c.phone }, "name": func(c customer) any { return c.name },
		"address": func(c customer) any { return fmt.Sprintf("Storgatan %d, 411 05 Göteborg", len(c.email)) },
		"uuid":    func(c customer) any { return fmt.Sprintf("%08x-1c2d-4e3f-8a9b-%012x", len(c.name), len(c.email)) },
		"url": func(c customer) any {
			return fmt.Sprintf("https://www.example.com/products/%s/view?page=%d", c.phone, len(c.name))
		},
		"json": func(c customer) any {
			return fmt.Sprintf(`{"contact": {"phone": %q, "name": %q}, "discount": 7}`, c.phone, c.name)
		},
		"text": func(c customer) any {
			return fmt.Sprintf("Hej! %s ringde om fakturan och undrade när den skulle betalas. Hon nås på %s eller %s. Kan någon titta på det?", c.name, c.phone, c.email)
		},
	} {
		values := make([]varsam.Value, column.Enough)
		for i := range values {
			values[i] = varsam.TextOf(fmt.Sprint(of(customerOf(i + 1))))
		}
		b.Run(name, func(b *testing.B) {
			var rounds times
			for range 20 {
				start := time.Now()
				o.Classify("x", varsam.Text, slices.Values(values))
				rounds = append(rounds, time.Since(start))
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(micros(rounds.min())/1000, "ms")
		})
	}
}
