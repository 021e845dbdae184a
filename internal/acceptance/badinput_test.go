package acceptance

import (
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"
)

// TestBadRegister: a register that cannot be read says where and how to mend it,
// whatever command meets it, and nothing is stored or begun.
func TestBadRegister(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		spoil func(w *town)
		says  []string
	}{
		"broken YAML": {func(w *town) { w.edit("systems/web.yaml", "title: {sv:", "title: {sv") }, []string{"systems/web.yaml:2", "→"}},
		"a tab":       {func(w *town) { w.edit("systems/web.yaml", "  accounts:", "\taccounts:") }, []string{"systems/web.yaml:1", "→"}},
		"unknown key": {func(w *town) { w.edit("systems/web.yaml", "owner: web-lead", "ower: web-lead") }, []string{"systems/web.yaml:8:1", "ower", "owner"}},
		"unknown key far in": {
			func(w *town) { w.edit("systems/web.yaml", "set: 0", "sett: 0") },
			[]string{"systems/web.yaml:18", "sett", "set"},
		},
		"unknown activity": {
			func(w *town) { w.edit("systems/web.yaml", "activity: marketing", "activity: markting") },
			[]string{"systems/web.yaml:20", "markting", "marketing"},
		},
		"through in a circle": {
			func(w *town) {
				w.edit("systems/crm.yaml", "    person: {through: customer_id, to: customers}\n    fields:\n      id: id.order", "    person: {through: case_id, to: cases}\n    fields:\n      id: id.order")
				w.edit("systems/crm.yaml", "- {through: customer_id, to: customers}\n      - {through: handler_id, to: staff, whose: other}", "- {through: order_id, to: orders}")
			},
			[]string{"systems/crm.yaml", "circle", "orders", "cases"},
		},
		"a circle that a handler leads out of": {
			func(w *town) {
				w.edit("systems/crm.yaml", "- {through: customer_id, to: customers}", "- {through: parent_id, to: cases}")
			},
			[]string{"systems/crm.yaml", "circle", "cases → cases"},
		},
		"two of a name":     {func(w *town) { w.edit("systems/web.yaml", "system: web", "system: mailing") }, []string{"mailing", "systems/"}},
		"no organisation":   {func(w *town) { w.without("organisation.yaml") }, []string{"organisation"}},
		"a day that is not": {func(w *town) { w.edit("activities/marketing.yaml", "2099-11-01", "2099-11-31") }, []string{"activities/marketing.yaml:10", "2099-11-31"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newTown(t, engines[0])
			w.settle(citizen{id: 1, code: "qqanna"})
			w.must(0, "register", "push", w.register)
			before := w.dump()
			tc.spoil(w)
			for _, args := range [][]string{
				{"check", w.register},
				{"register", "push", w.register},
				{"find", "--register", w.register, "--email", "qqanna@example.com"},
				{"request", "new", "--register", w.register, "--right", "erasure", "--email", "qqanna@example.com"},
			} {
				r := w.run(args...)
				if r.code != 2 {
					t.Errorf("%s: exit %d, want 2\n%s%s", args[0], r.code, r.out, r.errout)
				}
				mustHold(t, args[0], r.out+r.errout, tc.says)
			}
			var versions []struct{ Number int }
			w.json(0, &versions, "register", "history")
			var requests []struct{}
			w.json(0, &requests, "request", "list")
			if len(versions) != 1 || len(requests) != 0 {
				t.Errorf("%d versions and %d requests, want 1 and none", len(versions), len(requests))
			}
			diff(t, "the databases", before, w.dump())
		})
	}
}

