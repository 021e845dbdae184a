package decide

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// nature is the row of a ground in the table of which right ends what.
type nature string

const (
	ofConsent   nature = "consent"
	ofContract  nature = "contract"
	ofDuty      nature = "duty"
	ofMarketing nature = "marketing"
	ofInterest  nature = "interest"
	ofTask      nature = "task"
	ofClaim     nature = "claim"
	ofVital     nature = "vital"
)

func natureOf(a register.Activity, kind varsam.GroundKind) nature {
	switch {
	case kind == varsam.MayKeep:
		return ofClaim
	case kind == varsam.MustKeep, a.Basis.Article == varsam.LegalObligation:
		return ofDuty
	case a.Basis.Article == varsam.Consent:
		return ofConsent
	case a.Basis.Article == varsam.VitalInterest:
		return ofVital
	case a.Basis.Article == varsam.PublicTask:
		return ofTask
	case a.Basis.Article == varsam.LegitimateInterest && a.Marketing():
		return ofMarketing
	case a.Basis.Article == varsam.LegitimateInterest:
		return ofInterest
	}
	return ofContract
}

// effect is what a right does to a ground.
type effect string

const (
	nothing effect = ""        // the right does not concern it
	ends    effect = "ends"    // at once
	balance effect = "balance" // a person decides; restricted meanwhile
	stays   effect = "stays"   // the law lets it stay; the answer says why
	review  effect = "review"  // a person looks at the record
)

// table is the one place that says which right ends which ground.
var table = map[nature]map[varsam.Right]effect{
	ofConsent:   {varsam.Erasure: ends, varsam.Objection: ends, varsam.Withdrawal: ends},
	ofContract:  {varsam.Erasure: stays, varsam.Objection: stays},
	ofDuty:      {varsam.Erasure: stays, varsam.Objection: stays},
	ofMarketing: {varsam.Erasure: ends, varsam.Objection: ends},
	ofInterest:  {varsam.Erasure: balance, varsam.Objection: balance},
	ofTask:      {varsam.Erasure: stays, varsam.Objection: balance},
	ofClaim:     {varsam.Erasure: stays, varsam.Objection: stays},
	ofVital:     {varsam.Erasure: review, varsam.Objection: review},
}

// asksOf are the asks of the people that a record concerns.
func (d *Decider) asksOf(l varsam.Located) []int {
	var mine []int
	for i, ask := range d.q.Asks {
		if ask.Person == Everyone || slices.Contains(l.Persons, ask.Person) {
			mine = append(mine, i)
		}
	}
	return mine
}

func (d *Decider) has(asks []int, rights ...varsam.Right) bool {
	return slices.ContainsFunc(asks, func(i int) bool { return slices.Contains(rights, d.q.Asks[i].Right) })
}

// onlyUses reports whether nothing is asked but that uses end.
func (d *Decider) onlyUses(asks []int) bool {
	return len(asks) > 0 && !slices.ContainsFunc(asks, func(i int) bool {
		right := d.q.Asks[i].Right
		return right != varsam.Objection && right != varsam.Withdrawal
	})
}

// Reaches reports whether a request changes a record at all, as it has been
// decided. A copy or a correction changes no fate, an instruction only what we
// process for that controller, a withdrawal only what rests on consent, and an
// objection or withdrawal narrowed to uses or activities only what has to do with
// those; what they do not reach is left as it is, whatever time says. A run by
// time alone reaches everything.
func Reaches(asks []Ask, l varsam.Located, decided varsam.Decision) bool {
	for _, ask := range asks {
		mine := ask.Person == Everyone || slices.Contains(l.Persons, ask.Person)
		switch ask.Right {
		case varsam.Erasure, varsam.RestrictionOf:
			if mine {
				return true
			}
		case varsam.Objection, varsam.Withdrawal:
			if mine && ask.touches(decided) {
				return true
			}
		case varsam.Instruction:
			theirs := slices.ContainsFunc(decided.Grounds, func(g varsam.Ground) bool {
				return g.EndedBy == varsam.Instruction || g.Role == varsam.Processor && g.Party == ask.Party // which may have ended by itself before
			})
			if mine && (theirs || l.Ownership != varsam.Own) {
				return true
			}
		}
	}
	return len(asks) == 0
}

