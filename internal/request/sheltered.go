package request

import (
	"context"
	"slices"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/store"
)

// Sheltered are the people whose records time may not end now: those of requests
// that are not answered yet – a copy waits for them, or a plan of their own – and
// those who had the processing restricted, until that is lifted (Art. 18). Confirmed
// are the records that somebody found to be theirs: their place among the people by
// Ref.String().
func (s *Service) Sheltered(ctx context.Context) (people []varsam.Person, confirmed map[string]int, err error) {
	confirmed = map[string]int{}
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		all, err := list(tx)
		if err != nil {
			return err
		}
		for _, r := range all {
			shelters, err := s.shelters(tx, r)
			if err != nil {
				return err
			}
			if !shelters {
				continue
			}
			kase, err := read[Case](tx, s.Keeper, r, "case")
			if err != nil {
				return err
			}
			places := map[int]int{}
			for _, person := range kase.People {
				places[person.Number] = len(people)
				people = append(people, person)
			}
			for ref, number := range kase.Confirmed {
				if i, ok := places[number]; ok {
					confirmed[ref] = i
				}
			}
		}
		return nil
	})
	return people, confirmed, err
}

func (s *Service) shelters(tx *store.Tx, r Request) (bool, error) {
	if r.caseKey == "" { // its time is over, and with it all that was known of it
		return false, nil
	}
	if r.State != Answered && r.State != Closing && r.State != Closed {
		return true, nil
	}
	if !r.Wants(varsam.RestrictionOf) {
		return false, nil
	}
	kase, err := read[Case](tx, s.Keeper, r, "case")
	if err != nil || kase.Lifted {
		return false, err
	}
	steps, err := act.Steps(tx, r.ID)
	lifted := len(steps) > 0 && !slices.ContainsFunc(steps, func(st act.Status) bool {
		return st.Kind != varsam.OpLift || !st.State.Done()
	})
	return !lifted, err
}

// restricts reports whether a restriction is in force that the person asked for. Its
// case is kept for as long: without it nobody would know whose records must not go,
// and to whom it is said before it ends (Art. 18(3)).
func (s *Service) restricts(ctx context.Context, r Request) (kept bool, err error) {
	if !r.Wants(varsam.RestrictionOf) || r.caseKey == "" {
		return false, nil
	}
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		steps, err := act.Steps(tx, r.ID)
		if err != nil {
			return err
		}
		leans, err := s.leans(tx, r)
		if err != nil || len(leans) == 0 && !slices.ContainsFunc(steps, func(st act.Status) bool { return st.Kind == varsam.OpRestrict }) {
			return err
		}
		kase, err := read[Case](tx, s.Keeper, r, "case")
		kept = !kase.Lifted && slices.ContainsFunc(kase.granted(), func(a decide.Ask) bool { return a.Right == varsam.RestrictionOf })
		return err
	})
	return kept, err
}

// Since reports whether a request came after a moment.
func Since(tx *store.Tx, moment time.Time) (some bool, err error) {
	n := 0
	err = tx.QueryRow(`SELECT count(*) FROM requests WHERE tenant = $1 AND created > $2`, tx.Tenant(), moment.UnixMicro()).Scan(&n)
	return n > 0, err
}