// TestMissingTable: the register names a table that the system has not. The rest
// is found, the search is not complete, and says why.
func TestMissingTable(t *testing.T) {
	onEach(t, func(t *testing.T, e engine) {
		w := newTown(t, e, "crm")
		w.settle(citizen{id: 1, code: "qqanna"})
		w.systems["crm"].exec("DROP TABLE cases")
		before := w.dump()
		var f found
		w.json(4, &f, "find", "--register", w.register, "--email", "qqanna@example.com")
		if f.Complete || len(f.Objects) != 3 || !slices.ContainsFunc(f.Gaps, func(g gap) bool { return g.System == "crm" && g.Collection == "cases" }) {
			t.Errorf("%+v", f)
		}
		live := w.run("check", w.register, "--live")
		if live.code != 1 || !strings.Contains(live.out, "crm.cases") {
			t.Errorf("check --live: exit %d, want 1\n%s%s", live.code, live.out, live.errout)
		}
		id := w.new("--right", "erasure", "--email", "qqanna@example.com")
		var p planned
		w.json(4, &p, "request", "plan", id)
		diff(t, "the database", before, w.dump())
		// Whoever says yes all the same does not get it closed.
		w.must(0, "request", "approve", id, "--digest", p.Digest, "--by", "test")
		w.must(1, "request", "run", id)
		if r := w.run("request", "answer", id, "--final"); r.code != 4 {
			t.Errorf("a final answer: exit %d, want 4", r.code)
		}
	})
}

// TestDroppedColumn: a column goes between plan and act. The steps there change
// nothing, say so, and a plan by a register that knows comes to the end.
func TestDroppedColumn(t *testing.T) {
	onEach(t, func(t *testing.T, e engine) {
		w := newTown(t, e, "crm", "mailing")
		w.settle(citizen{id: 1, code: "qqanna"}, citizen{id: 2, code: "qqbo"})
		id, _ := w.approved("--right", "erasure", "--email", "qqanna@example.com")
		w.systems["crm"].exec("ALTER TABLE cases DROP COLUMN body")
		before := w.dump()
		var r report
		w.json(1, &r, "request", "run", id)
		cases := slices.IndexFunc(r.Steps, func(st status) bool { return st.Collection == "cases" })
		if st := r.Steps[cases]; st.State != "changed" || st.Applied != 0 {
			t.Errorf("%+v", st)
		}
		after := w.dump()
		diff(t, "the cases", before["crm.cases"], after["crm.cases"])
		diff(t, "the orders", before["crm.orders"], after["crm.orders"])
		if n := len(after["crm.customers"]); n != 2 {
			t.Errorf("%d customers, want 2", n)
		}
		w.unharmed("qqanna", before)
		w.must(1, "request", "run", id)

		// The register still names it: told, and not closed.
		var p planned
		w.json(4, &p, "request", "plan", id)
		if !slices.ContainsFunc(p.Gaps, func(g gap) bool { return g.Collection == "cases" && strings.Contains(g.Because, "body") }) {
			t.Errorf("gaps: %+v", p.Gaps)
		}
		w.edit("systems/crm.yaml", "      body: {data: behaviour.message, text: true}\n", "")
		w.must(0, "register", "push", w.register)
		p = w.plan(id)
		w.must(0, "request", "approve", id, "--digest", p.Digest, "--by", "test")
		if _, last := w.finish(id); last.Request.State != "done" {
			t.Errorf("the request is %s", last.Request.State)
		}
		if n := len(w.systems["crm"].rows("cases", " WHERE customer_id = 1")); n != 0 {
			t.Errorf("%d cases are left", n)
		}
		if n := len(w.systems["crm"].rows("cases", " WHERE customer_id = 2")); n != 1 {
			t.Errorf("somebody else has %d cases, want 1", n)
		}
	})
}

var untrigger = map[string]string{
	"sqlite": "DROP TRIGGER thief", "mariadb": "DROP TRIGGER thief", "postgres": "DROP TRIGGER thief ON cases",
}

// triggers on the deletion of a case take somebody else's order with it.
var triggers = map[string]string{
	"sqlite":  `CREATE TRIGGER thief AFTER DELETE ON cases BEGIN DELETE FROM orders WHERE customer_id = 2; END`,
	"mariadb": `CREATE TRIGGER thief AFTER DELETE ON cases FOR EACH ROW DELETE FROM orders WHERE customer_id = 2`,
	"postgres": `CREATE FUNCTION thief() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM orders WHERE customer_id = 2; RETURN OLD; END $$;
		CREATE TRIGGER thief AFTER DELETE ON cases FOR EACH ROW EXECUTE FUNCTION thief()`,
}

