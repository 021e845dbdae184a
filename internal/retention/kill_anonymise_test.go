package retention_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/retention"
)

// TestKillAnonymising kills workers in mid-run while they anonymise, where doing
// a range again would show: every row is what the model makes of it, was written
// exactly once, and nothing else was written at all.
func TestKillAnonymising(t *testing.T) { onEach(t, testKillAnonymising) }

const killVisits, killRare = 30_000, 40

func testKillAnonymising(t *testing.T, e engine) {
	t.Parallel()
	kills := killsWanted()
	o := clinic(t, e, "harmless: version", "harmless: [version, touched]")
	o.now = time.Now()
	o.Size = killVisits / (2 * kills)
	o.run(`ALTER TABLE visits ADD COLUMN touched INTEGER DEFAULT 0 NOT NULL`)
	o.run(touching[e.name]...)
	want := o.manyVisits(killVisits)
	run := o.plan()
	rule := o.rule(run, "visits", varsam.OpAnonymise)
	if rule.Small != killRare || rule.Frozen != rule.Due-killRare || rule.Frozen < killVisits/2 {
		t.Fatalf("%+v", rule)
	}
	o.approve(run, nil, "anna", "bo")
	orders, _ := json.Marshal(order{o.folder, e.name, o.dsn, run.ID})
	o.killed(string(orders), kills, rand.New(rand.NewPCG(uint64(kills), 2)))
	done, err := o.Get(t.Context(), run.ID)
	o.must(err)
	r := o.rule(done, "visits", varsam.OpAnonymise)
	if done.State != retention.Done || r.Done != rule.Frozen || len(r.Ranges) != 1 || r.Finality != varsam.Anonymised || r.Why.Code != "" {
		t.Errorf("%+v", done)
	}
	o.visitsAre(want)
	o.want(`SELECT count(DISTINCT id) FROM visits`, killVisits)
	o.verified(run)
}

// touching counts how often each visit was written.
var touching = map[string][]string{
	"sqlite": {`CREATE TRIGGER touching AFTER UPDATE ON visits WHEN new.touched = old.touched BEGIN UPDATE visits SET touched = old.touched + 1 WHERE id = new.id; END`},
	"postgres": {
		`CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN new.touched := old.touched + 1; RETURN new; END'`,
		`CREATE TRIGGER touching BEFORE UPDATE ON visits FOR EACH ROW EXECUTE FUNCTION touch()`,
	},
	"mariadb": {`CREATE TRIGGER touching BEFORE UPDATE ON visits FOR EACH ROW SET new.touched = old.touched + 1`},
}

// manyVisits fills in visits, and says by their version what is to become of them:
// four in five are due, and a few of those are too few of their kind.
func (o *office) manyVisits(n int) (want []string) {
	o.Helper()
	today := o.now.Format(time.DateOnly)
	o.run(`INSERT INTO customers VALUES (1, 'A', 'a@example.com', '` + today + `')`)
	due, alive := o.now.AddDate(-3, 0, 0), o.now.AddDate(-1, 0, 0).Format(time.DateOnly)
	const batch = 1000
	for from := 0; from < n; from += batch {
		rows := make([]string, 0, batch)
		for id := from; id < from+batch; id++ {
			born, sex, ill, pay := 1950+id%40, []string{"f", "m"}[id/7%2], fmt.Sprint(id/3%5), 20_000+id%30_000
			made, becomes := due.Format(time.DateOnly), fmt.Sprintf("%d-01-01 11 %s %s %s %d-01-01 1", born/10*10, band(pay), sex, ill, due.Year())
			switch rare := id / 5; {
			case id%5 == 4:
				made, becomes = alive, ""
			case id%5 == 0 && rare < killRare:
				sex, becomes = fmt.Sprint(rare), "" // nobody else's
			}
			if want = append(want, becomes); becomes == "" {
				want[id] = fmt.Sprintf("%d-05-17 11120 %d %s %s %s 0", born, pay, sex, ill, made)
			}
			rows = append(rows, fmt.Sprintf("(%d, 1, 'A', '%d-05-17', '11120', %d, '%s', '%s', %d, '%s', NULL, 0)", id, born, pay, sex, ill, id, made))
		}
		o.run("INSERT INTO visits VALUES " + strings.Join(rows, ","))
	}
	return want
}

// band is a number's lower bound.
func band(pay int) string { return fmt.Sprint(pay / 10_000 * 10_000) }

// visitsAre holds every visit against what it is to be: recoded, unlinked and
// marked, or as it was.
func (o *office) visitsAre(want []string) {
	o.Helper()
	wrong := 0
	for _, r := range (&model{office: o}).read("visits") {
		var version int
		fmt.Sscan(r["version"], &version)
		got := strings.Join([]string{r["born"], r["postcode"], r["pay"], r["sex"], r["ill"], r["made_on"], r["touched"]}, " ")
		touched := r["touched"] != "0"
		linked := r["name"] == "A" && r["customer_id"] == "1" && r["id"] == r["version"] && r["anonymised_on"] == ""
		unlinked := r["name"] == "" && r["customer_id"] == "" && r["id"] != r["version"] && r["anonymised_on"] != ""
		if got != want[version] || touched && !unlinked || !touched && !linked {
			if wrong++; wrong < 5 {
				o.Errorf("visit %d: %q, want %q (%v)", version, got, want[version], r)
			}
		}
	}
	if wrong > 0 {
		o.Errorf("%d visits are wrong", wrong)
	}
}
