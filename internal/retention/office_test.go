package retention_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/retention"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/system"
)

const interest = "{article: 6.1.f, interest: {interest: {en: Contact}, necessity: n, balance: b, review: 2099-01-01}}"

func activity(name, basis, keep string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte("activity: " + name + "\nowner: sales\npurpose: {en: " + name + "}\nbasis: " + basis +
		"\nsubjects: [customer]\nneeds: [contact, person, payment, behaviour]\nkeep: " + keep + "\n")}
}

// files is a register of a shop: customers go two years after the last contact,
// orders three years after they were made, invoices when the bookkeeping act lets
// them, blocked once the sale is over.
func files() fstest.MapFS {
	return fstest.MapFS{
		"organisation.yaml": {Data: []byte("format: 1\norganisation: acme\ntitle: {en: Acme}\ncountry: SE\nzone: Europe/Stockholm\nfiscal_year: 01-01\ncontact: {email: privacy@acme.example}\n")},
		"care.yaml":         activity("care", interest, "{period: 2 years}"),
		"sales.yaml":        activity("sales", "{article: 6.1.b}", "{period: 3 years}"),
		"bookkeeping.yaml":  activity("bookkeeping", "{article: 6.1.c, law: SE-BFL}", "{law: SE-BFL}"),
		"shop.yaml": {Data: []byte(`system: shop
connector: sqlite
settings: {file: shop.db}
operator: self
country: SE
collections:
  customers:
    person: self
    fields:
      id: id.customer
      name: person.name
      email: {data: contact.email, identifies: email}
    carried_by: [{activity: care, from: contacted_on}]
    end: erase
  orders:
    person: {through: customer_id, to: customers}
    fields: {what: payment}
    carried_by: [{activity: sales, from: made_on}]
    end: erase
  invoices:
    person: {through: customer_id, to: customers}
    fields: {amount: payment}
    carried_by:
      - {activity: sales, from: booked_on}
      - {activity: bookkeeping, from: booked_on}
    restrict: {flag: {blocked_on: now}, obeys: the view}
    end: erase
`)},
	}
}

// office is a shop with a clock of its own, and its database past Varsam.
type office struct {
	*testing.T
	*shop
	db        *sql.DB
	folder    string
	now       time.Time
	started   time.Time // when set, the clock goes on from now
	sheltered []varsam.Person
	confirmed map[string]int
}

func newOffice(t *testing.T, e engine) *office {
	t.Helper()
	driver, address, dsn := e.make(t, os.Getenv(e.variable))
	o := &office{T: t, now: time.Date(2026, 11, 21, 2, 0, 0, 0, time.UTC), folder: t.TempDir()}
	var err error
	o.shop, err = openShop(t.Context(), o.folder, e, dsn, o.clock)
	o.must(err)
	t.Cleanup(o.close)
	o.must(o.Store.AddTenant(t.Context(), o.Tenant))
	o.Size = 100
	o.Sheltered = func(context.Context) ([]varsam.Person, map[string]int, error) { return o.sheltered, o.confirmed, nil }
	o.push(files())
	o.db, err = sql.Open(driver, address)
	o.must(err)
	t.Cleanup(func() { o.db.Close() })
	o.run(`CREATE TABLE customers (id {id}, name VARCHAR(100), email VARCHAR(100), contacted_on DATE)`,
		`CREATE TABLE orders (id {id}, customer_id BIGINT REFERENCES customers (id), what VARCHAR(100), made_on DATE)`,
		`CREATE TABLE invoices (id {id}, customer_id BIGINT REFERENCES customers (id), amount INTEGER, booked_on VARCHAR(30), blocked_on DATE)`,
		`CREATE INDEX orders_customer ON orders (customer_id)`, `CREATE INDEX invoices_customer ON invoices (customer_id)`)
	return o
}

func (o *office) clock() time.Time {
	if o.started.IsZero() {
		return o.now
	}
	return o.now.Add(time.Since(o.started))
}

// shop is the service with one connected database.
type shop struct {
	*retention.Service
	engine engine
	dsn    string
	log    *evidence.Log
	keeper *seal.Keeper
}

