package inbox

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/mailbox"
	"github.com/varsam/varsam/internal/verify"
)

// Proposal is a mail with its suggestion, as its owner sees it.
type Proposal struct {
	Mail
	Suggestion
	Due bool // it should have left the inbox
}

// Suggest says what each mail of an owner's inbox could become.
func (s *Service) Suggest(ctx context.Context, name, account, as string) (Suggestions, error) {
	w, err := s.begin(ctx, name)
	if err != nil {
		return Suggestions{}, err
	}
	return w.propose(ctx, account, as)
}

// Suggestions are what an owner is shown of an inbox, and what could not be.
type Suggestions struct {
	Mails  []Proposal
	Unread []system.Unread // of which a text could not be read, so that what they ask is not known
	More   int             // further ones
	Why    string          // why the inbox was not read to its end, as a code; empty when it was
}

func (w work) propose(ctx context.Context, account, as string) (out Suggestions, err error) {
	if err := w.begun(); err != nil {
		return out, err
	}
	if err := w.owner(account, as); err != nil {
		return out, err
	}
	rules, err := w.s.Rules(ctx, account)
	if err != nil {
		return out, err
	}
	mails, found, err := w.mails(ctx, account, true)
	if err != nil {
		return out, err
	}
	out.Unread, out.More, out.Why = found.Unread, found.Omitted, found.Why
	known, err := w.known(ctx, newAdvisor(w.routine, Known{}, nil), mails)
	if err != nil {
		return out, err
	}
	a := newAdvisor(w.routine, known, rules)
	all := make([]Proposal, len(mails))
	for i, m := range mails {
		due := varsam.DateIn(m.Received, w.system.Location()).Before(w.due())
		all[i] = Proposal{m, a.suggest(m), due}
	}
	out.Mails = all
	return out, nil
}

// Choice is an owner's decision about some mails.
type Choice struct {
	Accept []Action          // take every suggestion of that sort
	Rules  bool              // take what the owner's rules decide
	Mails  map[string]Action // by Mail.Key: delete, or file Into a folder
	Into   map[string]string // the folder of a mail that is filed
}

// Done is what came of a decision.
type Done struct {
	Run      string       `json:"run,omitempty"` // empty when nothing was decided
	Deleted  int          `json:"deleted"`
	Filed    int          `json:"filed"`
	Left     int          `json:"left"` // mails that stay, undecided
	Steps    []act.Status `json:"steps"`
	Verified bool         `json:"verified"` // every mail was read again and is as decided
}

// Apply carries out what an owner decided. The owner's yes is to exactly these
// mails as they were seen; one that has changed since is left.
func (s *Service) Apply(ctx context.Context, name, account, owner string, c Choice) (Done, error) {
	release, alone, err := s.Store.Alone(ctx)
	if err != nil {
		return Done{}, err
	}
	defer release()
	w, err := s.begin(ctx, name)
	if err != nil {
		return Done{}, err
	}
	seen, err := w.propose(ctx, account, owner)
	if err != nil {
		return Done{}, err
	}
	proposals := seen.Mails
	decided, err := c.decide(proposals)
	if err != nil {
		return Done{}, err
	}
	done := Done{Left: len(proposals) - len(decided), Steps: []act.Status{}}
	if len(decided) == 0 {
		return done, nil
	}
	return w.carryOut(ctx, owner, decided, done, alone)
}

// decide is what the choice makes of the proposals; the rest stay.
func (c Choice) decide(all []Proposal) ([]Proposal, error) {
	var decided []Proposal
	slices.SortFunc(all, func(a, b Proposal) int { return varsam.CompareRefs(a.Record.Ref, b.Record.Ref) })
	named := map[string]bool{}
	for _, p := range all {
		action, chosen := c.Mails[p.Key()]
		switch {
		case chosen:
			named[p.Key()] = true
			p.Suggestion = Suggestion{Action: action, Into: c.Into[p.Key()], Why: varsam.Because(ReasonDecided)}
		case p.Action != Delete && p.Action != File:
			continue
		case p.Rule != "" && c.Rules, slices.Contains(c.Accept, p.Action):
		default:
			continue
		}
		if p.Action == File && p.Into == "" {
			return nil, varsam.Errorf(varsam.Invalid, "a mail that is filed needs a folder")
		}
		decided = append(decided, p)
	}
	for key := range c.Mails {
		if !named[key] {
			return nil, varsam.Errorf(varsam.NotFound, "there is no mail %s in that inbox", key)
		}
	}
	return decided, nil
}

