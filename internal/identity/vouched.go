package identity

import (
	"slices"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// Vouched is a request that did not begin with a claim: staff, or a program of
// theirs, took it in as somebody's whom they had made sure of, or it only stops
// something and needs no proof.
type Vouched struct {
	Wishes    []Wish
	People    [][]varsam.Identifier // verified ones, of each person whom it is about
	Language  varsam.Lang
	Arrived   time.Time
	Sure      bool // somebody of the staff was sure who asks
	Protected bool // it is known already that somebody has protected data
}

// Reached has every channel told that a search found on file for a request and
// that was not told before, in the transaction that keeps what was found. Files
// are those of the request's people, in their order.
//
// A request that began with a claim told its channels then; what a system that
// was silent holds is told now. Any other gets a claim here, so that whoever is
// told can stop it: mistaken or talked round, whoever took it in is not the last
// to be asked. What is found once there is a claim is told by it.
func (s *Service) Reached(tx *store.Tx, request string, files []File, v Vouched) error {
	c, err := claimOf(tx, request)
	switch varsam.CodeOf(err) {
	case "":
		return s.reachedMore(tx, c, files)
	case varsam.NotFound:
		return s.vouch(tx, request, files, v)
	}
	return err
}

// reachedMore notes for a claim what else is to be told.
func (s *Service) reachedMore(tx *store.Tx, c Claim, files []File) error {
	if c.Told.IsZero() {
		return nil // it has still to look up and tell all
	}
	return s.changeIn(tx, c.ID, func(tx *store.Tx, c *Claim, d *Document) error {
		for _, f := range files {
			if err := s.known(tx, &f, nil); err != nil {
				return err
			}
			d.untold(c, f, d.channel(), tx.Now())
		}
		if len(d.Untold) == 0 {
			return nil
		}
		return s.wake(tx, c.ID)
	})
}

// untold adds to what is to be told the channels of a file that were not told.
func (d *Document) untold(c *Claim, f File, asked Channel, now time.Time) {
	f.Protected = f.Protected || c.Protected
	c.Protected = f.Protected
	for _, ch := range Tell(f, asked, now) {
		byLink := !d.Vouched && d.Agent == nil && ch.same(asked) // it was asked to confirm, with a stop of its own
		if !byLink && !slices.ContainsFunc(d.Told, ch.same) && !slices.ContainsFunc(d.Untold, ch.same) {
			d.Untold = append(d.Untold, ch)
		}
	}
}

// vouch makes the claim of a request that had none, where there is somebody to
// tell or to hide.
func (s *Service) vouch(tx *store.Tx, request string, files []File, v Vouched) error {
	c := Claim{ID: request, State: Handed, Request: request, Level: None, Arrived: v.Arrived, Told: tx.Now(), Protected: v.Protected}
	d := Document{Intake: Intake{Wishes: v.Wishes, Language: v.Language}, Vouched: true}
	for i, ids := range v.People {
		d.For = append(d.For, ids...)
		f := files[i]
		if err := s.known(tx, &f, ids); err != nil {
			return err
		}
		d.untold(&c, f, reachOf(ids), tx.Now())
		if v.Sure {
			d.Proofs = append(d.Proofs, vouching(ids, f, tx.Now()))
			c.Level = Paper
		}
	}
	if len(d.Untold) == 0 && c.Protected == v.Protected {
		return nil
	}
	d.Reach, d.Others = reachOfAll(d.For)
	key, err := s.Keeper.NewKey(tx.Context(), s.Tenant, "claim")
	if err != nil {
		return err
	}
	c.key = string(key)
	sealed, err := s.seal(tx.Context(), c, d)
	if err != nil {
		return err
	}
	if err := insertClaim(tx, c, sealed); err != nil {
		return err
	}
	return s.wake(tx, c.ID)
}

// vouching is what staff were sure of, as a proof.
func vouching(ids []varsam.Identifier, f File, now time.Time) Proof {
	p := Proof{Level: Paper, At: now, File: f, Looked: true}
	for _, id := range ids {
		if id.Type == varsam.NationalID && p.Subject == "" {
			p.Subject = id.Value
			continue
		}
		p.Also = append(p.Also, id)
	}
	return p
}

// reachOf is the first address or number among identifiers, as the channel that
// was asked about.
func reachOf(ids []varsam.Identifier) Channel {
	reach, _ := reachOfAll(ids)
	return Intake{Reach: reach}.channel()
}

// reachOfAll is the first address or number, and all the others.
func reachOfAll(ids []varsam.Identifier) (reach varsam.Identifier, others []varsam.Identifier) {
	i := slices.IndexFunc(ids, func(id varsam.Identifier) bool { return id.Type == varsam.Email || id.Type == varsam.Phone })
	if i < 0 {
		return reach, ids
	}
	return ids[i], slices.Delete(slices.Clone(ids), i, i+1)
}

// tellRest tells what a search found later than the first look.
func (s *Service) tellRest(tx *store.Tx, c *Claim, d *Document) error {
	for _, ch := range d.Untold {
		if err := s.notify(tx, c, d, ch); err != nil {
			return err
		}
	}
	d.Untold = nil
	return nil
}
