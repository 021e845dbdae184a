package report

import (
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
)

// certificate is a certificate as others read it.
type certificate struct {
	Format       string            `json:"format"`
	Language     varsam.Lang       `json:"language"`
	Title        string            `json:"title"`
	Organisation Organisation      `json:"organisation"`
	Run          string            `json:"run"`
	Day          varsam.Date       `json:"day"` // by which day it was decided what is due
	Register     registerVersion   `json:"register"`
	Plan         string            `json:"plan"` // digest
	State        string            `json:"state"`
	StateWords   string            `json:"state_words"`
	Over         bool              `json:"over"`
	Planned      time.Time         `json:"planned"`
	Ended        time.Time         `json:"ended,omitzero"`
	Made         time.Time         `json:"made"`
	Sum          string            `json:"sum"`
	Rules        []certificateRule `json:"rules"`
	Parts        Parts             `json:"checks"`
	Silent       []silence         `json:"silent"`
	Holds        []string          `json:"holds_past_review"`
	Limits       []string          `json:"not_proved"`
}

type registerVersion struct {
	Version int    `json:"version,omitempty"`
	Digest  string `json:"digest"`
}

type certificateRule struct {
	System          string               `json:"system"`
	SystemTitle     string               `json:"system_title"`
	Collection      string               `json:"collection"`
	CollectionTitle string               `json:"collection_title"`
	Action          varsam.OpKind        `json:"action"`
	ActionWords     string               `json:"action_words"`
	Grounds         []Ground             `json:"grounds"`
	Due             int64                `json:"due"`
	Done            int64                `json:"done"`
	Needed          int64                `json:"needed"`
	Protected       int64                `json:"protected"`
	Waiting         int64                `json:"waiting"` // for more of their kind
	Linked          int64                `json:"linked"`  // pseudonymised, and still due
	Changed         int64                `json:"changed"`
	Refused         int64                `json:"refused"`
	Open            int64                `json:"open"`    // due, and not done for another reason
	Unclear         int64                `json:"unclear"` // beside what is due
	Why             []string             `json:"why"`
	Finality        varsam.Finality      `json:"finality,omitempty"`
	Until           varsam.Date          `json:"until,omitzero"`
	FinalityWords   string               `json:"finality_words,omitempty"`
	Approval        *certificateApproval `json:"approval"`
	Parts           Parts                `json:"checks"`
}

type certificateApproval struct {
	Standing string      `json:"standing,omitempty"`
	Most     int64       `json:"most,omitempty"`
	Jump     int64       `json:"jump,omitempty"`
	Until    varsam.Date `json:"until,omitzero"`
	Yes      []Yes       `json:"yes"`
	Words    []string    `json:"words"`
}

type silence struct {
	System string        `json:"system"`
	Title  string        `json:"title"`
	Why    varsam.Reason `json:"why"`
	Words  string        `json:"words"`
}

func (c *composer) certificate(run Run) certificate {
	out := certificate{
		Format: CertificateFormat, Language: c.p.Lang(), Title: c.p.T("certificate.title", run.ID), Organisation: c.whose(),
		Run: run.ID, Day: run.Day, Register: registerVersion{run.Version, run.Register.Digest}, Plan: run.Digest,
		State: run.State, StateWords: c.p.T("cull.state." + run.State), Over: run.Over,
		Planned: run.Planned, Ended: run.Ended, Made: run.Made,
		Rules: []certificateRule{}, Silent: []silence{}, Holds: []string{},
	}
	for _, r := range run.Rules {
		out.Rules = append(out.Rules, c.certificateRule(r))
		out.Parts = out.Parts.plus(r.Parts)
	}
	for _, gap := range run.Silent {
		out.Silent = append(out.Silent, silence{gap.System, c.system(gap.System), gap.Why, c.p.Reason(gap.Why)})
	}
	for _, why := range run.Holds {
		out.Holds = append(out.Holds, c.p.Reason(why))
	}
	out.Sum, out.Limits = c.sum(out.Rules), c.limits(out.Rules)
	return out
}

func (c *composer) certificateRule(r Rule) certificateRule {
	s, _ := c.reg.System(r.System)
	coll, _ := s.Collection(r.Collection)
	out := certificateRule{
		System: r.System, SystemTitle: c.system(r.System), Collection: r.Collection, CollectionTitle: c.collection(r.System, r.Collection),
		Action: r.Action, ActionWords: c.action(r.Action), Grounds: c.grounds(coll),
		Due: r.Due, Done: r.Parts.Verified.Rows, Needed: r.Needed, Protected: r.Protected, Unclear: r.Unclear,
		Waiting: r.Waiting, Linked: r.Linked,
		Changed: r.Parts.Changed.Rows + r.Parts.Back.Rows, Refused: r.Parts.Refused.Rows, Why: c.why(r), Parts: r.Parts,
	}
	out.Open = max(0, r.Due-out.Done-out.Needed-out.Protected-out.Waiting-out.Linked-out.Changed-out.Refused)
	if out.Done > 0 {
		out.Finality, out.Until, out.FinalityWords = r.Finality, r.Until, c.p.Finality(r.Finality, r.Until, int(out.Done))
	}
	if r.Approval != nil {
		out.Approval = c.approval(*r.Approval)
	}
	return out
}

