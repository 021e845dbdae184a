package suppression

import (
	"context"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// Service looks for people who came back, for one tenant.
type Service struct {
	Store  *store.Store
	Keeper *seal.Keeper
	Log    *evidence.Log
	Tenant string
	Open   func(*register.Register, varsam.Date) locate.Opener

	// Reopen puts a request before a person again. It is called before what came
	// back is noted, perhaps more than once.
	Reopen func(ctx context.Context, request string) error
}

// Options are how a look is made.
type Options struct {
	// Rate is how many rows of a system are read in a second at most; 0 is
	// [DefaultRate].
	Rate int
	// From is where an earlier part of the look ended; nil begins one.
	From *Position
	// Over, when it is not nil, ends this part of the look.
	Over func() bool
}

// DefaultRate leaves a busy database to its own users.
const DefaultRate = 50_000

// pageRows is how many rows one statement reads.
const pageRows = 5_000

// Position is where a look is to go on. Its key may tell who somebody is: it is
// kept sealed.
type Position struct {
	System     string         `json:"system"`
	Collection string         `json:"collection"`
	After      []varsam.Value `json:"after,omitempty"`
}

// Found is what one part of a look did.
type Found struct {
	Rows   int64        `json:"rows"`           // read
	Back   []Back       `json:"back,omitempty"` // came back, noted for the first time
	Chosen int          `json:"chosen"`         // fields in which the person's own new consent stands
	Ended  int          `json:"ended"`          // suppressions whose time was over
	Gaps   []varsam.Gap `json:"gaps,omitempty"` // what could not be looked at
	Next   *Position    `json:"-"`              // where to go on; nil when everything was looked at
}

// Back is an identifier that came back to fields of a collection.
type Back struct {
	Suppression string `json:"suppression"`
	Request     string `json:"request"`
	System      string `json:"system"`
	Collection  string `json:"collection"`
	Fields      int    `json:"fields"`
}

// Look ends the suppressions whose time is over, and reads the identifying
// columns of all connected systems. It always reads all rows: a restored row is
// as old as it was, so no column that says when a row came to be could tell it.
func (s *Service) Look(ctx context.Context, o Options) (Found, error) {
	l := &look{Service: s, Options: o, marks: newMarks(s.Keeper, s.Tenant)}
	if err := l.begin(ctx); err != nil || len(l.filter) == 0 {
		return l.found, err
	}
	for _, sys := range l.reg.Systems {
		if err := l.system(ctx, sys); err != nil || l.found.Next != nil {
			return l.found, err
		}
	}
	if err := ctx.Err(); err != nil {
		return l.found, err
	}
	return l.found, s.Store.Write(ctx, s.Tenant, putLook)
}

// look is one part of a look under way.
type look struct {
	*Service
	Options
	*marks
	filter  filter
	parties []string
	reg     *register.Register
	today   varsam.Date
	pace    pace
	found   Found
}

func (l *look) begin(ctx context.Context) error {
	if l.Rate == 0 {
		l.Rate = DefaultRate
	}
	l.pace = newPace(l.Rate)
	err := l.Store.Read(ctx, l.Service.Tenant, func(tx *store.Tx) (err error) {
		if l.reg, err = register.InForce(tx); err == nil {
			l.today = varsam.DateIn(tx.Now(), l.reg.Organisation.Location())
		}
		return err
	})
	if varsam.CodeOf(err) == varsam.NotFound { // no register yet, so nothing was ever erased
		return nil
	}
	if err == nil && l.From == nil {
		err = l.end(ctx)
	}
	if err != nil {
		return err
	}
	return l.Store.Read(ctx, l.Service.Tenant, func(tx *store.Tx) (err error) {
		if l.filter, err = loadFilter(tx); err == nil {
			l.parties, err = parties(tx)
		}
		return err
	})
}

// end drops what is past its last day.
func (l *look) end(ctx context.Context) error {
	err := l.Store.Write(ctx, l.Service.Tenant, func(tx *store.Tx) error {
		all, err := List(tx)
		if err != nil {
			return err
		}
		for _, s := range all {
			if !l.today.After(s.Until) {
				break // sorted by their end
			}
			if err := drop(tx, s.ID); err != nil {
				return err
			}
			leaf := evidence.Leaf{Kind: evidence.Suppression, Request: evidence.Name(s.Request), Action: "mark-ended"}
			if _, err := evidence.Append(tx, leaf); err != nil {
				return err
			}
			l.found.Ended++
		}
		return nil
	})
	if err != nil || l.found.Ended == 0 {
		return err
	}
	return Scrub(ctx, l.Store)
}

// Scrub makes deleted marks leave the disk.
func Scrub(ctx context.Context, s *store.Store) error { return s.Scrub(ctx, tables...) }

// system looks in one system.
func (l *look) system(ctx context.Context, sys register.System) error {
	targets := l.targets(sys)
	if len(targets) == 0 {
		return nil
	}
	conn, err := l.Open(l.reg, l.today).Open(ctx, sys.Name)
	if err != nil {
		l.gap(sys.Name, "", err)
		return ctx.Err()
	}
	defer conn.Close()
	catalogue, err := conn.Describe(ctx)
	if err != nil {
		l.gap(sys.Name, "", err)
		return ctx.Err()
	}
	for _, t := range targets {
		if err := l.collection(ctx, conn, catalogue, t); err != nil || l.found.Next != nil {
			return err
		}
	}
	return nil
}

func (l *look) gap(system, collection string, err error) {
	l.found.Gaps = append(l.found.Gaps, varsam.Gap{System: system, Collection: collection, Why: locate.WhyNot(err)})
}
