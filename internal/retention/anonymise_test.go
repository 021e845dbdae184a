package retention_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/retention"
)

const visits = `  visits:
    person: {through: customer_id, to: customers}
    fields:
      id: id.visit
      name: person.name
      born: person.birth-date
      postcode: contact.address
      made_on: behaviour
      ill: special.health
    carried_by: [{activity: care-of-health, from: made_on}]
    end: anonymise
    anonymise:
      columns: {id: random, customer_id: null, name: null, born: decade, postcode: {prefix: 2}, pay: {band: 10000}, made_on: year}
      keep: [sex, ill]
      harmless: version
      sensitive: ill
      k: 4
      l: 2
      mark: {anonymised_on: now}
`

// clinic is an office with a table of visits.
func clinic(t *testing.T, e engine, edit ...string) *office {
	o := newOffice(t, e)
	o.run(`CREATE TABLE visits (id {id}, customer_id BIGINT REFERENCES customers (id), name VARCHAR(40), born DATE, postcode VARCHAR(10), pay INTEGER,
		sex VARCHAR(5), ill VARCHAR(20), version INTEGER, made_on DATE, anonymised_on DATE)`)
	fsys := files()
	fsys["health.yaml"] = activity("care-of-health", "{article: 6.1.b}", "{earliest: 2 years, latest: 5 years}")
	fsys["shop.yaml"].Data = append(fsys["shop.yaml"].Data, strings.NewReplacer(edit...).Replace(visits)...)
	o.push(fsys)
	return o
}

// visited fills in visits of some day.
func (o *office) visited(r *rand.Rand, from, n int, day string) {
	o.Helper()
	var rows, people []string
	for id := from; id < from+n; id++ {
		people = append(people, fmt.Sprintf(`(%d, 'Person %d', 'person%d@example.com', '2026-11-01')`, id, id, id))
		born := fmt.Sprintf("'%d-%02d-%02d'", 1950+10*r.IntN(3)+r.IntN(10), 1+r.IntN(12), 1+r.IntN(28))
		rows = append(rows, fmt.Sprintf(`(%d, %d, 'Person %d', %s, %s, %d, %s, '%d', %d, '%s', NULL)`, id, id, id,
			[]string{born, born, born, "NULL"}[r.IntN(4)], []string{"'111 20'", "'11257'", "'211 45'", "'9'"}[r.IntN(4)], 25_000+r.IntN(12_000),
			[]string{"'f'", "'m'"}[r.IntN(2)], r.IntN(3), id, day))
	}
	o.run("INSERT INTO customers VALUES "+strings.Join(people, ","), "INSERT INTO visits VALUES "+strings.Join(rows, ","))
}

// TestAnonymise goes through three nights with new visits arriving: what is marked
// hides in its class, nothing else has changed, and a second run of the same
// night finds nothing.
func TestAnonymise(t *testing.T) { onEach(t, testAnonymise) }

