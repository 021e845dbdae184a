package suppression_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/store/storetest"
	"github.com/varsam/varsam/internal/suppression"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/memory"
)

func TestStatementsNameTheTenant(t *testing.T) {
	t.Parallel()
	storetest.CheckStatements(t)
	for _, m := range suppression.Migrations {
		if err := store.CheckMigration(m); err != nil {
			t.Error(err)
		}
	}
}

func activity(name, role, keep string) string {
	return "activity: " + name + "\n" + role + `owner: sales
purpose: {en: Purpose}
subjects: [customer]
needs: [contact]
` + keep
}

// files is a register of a mailing list by consent and of a table that is
// processed for a customer.
var files = fstest.MapFS{
	"organisation.yaml": {Data: []byte("format: 1\norganisation: acme\ntitle: {en: Acme}\ncountry: SE\nzone: Europe/Stockholm\ncontact: {email: privacy@acme.example}\n")},
	"letter.yaml":       {Data: []byte(activity("letter", "", "basis: {article: 6.1.a}\nkeep: {while: consent}\n"))},
	"hosting.yaml":      {Data: []byte(activity("hosting", "role: processor\nparty: customer\n", "basis: {article: 6.1.b}\nkeep: {while: relation}\n"))},
	"customer.yaml":     {Data: []byte("party: customer\nkind: controller\ncountry: SE\n")},
	"app.yaml": {Data: []byte(`system: app
connector: memory
operator: self
country: SE
backups: {kept: 3 years}
collections:
  members:
    person: self
    fields:
      id: id.member
      email: {data: contact.email, identifies: email}
      pnr: {data: person.national-id, identifies: national-id, reason: test}
      given: behaviour.event
      withdrawn: behaviour.event
    carried_by: [{activity: letter, consent: {given: given, withdrawn: withdrawn}}]
    end: erase
  hosted:
    person: self
    fields:
      id: id.member
      email: {data: contact.email, identifies: email}
    carried_by: [hosting]
    end: erase
`)},
}

type list struct {
	testing.TB
	*suppression.Service
	app       *memory.Store
	catalogue varsam.Catalogue
	reopened  []string
}

func newList(t testing.TB) *list {
	t.Helper()
	columns := []varsam.Column{
		{Name: "id", Kind: varsam.Int, NotNull: true},
		{Name: "email", Kind: varsam.Text},
		{Name: "pnr", Kind: varsam.Text},
		{Name: "given", Kind: varsam.Day},
		{Name: "withdrawn", Kind: varsam.Day},
	}
	l := &list{TB: t, catalogue: varsam.Catalogue{Engine: "memory", Collections: []varsam.Collection{
		{Name: "members", Key: []string{"id"}, Columns: columns}, {Name: "hosted", Key: []string{"id"}, Columns: columns[:2]},
	}}}
	l.app = memory.New("app", l.catalogue)
	var migrations []store.Migration
	for _, room := range [][]store.Migration{evidence.Migrations, register.Migrations, suppression.Migrations} {
		migrations = append(migrations, room...)
	}
	st := storetest.SQLite(t, migrations...)
	keeper, err := seal.Open(context.Background(), seal.Beside(filepath.Join(t.TempDir(), "data")))
	l.must(err)
	t.Cleanup(func() { keeper.Close() })
	log, err := evidence.Open(context.Background(), st, keeper, evidence.Config{})
	l.must(err)
	l.Service = &suppression.Service{
		Store: st, Keeper: keeper, Log: log, Tenant: storetest.Tenant,
		Open:   func(*register.Register, varsam.Date) locate.Opener { return opener{l.app} },
		Reopen: func(_ context.Context, id string) error { l.reopened = append(l.reopened, id); return nil },
	}
	archive, err := register.Archive(files)
	l.must(err)
	l.write(func(tx *store.Tx) error { _, err := register.Push(tx, archive, "test", 0); return err })
	return l
}

type opener struct{ *memory.Store }

func (o opener) Open(context.Context, string) (system.System, error) { return o, nil }
func (o opener) Close() error                                        { return nil }

func (l *list) must(err error) {
	l.Helper()
	if err != nil {
		l.Fatal(err)
	}
}

func (l *list) write(do func(*store.Tx) error) {
	l.Helper()
	l.must(l.Store.Write(context.Background(), l.Tenant, do))
}

// remember marks one person by e-mail addresses, as erased today.
func (l *list) remember(request, party string, kept []suppression.Place, emails ...string) {
	l.Helper()
	p := varsam.Person{}
	for _, e := range emails {
		p.Identifiers = append(p.Identifiers, varsam.Identifier{Type: varsam.Email, Value: e, Verified: true})
	}
	l.write(func(tx *store.Tx) error {
		day := tx.Today()
		e := suppression.Erasure{Request: request, Party: party, People: []varsam.Person{p}, Kept: kept, Until: suppression.Period.After(day)}
		return suppression.Remember(tx, l.Keeper, e, "SE", day)
	})
}

