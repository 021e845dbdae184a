package sqldb_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system/sqldb"
)

// A server tells who may sign in; a file has no accounts to tell of.
func TestAccounts(t *testing.T) {
	for _, e := range engines(t) {
		t.Run(e.Name, func(t *testing.T) {
			db := e.New(t).Connect(t).(*sqldb.DB)
			all, err := db.Accounts(context.Background())
			if e.Name == "sqlite" {
				if varsam.CodeOf(err) != varsam.Unsupported {
					t.Errorf("a file: %v", err)
				}
				return
			}
			if varsam.CodeOf(err) == varsam.Denied { // a right of its own on some servers
				return
			}
			if err != nil || len(all) == 0 || !slices.ContainsFunc(all, func(s string) bool { return strings.TrimSpace(s) != "" }) {
				t.Errorf("accounts: %d, %v", len(all), err)
			}
		})
	}
}

// An account that is closed signs in no more; ours is not closed, nor one that is not
// there.
func TestCloseAccount(t *testing.T) {
	for _, e := range engines(t) {
		t.Run(e.Name, func(t *testing.T) {
			source := e.New(t)
			db := source.Connect(t).(*sqldb.DB)
			if err := db.CloseAccount(t.Context(), `nobody"; DROP TABLE x; --@%`); e.Name == "sqlite" {
				if varsam.CodeOf(err) != varsam.Unsupported {
					t.Errorf("a file: %v", err)
				}
				return
			} else if code := varsam.CodeOf(err); code != varsam.NotFound && code != varsam.Denied {
				t.Errorf("nobody: %v", err)
			}
			name := "varsam_guest_" + strings.ToLower(strings.ReplaceAll(t.Name(), "/", "_"))
			made, dropped, account := "CREATE ROLE "+name+" LOGIN", "DROP ROLE IF EXISTS "+name, name
			if !strings.Contains(e.Name, "postgres") {
				made, dropped, account = "CREATE USER "+name+"@'%' IDENTIFIED BY 'x'", "DROP USER IF EXISTS "+name+"@'%'", name+"@%"
			}
			admin := source.Raw
			if _, err := admin.ExecContext(t.Context(), dropped); err != nil {
				t.Skipf("no accounts can be made here, so none was closed: %v", err)
			}
			if _, err := admin.ExecContext(t.Context(), made); err != nil {
				t.Skipf("no accounts can be made here, so none was closed: %v", err)
			}
			defer admin.ExecContext(context.Background(), dropped)
			if err := db.CloseAccount(t.Context(), account); err != nil {
				t.Fatal(err)
			}
			if all, err := db.Accounts(t.Context()); e.Name == "postgres" && (err != nil || slices.Contains(all, account)) {
				t.Errorf("it still may sign in: %v", err)
			}
		})
	}
}
