package request_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/store"
)

// arrivals takes in requests that came these last days, two a day.
func (o *office) arrivals(n int) (ids []string) {
	o.Helper()
	for i := range n {
		r, err := o.New(o.Context(), request.Intake{
			Received: time.Now().AddDate(0, 0, -i/2),
			Case: request.Case{
				People: []varsam.Person{{Identifiers: []varsam.Identifier{{Type: varsam.Email, Value: fmt.Sprintf("p%d@example.com", i), Verified: true}}}},
				Asks:   []decide.Ask{{Person: decide.Everyone, Right: []varsam.Right{varsam.Erasure, varsam.Access}[i%2]}},
			},
		})
		o.must(err)
		ids = append(ids, r.ID)
	}
	return ids
}

// pages reads a list page by page.
func (o *office) pages(f request.Filter) (ids []string) {
	o.Helper()
	for {
		p, err := o.Browse(o.Context(), f)
		o.must(err)
		for i, r := range p.Requests {
			if i > 0 && p.Requests[i-1].Legal.After(r.Legal) && !r.Legal.IsZero() {
				o.Errorf("%s comes after %s", r.Legal, p.Requests[i-1].Legal)
			}
			ids = append(ids, r.ID)
		}
		if !p.More {
			return ids
		}
		f.After = ids[len(ids)-1]
	}
}

func TestPagesOfAListAreTheList(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	all := o.arrivals(11)
	_, err := o.Pause(t.Context(), all[2], "Bo")
	o.must(err)
	for _, limit := range []int{1, 2, 3, 50} {
		got := o.pages(request.Filter{Limit: limit})
		if got[len(got)-1] != all[2] {
			t.Errorf("by %d: a request whose clock stands still is not last", limit)
		}
		if slices.Sort(got); !slices.Equal(got, slices.Sorted(slices.Values(all))) {
			t.Errorf("by %d: %d of %d requests, or one twice", limit, len(got), len(all))
		}
		if got := o.pages(request.Filter{Limit: limit, State: request.Received}); len(got) != len(all) {
			t.Errorf("by %d: %d are received", limit, len(got))
		}
		if got := o.pages(request.Filter{Limit: limit, Right: varsam.Access}); len(got) != 5 {
			t.Errorf("by %d: %d ask for a copy", limit, len(got))
		}
	}
	p, err := o.Browse(t.Context(), request.Filter{State: request.Closed})
	o.must(err)
	if len(p.Requests) != 0 || p.Counts[request.Received] != 11 {
		t.Errorf("closed: %d, counts %v", len(p.Requests), p.Counts)
	}
}

func TestCasesOpenForTheRowsShown(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.arrivals(3)
	p, err := o.Browse(t.Context(), request.Filter{Limit: 2})
	o.must(err)
	cases, err := o.Cases(t.Context(), p.Requests)
	o.must(err)
	if len(cases) != 2 || len(cases[p.Requests[1].ID].People) != 1 {
		t.Errorf("%d cases", len(cases))
	}
}

// Counts are those of the list after any number of changes, in a store that is
// older than the lines they are added up from, too.
func TestCountsAreKept(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	all := o.arrivals(3)
	forget := func() {
		o.must(o.Store.Write(t.Context(), o.Tenant, func(tx *store.Tx) error {
			_, err := tx.Exec(`DELETE FROM request_moves WHERE tenant = $1`, tx.Tenant())
			return err
		}))
	}
	same := func(when string) {
		t.Helper()
		by := map[request.State]int{}
		list, err := o.List(t.Context())
		o.must(err)
		for _, r := range list {
			by[r.State]++
		}
		p, err := o.Browse(t.Context(), request.Filter{})
		o.must(err)
		if !maps.Equal(p.Counts, by) {
			t.Errorf("%s: counted %v, there are %v", when, p.Counts, by)
		}
	}
	same("at first")
	forget()
	same("of an older store")
	all = append(all, o.arrivals(2)...)
	same("of an older store, after a change")
	for range 60 { // four lines each time
		_, err := o.Plan(t.Context(), all[0])
		o.must(err)
		o.must(o.Reopen(t.Context(), all[0]))
	}
	same("after many changes")
	same("when they were folded")
}