// TestTriggerErasesElsewhere: the plan names the trigger before anybody says yes;
// whoever says yes all the same gets the step refused, and nothing is lost.
func TestTriggerErasesElsewhere(t *testing.T) {
	onEach(t, func(t *testing.T, e engine) {
		w := newTown(t, e, "crm")
		w.settle(citizen{id: 1, code: "qqanna"}, citizen{id: 2, code: "qqbo"})
		w.systems["crm"].exec(triggers[e.name])
		before := w.dump()
		id, p := w.approved("--right", "erasure", "--email", "qqanna@example.com")
		if !slices.ContainsFunc(p.Notes, func(note string) bool { return strings.Contains(note, "thief") && strings.Contains(note, "cases") }) {
			t.Errorf("the plan does not name the trigger: %v", p.Notes)
		}
		diff(t, "before the run", before, w.dump())
		w.must(1, "request", "run", id)
		diff(t, "open", []string{"crm cases: refused conflict"}, w.open(id))
		diff(t, "the cases", before["crm.cases"], w.dump()["crm.cases"])
		w.unharmed("qqanna", before)
		if r := w.run("request", "answer", id, "--final"); r.code != 4 {
			t.Errorf("a final answer: exit %d, want 4", r.code)
		}

		// Without the trigger the same plan is another, and comes to its end.
		w.systems["crm"].exec(untrigger[e.name])
		p = w.plan(id)
		w.must(0, "request", "approve", id, "--digest", p.Digest, "--by", "test")
		if _, last := w.finish(id); last.Request.State != "done" {
			t.Errorf("the request is %s", last.Request.State)
		}
		w.unharmed("qqanna", before)
	})
}

// TestTriggerMadeLater: a trigger that comes between plan and act is part of the
// structure, and stops the step.
func TestTriggerMadeLater(t *testing.T) {
	onEach(t, func(t *testing.T, e engine) {
		w := newTown(t, e, "crm")
		w.settle(citizen{id: 1, code: "qqanna"}, citizen{id: 2, code: "qqbo"})
		id, _ := w.approved("--right", "erasure", "--email", "qqanna@example.com")
		w.systems["crm"].exec(triggers[e.name])
		before := w.dump()
		w.must(1, "request", "run", id)
		diff(t, "the cases", before["crm.cases"], w.dump()["crm.cases"])
		w.unharmed("qqanna", before)
	})
}

// TestCascadeIntoUndeclared: rows of a table that the register does not know
// would go with a case. The plan refuses, and so does the step.
func TestCascadeIntoUndeclared(t *testing.T) {
	for _, action := range []string{"CASCADE", "SET NULL"} {
		t.Run(action, func(t *testing.T) {
			onEach(t, func(t *testing.T, e engine) {
				w := newTown(t, e, "crm")
				w.settle(citizen{id: 1, code: "qqanna"}, citizen{id: 2, code: "qqbo"})
				w.systems["crm"].exec(`CREATE TABLE notes (id INTEGER PRIMARY KEY, case_id INTEGER, text VARCHAR(190),
					FOREIGN KEY (case_id) REFERENCES cases (id) ON DELETE ` + action + `)`)
				w.systems["crm"].exec(`INSERT INTO notes VALUES (1, 100, 'what somebody wrote'), (2, 200, 'else')`)
				before := w.dump()
				id, p := w.approved("--right", "erasure", "--email", "qqanna@example.com")
				if !slices.ContainsFunc(p.Notes, func(note string) bool { return strings.Contains(note, "notes") }) {
					t.Errorf("the plan does not name the table: %v", p.Notes)
				}
				w.must(1, "request", "run", id)
				after := w.dump()
				diff(t, "the notes", before["crm.notes"], after["crm.notes"])
				diff(t, "the cases", before["crm.cases"], after["crm.cases"])
				w.unharmed("qqanna", before)
				if open := w.open(id); len(open) == 0 {
					t.Error("nothing is open")
				}
				if r := w.run("request", "answer", id, "--final"); r.code != 4 {
					t.Errorf("a final answer: exit %d, want 4", r.code)
				}
			})
		})
	}
}

