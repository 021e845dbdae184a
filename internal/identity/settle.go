package identity

import (
	"context"
	"slices"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/store"
)

// Settle does what follows from all that has happened to a claim: the first time
// it looks up what is on file, asks the address to confirm and tells every
// channel; then it looks up what was proven, and judges. It may be called any
// number of times.
func (s *Service) Settle(ctx context.Context, id string) error {
	c, d, now, err := s.read(ctx, id)
	if varsam.CodeOf(err) == varsam.NotFound {
		return nil // the claim has gone meanwhile
	}
	if err != nil {
		return err
	}
	if c.Told.IsZero() {
		if err := s.announce(ctx, c, d, now); err != nil {
			return err
		}
	}
	if len(d.Untold) > 0 {
		if err := s.change(ctx, id, s.tellRest); err != nil {
			return err
		}
	}
	if err := s.lookProofs(ctx, id, now); err != nil {
		return err
	}
	if s.Ready == nil {
		return nil
	}
	return s.Ready(ctx, id)
}

// announce looks up what is on file and tells.
func (s *Service) announce(ctx context.Context, c Claim, d Document, now time.Time) error {
	file, err := s.look(ctx, d.about(), now)
	if err != nil {
		return err
	}
	key, err := s.Keeper.NewKey(ctx, s.Tenant, "claim")
	if err != nil {
		return err
	}
	return s.change(ctx, c.ID, func(tx *store.Tx, c *Claim, d *Document) error {
		if !c.Told.IsZero() {
			return nil // another worker was first
		}
		return s.tell(tx, c, d, file, string(key))
	})
}

// Handle is Settle as a unit of work.
func (s *Service) Handle(ctx context.Context, u job.Unit) (job.Outcome, error) {
	return job.Finished, s.Settle(ctx, u.Run)
}

// look asks the directory, and adds what we know ourselves: which channels were
// changed by way of us, and who is protected.
func (s *Service) look(ctx context.Context, ids []varsam.Identifier, now time.Time) (File, error) {
	file, err := s.Directory.Look(ctx, ids)
	if err != nil {
		return file, err
	}
	return file, s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error { return s.known(tx, &file, ids) })
}

// known adds to a file, found under identifiers, what we know ourselves.
func (s *Service) known(tx *store.Tx, file *File, ids []varsam.Identifier) error {
	ids = slices.Clone(ids)
	for i, ch := range file.Channels {
		at, err := markedAt(tx, s.channelMark(ch.Value), changed)
		if err != nil {
			return err
		}
		if at.After(ch.Changed) {
			file.Channels[i].Changed = at
		}
		ids = append(ids, varsam.Identifier{Value: ch.Value})
	}
	for _, id := range ids {
		at, err := markedAt(tx, s.channelMark(id.Value), sheltered)
		if err != nil {
			return err
		}
		file.Protected = file.Protected || !at.IsZero()
	}
	return nil
}

// tell asks the address to confirm and tells every channel on file. From here on
// the claim lies under its own key.
func (s *Service) tell(tx *store.Tx, c *Claim, d *Document, file File, key string) error {
	within, err := s.within(tx, KindTold, d.channel().Value)
	if err != nil {
		return err
	}
	if !within {
		return job.Enqueue(tx, job.Wake{Kind: KindSettle, Run: c.ID, At: nextDay(tx.Now())})
	}
	c.key = key
	d.File, c.Protected, c.Told = file, c.Protected || file.Protected, tx.Now()
	asked := d.channel()
	if err := s.ask(tx, c, d, asked); err != nil {
		return err
	}
	for _, ch := range Tell(file, asked, tx.Now()) {
		if ch.same(asked) && d.Agent == nil {
			continue // it was asked to confirm, with a stop of its own
		}
		if err := s.notify(tx, c, d, ch); err != nil {
			return err
		}
	}
	return nil
}

// ask sends the address that was named what proves it: a link in a mail, a code
// by phone or letter.
func (s *Service) ask(tx *store.Tx, c *Claim, d *Document, ch Channel) error {
	if ch.Medium != Mail {
		err := s.code(tx, c, d, ch)
		if varsam.CodeOf(err) == varsam.Denied {
			return nil // enough codes went there today; the page offers the other ways
		}
		return err
	}
	m := Message{Kind: AskConfirm, Claim: c.ID, To: ch, Language: d.Language, Wishes: d.Wishes, Confirm: newToken()}
	if err := s.link(tx, m.Confirm, c.ID, LinkConfirm, ch.Medium, tx.Now().Add(ConfirmLife)); err != nil {
		return err
	}
	return s.withStop(tx, m)
}

// notify tells one channel, unless it has been told too often today.
func (s *Service) notify(tx *store.Tx, c *Claim, d *Document, ch Channel) error {
	kind := KindTold
	if d.Vouched {
		kind = KindTook
	}
	within, err := s.within(tx, kind, ch.Value)
	if err != nil || !within {
		return err
	}
	d.Told = append(d.Told, ch)
	return s.withStop(tx, Message{Kind: Notice, Claim: c.ID, To: ch, Language: d.Language, Wishes: d.Wishes})
}

// withStop sends a message with a stop button.
func (s *Service) withStop(tx *store.Tx, m Message) error {
	m.Stop = newToken()
	if err := s.link(tx, m.Stop, m.Claim, LinkStop, m.To.Medium, tx.Now().Add(StopLife)); err != nil {
		return err
	}
	return s.Send(tx, m)
}

// lookProofs looks up what has been shown since the last time, and judges anew.
func (s *Service) lookProofs(ctx context.Context, id string, now time.Time) error {
	_, d, _, err := s.read(ctx, id)
	if err != nil {
		return err
	}
	files := map[int]File{}
	for i, p := range d.Proofs {
		if p.Looked {
			continue
		}
		if files[i], err = s.look(ctx, p.identifiers(), now); err != nil {
			return err
		}
	}
	return s.change(ctx, id, func(tx *store.Tx, c *Claim, d *Document) error {
		for i, file := range files {
			d.Proofs[i].File, d.Proofs[i].Looked = file, true
			c.Protected = c.Protected || file.Protected
		}
		j := Judge(c.Case(*d, tx.Now()))
		if c.Level = j.Level; c.State == Waiting && len(j.Verified) > 0 {
			c.State = Proven
		}
		return nil
	})
}

// identifiers are what a proof shows somebody to hold.
func (p Proof) identifiers() []varsam.Identifier {
	ids := slices.Clone(p.Also)
	if id, ok := p.Channel.Identifier(); ok {
		ids = append(ids, id)
	}
	if p.Subject != "" {
		ids = append(ids, varsam.Identifier{Type: varsam.NationalID, Value: p.Subject})
	}
	return ids
}

// looked are the proofs whose file is known.
func looked(all []Proof) []Proof {
	return slices.DeleteFunc(slices.Clone(all), func(p Proof) bool { return !p.Looked })
}
