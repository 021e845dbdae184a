package token

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/store/storetest"
	"github.com/varsam/varsam/internal/web/account"
)

// clock is a test's time.
type clock struct{ at time.Time }

func open(t *testing.T) (*Service, *clock, string) {
	t.Helper()
	c := &clock{time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)}
	dir := filepath.Join(t.TempDir(), "data")
	st, err := store.Open(t.Context(), store.Config{
		DSN: filepath.Join(dir, "varsam.db"), Migrations: append(slices.Clone(evidence.Migrations), Migrations...), Now: func() time.Time { return c.at },
	})
	must(t, err)
	t.Cleanup(func() { st.Close() })
	must(t, st.AddTenant(t.Context(), "main"))
	must(t, st.AddTenant(t.Context(), "other"))
	keeper, err := seal.Open(t.Context(), seal.Beside(dir))
	must(t, err)
	t.Cleanup(func() { keeper.Close() })
	return &Service{Store: st, Keeper: keeper, Tenant: "main"}, c, dir
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wants(t *testing.T, err error, code varsam.Code) {
	t.Helper()
	if varsam.CodeOf(err) != code {
		t.Errorf("got %v, want code %s", err, code)
	}
}

func TestATokenOpensUntilItEndsOrIsRevoked(t *testing.T) {
	t.Parallel()
	s, c, _ := open(t)
	secret, made, err := s.Make(t.Context(), New{Name: " Intranätets  formulär ", By: "Astrid Lind", Scopes: []Scope{WriteRequests, ReadWork, ReadWork}})
	must(t, err)
	got, err := s.Of(t.Context(), secret)
	must(t, err)
	if got.ID != made.ID || got.Name != "Intranätets formulär" || got.By != "Astrid Lind" || !slices.Equal(got.Scopes, []Scope{ReadWork, WriteRequests}) {
		t.Errorf("got %+v", got)
	}
	if !got.May(ReadWork) || got.May(ReadPeople) {
		t.Error("a token may do something else than its scopes say")
	}
	c.at = c.at.Add(UsualLife - time.Second)
	_, err = s.Of(t.Context(), secret)
	must(t, err)
	c.at = c.at.Add(time.Second)
	_, err = s.Of(t.Context(), secret)
	wants(t, err, varsam.Denied)
	wants(t, s.Revoke(t.Context(), made.ID, "Bo Ek"), varsam.NotFound)

	secret, made, err = s.Make(t.Context(), New{Name: "a", By: "b", Scopes: []Scope{Manage}, Life: time.Hour})
	must(t, err)
	must(t, s.Revoke(t.Context(), made.ID, "Bo Ek"))
	_, err = s.Of(t.Context(), secret)
	wants(t, err, varsam.Denied)
}

func TestWhatNoTokenIs(t *testing.T) {
	t.Parallel()
	s, _, _ := open(t)
	secret, _, err := s.Make(t.Context(), New{Name: "a", By: "b", Scopes: []Scope{ReadWork}})
	must(t, err)
	other := *s
	other.Tenant = "other"
	for _, wrong := range []string{"", "x", Prefix, secret[:len(secret)-1], secret + "A", strings.ToLower(secret) + ".", strings.TrimPrefix(secret, Prefix)} {
		_, err := s.Of(t.Context(), wrong)
		wants(t, err, varsam.Denied)
	}
	_, err = other.Of(t.Context(), secret)
	wants(t, err, varsam.Denied)
}

func TestATokenNeedsWhatItIsFor(t *testing.T) {
	t.Parallel()
	s, _, _ := open(t)
	for name, n := range map[string]New{
		"name":  {By: "b", Scopes: []Scope{ReadWork}},
		"maker": {Name: "a", Scopes: []Scope{ReadWork}},
		"scope": {Name: "a", By: "b"},
		"known": {Name: "a", By: "b", Scopes: []Scope{"everything"}},
		"long":  {Name: strings.Repeat("a", 201), By: "b", Scopes: []Scope{ReadWork}},
		"short": {Name: "a", By: "b", Scopes: []Scope{ReadWork}, Life: time.Second},
		"years": {Name: "a", By: "b", Scopes: []Scope{ReadWork}, Life: MostLife + time.Second},
	} {
		_, _, err := s.Make(t.Context(), n)
		if varsam.CodeOf(err) != varsam.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A page gives no token more than its maker may do.
func TestGrantable(t *testing.T) {
	t.Parallel()
	for _, role := range account.Roles {
		a := account.Account{Roles: []account.Role{role}}
		for _, s := range Grantable(a) {
			i := slices.IndexFunc(Scopes, func(m Meaning) bool { return m.Scope == s })
			if !a.May(Scopes[i].May) {
				t.Errorf("%s may give %s", role, s)
			}
		}
	}
	if len(Grantable(account.Account{})) != 0 {
		t.Error("nobody may give something")
	}
}

// Neither a secret nor a name lies in a file of ours.
func TestNothingOfATokenLiesInClear(t *testing.T) {
	t.Parallel()
	s, _, dir := open(t)
	secret, _, err := s.Make(t.Context(), New{Name: "Planterat Märke", By: "Vittne Vittnesson", Scopes: []Scope{ReadWork}})
	must(t, err)
	_, err = s.Of(t.Context(), secret)
	must(t, err)
	must(t, filepath.WalkDir(filepath.Dir(dir), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		for _, mark := range []string{secret, secret[len(Prefix):], "Planterat", "Vittnesson"} {
			if bytes.Contains(data, []byte(mark)) {
				t.Errorf("%s holds %s", filepath.Base(path), mark)
			}
		}
		return err
	}))
	all, err := s.List(t.Context())
	must(t, err)
	if said, _ := json.Marshal(all); bytes.Contains(said, []byte(secret)) || len(all) != 1 || all[0].Used.IsZero() {
		t.Errorf("the list is %s", said)
	}
}

func TestOldTokensGo(t *testing.T) {
	t.Parallel()
	s, c, _ := open(t)
	_, _, err := s.Make(t.Context(), New{Name: "a", By: "b", Scopes: []Scope{ReadWork}, Life: time.Hour})
	must(t, err)
	for _, step := range []struct {
		after time.Duration
		gone  int
	}{{24 * time.Hour, 0}, {366 * 24 * time.Hour, 1}, {0, 0}} {
		c.at = c.at.Add(step.after)
		if gone, err := s.Sweep(t.Context()); err != nil || gone != step.gone {
			t.Errorf("after %s %d tokens went: %v", step.after, gone, err)
		}
	}
}

func TestStatementsNameTheTenant(t *testing.T) {
	t.Parallel()
	storetest.CheckStatements(t)
	for _, m := range Migrations {
		if err := store.CheckMigration(m); err != nil {
			t.Error(err)
		}
	}
}
