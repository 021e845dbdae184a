package retention_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/anonymity"
	"github.com/varsam/varsam/internal/retention"
)

// TestChoose: the register leaves it to the first plan what becomes of birth days,
// postcodes and pay. What it finds loses least, makes classes of at least k, and
// stays what it is once it has been approved, whatever is due afterwards.
func TestChoose(t *testing.T) { onEach(t, testChoose) }

// choosing are the edits of the clinic's register.
var choosing = []string{
	"born: decade", "born: {choose: [keep, month, year, decade, null]}", "postcode: {prefix: 2}", "postcode: {choose: [{prefix: 3}, {prefix: 2}, {prefix: 1}]}",
	"pay: {band: 10000}", "pay: {choose: [{band: 1000}, {band: 10000}]}", "k: 4", "k: 4\n      wait: 10",
}

func testChoose(t *testing.T, e engine) {
	o := clinic(t, e, choosing...)
	m := &model{office: o, rand: rand.New(rand.NewPCG(5, 2))}
	o.visited(m.rand, 0, 400, "2023-05-17")
	run := o.plan()
	rule := o.rule(run, "visits", varsam.OpAnonymise)
	if rule.Chosen == nil || rule.State != retention.RuleWaiting {
		t.Fatalf("%+v", rule)
	}
	want := m.best(rule.Chosen.Score)
	c := rule.Chosen
	if c.Rows != 400 || c.Waiting != rule.Small || c.Waiting > 40 || c.Measure != anonymity.Loss || c.Before < .8 || c.After > .25 || fmt.Sprint(c.Columns()) != want {
		t.Errorf("%+v, want %s", c, want)
	}
	for name, how := range c.Columns() {
		if became := rule.Becomes[name]; became != how && how != "keep" {
			t.Errorf("%s: chosen %s, becomes %s", name, how, became)
		}
	}
	terms := &retention.Terms{Most: 10_000, Until: varsam.NewDate(2027, 6, 30)}
	o.approve(run, terms, "anna", "bo")
	done := o.rule(o.work(run), "visits", varsam.OpAnonymise)
	if done.Done != rule.Frozen || done.Finality != varsam.Anonymised || done.Why.Code != "" || done.Chosen == nil {
		t.Errorf("%+v", done)
	}
	o.hidden(m, 4, 2)
	o.verified(run)

	o.now = o.now.AddDate(0, 0, 1)
	o.visited(m.rand, 1000, 3000, "2023-05-18") // so many that a finer choice would do
	next := o.plan()
	r := o.rule(next, "visits", varsam.OpAnonymise)
	if r.State != retention.RuleRunning || r.Standing == "" || fmt.Sprint(r.Chosen.Columns()) != want || r.Rule.Digest != rule.Rule.Digest {
		t.Errorf("the next night: %+v", r)
	}
	o.work(next)
	o.hidden(m, 4, 2)
	o.verified(next)
}

// best is what a search over the table's rows finds, as the test reads them and
// knows what may become of them.
func (m *model) best(score float64) string {
	m.Helper()
	var rows [][]varsam.Value
	var ills []varsam.Value
	for _, r := range m.read("visits") {
		born := varsam.Value{}
		if d, err := varsam.ParseDate(r["born"]); err == nil {
			born = varsam.DayOf(d)
		}
		var pay int64
		fmt.Sscan(r["pay"], &pay)
		rows = append(rows, []varsam.Value{born, varsam.TextOf(r["postcode"]), varsam.IntOf(pay), varsam.TextOf(r["sex"])})
		ills = append(ills, varsam.TextOf(r["ill"]))
	}
	s, err := anonymity.NewSample([]anonymity.Ladder{
		{Column: "born", Steps: []anonymity.Recode{anonymity.Keep(), anonymity.ToDate(anonymity.Month), anonymity.ToDate(anonymity.Year), anonymity.ToDate(anonymity.Decade), anonymity.ToNull()}},
		{Column: "postcode", Steps: []anonymity.Recode{anonymity.ToPrefix(3), anonymity.ToPrefix(2), anonymity.ToPrefix(1)}},
		{Column: "pay", Steps: []anonymity.Recode{anonymity.ToBand(1000, 0), anonymity.ToBand(10_000, 0)}},
		{Column: "sex", Steps: []anonymity.Recode{anonymity.Keep()}},
	}, []string{"ill"})
	m.must(err)
	for i, row := range rows {
		m.must(s.Add(row, ills[i:i+1]))
	}
	choice, err := s.Choose(m.Context(), anonymity.Aim{K: 4, L: 2, Measure: anonymity.Loss, Limit: .1})
	m.must(err)
	columns := map[string]string{}
	for i, name := range []string{"born", "postcode", "pay"} {
		columns[name] = choice.Recodes[i].String()
	}
	if !choice.Found || score <= 0 {
		m.Errorf("%+v, score %v", choice, score)
	}
	return fmt.Sprint(columns)
}

// TestChoiceOfTwoPlans: a plan whose choice is another than the one that was
// approved cannot be approved any more.
func TestChoiceOfTwoPlans(t *testing.T) {
	t.Parallel()
	o := clinic(t, engines[0], choosing...)
	m := &model{office: o, rand: rand.New(rand.NewPCG(5, 2))}
	o.visited(m.rand, 0, 150, "2023-05-17")
	coarse := o.plan()
	o.visited(m.rand, 1000, 8000, "2023-05-17")
	fine := o.plan()
	a, b := o.rule(coarse, "visits", varsam.OpAnonymise), o.rule(fine, "visits", varsam.OpAnonymise)
	if fmt.Sprint(a.Chosen.Columns()) == fmt.Sprint(b.Chosen.Columns()) {
		t.Fatalf("both choose %v", a.Chosen.Columns())
	}
	o.approve(fine, nil, "anna", "bo")
	_, err := o.Approve(t.Context(), coarse.ID, coarse.Digest, "anna", "test", nil)
	if err == nil {
		_, err = o.Approve(t.Context(), coarse.ID, coarse.Digest, "bo", "test", nil)
	}
	if varsam.CodeOf(err) != varsam.Conflict || !strings.Contains(err.Error(), "plan again") {
		t.Errorf("%v", err)
	}
}

// TestNoChoice: where no combination makes enough records alike, they stay, and
// the plan says so.
func TestNoChoice(t *testing.T) {
	t.Parallel()
	o := clinic(t, engines[0], "born: decade", "born: {choose: [keep, month]}")
	o.visited(rand.New(rand.NewPCG(5, 2)), 0, 100, "2020-05-17") // past the last day, too
	run := o.plan()
	for _, action := range []varsam.OpKind{varsam.OpAnonymise, retention.Suppress} {
		if r := o.rule(run, "visits", action); r.State != retention.RuleCannot || r.Why.Code != retention.ReasonNoChoice || r.Frozen != 0 {
			t.Errorf("%+v", r)
		}
	}
}