func testAnonymise(t *testing.T, e engine) {
	o := clinic(t, e)
	m := &model{office: o, rand: rand.New(rand.NewPCG(4, 2))}
	o.Size = 25
	var marked, waited int64
	for night := range 3 {
		o.visited(m.rand, 1000*night, 120, "2023-05-17")    // may go
		o.visited(m.rand, 1000*night+500, 60, "2026-05-17") // not due
		o.visited(m.rand, 1000*night+800, 12, "2023-11-0"+fmt.Sprint(1+night))
		before := m.read("visits")
		others := o.dump(m, "customers")
		run := o.plan()
		rule := o.rule(run, "visits", varsam.OpAnonymise)
		if rule.State == retention.RuleCannot || rule.Small == 0 || rule.Frozen == 0 || rule.Small+rule.Frozen != rule.Due || rule.Classes == "" || rule.Becomes["born"] != "date decade" {
			t.Fatalf("night %d: %+v", night, rule)
		}
		if run.State == retention.Waiting {
			o.approve(run, &retention.Terms{Most: 10_000, Until: varsam.NewDate(2027, 6, 30)}, "anna", "bo")
		}
		done := o.rule(o.work(run), "visits", varsam.OpAnonymise)
		if done.Done != rule.Frozen || done.Finality != varsam.Anonymised || done.Why.Code != "" {
			t.Fatalf("night %d: %+v", night, done)
		}
		marked += done.Done
		o.hidden(m, 4, 2)
		if got := o.count(`SELECT count(*) FROM visits WHERE anonymised_on IS NOT NULL`); int64(got) != marked {
			t.Errorf("night %d: %d marked, want %d", night, got, marked)
		}
		o.unchanged(m, before)
		if o.dump(m, "customers") != others {
			t.Errorf("night %d: something else changed", night)
		}
		o.want(`SELECT count(*) FROM visits WHERE anonymised_on IS NOT NULL AND (name IS NOT NULL OR customer_id IS NOT NULL OR id < 100000)`, 0)
		if again := o.rule(o.plan(), "visits", varsam.OpAnonymise); again.Frozen != 0 || again.Small != rule.Small {
			t.Errorf("night %d: a second run finds %+v", night, again)
		}
		waited += rule.Small
		o.verified(run)
		o.now = o.now.AddDate(0, 0, 1)
	}
	if marked < 100 || waited < 10 {
		t.Errorf("the nights were about too little: %d marked, %d waited", marked, waited)
	}
}

// hidden recounts the classes of what is marked, from the rows themselves.
func (o *office) hidden(m *model, k, l int) {
	o.Helper()
	rows, ills := map[string]int{}, map[string]map[string]bool{}
	for _, r := range m.read("visits") {
		if r["anonymised_on"] == "" {
			continue
		}
		class := strings.Join([]string{r["born"], r["postcode"], r["pay"], r["sex"], r["made_on"]}, "|")
		if class == "||||" {
			continue // emptied: nothing points at anybody
		}
		rows[class]++
		if ills[class] == nil {
			ills[class] = map[string]bool{}
		}
		ills[class][r["ill"]] = true
	}
	for class, n := range rows {
		if n < k || len(ills[class]) < l {
			o.Errorf("class %s has %d rows with %d illnesses", class, n, len(ills[class]))
		}
	}
	if len(rows) < 3 {
		o.Errorf("only %d classes", len(rows))
	}
}

// unchanged: rows without a mark, and those that had one, are as they were.
func (o *office) unchanged(m *model, before []row) {
	o.Helper()
	left := map[string]int{}
	for _, r := range m.read("visits") {
		left[fmt.Sprint(map[string]string(r))]++
	}
	gone := 0
	for _, r := range before {
		if text := fmt.Sprint(map[string]string(r)); left[text] > 0 {
			left[text]--
		} else if gone++; r["anonymised_on"] != "" {
			o.Errorf("an anonymised row changed: %s", text)
		}
	}
	fresh := 0
	for _, n := range left {
		fresh += n
	}
	if fresh != gone {
		o.Errorf("%d rows came and %d went", fresh, gone)
	}
}

