package cli

import (
	"context"
	"sync"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/discover"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/pii"
	"github.com/varsam/varsam/internal/pii/column"
	"github.com/varsam/varsam/internal/register"
)

// textScanner is the one that pages and their work share; nil where its lists
// cannot be read, and then texts are not looked into.
var textScanner = sync.OnceValue(func() *pii.Scanner {
	scanner, err := pii.New(pii.Options{Names: true, Today: varsam.DateIn(time.Now(), time.UTC)})
	if err != nil {
		return nil
	}
	return scanner
})

// discoveryOf makes the discoveries that the pages of a tenant ask for.
func (a *app) discoveryOf(tenant string) *discover.Desk {
	return &discover.Desk{
		Store: a.store, Keys: a.keeper, Tenant: tenant,
		Open: func(reg *register.Register, day varsam.Date) discover.Opener {
			to := a.connectionsOf(tenant, reg, day)
			to.ReadOnly = true
			return to
		},
		Scanner: scannerFor,
	}
}

// scannerFor knows the types of a register's own too.
func scannerFor(reg *register.Register) column.Scanner {
	if patterns := discover.Patterns(reg); len(patterns) > 0 {
		if own, err := pii.New(pii.Options{Names: true, Today: today(reg), Patterns: patterns}); err == nil {
			return own
		}
	}
	if shared := textScanner(); shared != nil {
		return shared
	}
	return nil
}

func (a *app) discovering(ctx context.Context, u job.Unit) (job.Outcome, error) {
	return a.discoveryOf(u.Tenant).Running(ctx, u)
}
