package request

import (
	"context"
	"encoding/json"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// Filter says which requests to list.
type Filter struct {
	State State        // one state; every state but closed when empty
	Right varsam.Right // only those that use it
	After string       // the last request of the page before; empty for the first page
	Limit int          // at most 200; 25 when 0
}

// Page is some requests by last day, nearest first – closed ones latest first –
// and how many there are of each state, whatever the filter.
type Page struct {
	Requests []Request
	More     bool
	Counts   map[State]int
}

const (
	usualLimit = 25
	mostLimit  = 200
)

// Browse lists a page of requests without opening any.
func (s *Service) Browse(ctx context.Context, f Filter) (p Page, err error) {
	if f.Limit < 1 || f.Limit > mostLimit {
		f.Limit = usualLimit
	}
	var moves int
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		if p.Counts, moves, err = counts(tx); err != nil {
			return err
		}
		f.Limit++
		p.Requests, err = browse(tx, f)
		return err
	})
	if err == nil && moves > mostMoves {
		err = s.Store.Write(ctx, s.Tenant, foldMoves)
	}
	if p.More = len(p.Requests) == f.Limit; p.More {
		p.Requests = p.Requests[:f.Limit-1]
	}
	return p, err
}

// Cases opens the cases of some requests. One whose key is no more is missing.
func (s *Service) Cases(ctx context.Context, all []Request) (cases map[string]Case, err error) {
	cases = make(map[string]Case, len(all))
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		lie, err := caseDocuments(tx, all)
		if err != nil {
			return err
		}
		for id, d := range lie {
			plain, err := s.Keeper.Open(ctx, seal.KeyID(d.key), documentContext(id, "case"), d.sealed)
			if varsam.CodeOf(err) == varsam.NotFound {
				continue
			}
			if err != nil {
				return err
			}
			var c Case
			if json.Unmarshal(plain, &c) != nil {
				return varsam.Errorf(varsam.Corrupt, "the case of request %s does not read back", id)
			}
			cases[id] = c
		}
		return nil
	})
	return cases, err
}
