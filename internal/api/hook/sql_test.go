package hook

import (
	"testing"

	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/store/storetest"
)

func TestStatementsNameTheTenant(t *testing.T) {
	t.Parallel()
	storetest.CheckStatements(t)
	for _, m := range Migrations {
		if err := store.CheckMigration(m); err != nil {
			t.Error(err)
		}
	}
}
