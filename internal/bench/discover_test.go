package main

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/stdlib"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/discover"
	"github.com/varsam/varsam/internal/pii"
	"github.com/varsam/varsam/internal/pii/column"
)

// BenchmarkDiscover holds the search for undeclared personal data against reading
// every row by hand, and on PostgreSQL against COPY of the same tables.
func BenchmarkDiscover(b *testing.B) {
	ways := map[string]discover.Options{"sampled": {}, "full": {Full: true}}
	for name, o := range ways {
		b.Run(name, func(b *testing.B) {
			s := theShop(b, *customers)
			discovers(b, s, o, s.readAll)
		})
	}
	b.Run("postgres", func(b *testing.B) {
		s := postgresShop(b, *customers)
		for name, o := range ways {
			b.Run(name, func(b *testing.B) { discovers(b, s, o, s.copyAll) })
		}
	})
}

func discovers(b *testing.B, s *shop, o discover.Options, byHand func(context.Context, []discover.Collection) error) {
	scanner, err := pii.New(pii.Options{Names: true, Today: today})
	if err != nil {
		b.Fatal(err)
	}
	o.Today, o.Scanner = today, scanner
	sys := s.connect(b)
	measure := peak(b)
	start, before := time.Now(), processor()
	report, err := discover.Run(b.Context(), loadRegister(b, "own"), sys, o)
	ours, used := time.Since(start), processor()-before
	if err != nil || !report.Complete() {
		b.Fatalf("%v, %+v", err, report.Gaps)
	}
	measure()
	rows := int64(0)
	for _, c := range report.Collections {
		rows += c.Read
	}
	start = time.Now()
	if err := byHand(b.Context(), report.Collections); err != nil {
		b.Fatal(err)
	}
	hand := time.Since(start)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(ours)/float64(hand), "ratio")
	b.ReportMetric(float64(rows)/ours.Seconds(), "rows/s")
	b.ReportMetric(ours.Seconds(), "discover-s")
	b.ReportMetric(used.Seconds(), "cpu-s")
	b.ReportMetric(hand.Seconds(), "hand-s")
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

// copyAll has the server write every row of the tables out, and throws it away.
func (s *shop) copyAll(ctx context.Context, tables []discover.Collection) error {
	conn, err := s.hand.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(c any) error {
		for _, t := range tables {
			if _, err := c.(*stdlib.Conn).Conn().PgConn().CopyTo(ctx, io.Discard, "COPY "+t.Collection+" TO STDOUT"); err != nil {
				return err
			}
		}
		return nil
	})
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
