package suppression

import (
	"crypto/rand"
	"encoding/hex"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// Period is how long marks are kept at least. Our own case is kept as long after
// the answer, so that while there is a mark there is a case to reopen.
var Period = varsam.Period{Months: 24}

// End is the last day of marks that begin on a day: a copy that is older than the
// erasure can come back as long as any system's backups live.
func End(reg *register.Register, day varsam.Date) varsam.Date {
	end := Period.After(day)
	for _, sys := range reg.Systems {
		end = varsam.Latest(end, sys.Backups.Kept.After(day))
	}
	return end
}

// Place is a field of a record.
type Place struct {
	Ref   varsam.Ref
	Field string
}

// Erasure is a request whose end of records or uses has been verified.
type Erasure struct {
	Request string
	Party   string          // of a controller's instruction
	People  []varsam.Person // with the identifiers that the search used
	Kept    []Place         // where identifiers of theirs rightly remain
	Until   varsam.Date
}

// Remember keeps marks of the people's verified identifiers, instead of what the
// same request left before. Region and today read what they wrote.
func Remember(tx *store.Tx, keeper *seal.Keeper, e Erasure, region string, today varsam.Date) error {
	before, err := ofRequest(tx, e.Request)
	if err != nil {
		return err
	}
	if err := drop(tx, before...); err != nil {
		return err
	}
	m := newMarks(keeper, tx.Tenant())
	for _, p := range e.People {
		n, err := m.remember(tx, e, p, region, today)
		if err != nil {
			return err
		}
		if n == 0 {
			continue
		}
		l := evidence.Leaf{Kind: evidence.Suppression, Request: evidence.Name(e.Request), Action: "mark", Expected: evidence.Rows(n)}
		if _, err := evidence.Append(tx, l); err != nil {
			return err
		}
	}
	return nil
}

// remember keeps the marks of one person and says how many.
func (m *marks) remember(tx *store.Tx, e Erasure, p varsam.Person, region string, today varsam.Date) (n int, err error) {
	s := Suppression{ID: newID(), Request: e.Request, Person: p.Number, Party: e.Party, Until: e.Until}
	for _, id := range p.Identifiers {
		if !id.Verified || !id.Type.Selects() {
			continue
		}
		for _, form := range locate.Forms(nil, id.Type, varsam.TextOf(id.Value), []string{region}, today) {
			if n == 0 {
				if err := insertSuppression(tx, s); err != nil {
					return n, err
				}
			}
			mark := m.of(id.Type, form)
			if err := insertMark(tx, s.ID, id.Type, mark[:]); err != nil {
				return n, err
			}
			n++
		}
	}
	if n == 0 {
		return n, nil
	}
	for _, at := range e.Kept {
		if err := insertPlace(tx, s.ID, m.place(at), kept); err != nil {
			return n, err
		}
	}
	return n, nil
}

// newID is 40 random bits: short enough to say on the phone, and telling nothing.
func newID() string {
	b := make([]byte, 5)
	rand.Read(b)
	return "s" + hex.EncodeToString(b)
}

// Forget ends one suppression by a person's decision. Code NotFound names it. The
// caller scrubs with [Scrub] when the transaction has committed.
func Forget(tx *store.Tx, id, actor string) (Suppression, error) {
	all, err := List(tx)
	if err != nil {
		return Suppression{}, err
	}
	for _, s := range all {
		if s.ID != id {
			continue
		}
		if err := drop(tx, id); err != nil {
			return s, err
		}
		_, err := evidence.Append(tx, evidence.Leaf{
			Kind: evidence.Decision, Request: evidence.Name(s.Request), Action: "suppression-forget", Actor: evidence.NameOf(actor),
		})
		return s, err
	}
	return Suppression{}, varsam.Errorf(varsam.NotFound, "there is no suppression %s; varsam suppression list names them", id)
}
