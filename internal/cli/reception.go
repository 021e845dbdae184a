package cli

import (
	"cmp"
	"context"
	"log/slog"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/letterbox"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/reception"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/store"
)

// kindTidy is the nightly work of letting go what nobody proved, what was sent and
// which tokens ended long ago.
const kindTidy = "reception-tidy"

// kindDeadlines is the daily work of telling which cases' last days are near.
const kindDeadlines = "reception-deadlines"

// receptionOf is where people are received: identity, requests and post of one
// tenant, joined. Its requests wait at the gate of its identity.
func (a *app) receptionOf(tenant string) *reception.Service {
	requests := *a.service
	requests.Tenant = tenant
	r := &reception.Service{
		Store: a.store, Keeper: a.keeper, Tenant: tenant, Requests: &requests, Post: a.postOf(tenant), Address: a.public,
		Base: func(ctx context.Context) (string, error) { return a.baseOf(ctx, tenant) },
		Identity: &identity.Service{
			Store: a.store, Keeper: a.keeper, Tenant: tenant, Region: a.regionOf(tenant),
			Directory: reception.Directory{Store: a.store, Tenant: tenant, Open: a.openerOf(tenant)},
		},
	}
	r.Wire()
	return r
}

func (a *app) postOf(tenant string) *post.Service {
	return &post.Service{Store: a.store, Keeper: a.keeper, Tenant: tenant, Settings: a.mail}
}

// openerOf opens the systems of a tenant's register.
func (a *app) openerOf(tenant string) func(*register.Register, varsam.Date) locate.Opener {
	return func(reg *register.Register, today varsam.Date) locate.Opener {
		return a.connectionsOf(tenant, reg, today)
	}
}

func (a *app) connectionsOf(tenant string, reg *register.Register, today varsam.Date) request.Connections {
	base, _ := a.baseOf(context.Background(), tenant) // without one, relative paths do not answer
	return request.Connections{Register: reg, Connectors: connectors(a.options), Base: base, Today: today}
}

// regionOf is the country in whose way numbers are written; Sweden while there is
// no register to say.
func (a *app) regionOf(tenant string) (region string) {
	_ = a.store.Read(context.Background(), tenant, func(tx *store.Tx) error { // what fails here fails louder elsewhere
		reg, err := register.InForce(tx)
		if err == nil {
			region = reg.Organisation.Country
		}
		return err
	})
	return cmp.Or(region, "SE")
}

// receiving is the work behind the portal. What sends links is done only where
// it is known which address people use.
func (a *app) receiving(log *slog.Logger) []chore {
	all := []chore{
		{post.KindSend, nil, func(ctx context.Context, u job.Unit) (job.Outcome, error) { return a.postOf(u.Tenant).Handle(ctx, u) }},
		{kindTidy, job.Nightly(2, 50), a.tidy(log)},
		{kindDeadlines, job.Nightly(5, 20), a.deadlines(log)},
		{letterbox.KindRead, job.EachFiveMinutes, a.readLetters(log)},
	}
	if a.public == "" {
		return all
	}
	return append(all, chore{identity.KindSettle, nil, func(ctx context.Context, u job.Unit) (job.Outcome, error) {
		return a.receptionOf(u.Tenant).Identity.Handle(ctx, u)
	}})
}

func (a *app) deadlines(log *slog.Logger) job.Handler {
	return func(ctx context.Context, u job.Unit) (job.Outcome, error) {
		told, err := a.receptionOf(u.Tenant).Remind(ctx)
		if varsam.CodeOf(err) == varsam.NotFound {
			return job.Finished, nil // there is no register yet
		}
		if err == nil && told > 0 {
			log.Info("last days told", "cases", told)
		}
		return job.Finished, err
	}
}

func (a *app) tidy(log *slog.Logger) job.Handler {
	return func(ctx context.Context, u job.Unit) (job.Outcome, error) {
		lapsed, err := a.receptionOf(u.Tenant).Identity.Sweep(ctx)
		if err != nil {
			return job.Outcome{}, err
		}
		if _, err := a.letterboxOf(u.Tenant).Sweep(ctx, request.DefaultPeriods.Case); err != nil {
			return job.Outcome{}, err
		}
		if _, err := a.tokensOf(u.Tenant).Sweep(ctx); err != nil {
			return job.Outcome{}, err
		}
		days, err := a.postOf(u.Tenant).Sweep(ctx)
		if err == nil && len(lapsed)+days > 0 {
			log.Info("reception tidied", "lapsed", len(lapsed), "days of post", days)
		}
		return job.Finished, err
	}
}