func openShop(ctx context.Context, folder string, e engine, dsn string, now func() time.Time) (s *shop, err error) {
	s = &shop{engine: e, dsn: dsn}
	var migrations []store.Migration
	for _, room := range [][]store.Migration{evidence.Migrations, register.Migrations, job.Migrations, retention.Migrations} {
		migrations = append(migrations, room...)
	}
	st, err := store.Open(ctx, store.Config{DSN: filepath.Join(folder, "varsam.db"), Migrations: migrations, Now: now})
	if err != nil {
		return nil, err
	}
	if s.keeper, err = seal.Open(ctx, seal.Beside(filepath.Join(folder, "data"))); err != nil {
		return nil, err
	}
	if s.log, err = evidence.Open(ctx, st, s.keeper, evidence.Config{}); err != nil {
		return nil, err
	}
	s.Service = &retention.Service{
		Store: st, Keeper: s.keeper, Log: s.log, Tenant: "acme",
		Open:      func(*register.Register, varsam.Date) locate.Opener { return s },
		Sheltered: func(context.Context) ([]varsam.Person, map[string]int, error) { return nil, nil, nil },
		Since:     func(*store.Tx, time.Time) (bool, error) { return false, nil },
	}
	return s, nil
}

func (s *shop) close() {
	s.keeper.Close()
	s.Store.Close()
}

// Open opens the connected database.
func (s *shop) Open(ctx context.Context, name string) (system.System, error) {
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		return nil, err
	}
	return s.engine.connector.Open(ctx, system.Config{
		System: name, Zone: zone, Today: varsam.NewDate(2026, 11, 21), Settings: map[string]string{"dsn": s.dsn},
	})
}

func (o *office) must(err error) {
	o.Helper()
	if err != nil {
		o.Fatal(err)
	}
}

func (o *office) push(fsys fstest.MapFS) {
	o.Helper()
	archive, err := register.Archive(fsys)
	o.must(err)
	o.must(o.Store.Write(o.Context(), o.Tenant, func(tx *store.Tx) error {
		n := 0
		if v, err := register.Current(tx); err == nil {
			n = v.Number
		}
		_, err := register.Push(tx, archive, "test", n)
		return err
	}))
}

func (o *office) run(statements ...string) {
	o.Helper()
	for _, text := range statements {
		_, err := o.db.Exec(o.engine.says(text))
		o.must(err)
	}
}

func (o *office) count(query string) (n int) {
	o.Helper()
	o.must(o.db.QueryRow(query).Scan(&n))
	return n
}

func (o *office) want(query string, n int) {
	o.Helper()
	if got := o.count(query); got != n {
		o.Errorf("%s: %d, want %d", query, got, n)
	}
}

func (o *office) plan() retention.Run {
	o.Helper()
	run, err := o.Plan(o.Context(), retention.Options{})
	o.must(err)
	return run
}

// rule is the run's rule for a collection.
func (o *office) rule(run retention.Run, collection string, action varsam.OpKind) retention.Planned {
	o.Helper()
	for _, r := range run.Rules {
		if r.Collection == collection && r.Action == action {
			return r
		}
	}
	o.Fatalf("no rule for %s: %+v", collection, run.Rules)
	return retention.Planned{}
}

func (o *office) approve(run retention.Run, terms *retention.Terms, names ...string) retention.Approved {
	o.Helper()
	var out retention.Approved
	for _, name := range names {
		var err error
		out, err = o.Approve(o.Context(), run.ID, run.Digest, name, "test", terms)
		o.must(err)
	}
	return out
}

// work carries a run out to its end.
func (o *office) work(run retention.Run) retention.Run {
	o.Helper()
	for {
		more, _, err := o.Work(o.Context(), run.ID, func() bool { return false }, nil)
		o.must(err)
		if !more {
			break
		}
		o.now = o.now.Add(time.Minute)
	}
	done, err := o.Get(o.Context(), run.ID)
	o.must(err)
	return done
}

// customers fills in people who were last heard of on a day, each with an order
// of that day.
func (o *office) customers(from, n int, day string) {
	o.Helper()
	var people, things []string
	for id := from; id < from+n; id++ {
		people = append(people, fmt.Sprintf(`(%d, 'Person %d', 'person%d@example.com', '%s')`, id, id, id, day))
		things = append(things, fmt.Sprintf(`(%d, %d, 'a thing', '%s')`, id, id, day))
	}
	o.run(`INSERT INTO customers VALUES `+strings.Join(people, ","), `INSERT INTO orders VALUES `+strings.Join(things, ","))
}
