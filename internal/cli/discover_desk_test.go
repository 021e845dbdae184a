package cli

import (
	"testing"

	"github.com/varsam/varsam/internal/pii"
	"github.com/varsam/varsam/internal/register"
)

// TestPagesDiscoverOwnTypes: what a register describes as personal data of its own is looked for when a page asks, too.
func TestPagesDiscoverOwnTypes(t *testing.T) {
	t.Parallel()
	reg := &register.Register{}
	reg.Organisation.Patterns = []register.Pattern{{Name: "employee-number", Data: "id.employee", Expression: "EMP-[0-9]{5}"}}
	for want, reg := range map[int]*register.Register{0: {}, 1: reg} {
		scanner := scannerFor(reg)
		if scanner == nil {
			t.Fatal("no scanner")
		}
		if hits := scanner.Scan(nil, []byte("Anmält av EMP-10020 i dag"), pii.Hint{}); len(hits) != want {
			t.Errorf("%d hits, want %d: %+v", len(hits), want, hits)
		}
	}
}