func row(collection string, id int64, email string, days ...varsam.Date) varsam.Record {
	r := varsam.Record{
		Ref:    varsam.Ref{System: "app", Collection: collection, Key: []varsam.Value{varsam.IntOf(id)}},
		Fields: []varsam.Field{{Name: "id", Value: varsam.IntOf(id)}, {Name: "email", Value: varsam.TextOf(email)}},
	}
	for i, name := range []string{"given", "withdrawn"}[:len(days)] {
		if !days[i].IsZero() {
			r.Fields = append(r.Fields, varsam.Field{Name: name, Value: varsam.DayOf(days[i])})
		}
	}
	return r
}

func (l *list) look() suppression.Found {
	l.Helper()
	found, err := l.Look(context.Background(), suppression.Options{})
	l.must(err)
	return found
}

// clear empties the app and ends all suppressions.
func (l *list) clear() {
	l.Helper()
	l.app = memory.New("app", l.catalogue)
	l.write(func(tx *store.Tx) error {
		all, err := suppression.List(tx)
		for _, s := range all {
			if _, err := suppression.Forget(tx, s.ID, "test"); err != nil {
				return err
			}
		}
		return err
	})
}

// A consent that is newer than the erasure, and was not withdrawn since, is the
// person's own choice; an older one came with a backup.
func TestANewConsentIsAChoice(t *testing.T) {
	today := varsam.DateIn(time.Now(), time.UTC)
	before, after, later := today.AddDays(-30), today.AddDays(3), today.AddDays(4)
	for name, test := range map[string]struct {
		days         []varsam.Date
		back, chosen int
	}{
		"none":                     {nil, 1, 0},
		"older":                    {[]varsam.Date{before}, 1, 0},
		"newer":                    {[]varsam.Date{after}, 0, 1},
		"newer, withdrawn again":   {[]varsam.Date{after, later}, 1, 0},
		"newer than a withdrawal":  {[]varsam.Date{later, after}, 0, 1},
		"newer, withdrawn one day": {[]varsam.Date{after, after}, 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			l := newList(t)
			l.remember("r1", "", nil, "anna@example.com")
			l.app.Put(row("members", 1, "Anna@example.com", test.days...))
			found := l.look()
			if len(found.Back) != test.back || found.Chosen != test.chosen || len(l.reopened) != test.back {
				t.Errorf("%+v, reopened %v", found, l.reopened)
			}
		})
	}
}

// What we process for a customer is looked at only for that customer's
// instruction, and an instruction says nothing of what is ours.
func TestWhoseDataIsLookedAt(t *testing.T) {
	l := newList(t)
	l.app.Put(row("members", 1, "anna@example.com"))
	l.app.Put(row("hosted", 1, "bo@example.com"))
	l.remember("r1", "", nil, "bo@example.com")
	l.remember("r2", "customer", nil, "anna@example.com")
	if found := l.look(); len(found.Back) != 0 || found.Rows != 2 {
		t.Errorf("%+v", found)
	}
	l.remember("r3", "customer", nil, "bo@example.com")
	if found := l.look(); len(found.Back) != 1 || found.Back[0].Request != "r3" {
		t.Errorf("%+v", found)
	}
}

func TestEndFollowsTheLongestBackup(t *testing.T) {
	l := newList(t)
	day := varsam.NewDate(2026, time.November, 22)
	l.write(func(tx *store.Tx) error {
		reg, err := register.InForce(tx)
		if got := suppression.End(reg, day); got != day.AddYears(3) {
			t.Errorf("the last day is %s", got)
		}
		return err
	})
}

// TestEverybodyIsFoundAndNobodyElse looks among random rows for random people:
// exactly the fields that hold one of their addresses and are not known to are
// noted.
func TestEverybodyIsFoundAndNobodyElse(t *testing.T) {
	l := newList(t)
	rapid.Check(t, func(rt *rapid.T) {
		l.clear()
		address := func(n int) string { return fmt.Sprintf("p%d@example.com", n) }
		gone := rapid.SliceOfNDistinct(rapid.IntRange(0, 30), 1, 6, rapid.ID).Draw(rt, "gone")
		rows := rapid.SliceOfN(rapid.IntRange(0, 40), 0, 30).Draw(rt, "rows")
		left := rapid.IntRange(0, 10).Draw(rt, "left")
		want := map[string]int{}
		known := map[int][]suppression.Place{}
		for i, n := range rows {
			r := row("members", int64(i), rapid.SampledFrom([]string{address(n), " P" + address(n)[1:], "mailto-" + address(n)}).Draw(rt, "spelling"))
			l.app.Put(r)
			is := r.Get("email").String()
			if i < left {
				known[n] = append(known[n], suppression.Place{Ref: r.Ref, Field: "email"})
			} else if is[0] != 'm' {
				want[fmt.Sprint("r", n)]++
			}
		}
		for n := range 41 {
			request := fmt.Sprint("r", n)
			if !slices.Contains(gone, n) {
				delete(want, request)
				continue
			}
			l.remember(request, "", known[n], address(n))
		}
		got := map[string]int{}
		for _, b := range l.look().Back {
			got[b.Request] += b.Fields
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			rt.Errorf("found %v, want %v", got, want)
		}
	})
}
