package account_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/store/storetest"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/passkey"
)

// office is a store, a clock and what keeps accounts.
type office struct {
	testing.TB
	*account.Service
	dir   string
	dsn   string
	clock time.Time
}

const good = "häst batteri klammer"

func open(t *testing.T) *office {
	t.Helper()
	dir := t.TempDir()
	return openAt(t, dir, filepath.Join(dir, "data", "varsam.db"))
}

func openAt(t *testing.T, dir, dsn string) *office {
	t.Helper()
	o := &office{TB: t, dir: dir, dsn: dsn, clock: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	data := filepath.Join(o.dir, "data")
	st, err := store.Open(t.Context(), store.Config{
		DSN: dsn, Migrations: append(evidence.Migrations, account.Migrations...),
		Now: func() time.Time { return o.clock },
	})
	o.must(err)
	t.Cleanup(func() { st.Close() })
	o.must(st.Migrate(t.Context()))
	o.must(st.AddTenant(t.Context(), "main"))
	keeper, err := seal.Open(t.Context(), seal.Beside(data))
	o.must(err)
	t.Cleanup(func() { keeper.Close() })
	_, err = evidence.Open(t.Context(), st, keeper, evidence.Config{})
	o.must(err)
	o.Service = &account.Service{Store: st, Keeper: keeper, Tenant: "main"}
	return o
}

func (o *office) must(err error) {
	o.Helper()
	if err != nil {
		o.Fatal(err)
	}
}

func (o *office) refused(code varsam.Code, err error) {
	o.Helper()
	if varsam.CodeOf(err) != code {
		o.Errorf("%v, and not %s", err, code)
	}
}

// first makes the first account and returns its session.
func (o *office) first() string {
	o.Helper()
	link, err := o.Link(context.Background(), "", "")
	o.must(err)
	session, err := o.First(context.Background(), link, "Astrid Lind", "astrid", good)
	o.must(err)
	return session
}

func TestStatementsNameTheTenant(t *testing.T) {
	t.Parallel()
	storetest.CheckStatements(t)
	for _, m := range account.Migrations {
		if err := store.CheckMigration(m); err != nil {
			t.Error(err)
		}
	}
}

func TestTheFirstLinkMakesOneAccountAndNoMore(t *testing.T) {
	t.Parallel()
	o := open(t)
	link, err := o.Link(t.Context(), "", "")
	o.must(err)
	_, err = o.First(t.Context(), link, "Astrid Lind", "astrid", "short")
	o.refused(varsam.Invalid, err)
	session, err := o.First(t.Context(), link, "Astrid Lind", "astrid", good)
	o.must(err)
	a, err := o.Of(t.Context(), session)
	o.must(err)
	if a.Name != "Astrid Lind" || !a.May(account.ManageUser) || !a.May(account.Approve) || a.May(account.SeeShield) {
		t.Errorf("the first account is %+v", a)
	}
	_, err = o.First(t.Context(), link, "Bo Ek", "bo", good)
	o.refused(varsam.NotFound, err)
	other, err := o.Link(t.Context(), "", "")
	o.must(err)
	_, err = o.First(t.Context(), other, "Bo Ek", "bo", good)
	o.refused(varsam.Conflict, err)
}

func TestOnlyTheRightPasswordOpensASession(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.first()
	if token, err := o.SignIn(t.Context(), "ASTRID ", good, "", ""); err != nil || token == "" {
		t.Errorf("the right one: %v", err)
	}
	_, wrong := o.SignIn(t.Context(), "astrid", good+"!", "", "")
	_, nobody := o.SignIn(t.Context(), "bo", good, "", "")
	o.refused(varsam.Denied, wrong)
	if nobody.Error() != wrong.Error() {
		t.Errorf("an unknown login is told apart: %v, %v", nobody, wrong)
	}
	for range 10 {
		_, wrong = o.SignIn(t.Context(), "astrid", "guess guess guess", "", "")
	}
	o.refused(varsam.Unavailable, wrong)
}

func TestSessionsEnd(t *testing.T) {
	t.Parallel()
	o := open(t)
	session := o.first()
	for range 5 { // used every hour and a half
		o.clock = o.clock.Add(90 * time.Minute)
		_, err := o.Of(t.Context(), session)
		o.must(err)
	}
	o.clock = o.clock.Add(account.Most)
	_, err := o.Of(t.Context(), session)
	o.refused(varsam.Denied, err)

	session, err = o.SignIn(t.Context(), "astrid", good, "", "")
	o.must(err)
	o.clock = o.clock.Add(account.Idle + time.Second)
	_, err = o.Of(t.Context(), session)
	o.refused(varsam.Denied, err)

	session, err = o.SignIn(t.Context(), "astrid", good, "", "")
	o.must(err)
	o.must(o.SignOut(t.Context(), session))
	_, err = o.Of(t.Context(), session)
	o.refused(varsam.Denied, err)
}

func TestWhoeverIsTurnedOffIsOutAtOnce(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.first()
	bo, err := o.New(t.Context(), "Bo Ek", "bo", []account.Role{account.Handler, "nonsense"}, "Astrid Lind")
	o.must(err)
	link, err := o.Link(t.Context(), bo.ID, "Astrid Lind")
	o.must(err)
	session, err := o.Redeem(t.Context(), link, good)
	o.must(err)
	who, err := o.Of(t.Context(), session)
	o.must(err)
	if who.May(account.Approve) || !who.May(account.Handle) || len(who.Roles) != 1 {
		t.Errorf("a handler is %+v", who)
	}
	_, err = o.Redeem(t.Context(), link, good)
	o.refused(varsam.NotFound, err)

	o.must(o.Change(t.Context(), bo.ID, who.Roles, false, "Astrid Lind")) // saved as it was
	_, err = o.Of(t.Context(), session)
	o.must(err)
	o.must(o.Change(t.Context(), bo.ID, who.Roles, true, "Astrid Lind"))
	_, err = o.Of(t.Context(), session)
	o.refused(varsam.Denied, err)
	_, err = o.SignIn(t.Context(), "bo", good, "", "")
	o.refused(varsam.Denied, err)

	all, err := o.List(t.Context())
	o.must(err)
	for _, a := range all {
		if a.Has(account.Admin) {
			o.refused(varsam.Conflict, o.Change(t.Context(), a.ID, []account.Role{account.Reader}, false, "Astrid Lind"))
		}
	}
}

func TestAnAdministratorMayHaveAPasskeyAlone(t *testing.T) {
	t.Parallel()
	o := open(t)
	session := o.first()
	astrid, err := o.Of(t.Context(), session)
	o.must(err)
	bo, err := o.New(t.Context(), "Bo Ek", "bo", []account.Role{account.Admin}, "Astrid Lind")
	o.must(err)
	less := []account.Role{account.Officer}
	o.refused(varsam.Conflict, o.Change(t.Context(), astrid.ID, less, false, "Astrid Lind"))
	o.must(o.AddKey(t.Context(), bo, "ring", passkey.Key{ID: []byte("ring"), Data: []byte("{}")}))
	o.must(o.Change(t.Context(), astrid.ID, less, false, "Astrid Lind"))
}

func TestTwoPeopleNeverHaveOneName(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.first()
	for _, twin := range [][2]string{{"astrid  lind", "astrid2"}, {"Astrid Berg", "Astrid"}} {
		_, err := o.New(t.Context(), twin[0], twin[1], []account.Role{account.Approver}, "Astrid Lind")
		o.refused(varsam.Conflict, err)
	}
}

func TestANewPasswordEndsOtherSessions(t *testing.T) {
	t.Parallel()
	o := open(t)
	session := o.first()
	a, err := o.Of(t.Context(), session)
	o.must(err)
	_, err = o.SetPassword(t.Context(), a, "wrong wrong wrong", "new words for the door")
	o.refused(varsam.Denied, err)
	renewed, err := o.SetPassword(t.Context(), a, good, "new words for the door")
	o.must(err)
	_, err = o.Of(t.Context(), renewed)
	o.must(err)
	_, err = o.Of(t.Context(), session)
	o.refused(varsam.Denied, err)
}

// A name, a password or a token is in none of our files.
func TestFilesHoldNoNames(t *testing.T) {
	t.Parallel()
	o := open(t)
	session := o.first()
	err := filepath.WalkDir(o.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		for _, secret := range []string{"Astrid", "astrid", good, session} {
			if bytes.Contains(data, []byte(secret)) {
				t.Errorf("%s holds %q", filepath.Base(path), secret)
			}
		}
		return err
	})
	o.must(err)
}
