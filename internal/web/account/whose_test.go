package account_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/store/storetest"
	"github.com/varsam/varsam/internal/web/account"
)

// elsewhere is another process on the same store: what it changes holds here at
// once, and what it asks it is told as of now.
func (o *office) elsewhere(t *testing.T) *account.Service {
	t.Helper()
	st, err := store.Open(t.Context(), store.Config{
		DSN: o.dsn, Migrations: append(evidence.Migrations, account.Migrations...),
		Now: func() time.Time { return o.clock },
	})
	o.must(err)
	t.Cleanup(func() { st.Close() })
	return &account.Service{Store: st, Keeper: o.Keeper, Tenant: "main"}
}

// endings are what ends or changes a session.
var endings = map[string]func(*office, *account.Service, account.Account, string) error{
	"signed out": func(o *office, s *account.Service, _ account.Account, token string) error {
		return s.SignOut(o.Context(), token)
	},
	"all sessions ended": func(o *office, s *account.Service, a account.Account, _ string) error {
		return s.EndOf(o.Context(), a.ID, "test")
	},
	"other roles": func(o *office, s *account.Service, a account.Account, _ string) error {
		return s.Change(o.Context(), a.ID, []account.Role{account.Admin}, false, "test")
	},
	"a new password": func(o *office, s *account.Service, a account.Account, _ string) error {
		_, err := s.SetPassword(o.Context(), a, good, "en helt annan mening")
		return err
	},
	"turned off": func(o *office, s *account.Service, a account.Account, _ string) error {
		return s.Change(o.Context(), a.ID, a.Roles, true, "test")
	},
	"everybody's sessions ended": func(o *office, s *account.Service, _ account.Account, _ string) error {
		return s.EndAll(o.Context(), "test")
	},
}

// Who somebody is, is asked of the store once, and still whatever ends or changes a
// session holds from the next page on – also when another process did it, or
// another server on PostgreSQL.
func TestWhatIsRememberedEndsAtOnce(t *testing.T) {
	t.Parallel()
	for name, end := range endings {
		for _, where := range []string{"here", "in another process", "at another server"} {
			t.Run(name+" "+where, func(t *testing.T) {
				t.Parallel()
				dir := t.TempDir()
				dsn := filepath.Join(dir, "data", "varsam.db")
				if where == "at another server" {
					dsn = storetest.Postgres(t)
				}
				o := openAt(t, dir, dsn)
				token, by := o.first(), o.Service
				if where != "here" {
					by = o.elsewhere(t)
				}
				bo, err := o.New(t.Context(), "Bo Ek", "bo", []account.Role{account.Admin}, "test") // somebody has to be left
				o.must(err)
				link, err := o.Link(t.Context(), bo.ID, "test")
				o.must(err)
				_, err = o.Redeem(t.Context(), link, good)
				o.must(err)
				var a account.Account
				for range 3 {
					a, _, err = o.Whose(t.Context(), token)
					o.must(err)
				}
				o.must(end(o, by, a, token))
				_, _, err = o.Whose(t.Context(), token)
				o.refused(varsam.Denied, err)
				_, _, err = by.Whose(t.Context(), token)
				o.refused(varsam.Denied, err)
			})
		}
	}
}

// What time ends is over when its time comes, however often it was asked for before.
func TestWhatIsRememberedEndsInTime(t *testing.T) {
	t.Parallel()
	o := open(t)
	token := o.first()
	a, in, err := o.Whose(t.Context(), token)
	o.must(err)
	if !in.Fresh {
		t.Error("somebody who has just shown who they are is not fresh")
	}
	o.must(o.Give(t.Context(), account.Grant{Account: a.ID, Request: "r1", Role: account.Finance, Ends: o.clock.Add(30 * time.Second)}, "test"))
	granted := func() int {
		t.Helper()
		a, _, err := o.Whose(t.Context(), token)
		o.must(err)
		return len(a.Grants)
	}
	if granted() != 1 {
		t.Fatal("nothing was granted")
	}
	if o.clock = o.clock.Add(29 * time.Second); granted() != 1 {
		t.Error("what was granted ended early")
	}
	if o.clock = o.clock.Add(time.Second); granted() != 0 {
		t.Error("what was granted outlived its end")
	}
	for range 11 { // pages all the time
		o.clock = o.clock.Add(time.Minute)
		_, in, err = o.Whose(t.Context(), token)
		o.must(err)
	}
	if in.Fresh {
		t.Error("they are fresh eleven minutes after")
	}
	for range 11 * 60 {
		o.clock = o.clock.Add(time.Minute)
		_, _, err = o.Whose(t.Context(), token)
		o.must(err)
	}
	for range 60 { // the twelfth hour ends although pages are asked for
		if o.clock = o.clock.Add(time.Minute); err == nil {
			_, _, err = o.Whose(t.Context(), token)
		}
	}
	o.refused(varsam.Denied, err)
}

// What an account has to show is as it was last decided, here or elsewhere.
func TestTheSecondFactorIsAsDecided(t *testing.T) {
	t.Parallel()
	o := open(t)
	there := o.elsewhere(t)
	for _, want := range []bool{true, false, true} {
		o.must(there.SetSecondFactor(t.Context(), want, "test"))
		for _, s := range []*account.Service{o.Service, there, o.Service} {
			if needed, err := s.SecondFactor(t.Context()); err != nil || needed != want {
				t.Errorf("%v (%v), and it was decided %v", needed, err, want)
			}
		}
	}
}
