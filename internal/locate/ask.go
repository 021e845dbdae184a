package locate

import (
	"context"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// ask is one question to one collection, for any number of keys.
type ask struct {
	collection string // its name in the system
	match      []match
	fields     []string
	version    bool
}

// match is a [system.Match] with any number of tuples.
type match struct {
	cols   []string
	fold   varsam.Fold
	tuples [][]varsam.Value
}

// maxValues bounds the values of one statement: SQLite takes 32,766, the others
// 65,535. maxNeedles bounds how many parts of a text one Match asks for, because
// SQLite allows an expression a depth of 1,000.
const (
	maxValues  = 30_000
	maxNeedles = 500
)

// find asks, in as few statements as the systems allow, and says whether it got
// the whole answer. What goes wrong becomes a gap; nothing more is asked of a
// system that does not answer. yield may see a record twice when a question is
// longer than one statement.
func (p *place) find(ctx context.Context, q ask, yield func(varsam.Record)) bool {
	complete := true
	for _, matches := range batches(q.match) {
		if p.down || ctx.Err() != nil {
			return false
		}
		sel := system.Selection{Collection: q.collection, Match: matches, Fields: q.fields, Version: q.version}
		found, err := p.conn.Find(ctx, sel, func(r varsam.Record) error {
			yield(r)
			return nil
		})
		p.statements += found.Statements
		p.private(q.collection, found)
		if found.Scanned {
			p.scanned(ctx, q)
		}
		complete = p.answered(q.collection, found, err) && complete
	}
	return complete
}

func (p *place) answered(collection string, found system.Found, err error) bool {
	switch {
	case err != nil && varsam.CodeOf(err) == varsam.Unavailable:
		p.down = true
		p.gap("", WhyNot(err))
	case err != nil:
		p.gap(collection, WhyNot(err))
	case !found.Complete:
		p.gap(collection, varsam.Because(GapIncomplete, found.Why))
	default:
		return true
	}
	return false
}

// scanned notes a collection that was read whole, with the index for each column
// that was asked by its canonical form. A search for parts of texts is always a
// scan and gets no advice.
func (p *place) scanned(ctx context.Context, q ask) {
	if p.scans[q.collection] == nil {
		p.scans[q.collection] = map[string]bool{}
	}
	advice, ok := p.conn.(system.Advisor)
	if !ok {
		return
	}
	for _, m := range q.match {
		if len(m.cols) == 1 && m.fold != varsam.Contains {
			if index, err := advice.IndexFor(ctx, q.collection, m.cols[0], m.fold); err == nil && index != "" {
				p.scans[q.collection][index] = true
			}
		}
	}
}

// batches cuts matches into questions of one statement each.
func batches(matches []match) [][]system.Match {
	var all [][]system.Match
	var batch []system.Match
	left := maxValues
	for _, m := range matches {
		size := varsam.MaxBatch
		if m.fold == varsam.Contains {
			size = maxNeedles
		}
		for tuples := range slices.Chunk(m.tuples, size) {
			if values := len(tuples) * len(m.cols); values > left {
				all, batch, left = append(all, batch), nil, maxValues
			}
			left -= len(tuples) * len(m.cols)
			batch = append(batch, system.Match{Fields: m.cols, Fold: m.fold, Tuples: tuples})
		}
	}
	if len(batch) > 0 {
		all = append(all, batch)
	}
	return all
}
