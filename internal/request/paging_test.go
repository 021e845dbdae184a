package request_test

import (
	"slices"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/request"
)

// Whoever turns pages while requests come and change sees each that was there and
// stayed exactly once.
func TestPagesWhileRequestsCome(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	were := o.arrivals(9)
	gone := were[4]
	var seen []string
	for f := (request.Filter{Limit: 2}); ; {
		p, err := o.Browse(t.Context(), f)
		o.must(err)
		for _, r := range p.Requests {
			seen = append(seen, r.ID)
		}
		if !p.More {
			break
		}
		f.After = seen[len(seen)-1]
		o.arrivals(2) // two days' worth, on both sides of where the page ended
		if gone != "" && !slices.Contains(seen, gone) {
			_, err := o.Pause(t.Context(), gone, "Bo") // it moves behind all others
			o.must(err)
			gone = ""
		}
		if len(seen) > 200 {
			t.Fatal("the list has no end")
		}
	}
	for _, id := range were {
		n := 0
		for _, other := range seen {
			if other == id {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%s was seen %d times", id, n)
		}
	}
}

// A request arrives on the day that it is where the organisation is: half past
// eleven in the evening by the world's clock is the next day in Stockholm, and half
// past ten is in summer only.
func TestTheDayOfArrivalIsTheOrganisations(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for at, want := range map[string]string{
		"2026-01-20T23:30:00Z": "2026-01-21",
		"2026-01-20T22:30:00Z": "2026-01-20",
		"2026-06-20T22:30:00Z": "2026-06-21",
		"2026-03-28T22:59:59Z": "2026-03-28", // the night that is an hour shorter
		"2026-03-28T23:00:00Z": "2026-03-29",
		"2026-03-29T21:59:59Z": "2026-03-29",
		"2026-03-29T22:00:00Z": "2026-03-30",
		"2025-10-25T21:59:59Z": "2025-10-25", // and the one that is longer
		"2025-10-25T22:00:00Z": "2025-10-26",
		"2025-10-26T22:30:00Z": "2025-10-26",
		"2025-10-26T23:00:00Z": "2025-10-27",
	} {
		received, err := time.Parse(time.RFC3339, at)
		o.must(err)
		r, err := o.New(t.Context(), request.Intake{Received: received, Case: request.Case{
			People: []varsam.Person{{Identifiers: []varsam.Identifier{{Type: varsam.Email, Value: "zola@example.com", Verified: true}}}},
			Asks:   []decide.Ask{{Person: decide.Everyone, Right: varsam.Access}},
		}})
		o.must(err)
		if r.On.String() != want {
			t.Errorf("%s arrived on %s, not %s", at, r.On, want)
		}
	}
}