// touches reports whether an objection or withdrawal has to do with a record: when
// it names one of the activities, ends a ground or stops a use that it is about.
// One that is not narrowed is about every use: an objection reaches every record,
// and a withdrawal those that a consent carries.
func (a Ask) touches(decided varsam.Decision) bool {
	whole := len(a.Activities)+len(a.Uses) == 0
	return whole && a.Right == varsam.Objection ||
		slices.ContainsFunc(decided.Stops, func(u varsam.Use) bool { return whole || slices.Contains(a.Uses, u) }) ||
		slices.ContainsFunc(decided.Grounds, func(g varsam.Ground) bool {
			return g.EndedBy == varsam.Objection || g.EndedBy == varsam.Withdrawal ||
				whole && g.Basis == varsam.Consent || len(a.Activities) > 0 && a.names(g.Activity)
		})
}

// names reports whether an ask reaches an activity by name.
func (a Ask) names(activity string) bool {
	return len(a.Activities) == 0 || slices.Contains(a.Activities, activity)
}

// choose lets the asks end what they end of one ground. A ground that has ended
// by itself, or that nobody has confirmed, is left as it is.
func (d *Decider) choose(g *carried, asks []int) {
	if !g.left(d.q.Today) || g.by.unconfirmed {
		return
	}
	for _, i := range asks {
		if ask := d.q.Asks[i]; ask.names(g.Activity) && g.End != varsam.EndedNow {
			d.apply(g, ask, asks)
		}
	}
	if g.End == varsam.EndedNow {
		g.pending = false
	}
}

func (d *Decider) apply(g *carried, ask Ask, asks []int) {
	switch {
	case ask.Right == varsam.Instruction:
		if g.Role == varsam.Processor && g.Party == ask.Party {
			g.endBy(ask.Right, varsam.Because(ReasonInstructed, g.Activity, ask.Party))
		}
	case g.Role == varsam.Processor:
	case ask.Right == varsam.Erasure && g.by.activity.OnRequest == "end" && g.by.nature != ofDuty:
		g.endBy(ask.Right, varsam.Because(ReasonPromised, g.Activity))
	case ask.Right == varsam.Erasure && g.by.keep.While == "case" && g.Alive(d.q.Today) && g.by.nature == ofInterest:
		g.note(ReasonCaseStays)
	default:
		d.weigh(g, ask, asks)
	}
}

// weigh reads the table, for the whole ground or for some of its uses.
func (d *Decider) weigh(g *carried, ask Ask, asks []int) {
	uses, whole := g.reached(ask)
	if !whole && len(uses) == 0 {
		return
	}
	right := g.readAs(ask)
	switch table[g.by.nature][right] {
	case ends:
		g.endUses(right, uses, whole, endReason(g.by.nature, right, g.Activity))
	case balance:
		d.balance(g, right, uses, whole, asks)
	case stays:
		d.stay(g, right, asks)
	case review:
		g.unknown(varsam.Because(ProblemVital, g.Activity))
	case nothing:
	}
}

// readAs is the right as it is meant: to withdraw from direct marketing that
// never rested on consent is to object to it.
func (g *carried) readAs(ask Ask) varsam.Right {
	if ask.Right == varsam.Withdrawal && g.by.nature == ofMarketing && slices.Contains(ask.Uses, varsam.DirectMarketing) {
		return varsam.Objection
	}
	return ask.Right
}

// reached is the part of a ground that an ask narrowed to uses reaches: some
// uses, or the whole. Direct marketing is always the whole of it.
func (g *carried) reached(ask Ask) (uses []varsam.Use, whole bool) {
	narrow := (ask.Right == varsam.Objection || ask.Right == varsam.Withdrawal) && len(ask.Uses) > 0
	if !narrow {
		return g.Uses, true
	}
	for _, u := range g.Uses {
		if slices.Contains(ask.Uses, u) {
			uses = append(uses, u)
		}
	}
	marketing := g.by.nature == ofMarketing && slices.Contains(uses, varsam.DirectMarketing)
	return uses, marketing || len(uses) > 0 && len(uses) == len(g.Uses)
}