func (o *office) dump(m *model, table string) string {
	var all []string
	for _, r := range m.read(table) {
		all = append(all, fmt.Sprint(map[string]string(r)))
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}

// TestSuppress: who is still alone in a class on the last day is emptied of what
// could tell.
func TestSuppress(t *testing.T) { onEach(t, testSuppress) }

func testSuppress(t *testing.T, e engine) {
	o := clinic(t, e)
	m := &model{office: o, rand: rand.New(rand.NewPCG(1, 1))}
	o.run(`INSERT INTO customers VALUES (1, 'A', 'a@example.com', '2026-11-01')`)
	for id := range 6 {
		o.run(fmt.Sprintf(`INSERT INTO visits VALUES (%d, 1, 'A', '1960-05-01', '11120', 30000, 'f', '%d', 1, '2020-11-%02d', NULL)`, 10+id, id%2, 1+id))
	}
	o.run(`INSERT INTO visits VALUES (1, 1, 'A', '1981-05-01', '11120', 30000, 'f', '7', 1, '2020-11-20', NULL), (2, 1, 'A', '1981-05-01', '11120', 30000, 'f', '7', 1, '2023-11-20', NULL)`)
	run := o.plan()
	may, must := o.rule(run, "visits", varsam.OpAnonymise), o.rule(run, "visits", retention.Suppress)
	if may.Due != 8 || may.Frozen != 6 || may.Small != 2 || must.Due != 1 || must.Frozen != 1 {
		t.Fatalf("may go %+v\nmust go %+v", may, must)
	}
	o.approve(run, nil, "anna", "bo")
	done := o.work(run)
	if r := o.rule(done, "visits", retention.Suppress); r.Done != 1 || r.Finality != varsam.Anonymised {
		t.Errorf("%+v", r)
	}
	o.want(`SELECT count(*) FROM visits WHERE anonymised_on IS NOT NULL`, 7)
	o.want(`SELECT count(*) FROM visits WHERE anonymised_on IS NOT NULL AND born IS NULL AND postcode IS NULL AND pay IS NULL AND sex IS NULL AND ill IS NULL AND made_on IS NULL AND name IS NULL`, 1)
	o.want(`SELECT count(*) FROM visits WHERE id = 2 AND name = 'A' AND anonymised_on IS NULL`, 1)
	o.hiddenIn(m, 1)
	o.certificate(done, "Due 8 · Done 6 · Waiting 2 · Not done 0", "2 records are too few of their kind to be anonymous; they wait.")
	o.verified(run)
}

// TestSuppressMandatory: what must have a value gets one that is everybody's.
func TestSuppressMandatory(t *testing.T) { onEach(t, testSuppressMandatory) }

func testSuppressMandatory(t *testing.T, e engine) {
	o := clinic(t, e, "keep: [sex", "keep: [called_at, urgent, sex")
	o.run(`DROP TABLE visits`, `CREATE TABLE visits (id {id}, customer_id BIGINT REFERENCES customers (id), name VARCHAR(40), born DATE NOT NULL, postcode VARCHAR(10) NOT NULL,
		pay INTEGER NOT NULL, sex VARCHAR(5), ill VARCHAR(20), version INTEGER, made_on DATE NOT NULL, called_at TIMESTAMP NOT NULL, urgent BOOLEAN NOT NULL, anonymised_on DATE)`,
		`INSERT INTO customers VALUES (1, 'A', 'a@example.com', '2026-11-01')`,
		`INSERT INTO visits VALUES (1, 1, 'A', '1981-05-01', '11120', 30000, 'f', '7', 1, '2020-11-20', '2020-11-20 10:15:00', TRUE, NULL)`)
	run := o.plan()
	o.approve(run, nil, "anna", "bo")
	if r := o.rule(o.work(run), "visits", retention.Suppress); r.Done != 1 || r.Finality != varsam.Anonymised || r.Why.Code != "" {
		t.Errorf("%+v", r)
	}
	o.want(`SELECT count(*) FROM visits WHERE born = '1900-01-01' AND made_on = '1900-01-01' AND called_at < '1970-01-05' AND NOT urgent AND pay = 0 AND sex IS NULL AND anonymised_on IS NOT NULL`, 1)
	o.verified(run)
	if r := o.rule(o.plan(), "visits", retention.Suppress); r.Due != 0 {
		t.Errorf("due again: %+v", r)
	}
}

// hiddenIn is hidden, of so many classes.
func (o *office) hiddenIn(m *model, classes int) {
	o.Helper()
	seen := map[string]int{}
	for _, r := range m.read("visits") {
		if r["anonymised_on"] != "" && r["made_on"] != "" {
			seen[r["born"]+r["postcode"]+r["pay"]+r["sex"]+r["made_on"]]++
		}
	}
	if len(seen) != classes || slices.Min(slices.Collect(maps.Values(seen))) < 4 {
		o.Errorf("classes %v", seen)
	}
}

// TestLinked: what still leads to a person is only pseudonymised, and stays due.
func TestLinked(t *testing.T) {
	o := clinic(t, engines[0], "id: random, customer_id: null, ", "id: random, ", "harmless: version", "harmless: [version, customer_id]")
	o.run(`INSERT INTO customers VALUES (1, 'A', 'a@example.com', '2026-11-01')`, `CREATE TABLE visits_history (id {id}, said VARCHAR(9))`,
		`CREATE TRIGGER copies AFTER UPDATE ON visits BEGIN INSERT INTO visits_history (said) VALUES (old.name); END`)
	for id := range 6 {
		o.run(fmt.Sprintf(`INSERT INTO visits VALUES (%d, 1, 'A', '1960-05-01', '11120', 30000, 'f', '%d', 1, '2020-11-01', NULL)`, id, id%2))
	}
	run := o.plan()
	var notes []string
	for _, why := range o.rule(run, "visits", varsam.OpAnonymise).Left() {
		notes = append(notes, why.Code+" "+strings.Join(why.Args, ","))
	}
	if got := strings.Join(notes, "; "); got != "cull-no-approval ; cull-history copies; cull-history visits_history" {
		t.Error(got)
	}
	o.approve(run, nil, "anna", "bo")
	r := o.rule(o.work(run), "visits", varsam.OpAnonymise)
	if r.Done != 6 || r.Finality != varsam.Pseudonymised || r.Why.Code != retention.ReasonLeads || r.Why.Args[0] != "customer_id" {
		t.Errorf("%+v", r)
	}
	next := o.plan()
	if r := o.rule(next, "visits", varsam.OpAnonymise); r.Due != 6 || r.Linked != 6 || r.Frozen != 0 {
		t.Errorf("the next night: %+v", r)
	}
	o.certificate(next, "Due 6 · Done 0 · Pseudonymous 6 · Not done 0", "6 records are only pseudonymised and still due.")
}

// TestUnsaid: where the register leaves something open, nothing is done.
func TestUnsaid(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		edit []string
		code string
	}{
		"no section":     {[]string{visits[strings.Index(visits, "    anonymise:"):], ""}, retention.ReasonAnonymise},
		"no mark":        {[]string{"      mark: {anonymised_on: now}\n", "", "harmless: version", "harmless: [version, anonymised_on]"}, retention.ReasonUnmarked},
		"another column": {[]string{"      harmless: version\n", ""}, retention.ReasonUnnamed},
		"a number's way": {[]string{"born: decade", "born: {band: 10}"}, retention.ReasonRefused},
		"all alone":      {[]string{"pay: {band: 10000}, ", "", "keep: [sex", "keep: [pay, sex"}, ""},
	} {
		o := clinic(t, engines[0], c.edit...)
		o.visited(rand.New(rand.NewPCG(1, 1)), 0, 20, "2020-01-01")
		r := o.rule(o.plan(), "visits", varsam.OpAnonymise)
		switch {
		case c.code == "" && (r.State != retention.RuleNothing || r.Small == 0 || r.Frozen != 0):
			t.Errorf("%s: %+v", name, r)
		case c.code != "" && (r.State != retention.RuleCannot || r.Why.Code != c.code):
			t.Errorf("%s: %+v", name, r)
		}
	}
}

