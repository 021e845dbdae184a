package identity

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// KindSettle is the work that follows everything that happens to a claim; its
// run is the claim.
const KindSettle = "identity-settle"

// Directory says what is on file under identifiers that somebody named, as if
// they were proven. What it says decides where notices and codes go, and is
// never shown. An error means that it is not known now; it is asked again.
type Directory interface {
	Look(ctx context.Context, ids []varsam.Identifier) (File, error)
}

// Service keeps the claims of one tenant.
type Service struct {
	Store     *store.Store
	Keeper    *seal.Keeper
	Tenant    string
	Region    string // ISO country in whose way numbers are written
	Directory Directory

	// Send puts a message on its way in the transaction that causes it.
	Send func(tx *store.Tx, m Message) error

	// Ready is told, outside any transaction and perhaps more than once, of a claim
	// that may become a request, or whose judgement may have changed.
	Ready func(ctx context.Context, claim string) error

	// Noted is told of what somebody of the staff decided about a claim, in the
	// transaction that writes it; nil notes it in the claim only.
	Noted func(tx *store.Tx, claim, what, actor string) error

	// Found says how sensitive what a request's plan holds is; Unsearched while
	// there is no plan.
	Found func(tx *store.Tx, request string) (Sensitivity, error)
}

// Receipt is what somebody who asked gets at once, known or not.
type Receipt struct {
	Claim   string
	Token   string // of the receipt's page
	Arrived time.Time
}

// Take takes in what somebody asks. It looks nothing up: what it does, writes and
// returns is the same whoever is asked about.
func (s *Service) Take(ctx context.Context, in Intake) (Receipt, error) {
	if err := in.check(s.Region, varsam.DateIn(time.Now(), s.Store.Zone())); err != nil {
		return Receipt{}, err
	}
	r := Receipt{Claim: cmp.Or(in.ID, newID()), Token: newToken()}
	err := s.Store.WriteTogether(ctx, s.Tenant, func(tx *store.Tx) error {
		key, err := s.arrivalKey(tx)
		if err != nil {
			return err
		}
		c := Claim{ID: r.Claim, State: Waiting, Level: None, Arrived: in.Received, key: key}
		if c.Arrived.IsZero() {
			c.Arrived = tx.Now()
		}
		r.Arrived = c.Arrived
		sealed, err := s.seal(ctx, c, Document{Intake: in})
		if err != nil {
			return err
		}
		if err := insertClaim(tx, c, sealed); err != nil {
			return err
		}
		if err := s.link(tx, r.Token, r.Claim, LinkReceipt, "", time.Time{}); err != nil {
			return err
		}
		return s.wake(tx, c.ID)
	})
	return r, err
}

// arrivalKey is the key that all of a day's claims lie under until they are
// settled, moments later: then each gets its own. So a receipt costs one commit.
func (s *Service) arrivalKey(tx *store.Tx) (string, error) {
	key, err := arrivalKey(tx, day(tx.Now()))
	if varsam.CodeOf(err) != varsam.NotFound {
		return key, err
	}
	made, err := s.Keeper.NewKey(tx.Context(), s.Tenant, "arrivals")
	if err != nil {
		return "", err
	}
	if err := setArrivalKey(tx, day(tx.Now()), string(made)); err != nil {
		return "", err
	}
	return arrivalKey(tx, day(tx.Now())) // another transaction may have been first
}

// newID is 40 random bits: short enough to say on the phone. A request that is
// made of the claim keeps the number.
func newID() string {
	b := make([]byte, 5)
	rand.Read(b)
	return "r" + hex.EncodeToString(b)
}

func place(c Claim) string { return "claim " + c.ID }

func (s *Service) seal(ctx context.Context, c Claim, d Document) ([]byte, error) {
	plain, err := json.Marshal(d)
	if err != nil {
		return nil, varsam.Errorf(varsam.Internal, "a claim cannot be written as JSON")
	}
	return s.Keeper.Seal(ctx, seal.KeyID(c.key), place(c), plain)
}

func (s *Service) open(tx *store.Tx, c Claim) (d Document, err error) {
	sealed, err := sealedOf(tx, c.ID)
	if err != nil {
		return d, err
	}
	plain, err := s.Keeper.Open(tx.Context(), seal.KeyID(c.key), place(c), sealed)
	if err != nil {
		return d, err
	}
	if json.Unmarshal(plain, &d) != nil {
		return d, varsam.Errorf(varsam.Corrupt, "claim %s does not read back", c.ID)
	}
	return d, nil
}

// read is a claim with its document.
func (s *Service) read(ctx context.Context, id string) (c Claim, d Document, now time.Time, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		if c, err = getClaim(tx, id); err != nil {
			return err
		}
		now = tx.Now()
		d, err = s.open(tx, c)
		return err
	})
	return c, d, now, err
}

// change rewrites a claim, alone.
func (s *Service) change(ctx context.Context, id string, do func(tx *store.Tx, c *Claim, d *Document) error) error {
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error { return s.changeIn(tx, id, do) })
}

func (s *Service) changeIn(tx *store.Tx, id string, do func(tx *store.Tx, c *Claim, d *Document) error) error {
	if err := tx.Lock("claim/" + id); err != nil {
		return err
	}
	c, err := getClaim(tx, id)
	if err != nil {
		return err
	}
	d, err := s.open(tx, c)
	if err != nil {
		return err
	}
	if err := do(tx, &c, &d); err != nil {
		return err
	}
	sealed, err := s.seal(tx.Context(), c, d)
	if err != nil {
		return err
	}
	return updateClaim(tx, c, sealed)
}

// within counts one more against a target and reports whether it is within the
// limit.
func (s *Service) within(tx *store.Tx, kind Kind, target string) (bool, error) {
	n, err := count(tx, s.Keeper.Mark(s.Tenant, "count "+string(kind), target), day(tx.Now()))
	return n <= Limits[kind], err
}

func day(t time.Time) int64 { return t.Unix() / (24 * 60 * 60) }

func nextDay(t time.Time) time.Time { return time.Unix((day(t)+1)*24*60*60, 0).UTC() }
