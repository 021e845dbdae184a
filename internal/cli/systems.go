package cli

import (
	"context"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/system"
)

// systemsOf opens the systems of a tenant's register, from the folder that it was
// pushed from.
func (a *app) systemsOf(tenant string) func(*register.Register, varsam.Date) locate.Opener {
	return func(reg *register.Register, today varsam.Date) locate.Opener {
		return systems{a, tenant, request.Connections{Register: reg, Connectors: connectors(a.options), Today: today}}
	}
}

type systems struct {
	app         *app
	tenant      string
	connections request.Connections
}

func (s systems) Open(ctx context.Context, name string) (system.System, error) {
	err := s.app.store.Read(ctx, s.tenant, func(tx *store.Tx) error {
		base, err := register.Base(tx)
		s.connections.Base = s.app.service.Absolute(base)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.connections.Open(ctx, name)
}