// TestTooFine: what leaves more classes than can be counted hides nobody.
func TestTooFine(t *testing.T) {
	t.Parallel()
	o := clinic(t, engines[0], "pay: {band: 10000}, ", "", "keep: [sex", "keep: [pay, sex")
	o.run(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20001)
		INSERT INTO visits SELECT i, NULL, 'A', '1960-05-01', '11120', i, 'f', '1', 1, '2020-11-01', NULL FROM n`)
	for _, action := range []varsam.OpKind{varsam.OpAnonymise, retention.Suppress} {
		if r := o.rule(o.plan(), "visits", action); r.State != retention.RuleCannot || r.Why.Code != retention.ReasonTooFine {
			t.Errorf("%s %s", r.State, r.Why.Code)
		}
	}
}

// TestReferredTo: a record that others still refer to leads back to a person, and
// waits.
func TestReferredTo(t *testing.T) {
	t.Parallel()
	o := clinic(t, engines[0])
	o.run(`INSERT INTO customers VALUES (1, 'A', 'a@example.com', '2026-11-01')`, `CREATE TABLE complaints (id {id}, visit_id BIGINT REFERENCES visits (id), said VARCHAR(40))`)
	for id := range 6 {
		o.run(fmt.Sprintf(`INSERT INTO visits VALUES (%d, 1, 'A', '1960-05-01', '11120', 30000, 'f', '%d', 1, '2023-11-01', NULL)`, id, id%2))
	}
	o.run(`INSERT INTO complaints VALUES (1, 3, 'rude')`)
	if r := o.rule(o.plan(), "visits", varsam.OpAnonymise); r.Due != 6 || r.Needed != 1 || r.Frozen != 5 {
		t.Errorf("%+v", r)
	}
}

// TestLetsGo: what lets go of a record in one night does not change that record's
// plan of the same night, and frees it for the next.
func TestLetsGo(t *testing.T) { onEach(t, testLetsGo) }

func testLetsGo(t *testing.T, e engine) {
	o := clinic(t, e, "      mark: {anonymised_on: now}\n", `      mark: {anonymised_on: now}
  complaints:
    person: {through: visit_id, to: visits}
    fields: {id: id.visit, visit_id: id.visit, made_on: behaviour}
    carried_by: [{activity: care-of-health, from: made_on}]
    end: anonymise
    anonymise:
      columns: {id: random, visit_id: null, made_on: year}
      k: 2
      mark: {anonymised_on: now}
`)
	o.run(`INSERT INTO customers VALUES (1, 'A', 'a@example.com', '2026-11-01')`,
		`CREATE TABLE complaints (id {id}, visit_id BIGINT REFERENCES visits (id), made_on DATE, anonymised_on DATE)`)
	for id := range 8 {
		o.run(fmt.Sprintf(`INSERT INTO visits VALUES (%d, 1, 'A', '1960-05-01', '11120', 30000, 'f', '%d', 1, '2023-11-01', NULL)`, id, id%2))
	}
	o.run(`INSERT INTO complaints VALUES (1, 3, '2023-11-02', NULL), (2, 4, '2023-11-03', NULL)`)
	for _, want := range []struct{ due, needed, done, complaints int64 }{{8, 2, 6, 2}, {2, 0, 2, 0}} {
		run := o.plan()
		o.approve(run, nil, "anna", "bo")
		done := o.work(run)
		if r := o.rule(done, "visits", varsam.OpAnonymise); r.Due != want.due || r.Needed != want.needed || r.Done != want.done || r.Why.Code != "" {
			t.Errorf("%+v", r)
		}
		if r := o.rule(done, "complaints", varsam.OpAnonymise); r.Done != want.complaints {
			t.Errorf("%+v", r)
		}
		o.verified(run)
		o.now = o.now.AddDate(0, 0, 1)
	}
}

// TestHalfAClass: when a range could not be done, what was done of its classes is
// not called anonymous until the rest has come.
func TestHalfAClass(t *testing.T) { onEach(t, testHalfAClass) }

func testHalfAClass(t *testing.T, e engine) {
	o := clinic(t, e)
	o.Size = 2
	o.run(`INSERT INTO customers VALUES (1, 'A', 'a@example.com', '2026-11-01')`)
	for id := range 4 {
		o.run(fmt.Sprintf(`INSERT INTO visits VALUES (%d, 1, 'A', '1960-05-01', '11120', 30000, 'f', '%d', 1, '2023-11-01', NULL)`, id, id%2))
	}
	run := o.plan()
	o.approve(run, &retention.Terms{Most: 100, Until: varsam.NewDate(2027, 6, 30)}, "anna", "bo")
	o.run(`UPDATE visits SET name = 'B' WHERE id = 3`)
	r := o.rule(o.work(run), "visits", varsam.OpAnonymise)
	if r.Done != 2 || r.Finality != varsam.Pseudonymised || r.Why.Code != retention.ReasonChanged {
		t.Errorf("%+v", r)
	}
	o.verified(run)
	o.now = o.now.AddDate(0, 0, 1)
	next := o.plan()
	r = o.rule(o.work(next), "visits", varsam.OpAnonymise)
	if r.Done != 2 || r.Finality != varsam.Anonymised || r.Why.Code != "" {
		t.Errorf("the next night: %+v", r)
	}
	o.verified(next)
}
