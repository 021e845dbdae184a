package retention

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/system"
)

// Options of a plan.
type Options struct {
	Rate     int64  // rows a second at most; 0 is no bound
	System   string // only this one
	Progress func(Progress)
}

// Progress says how far planning or a run is.
type Progress struct {
	System     string
	Collection string
	Rows       int64 // frozen, or done
	Of         int64 // of so many; 0 when not known
}

// Plan finds what is due today in all systems and freezes it. It changes nothing
// there. Rules inside a standing approval run at the next [Service.Work]; the
// others wait for a yes.
func (s *Service) Plan(ctx context.Context, o Options) (Run, error) {
	p, err := s.planner(ctx, o)
	if err != nil {
		return Run{}, err
	}
	for _, sys := range p.reg.Systems {
		if o.System != "" && sys.Name != o.System {
			continue
		}
		if err := p.system(ctx, sys, p.add); err != nil {
			return Run{}, err
		}
	}
	for i := range p.run.Rules {
		p.run.Rules[i].Place = int64(i)
	}
	return p.freeze(ctx)
}

// planner makes one run.
type planner struct {
	*Service
	Options
	reg       *register.Register
	shelter   shelter
	standings []Standing
	run       Run
	classes   map[place]classes
	chosen    map[place]Chosen
}

