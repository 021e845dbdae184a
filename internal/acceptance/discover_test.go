package acceptance

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// finding is one of discover --json.
type finding struct {
	ID, Code, Severity, Paragraph, Collection, Column, Path, Proposal, Says, Next string
	Rows, Read                                                                    int
	Whole, Partial                                                                bool
	Masks                                                                         []string
}

type discovered struct {
	Findings []finding
	Gaps     []gap
	Complete bool
}

func (d discovered) places() []string {
	all := []string{}
	for _, f := range d.Findings {
		all = append(all, strings.TrimSuffix(f.Collection+"."+f.Column+":"+f.Path, ":")+" "+f.Code)
	}
	slices.Sort(all)
	return all
}

const cellarSystem = `system: cellar
connector: CONNECTOR
settings: {dsn: "env:CELLAR_DSN"}
operator: self
collections:
  # Everybody who ever bought.
  customers:
    person: self
    fields:
      id: id.customer # theirs
      login: {data: contact.email, identifies: email}
      fax: contact.phone
`

const cellarTables = `
CREATE TABLE customers (id INTEGER PRIMARY KEY, login VARCHAR(80), second VARCHAR(40), notes TEXT, extra TEXT, orderno VARCHAR(10), fax VARCHAR(40));
CREATE TABLE meta (customer INTEGER NOT NULL, meta_key VARCHAR(40) NOT NULL, meta_value TEXT, PRIMARY KEY (customer, meta_key));
CREATE TABLE products (code VARCHAR(20) PRIMARY KEY, title VARCHAR(80), price NUMERIC(8,2));
`

// cellar is a shop whose register misses much; every fifth note has a personal
// number, all of them of the Tax Agency's for tests.
func cellar(t testing.TB, e engine) (*house, *database) {
	t.Helper()
	h := newHouse(t)
	h.write("organisation.yaml", "format: 1\norganisation: cellar\ncountry: SE\nzone: Europe/Stockholm\nlanguage: sv\ncontact: {email: privacy@example.com}\n")
	h.write("systems/cellar.yaml", strings.Replace(cellarSystem, "CONNECTOR", e.name, 1))
	db := e.new(t)
	db.exec(cellarTables)
	h.set("CELLAR_DSN", db.dsn)
	numbers := []string{"640823-3234", "900118-9811", "811228-9874"}
	var customers, meta, products []string
	for i := range 300 {
		note := "Ringde om sin order och var nöjd med svaret."
		if i%5 == 0 {
			note = "Uppgav personnummer " + numbers[i/5%3] + " vid samtalet om fakturan."
		}
		phone := fmt.Sprintf("070-174 0%d %02d", 6+i%3, 5+i%90)
		customers = append(customers, fmt.Sprintf(`(%d, 'qqkund%d', '%s', '%s', '{"hemma": {"ring": "%s"}, "n": %d}', '55%08d', NULL)`, i+1, i, phone, note, phone, i, i*37))
		meta = append(meta, fmt.Sprintf(`(%d, 'mail', 'qqmail%d@example.com')`, i+1, i), fmt.Sprintf(`(%d, 'colour', 'red')`, i+1))
		products = append(products, fmt.Sprintf(`('ABC%03d', 'Vin nummer %d', %d)`, i, i, i))
	}
	db.exec("INSERT INTO customers VALUES " + strings.Join(customers, ", "))
	db.exec("INSERT INTO meta VALUES " + strings.Join(meta, ", "))
	db.exec("INSERT INTO products VALUES " + strings.Join(products, ", "))
	h.secrets = append([]string{"qqkund", "qqmail", "070-174"}, numbers...)
	return h, db
}

// TestDiscover: what the register misses is found, and nothing else; nothing of the
// data is printed or written; what is accepted stands in the file as a draft.
func TestDiscover(t *testing.T) {
	onEach(t, func(t *testing.T, e engine) {
		h, db := cellar(t, e)
		before := db.dump()
		var d discovered
		html := h.path("report.html")
		h.json(1, &d, "discover", h.register, "--report", html)
		diff(t, "findings", []string{
			"customers.extra:hemma.ring custom-field",
			"customers.fax never-used",
			"customers.login other-content",
			"customers.notes national-id-in-text",
			"customers.notes text-not-marked",
			"customers.second undeclared-column",
			"meta.meta_value:mail custom-field",
		}, d.places())
		if !d.Complete {
			t.Errorf("gaps: %+v", d.Gaps)
		}
		diff(t, "the database", before, db.dump())
		if report := h.read(html); len(holds([]byte(report), h.secrets)) > 0 || !strings.Contains(report, "customers.notes") {
			t.Error("the report holds data, or no findings")
		}
		h.takesOver(d)
	})
}

