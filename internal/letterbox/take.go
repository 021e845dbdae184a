package letterbox

import (
	"context"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/reception"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/store"
)

// take does everything that follows from one mail in one commit, with the note
// that it was taken and that the folder is read up to it.
func (r *reading) take(ctx context.Context, m *mail) error {
	letter, arrived := m.letter()
	v := r.box.judge(m, letter)
	p := Proposal{ID: newID(), State: Proposed, Received: arrived, Rights: rights(letter.Wishes, v.stop)}
	if v.propose {
		key, err := r.keeper().NewKey(ctx, r.tenant(), "letterbox")
		if err != nil {
			return err
		}
		p.key = string(key)
	}
	taken, answered := false, false
	err := r.store().Write(ctx, r.tenant(), func(tx *store.Tx) (err error) {
		if taken, err = r.note(tx, m); err != nil || !taken || !v.propose {
			return err
		}
		if v.stop {
			p.stop = stopWaits
			if len(p.Rights) == 0 {
				p.State = Stopped
			}
		}
		if v.receipt && tx.Now().Sub(m.received) < timely {
			if p.Receipt, err = r.receipt(tx, m, letter, p); err != nil {
				return err
			}
			answered = p.Receipt
		}
		return r.insert(tx, p, letter)
	})
	if err != nil || !taken {
		return err
	}
	r.out.Read++
	if answered {
		r.out.Receipts++
	}
	if v.propose && p.State == Proposed {
		r.out.Proposed = append(r.out.Proposed, p.ID)
	}
	return nil
}

// note notes that a mail is taken and its folder read up to it, unless something
// before it was not; false when it was taken before. A mail without a Message-ID is known by what it is.
func (r *reading) note(tx *store.Tx, m *mail) (bool, error) {
	r.at = position{m.record.Ref.Key[2].Int(), m.record.Ref.Key[3].Int()}
	if !r.hold {
		if err := setPosition(tx, r.mark(m.account, m.folder), r.at); err != nil {
			return false, err
		}
	}
	name := m.id + " " + m.from
	if m.id == "" {
		parts := strings.Split(m.record.Version, ".")
		name = strings.Join(parts[min(2, len(parts)):], ".")
	}
	return take(tx, r.keeper().Mark(r.tenant(), "letterbox mail", name))
}

func (r *reading) insert(tx *store.Tx, p Proposal, letter Letter) error {
	sealed, err := r.seal(tx.Context(), p, Sealed{Letter: letter})
	if err != nil {
		return err
	}
	if err := insertProposal(tx, p, sealed); err != nil {
		return err
	}
	l := evidence.Leaf{Kind: evidence.Received, Request: evidence.Name(p.ID), Action: "mail-proposed", Expected: evidence.Rows(1)}
	_, err = evidence.Append(tx, l)
	return err
}

// receipt tells the sender that the letter came, once in a period. It reports
// whether it did.
func (r *reading) receipt(tx *store.Tx, m *mail, letter Letter, p Proposal) (bool, error) {
	to := r.box.sender(m)
	may, err := mayAnswer(tx, r.keeper().Mark(r.tenant(), "letterbox receipt", to), tx.Now().Add(-Period))
	if err != nil || !may {
		return false, err
	}
	if err := p.clock(r.reg); err != nil {
		return false, err
	}
	item := post.Item{
		Medium: post.Mail, About: p.ID, Template: post.Receipt, To: to, Language: languageOf(letter.Language, r.reg),
		Answers: &post.Answered{MessageID: m.id, References: m.references, Subject: m.subject},
	}
	facts, err := r.Reception.Facts(tx, item.Language)
	if err != nil {
		return false, err
	}
	say := locale.For(item.Language)
	for _, w := range letter.Wishes {
		facts.Wishes = append(facts.Wishes, reception.Wish(say, identity.Wish{Right: w.Right, Marketing: w.Marketing}))
	}
	if facts.Stopped = p.stop != ""; p.State == Proposed {
		facts.Day = say.Date(p.Legal)
	}
	item.Subject, item.Text = post.Write(item.Template, item.Language, facts)
	_, err = r.Reception.Post.Put(tx, item)
	if varsam.CodeOf(err) == varsam.Invalid { // an address that no mail can go to
		return false, nil
	}
	return err == nil, err
}

// languageOf is the term set that is nearest to a letter's language: the
// organisation's own when nothing tells.
func languageOf(seems string, reg *register.Register) varsam.Lang {
	switch seems {
	case "en", "fi":
		return varsam.English
	case "sv", "nb", "da":
		if reg.Organisation.Country == "FI" {
			return varsam.FinlandSwedish
		}
		return varsam.Swedish
	}
	if reg.Organisation.Language != "" {
		return reg.Organisation.Language
	}
	return varsam.Swedish
}

// stops has advertising stopped to everybody who asked for that, also where an
// earlier reading broke off before it did.
func (s *Service) stops(ctx context.Context, out *Report) error {
	var waiting []Proposal
	err := s.store().Read(ctx, s.tenant(), func(tx *store.Tx) (err error) {
		waiting, err = unstopped(tx)
		return err
	})
	if err != nil {
		return err
	}
	for _, p := range waiting {
		if err := s.stop(ctx, p); err != nil {
			return err
		}
		out.Stopped = append(out.Stopped, p.ID)
	}
	return nil
}

func (s *Service) stop(ctx context.Context, p Proposal) error {
	_, letter, err := s.Show(ctx, p.ID)
	if err != nil {
		return err
	}
	in := reception.Stop{ID: p.ID, Address: letter.From, Letter: letter.Text, Received: p.Received}
	if in.Language, err = s.language(ctx, letter.Language); err != nil {
		return err
	}
	if err := s.Reception.StopMarketing(ctx, in); err != nil {
		return err
	}
	return s.store().Write(ctx, s.tenant(), func(tx *store.Tx) error {
		if p.State != Stopped {
			return setStop(tx, p.ID, stopMade)
		}
		if err := setStop(tx, p.ID, stopMade); err != nil {
			return err
		}
		sealed, err := sealedOf(tx, p.ID)
		if err != nil {
			return err
		}
		return setState(tx, p.ID, Stopped, sealed)
	})
}

func (s *Service) language(ctx context.Context, seems string) (lang varsam.Lang, err error) {
	err = s.store().Read(ctx, s.tenant(), func(tx *store.Tx) error {
		reg, err := register.InForce(tx)
		if err == nil {
			lang = languageOf(seems, reg)
		}
		return err
	})
	return lang, err
}