// limited is the customer register's address as another user: one that may only
// read, or one whose password is wrong.
func (w *town) limited(grant bool) string {
	w.Helper()
	db := w.systems["crm"]
	const password = "qq-secret-password"
	user := newName()
	switch db.name {
	case "sqlite":
		return "file:" + db.dsn + "?mode=ro"
	case "postgres":
		u, err := url.Parse(db.dsn)
		if err != nil {
			w.Fatal(err)
		}
		u.User = url.UserPassword(user, password)
		if grant {
			db.exec(fmt.Sprintf(`CREATE ROLE %s LOGIN PASSWORD '%s'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO %s`, user, password, user))
			w.Cleanup(func() { _, _ = db.raw.Exec("DROP OWNED BY " + user + "; DROP ROLE " + user) })
		}
		return u.String()
	case "mariadb":
		conf, err := mysql.ParseDSN(db.dsn)
		if err != nil {
			w.Fatal(err)
		}
		conf.User, conf.Passwd = user, password
		if grant {
			db.exec(fmt.Sprintf("CREATE USER %s IDENTIFIED BY '%s'; GRANT SELECT, TRIGGER ON %s.* TO %s", user, password, db.own, user))
			w.Cleanup(func() { _, _ = db.raw.Exec("DROP USER " + user) })
		}
		return conf.FormatDSN()
	}
	return ""
}

// TestReadOnly: we may read and not write. The plan gives the work to the owner
// before anything is begun, and nothing changes.
func TestReadOnly(t *testing.T) {
	onEach(t, func(t *testing.T, e engine) {
		w := newTown(t, e, "crm", "web")
		w.settle(citizen{id: 1, code: "qqanna"}, citizen{id: 2, code: "qqbo"})
		w.set("TOWN_CRM_DSN", w.limited(true))
		before := w.dump()
		id, p := w.approved("--right", "erasure", "--email", "qqanna@example.com")
		if len(objectsIn(p.Objects, "customers")) != 1 {
			t.Errorf("found: %+v", p.Objects)
		}
		for _, st := range p.Steps {
			if st.System == "crm" && st.WaitsFor != "sales-lead" {
				t.Errorf("a step that we cannot do: %+v", st)
			}
		}
		w.must(1, "request", "run", id)
		after := w.dump()
		for table, rows := range before {
			if strings.HasPrefix(table, "crm.") {
				diff(t, table, rows, after[table])
			}
		}
		var tasks []status
		w.json(0, &tasks, "task", "list")
		if len(tasks) == 0 || tasks[0].Owner != "sales-lead" {
			t.Errorf("tasks: %+v", tasks)
		}
	})
}

// TestWrongPassword and a server that is down: the system is named, with an exit
// code of its own, and neither password nor address is printed.
func TestWrongPassword(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"postgres", "mariadb"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := engineNamed(t, name)
			w := newTown(t, e, "crm", "web")
			w.settle(citizen{id: 1, code: "qqanna"})
			before := w.dump()
			w.set("TOWN_CRM_DSN", w.limited(false))
			w.cannotReach(5, "refuses us")
			diff(t, "the databases", before, w.dump())
		})
	}
}

func TestServerDown(t *testing.T) {
	t.Parallel()
	for name, dsn := range map[string]string{
		"postgres": "postgres://someone:qq-secret-password@127.0.0.1:1/town",
		"mariadb":  "someone:qq-secret-password@tcp(127.0.0.1:1)/town",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newTown(t, engines[0], "crm", "web") // no server is needed for one that is down
			w.settle(citizen{id: 1, code: "qqanna"})
			w.edit("systems/crm.yaml", "connector: sqlite", "connector: "+name)
			before := w.dump()
			w.set("TOWN_CRM_DSN", dsn)
			w.cannotReach(6, "does not answer")
			diff(t, "the databases", before, w.dump())
		})
	}
}