func (s *Service) planner(ctx context.Context, o Options) (*planner, error) {
	p := &planner{Service: s, Options: o, run: Run{ID: newID("g"), Rate: o.Rate}, classes: map[place]classes{}, chosen: map[place]Chosen{}}
	var holds []Hold
	err := s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) (err error) {
		if p.reg, err = register.InForce(tx); err != nil {
			return err
		}
		p.run.Register, p.run.Created = p.reg.Digest, tx.Now()
		p.run.Day = varsam.DateIn(tx.Now(), p.reg.Organisation.Location())
		if holds, err = s.holds(tx); err != nil {
			return err
		}
		p.standings, err = listStandings(tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	if o.System != "" {
		if _, ok := p.reg.System(o.System); !ok {
			return nil, varsam.Errorf(varsam.NotFound, "the register has no system %q", o.System)
		}
	}
	for _, h := range holds {
		if h.Review.Before(p.run.Day) {
			p.run.Overdue = append(p.run.Overdue, varsam.Because(ReasonHoldReview, h.ID, h.Review.String()))
		}
	}
	people, confirmed, err := s.Sheltered(ctx)
	if err != nil {
		return nil, err
	}
	p.shelter, err = sheltered(ctx, p.reg, p.open(), p.run.Day, asking(people, confirmed), holds)
	for _, h := range p.shelter.lost {
		p.run.Overdue = append(p.run.Overdue, varsam.Because(ReasonHoldLost, h.ID, h.System, h.Collection))
	}
	return p, err
}

func (p *planner) open() locate.Opener { return p.Open(p.reg, p.run.Day) }

// system does something with each rule of one system. One that does not answer
// leaves the others going.
func (p *planner) system(ctx context.Context, sys register.System, do func(context.Context, maker, system.Culler, Rule) error) error {
	silent := func(code string, args ...string) {
		p.run.Silent = append(p.run.Silent, varsam.Gap{System: sys.Name, Why: varsam.Because(code, args...)})
	}
	if sys.Assisted() {
		silent(ReasonAssisted)
		return nil
	}
	if p.shelter.hides(sys.Name) {
		silent(ReasonBlind)
		return nil
	}
	conn, err := p.open().Open(ctx, sys.Name)
	if err != nil {
		silent(ReasonSilent, string(varsam.CodeOf(err)))
		return ctx.Err()
	}
	defer conn.Close()
	culler, ok := conn.(system.Culler)
	if !ok {
		silent(ReasonAssisted)
		return nil
	}
	cat, err := conn.Describe(ctx)
	if err != nil {
		silent(ReasonSilent, string(varsam.CodeOf(err)))
		return ctx.Err()
	}
	m := maker{reg: p.reg, sys: sys, cat: cat, today: p.run.Day, shelter: p.shelter}
	rules, err := m.rules(ctx, culler)
	if err != nil {
		return err
	}
	for _, r := range rules {
		if err := do(ctx, m, culler, r); err != nil {
			return err
		}
	}
	return nil
}

// add plans one rule. What its system refuses leaves the others going.
func (p *planner) add(ctx context.Context, m maker, conn system.Culler, r Rule) error {
	planned, err := p.rule(ctx, m, conn, r)
	if err != nil {
		if ctx.Err() != nil || varsam.CodeOf(err) == varsam.Internal {
			return err
		}
		planned = Planned{Rule: r, State: RuleCannot, Why: varsam.Because(ReasonRefused, string(varsam.CodeOf(err)))}
	}
	p.run.Rules = append(p.run.Rules, planned)
	return nil
}

// rule counts and freezes one rule.
func (p *planner) rule(ctx context.Context, m maker, conn system.Culler, r Rule) (Planned, error) {
	planned := Planned{Rule: r, State: RuleCannot, Why: r.Problem, Due: r.count, fingerprint: m.cat.Fingerprint(r.in)}
	if r.Problem.Code != "" {
		return planned, nil
	}
	planned.except = p.shelter.keys[place{r.System, r.in}]
	if r.check != nil {
		if err := p.classify(ctx, conn, &planned); err != nil || planned.class == nil {
			return planned, err
		}
	}
	if err := p.count(ctx, conn, &planned); err != nil {
		return planned, err
	}
	if err := p.cut(ctx, conn, &planned); err != nil {
		return planned, err
	}
	planned.State, planned.Standing, planned.Why = RuleNothing, "", varsam.Reason{}
	if planned.Frozen == 0 {
		return planned, nil
	}
	if err := p.allow(ctx, &planned); err != nil {
		return planned, err
	}
	if planned.State == RuleWaiting {
		return planned, p.years(ctx, m, conn, &planned)
	}
	return planned, nil
}

// count says how many records are due, and how many of them stay and why.
func (p *planner) count(ctx context.Context, conn system.Culler, r *Planned) (err error) {
	ask := func(cond varsam.Cond, except [][]varsam.Value) int64 {
		if err != nil {
			return 0
		}
		var n int64
		c := r.over(cond, r.fingerprint, except)
		if r.Action == Suppress {
			c.Class = r.class // the others are the other rule's
		}
		n, err = conn.Count(ctx, c)
		return n
	}
	if r.Action == Suppress {
		r.Due = ask(r.due, nil)
	}
	if r.Due > 0 {
		free, closed := ask(r.free, r.except), ask(r.closed, r.except)
		r.Protected, r.Needed = r.Due-free, free-closed
		if r.Action == varsam.OpAnonymise {
			r.Small = closed - p.classes[place{r.System, r.in}].passing
		}
	}
	if r.unclear.Op != "" {
		r.Unclear = ask(r.unclear, nil)
	}
	if err == nil && r.check != nil {
		err = p.linked(ctx, conn, r)
	}
	return err
}

// cut freezes the rule's records in ranges.
func (p *planner) cut(ctx context.Context, conn system.Culler, r *Planned) error {
	c := r.cull()
	c.Waits = r.waits
	for {
		piece, err := conn.Freeze(ctx, c, p.size())
		if err != nil || piece.Rows == 0 {
			return err
		}
		r.ranges = append(r.ranges, rowRange{N: int64(len(r.ranges)), Range: piece, State: RangePlanned})
		r.Frozen += piece.Rows
		c.Rows.After = piece.Upto
		if p.Progress != nil {
			p.Progress(Progress{r.System, r.Collection, r.Frozen, r.Due})
		}
	}
}

// oldest is how many years back a plan tells when records became due.
const oldest = 12

// years says when the records became due: by the same rule as of earlier days.
func (p *planner) years(ctx context.Context, m maker, conn system.Culler, r *Planned) error {
	r.Years = map[string]int64{}
	year := p.run.Day.Year()
	rest := r.Due
	for y := year; y > year-oldest && rest > 0; y-- {
		earlier := m
		earlier.decider = decide.New(decide.Question{Register: p.reg, Today: varsam.NewDate(y, time.January, 1)})
		then := r.Rule
		if err := earlier.finish(&then); err != nil {
			return err
		}
		before, err := conn.Count(ctx, r.over(then.due, r.fingerprint, nil))
		if err != nil {
			return err
		}
		if n := rest - min(before, rest); n > 0 {
			r.Years[varsam.NewDate(y, time.January, 1).String()[:4]] = n
		}
		rest = min(before, rest)
	}
	if rest > 0 {
		r.Years["before"] = rest
	}
	return nil
}

// freeze seals and stores the run.
func (p *planner) freeze(ctx context.Context) (Run, error) {
	key, err := p.Keeper.NewKey(ctx, p.Tenant, "cull")
	if err != nil {
		return Run{}, err
	}
	p.run.key, p.run.Digest, p.run.State = key, p.digest(), Done
	for i := range p.run.Rules {
		r := &p.run.Rules[i]
		if err := p.sealRule(ctx, r); err != nil {
			return Run{}, err
		}
		switch r.State {
		case RuleRunning:
			p.run.State = Running
		case RuleWaiting:
			if p.run.State == Done {
				p.run.State = Waiting
			}
		}
	}
	err = p.Store.Write(ctx, p.Tenant, p.insert)
	return p.run, err
}

func (p *planner) sealRule(ctx context.Context, r *Planned) (err error) {
	where := ruleContext(p.run.ID, r.Place)
	if r.sealed, err = p.seal(ctx, p.run.key, where, frozen{r.cull(), r.check}); err != nil {
		return err
	}
	for i := range r.ranges {
		g := &r.ranges[i]
		g.Place = r.Place
		if g.sealed, err = p.seal(ctx, p.run.key, rangeContext(p.run.ID, g.Place, g.N), g.Range); err != nil {
			return err
		}
	}
	return nil
}

// digest is what an approval says yes to: the day, the register, and every rule
// with its condition and its ranges.
func (p *planner) digest() string {
	h := sha256.New()
	enc := json.NewEncoder(h)
	_ = enc.Encode([]string{p.run.ID, p.run.Day.String(), p.run.Register})
	for _, r := range p.run.Rules {
		_ = enc.Encode(r.Rule)
		_ = enc.Encode(frozen{r.cull(), r.check})
		_ = enc.Encode(r.Classes)
		for _, g := range r.ranges {
			_ = enc.Encode(g.Range)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

func (p *planner) insert(tx *store.Tx) error {
	if err := insertRun(tx, p.run); err != nil {
		return err
	}
	for _, r := range p.run.Rules {
		if err := insertRule(tx, p.run.ID, r, r.sealed); err != nil {
			return err
		}
		for _, g := range r.ranges {
			if err := insertRange(tx, p.run.ID, g); err != nil {
				return err
			}
		}
		if err := appendPlan(tx, p.run, r); err != nil {
			return err
		}
	}
	if p.run.State != Running {
		return nil
	}
	return wake(tx, p.run.ID)
}

func ruleContext(run string, place int64) string { return "cull " + run + " rule " + text(place) }

func rangeContext(run string, place, n int64) string {
	return "cull " + run + " range " + text(place) + " " + text(n)
}
