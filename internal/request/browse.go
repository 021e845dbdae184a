package request

import (
	"context"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// Filter says which requests to list.
type Filter struct {
	State State        // one state; every state but closed when empty
	Right varsam.Right // only those that use it
	After string       // the last request of the page before; empty for the first page
	Limit int          // at most 200; 50 when 0
}

// Page is some requests by last day, nearest first – closed ones latest first –
// and how many there are of each state, whatever the filter.
type Page struct {
	Requests []Request
	More     bool
	Counts   map[State]int
}

const (
	usualLimit = 50
	mostLimit  = 200
)

// Browse lists a page of requests without opening any.
func (s *Service) Browse(ctx context.Context, f Filter) (p Page, err error) {
	if f.Limit < 1 || f.Limit > mostLimit {
		f.Limit = usualLimit
	}
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		if p.Counts, err = counts(tx); err != nil {
			return err
		}
		f.Limit++
		p.Requests, err = browse(tx, f)
		return err
	})
	if p.More = len(p.Requests) == f.Limit; p.More {
		p.Requests = p.Requests[:f.Limit-1]
	}
	return p, err
}

// Cases opens the cases of some requests. One whose key is no more is missing.
func (s *Service) Cases(ctx context.Context, all []Request) (cases map[string]Case, err error) {
	cases = make(map[string]Case, len(all))
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		for _, r := range all {
			c, err := read[Case](tx, s.Keeper, r, "case")
			if varsam.CodeOf(err) == varsam.NotFound {
				continue
			}
			if err != nil {
				return err
			}
			cases[r.ID] = c
		}
		return nil
	})
	return cases, err
}

// never is the place of a request without a last day, whose clock stands still:
// behind all others.
const never = "9999-12-31"

func browse(tx *store.Tx, f Filter) ([]Request, error) {
	after, err := placeOf(tx, f.After)
	if err != nil {
		return nil, err
	}
	right := "%"
	if f.Right != "" {
		right = "% " + string(f.Right) + " %"
	}
	switch f.State {
	case "":
		return store.List(tx, scanRequest, `SELECT `+requestColumns+` FROM requests WHERE tenant = $1 AND state <> 'closed'
			AND (CASE legal WHEN '' THEN '`+never+`' ELSE legal END, request) > ($2, $3) AND ' ' || rights || ' ' LIKE $4
			ORDER BY CASE legal WHEN '' THEN '`+never+`' ELSE legal END, request LIMIT $5`, tx.Tenant(), after, f.After, right, f.Limit)
	case Closed:
		if f.After == "" {
			after = never
		}
		return store.List(tx, scanRequest, `SELECT `+requestColumns+` FROM requests WHERE tenant = $1 AND state = 'closed'
			AND (legal < $2 OR legal = $2 AND request > $3) AND ' ' || rights || ' ' LIKE $4
			ORDER BY legal DESC, request LIMIT $5`, tx.Tenant(), after, f.After, right, f.Limit)
	}
	return store.List(tx, scanRequest, `SELECT `+requestColumns+` FROM requests WHERE tenant = $1 AND state = $6
		AND (legal > $2 OR legal = $2 AND request > $3) AND ' ' || rights || ' ' LIKE $4
		ORDER BY legal, request LIMIT $5`, tx.Tenant(), strings.TrimSuffix(after, never), f.After, right, f.Limit, f.State)
}

// placeOf is where a page that begins after a request goes on.
func placeOf(tx *store.Tx, id string) (legal string, err error) {
	if id == "" {
		return "", nil
	}
	r, err := get(tx, id)
	if err != nil || !r.Legal.IsZero() {
		return r.Legal.String(), err
	}
	return never, nil
}

func counts(tx *store.Tx) (map[State]int, error) {
	type count struct {
		state State
		n     int
	}
	all, err := store.List(tx, func(rows *store.Rows) (c count, err error) {
		err = rows.Scan(&c.state, &c.n)
		return c, err
	}, `SELECT state, COUNT(*) FROM requests WHERE tenant = $1 GROUP BY state`, tx.Tenant())
	by := make(map[State]int, len(all))
	for _, c := range all {
		by[c.state] = c.n
	}
	return by, err
}