// cannotReach runs what needs the customer register: each command says so, finds
// what the other systems hold, and closes nothing.
func (w *town) cannotReach(code int, says string) {
	w.Helper()
	var f found
	w.json(code, &f, "find", "--register", w.register, "--email", "qqanna@example.com")
	if f.Complete || len(objectsIn(f.Objects, "accounts")) != 1 || !slices.ContainsFunc(f.Gaps, func(g gap) bool { return g.System == "crm" }) {
		w.Errorf("%+v", f)
	}
	if r := w.run("find", "--email", "qqanna@example.com", "--register", w.register); !strings.Contains(r.errout, "crm") || !strings.Contains(r.errout, says) {
		w.Errorf("it does not say %q: %s", says, r.errout)
	}
	if r := w.run("check", w.register, "--live"); r.code != code || !strings.Contains(r.errout, "crm") {
		w.Errorf("check --live: exit %d, want %d: %s", r.code, code, r.errout)
	}
	id := w.new("--right", "erasure", "--email", "qqanna@example.com")
	if r := w.run("request", "plan", id); r.code != code {
		w.Errorf("request plan: exit %d, want %d", r.code, code)
	}
	if r := w.run("request", "answer", id, "--final"); r.code != 4 {
		w.Errorf("a final answer: exit %d, want 4", r.code)
	}
}

// TestUnknownPerson asks as somebody whom nobody knows.
func TestUnknownPerson(t *testing.T) {
	onEach(t, func(t *testing.T, e engine) {
		w := newTown(t, e, "crm", "mailing", "web")
		w.settle(citizen{id: 1, code: "qqanna"})
		before := w.dump()
		if r := w.run("find", "--register", w.register, "--email", "qqstranger@example.com"); r.code != 3 || !strings.Contains(r.errout, "nothing was found") {
			t.Errorf("find: exit %d, want 3: %s", r.code, r.errout)
		}
		copied, p, answer := w.copyAndErase("--email", "qqstranger@example.com")
		if len(p.Objects)+len(p.Steps) != 0 {
			t.Errorf("%+v", p)
		}
		mustHold(t, "the copy", copied, nil, "qqanna")
		mustHold(t, "the answer", answer, []string{"found no data about you"}, "qqanna")
		diff(t, "the databases", before, w.dump())
	})
}

// TestBadQuestions are wrong identifiers, rights and files.
func TestBadQuestions(t *testing.T) {
	t.Parallel()
	w := newTown(t, engines[0])
	w.settle(citizen{id: 1, code: "qqanna"})
	w.must(0, "register", "push", w.register)
	before := w.dump()
	garbage := w.path("handed-garbage.csv")
	if err := os.WriteFile(garbage, []byte("email\n\"qqunclosed\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		code int
		args []string
	}{
		"an address that is none":      {2, []string{"find", "--email", "qq is no address"}},
		"a number that is none":        {2, []string{"find", "--national-id", "198005142381"}},
		"an unknown system":            {2, []string{"find", "--email", "qqanna@example.com", "--system", "nowhere"}},
		"an unknown party":             {2, []string{"find", "--email", "qqanna@example.com", "--party", "nobody"}},
		"an unknown right":             {2, []string{"request", "new", "--right", "oblivion", "--email", "qqanna@example.com"}},
		"no right":                     {2, []string{"request", "new", "--email", "qqanna@example.com"}},
		"an instruction by nobody":     {2, []string{"request", "new", "--right", "instruction", "--email", "qqanna@example.com"}},
		"a party without instruction":  {2, []string{"request", "new", "--right", "erasure", "--party", "employer", "--email", "qqanna@example.com"}},
		"a correction of nothing":      {2, []string{"request", "new", "--right", "rectification", "--email", "qqanna@example.com"}},
		"a file that is no CSV":        {2, []string{"request", "new", "--right", "instruction", "--party", "employer", "--people", garbage}},
		"a day that is not":            {2, []string{"request", "new", "--right", "erasure", "--email", "qqanna@example.com", "--received", "2026-02-30"}},
		"a language that is not there": {2, []string{"find", "--email", "qqanna@example.com", "--lang", "tlh"}},
	} {
		r := w.run(tc.args...)
		if r.code != tc.code || r.errout == "" {
			t.Errorf("%s: exit %d, want %d: %s", name, r.code, tc.code, r.errout)
		}
	}
	var requests []struct{}
	w.json(0, &requests, "request", "list")
	if len(requests) > 0 {
		t.Errorf("%d requests were taken in", len(requests))
	}
	diff(t, "the databases", before, w.dump())
}
