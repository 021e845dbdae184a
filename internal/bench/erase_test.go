package main

import (
	"fmt"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/request"
)

// BenchmarkErase carries out the approved erasure of one person, with evidence:
// intents, changes, outcomes and the log's leaves, everything on disk. By hand it
// is one transaction that deletes the same number of rows of somebody else, on
// the same file. Planning is not counted; "run" counts the verification too.
func BenchmarkErase(b *testing.B) { erase(b, theShop(b, *customers)) }

func erase(b *testing.B, s *shop) {
	s.addExpressionIndexes(b)
	for _, size := range []struct {
		name  string
		rows  int
		every int // of which customers
	}{{"11-rows", 11, 1}, {"101-rows", 101, heavyEvery}} {
		e := &eraser{office: newOffice(b, s, "own"), shop: s, rows: size.rows, every: size.every}
		b.Run(size.name+"/act", func(b *testing.B) { e.compare(b, 20, e.act) })
		b.Run(size.name+"/run", func(b *testing.B) { e.compare(b, 20, e.run) })
	}
}

type eraser struct {
	*office
	*shop
	rows, every int
	ready       []request.Request // planned and approved
}

// next is a customer whom nobody has erased yet and nobody looks for.
func (s *shop) next(every int) customer {
	if len(s.taken) == 0 {
		s.taken = map[int]bool{}
		for i := range 100 {
			s.taken[found(s.customers, i)] = true
		}
	}
	for n := every; ; n += every {
		if n > s.customers {
			panic("bench: all customers are erased; give more with -customers")
		}
		if !s.taken[n] && (every > 1 || !heavy(n)) {
			s.taken[n] = true
			return customerOf(n)
		}
	}
}

func (e *eraser) compare(b *testing.B, rounds int, machine func(int) error) {
	e.ready = nil
	var victims []customer
	for range rounds + 1 { // and one to warm up
		e.ready = append(e.ready, e.approved(request.Case{
			People: []varsam.Person{e.next(e.every).person(0)},
			Asks:   []decide.Ask{{Person: decide.Everyone, Right: varsam.Erasure}},
		}, e.rows))
		victims = append(victims, e.next(e.every))
	}
	done := peak(b)
	h, m := paired(b, rounds, func(round int) error { return e.byHand(victims[round]) }, machine)
	done()
	report(b, h, m, 1)
}

// approved takes a request in, plans it and says yes.
func (o *office) approved(c request.Case, rows int) request.Request {
	o.Helper()
	c.Language, c.Channel = varsam.English, "mail"
	r, err := o.service.New(o.Context(), request.Intake{Case: c})
	o.must(err)
	p, err := o.service.Plan(o.Context(), r.ID)
	o.must(err)
	n := 0
	for _, step := range p.Steps {
		n += step.Expected
	}
	if n != rows || len(p.Problems) > 0 {
		o.Fatalf("bench: the plan changes %d records, not %d; problems %v", n, rows, p.Problems)
	}
	o.must(o.service.Approve(o.Context(), r.ID, p.Digest, "bench"))
	return r
}

// act is what is done and proved, without looking again.
func (e *eraser) act(round int) error {
	runner := act.Runner{
		Store: e.service.Store, Keeper: e.service.Keeper, Tenant: tenant, Open: e.sys, Lease: act.DefaultLease, Alone: true,
	}
	steps, err := runner.Run(e.Context(), e.ready[round].ID)
	for _, s := range steps {
		if s.State != varsam.StepApplied {
			return fmt.Errorf("bench: step %s is %s (%s)", s.Step, s.State, s.Problem)
		}
	}
	return err
}

// run is all that "varsam request run" does.
func (e *eraser) run(round int) error {
	report, err := e.service.Run(e.Context(), e.ready[round].ID, nil)
	if err == nil && report.Request.State != request.Done {
		err = fmt.Errorf("bench: the request is %s: %s", report.Request.State, told(report))
	}
	return err
}

// byHand deletes a customer as one would.
func (e *eraser) byHand(c customer) error {
	tx, err := e.hand.BeginTx(e.Context(), nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var rows int64
	for _, text := range []string{
		"DELETE FROM order_lines WHERE order_id IN (SELECT id FROM orders WHERE customer_id = $1)",
		"DELETE FROM orders WHERE customer_id = $1",
		"DELETE FROM invoices WHERE customer_id = $1",
		"DELETE FROM log WHERE customer_id = $1",
		"DELETE FROM customers WHERE id = $1",
	} {
		res, err := tx.ExecContext(e.Context(), text, c.id)
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		if err != nil {
			return err
		}
		rows += n
	}
	if rows != int64(e.rows) {
		return fmt.Errorf("bench: by hand %d rows went, not %d", rows, e.rows)
	}
	return tx.Commit()
}