// takesOver accepts all that can be, and discovers again.
func (h *house) takesOver(d discovered) {
	h.Helper()
	args := []string{"discover", h.register}
	rest := []string{}
	for _, f := range d.Findings {
		if f.Proposal != "" {
			args = append(args, "--accept", f.ID)
		} else {
			rest = append(rest, f.ID)
			h.must(2, "discover", h.register, "--accept", f.ID)
		}
	}
	h.must(0, args...)
	text := h.read(h.register + "/systems/cellar.yaml")
	for _, line := range []string{
		"  # Everybody who ever bought.\n", "      id: id.customer # theirs\n",
		"      second: {data: contact.phone, identifies: phone, draft: true}\n", "      notes: {data: behaviour.message, text: true, draft: true}\n",
	} {
		if !strings.Contains(text, line) {
			h.Errorf("the file has no %q:\n%s", line, text)
		}
	}
	if out := h.run("check", h.register); out.code > 1 { // 2: it does not load
		h.Errorf("the register no longer loads:\n%s", out.out)
	}
	var again discovered
	h.json(1, &again, "discover", h.register)
	for _, f := range again.Findings {
		if !slices.Contains(rest, f.ID) {
			h.Errorf("found again: %+v", f)
		}
	}
}

// TestDiscoverPartly: what we have no right to and what is away is said, with an
// exit code; the rest is found, and a later run goes on.
func TestDiscoverPartly(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"postgres", "mariadb"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, db := cellar(t, engineNamed(t, name))
			p, dsn := behindProxy(t, db)
			h.set("CELLAR_DSN", dsn)
			p.stop()
			if out := h.run("discover", h.register); out.code != 6 || !strings.Contains(out.errout, "cellar") {
				t.Errorf("a server that is away: exit %d\n%s", out.code, out.errout)
			}
			p.start()
			var d discovered
			h.json(1, &d, "discover", h.register, "--resume", "--sample", "50")
			if len(d.Findings) != 7 || !d.Complete {
				t.Errorf("resumed: %v, %+v", d.places(), d.Gaps)
			}
		})
	}
}

// TestDiscoverWithoutRight: a view of a table that we may not read.
func TestDiscoverWithoutRight(t *testing.T) {
	t.Parallel()
	h, db := cellar(t, engineNamed(t, "postgres"))
	user := newName()
	db.exec(fmt.Sprintf(`CREATE ROLE %s LOGIN PASSWORD 'qq-secret-password'; GRANT SELECT ON customers, products TO %s`, user, user))
	t.Cleanup(func() { _, _ = db.raw.Exec("DROP OWNED BY " + user + "; DROP ROLE " + user) })
	h.set("CELLAR_DSN", strings.Replace(db.dsn, "postgres://", "postgres://"+user+":qq-secret-password@", 1))
	if at := strings.LastIndex(db.dsn, "@"); at > 0 {
		h.set("CELLAR_DSN", "postgres://"+user+":qq-secret-password"+db.dsn[at:])
	}
	out := h.run("discover", h.register, "--json")
	if out.code != 5 || !strings.Contains(out.out, `"collection": "meta"`) || !strings.Contains(out.out, "undeclared-column") {
		t.Errorf("exit %d\n%s%s", out.code, out.out, out.errout)
	}
}

// TestDiscoverBadInput: wrong use says what to do.
func TestDiscoverBadInput(t *testing.T) {
	t.Parallel()
	h, db := cellar(t, engines[0])
	for _, use := range []struct {
		args []string
		says string
	}{
		{[]string{"nowhere"}, "no system nowhere"}, // and no discovery has begun:
		{[]string{"--resume"}, "no discovery to go on with"},
		{[]string{"--accept", "12345678"}, "no report of a discovery"},
		{[]string{"--accept", ""}, "names no finding"},
		{[]string{"--report", "report.txt"}, "ends neither in .html"},
	} {
		if out := h.run(append([]string{"discover", h.register}, use.args...)...); out.code == 0 || !strings.Contains(out.errout, use.says) {
			t.Errorf("%s: exit %d, %s", use.args, out.code, out.errout)
		}
	}

	// What was found is not there any more: nothing is written.
	var d discovered
	h.json(1, &d, "discover", h.register)
	db.exec("ALTER TABLE customers RENAME COLUMN second TO third")
	before := h.read(h.register + "/systems/cellar.yaml")
	for _, f := range d.Findings {
		if f.Column != "second" {
			continue
		}
		if out := h.run("discover", h.register, "--accept", f.ID); out.code != 4 || !strings.Contains(out.errout, "has no customers.second any more") {
			t.Errorf("a column that is gone: exit %d, %s", out.code, out.errout)
		}
	}
	if h.read(h.register+"/systems/cellar.yaml") != before {
		t.Error("a column that is gone stands in the file")
	}
}