func endReason(n nature, r varsam.Right, activity string) varsam.Reason {
	switch {
	case n == ofMarketing:
		return varsam.Because(ReasonMarketingEnded, activity)
	case r == varsam.Erasure:
		return varsam.Because(ReasonErasureWithdraws, activity)
	case r == varsam.Objection:
		return varsam.Because(ReasonObjectionWithdraws, activity)
	}
	return varsam.Because(ReasonWithdrawn, activity)
}

// endUses ends the ground, or takes some uses out of it.
func (g *carried) endUses(r varsam.Right, uses []varsam.Use, whole bool, why varsam.Reason) {
	if whole {
		g.endBy(r, why)
		return
	}
	g.stops = append(g.stops, uses...)
	g.notes = append(g.notes, why)
	g.Uses = slices.DeleteFunc(slices.Clone(g.Uses), func(u varsam.Use) bool { return slices.Contains(uses, u) })
}

func (g *carried) endBy(r varsam.Right, why varsam.Reason) {
	g.stops = append(g.stops, g.Uses...)
	g.End, g.Last, g.EndedBy, g.Problem, g.why = varsam.EndedNow, varsam.Date{}, r, "", why
}

// balance follows a person's ruling; without one the machine decides nothing and
// the use stops meanwhile.
func (d *Decider) balance(g *carried, r varsam.Right, uses []varsam.Use, whole bool, asks []int) {
	ruling, ruled := d.ruling(g.Activity, asks)
	switch {
	case ruled && ruling.Upheld:
		g.endUses(r, uses, whole, varsam.Because(ReasonObjectionUpheld, g.Activity))
	case ruled:
		g.note(ReasonObjectionRefused)
	case whole:
		g.pending = true
		g.stops = append(g.stops, uses...)
	default:
		g.stops = append(g.stops, uses...)
		g.note(ReasonUnderTest)
	}
}

// ruling is what a person decided about an activity, in any of the asks; a
// ruling that upholds goes first.
func (d *Decider) ruling(activity string, asks []int) (Ruling, bool) {
	var refused *Ruling
	for _, i := range asks {
		r, ok := d.q.Asks[i].Rulings[activity]
		if ok && r.Upheld {
			return r, true
		}
		if ok && r.Grounds != "" {
			refused = &r
		}
	}
	if refused == nil {
		return Ruling{}, false
	}
	return *refused, true
}

// stay notes why the law lets the ground stay. A claim stays on the written
// interest of the register, or of the ruling; one that a person found against
// ends.
func (d *Decider) stay(g *carried, r varsam.Right, asks []int) {
	if g.by.nature == ofClaim {
		d.stayClaim(g, r, asks)
		return
	}
	if r == varsam.Objection {
		g.note(ReasonNoObjection)
		return
	}
	switch {
	case g.by.nature == ofDuty:
		g.notes = append(g.notes, varsam.Because(ReasonDutyStays, g.Activity, g.statute()))
	case g.by.nature == ofTask:
		g.note(ReasonTaskStays)
	case g.by.keep.While == "case":
		g.note(ReasonCaseStays)
	default:
		g.note(ReasonContractStays)
	}
}

func (d *Decider) stayClaim(g *carried, r varsam.Right, asks []int) {
	ruling, ruled := d.ruling(g.Activity, asks)
	undocumented := g.Problem == ProblemClaim || g.Problem == ProblemReview
	switch {
	case ruled && ruling.Upheld:
		g.endBy(r, varsam.Because(ReasonObjectionUpheld, g.Activity))
	case ruled && undocumented && !ruling.Review.Before(d.q.Today):
		g.End, g.Problem, g.why = varsam.DatedEnd, "", varsam.Reason{}
		g.note(ReasonClaimStays)
	case !undocumented:
		g.note(ReasonClaimStays)
	}
}

func (g *carried) statute() string {
	if g.Law != "" {
		return g.Law
	}
	return g.by.activity.Basis.Law
}

func (g *carried) note(code string) {
	why := varsam.Because(code, g.Activity)
	if !slices.ContainsFunc(g.notes, func(r varsam.Reason) bool { return r.Code == code }) {
		g.notes = append(g.notes, why)
	}
}
