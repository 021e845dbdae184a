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