// action is what the rule does, as a noun.
func (c *composer) action(k varsam.OpKind) string {
	switch k {
	case varsam.OpErase:
		return c.p.T("cull.does.erase")
	case varsam.OpRestrict:
		return c.p.T("cull.does.restrict")
	case varsam.OpAnonymise:
		return c.p.T("cull.does.anonymise")
	case "blank":
		return c.p.T("cull.does.blank")
	case "suppress":
		return c.p.T("cull.does.suppress")
	}
	return string(k)
}

// why says what of the rule stays, each reason once.
func (c *composer) why(r Rule) []string {
	all := []string{}
	if r.Why.Code != "" {
		all = append(all, c.p.Reason(r.Why))
	}
	for _, refusal := range r.Refusals {
		all = append(all, c.p.N("certificate.refused", int(refusal.Rows), c.p.T("certificate.code."+string(refusal.Code))))
	}
	if n := r.Parts.Back.Rows; n > 0 {
		all = append(all, c.p.N("certificate.back", int(n)))
	}
	if n := r.Parts.Changed.Rows; n > 0 {
		all = append(all, c.p.N("certificate.changed", int(n)))
	}
	if r.Needed > 0 {
		all = append(all, c.p.N("certificate.needed", int(r.Needed)))
	}
	if r.Protected > 0 {
		all = append(all, c.p.N("certificate.protected", int(r.Protected)))
	}
	if r.Unclear > 0 {
		all = append(all, c.p.N("certificate.unclear", int(r.Unclear)))
	}
	for _, why := range r.Left {
		all = append(all, c.p.Reason(why))
	}
	return unique(all)
}

// sum is the run in a few sentences. What became of the records is said by its
// finality: what is only marked is not blocked, and what is archived not erased.
func (c *composer) sum(rules []certificateRule) string {
	done := map[string]int{}
	left, unclear := 0, 0
	for _, r := range rules {
		done[sumKey(r)] += int(r.Done)
		left += int(r.Due - r.Done)
		unclear += int(r.Unclear)
	}
	var parts []string
	for _, key := range sumKeys {
		if done[key] > 0 {
			parts = append(parts, c.p.N(key, done[key]))
		}
	}
	if len(parts) == 0 {
		parts = []string{c.p.T("certificate.sum.nothing")}
	}
	text := locale.Capital(c.p.List(parts)) + "."
	if left > 0 {
		text += " " + c.p.N("certificate.sum.left", left)
	} else {
		text += " " + c.p.T("certificate.sum.none-left")
	}
	if unclear > 0 {
		text += " " + c.p.N("certificate.sum.unclear", unclear)
	}
	return text
}

// sumKeys are the sentences of what was done, in order.
var sumKeys = []string{
	"certificate.sum.erased", "certificate.sum.binned", "certificate.sum.archived", "certificate.sum.anonymised",
	"certificate.sum.restricted", "certificate.sum.flagged", "certificate.sum.changed",
}

func sumKey(r certificateRule) string {
	switch r.Finality {
	case varsam.Gone, varsam.InBackups:
		return "certificate.sum.erased"
	case varsam.Binned:
		return "certificate.sum.binned"
	case varsam.Archived:
		return "certificate.sum.archived"
	case varsam.Anonymised:
		return "certificate.sum.anonymised"
	case varsam.Moved, varsam.Blanked:
		return "certificate.sum.restricted"
	case varsam.Flagged:
		return "certificate.sum.flagged"
	}
	return "certificate.sum.changed"
}

// limits are what the certificate does not prove.
func (c *composer) limits(rules []certificateRule) []string {
	all := []string{c.p.T("certificate.limit.copies"), c.p.T("certificate.limit.register")}
	typed, copies := false, false
	for _, r := range rules {
		typed = typed || r.Approval != nil && anyTyped(r.Approval.Yes)
		copies = copies || r.Finality == varsam.InBackups
	}
	if copies {
		all = append(all, c.p.T("certificate.limit.backups"))
	}
	if typed {
		all = append(all, c.p.T("certificate.limit.typed"))
	}
	return all
}