// carryOut freezes the decision as a plan, with the owner's yes, runs it and looks
// again.
func (w work) carryOut(ctx context.Context, owner string, decided []Proposal, done Done, alone bool) (Done, error) {
	done.Run = newRun()
	p, err := w.plan(ctx, done.Run, decided)
	if err != nil {
		return done, err
	}
	key, err := w.s.Keeper.NewKey(ctx, w.s.Tenant, "found")
	if err != nil {
		return done, err
	}
	err = w.s.Store.Write(ctx, w.s.Tenant, func(tx *store.Tx) error {
		if err := act.Freeze(tx, w.s.Keeper, key, p); err != nil {
			return err
		}
		return act.Approve(tx, p.Request, p.Digest, act.Approval{Actor: w.s.actor(owner), Assurance: act.CommandLine, At: tx.Now()})
	})
	if err != nil {
		return done, err
	}
	runner := act.Runner{Store: w.s.Store, Keeper: w.s.Keeper, Tenant: w.s.Tenant, Open: w.open, Lease: act.DefaultLease, Alone: alone, Plan: p}
	if done.Steps, err = runner.Run(ctx, p.Request); err != nil {
		return done, err
	}
	if err := w.look(ctx, p, &done); err != nil {
		return done, err
	}
	return done, w.end(ctx, p, key, done)
}

// look reads every mail again, over a new connection.
func (w work) look(ctx context.Context, p plan.Plan, done *Done) error {
	in := verify.Input{Register: w.reg, Plan: p, Open: w.open, States: map[string]varsam.StepState{}, Options: locate.Options{Today: w.today}}
	for _, step := range done.Steps {
		in.States[step.Step] = step.State
		if step.Kind == varsam.OpErase {
			done.Deleted += step.Applied
		} else {
			done.Filed += step.Applied
		}
	}
	err := w.s.Store.Read(ctx, w.s.Tenant, func(tx *store.Tx) (err error) {
		in.Versions, err = act.Versions(tx, w.s.Keeper, p.Request)
		return err
	})
	if err != nil {
		return err
	}
	seen, err := verify.Check(ctx, in)
	if err != nil {
		return err
	}
	done.Verified = len(seen.Steps) == len(p.Steps) && !slices.ContainsFunc(seen.Steps, func(c verify.StepCheck) bool { return !c.Verified })
	return w.s.Store.Write(ctx, w.s.Tenant, func(tx *store.Tx) error {
		for _, c := range seen.Steps {
			if !c.Verified && !c.Back {
				continue
			}
			if err := act.Verified(tx, p, c.Step, c.Back); err != nil {
				return err
			}
		}
		return nil
	})
}

// end counts the decision, and destroys what is known of the mails once nothing is
// left to look at.
func (w work) end(ctx context.Context, p plan.Plan, key seal.KeyID, done Done) error {
	err := w.s.Store.Write(ctx, w.s.Tenant, func(tx *store.Tx) error {
		if done.Verified {
			if err := act.Forget(tx, p.Request); err != nil {
				return err
			}
		}
		return insertRun(tx, w.system.Name, w.s.account(w.accountOf(p)), done)
	})
	if err == nil && done.Verified {
		err = w.s.Keeper.Destroy(ctx, key)
	}
	if err != nil {
		return err
	}
	return w.s.Log.SequenceTenant(ctx, w.s.Tenant)
}

// accountOf is whose mails a plan is about.
func (w work) accountOf(p plan.Plan) string { return p.Items[0].Record.Get("account").String() }

// plan is the decision as steps: what is deleted, then what is filed, folder by
// folder.
func (w work) plan(ctx context.Context, run string, decided []Proposal) (plan.Plan, error) {
	coll, _ := w.system.Collection(w.routine.Messages)
	sys, err := w.open.Open(ctx, w.system.Name)
	if err != nil {
		return plan.Plan{}, err
	}
	defer sys.Close()
	cat, err := sys.Describe(ctx)
	if err != nil {
		return plan.Plan{}, err
	}
	d := plan.Decided{Request: run, Register: w.reg.Digest, Today: w.today, System: w.system.Name}
	for _, p := range decided {
		op := varsam.Operation{Kind: varsam.OpErase, Collection: coll.In(), Fingerprint: cat.Fingerprint(coll.In())}
		fate := varsam.Erase
		if p.Action == File {
			op.Kind, op.Move, fate = varsam.OpRestrict, mailbox.FolderPrefix+p.Into, varsam.Keep
		}
		d.Add(p.Record, varsam.Decision{Fate: fate, Reasons: []varsam.Reason{p.Why}}, op)
	}
	return d.Plan(), nil
}

func newRun() string {
	b := make([]byte, 5)
	rand.Read(b)
	return "i" + hex.EncodeToString(b)
}

// actor is the opaque id of somebody's name.
func (s *Service) actor(name string) string {
	return hex.EncodeToString(s.Keeper.Mark(s.Tenant, "actor", name))[:16]
}

// account is the mark under which an account's rules and runs are kept.
func (s *Service) account(name string) []byte {
	return s.Keeper.Mark(s.Tenant, "inbox", strings.ToLower(name))
}
