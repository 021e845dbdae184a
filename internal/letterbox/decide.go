package letterbox

import (
	"context"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// Confirmation is a person's yes: the letter is a request.
type Confirmation struct {
	By     string
	Rights []varsam.Right // what it asks for; as it was proposed when empty

	// People are identifiers that have been found to be the writer's, beside, or
	// with Instead in place of, the address that the letter came from.
	People  []varsam.Identifier
	Instead bool

	// Identity says how it was seen who wrote the letter. Empty has the portal ask
	// them to show it, and the case is made when they have.
	Identity string

	Corrections []plan.Correction
	Article     string // letter of Art. 18(1) for a restriction
}

// Confirm makes a case of a proposal, under its number; the time runs from the
// letter's arrival. It is the first moment at which anybody is searched for.
func (s *Service) Confirm(ctx context.Context, id string, c Confirmation) error {
	p, letter, err := s.Show(ctx, id)
	if err != nil {
		return err
	}
	if p.State != Proposed {
		return varsam.Errorf(varsam.Conflict, "the proposal of letter %s is %s", id, p.State)
	}
	if c.Rights, err = c.rights(p); err != nil {
		return err
	}
	if strings.TrimSpace(c.By) == "" {
		return varsam.Errorf(varsam.Invalid, "say who confirms it")
	}
	if c.Identity != "" {
		err = s.request(ctx, p, letter, c)
	} else {
		err = s.claim(ctx, p, letter, c)
	}
	if err != nil {
		return err
	}
	return s.settle(ctx, p, Confirmed, nil, c.By)
}

func (c Confirmation) rights(p Proposal) ([]varsam.Right, error) {
	all := c.Rights
	if len(all) == 0 {
		all = p.Rights
	}
	if len(all) == 0 {
		return nil, varsam.Errorf(varsam.Invalid, "what the letter asks for could not be read; say it with --right")
	}
	for _, r := range all {
		if r == varsam.Rectification && len(c.Corrections) == 0 {
			return nil, varsam.Errorf(varsam.Invalid, "a correction needs what is wrong and what is right: --correct CATEGORY=OLD=NEW")
		}
	}
	return all, check(all)
}

// marketing reports whether an objection is one to advertising only, as the letter
// has it.
func marketing(r varsam.Right, letter Sealed) bool {
	only := false
	for _, w := range letter.Wishes {
		if w.Right == r {
			if !w.Marketing {
				return false
			}
			only = true
		}
	}
	return only
}

// request makes the case at once.
func (s *Service) request(ctx context.Context, p Proposal, letter Sealed, c Confirmation) error {
	if _, err := s.Reception.Requests.Get(ctx, p.ID); varsam.CodeOf(err) != varsam.NotFound {
		return err // made before a crash
	}
	base, err := s.Reception.Base(ctx)
	if err != nil {
		return err
	}
	in := request.Intake{ID: p.ID, Received: p.Received, Base: base, Case: request.Case{
		Channel: "mail", Letter: letter.Subject + "\n\n" + letter.Text, Identity: c.Identity, Corrections: c.Corrections,
	}}
	if in.Language, err = s.language(ctx, letter.Language); err != nil {
		return err
	}
	for _, r := range c.Rights {
		ask := decide.Ask{Person: decide.Everyone, Right: r}
		if marketing(r, letter) {
			ask.Uses = []varsam.Use{varsam.DirectMarketing}
		}
		if r == varsam.RestrictionOf {
			if ask.Article = c.Article; ask.Article == "" {
				ask.Article = "a"
			}
		}
		in.Asks = append(in.Asks, ask)
	}
	var ids []varsam.Identifier
	if !c.Instead {
		ids = append(ids, varsam.Identifier{Type: varsam.Email, Value: letter.From, Verified: true})
	}
	in.People = []varsam.Person{{Identifiers: append(ids, c.People...)}}
	_, err = s.Reception.Requests.New(ctx, in)
	return err
}

// claim has the writer asked to show who they are.
func (s *Service) claim(ctx context.Context, p Proposal, letter Sealed, c Confirmation) error {
	if s.Reception.Address == "" {
		return varsam.Errorf(varsam.Invalid, "say how it was seen who wrote the letter (--identity), or serve the portal, where people show it themselves (--public)")
	}
	if _, _, _, err := s.Reception.Identity.Read(ctx, p.ID, identity.Reader{}); varsam.CodeOf(err) != varsam.NotFound {
		return err // made before a crash
	}
	lang, err := s.language(ctx, letter.Language)
	if err != nil {
		return err
	}
	in := identity.Intake{
		ID: p.ID, Reach: varsam.Identifier{Type: varsam.Email, Value: letter.From}, Others: c.People, Name: letter.Name, Article: c.Article,
		Text: clip(letter.Subject+"\n\n"+letter.Text, mostText), Language: lang, Received: p.Received,
	}
	for _, r := range c.Rights {
		in.Wishes = append(in.Wishes, identity.Wish{Right: r, Marketing: marketing(r, letter)})
	}
	for _, x := range c.Corrections {
		in.Right = append(in.Right, identity.Correction{Category: x.Category, Old: x.Old, New: x.New})
	}
	_, err = s.Reception.Identity.Take(ctx, in)
	return err
}

// mostText is how much of a letter goes into a claim, in characters.
const mostText = 9_000

func clip(s string, n int) string {
	if all := []rune(s); len(all) > n {
		return string(all[:n]) + " […]"
	}
	return s
}

// Dismiss says that a letter is no request, and why; that is kept with it, to be
// able to show it, as long as a case is.
func (s *Service) Dismiss(ctx context.Context, id, reason, by string) error {
	p, letter, err := s.Show(ctx, id)
	if err != nil {
		return err
	}
	switch {
	case p.State != Proposed:
		return varsam.Errorf(varsam.Conflict, "the proposal of letter %s is %s", id, p.State)
	case strings.TrimSpace(reason) == "" || strings.TrimSpace(by) == "":
		return varsam.Errorf(varsam.Invalid, "say why it is no request, and who decided that")
	}
	letter.Dismissal = reason
	return s.settle(ctx, p, Dismissed, &letter, by)
}

// settle ends a proposal. What is not kept goes with its key.
func (s *Service) settle(ctx context.Context, p Proposal, state State, keep *Sealed, by string) error {
	var sealed []byte
	var err error
	if keep != nil {
		if sealed, err = s.seal(ctx, p, *keep); err != nil {
			return err
		}
	}
	err = s.store().Write(ctx, s.tenant(), func(tx *store.Tx) error {
		if err := tx.Lock("letterbox/" + p.ID); err != nil {
			return err
		}
		now, err := getProposal(tx, p.ID)
		if err != nil {
			return err
		}
		if now.State != Proposed {
			return varsam.Errorf(varsam.Conflict, "the proposal of letter %s is %s", p.ID, now.State)
		}
		if err := setState(tx, p.ID, state, sealed); err != nil {
			return err
		}
		l := evidence.Leaf{Kind: evidence.Decision, Request: evidence.Name(p.ID), Action: evidence.NameOf("mail-" + string(state)), Actor: evidence.NameOf(s.actor(by))}
		_, err = evidence.Append(tx, l)
		return err
	})
	if err == nil && keep == nil {
		err = s.keeper().Destroy(ctx, seal.KeyID(p.key))
	}
	if err != nil {
		return err
	}
	return s.Log.SequenceTenant(ctx, s.tenant())
}
