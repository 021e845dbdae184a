package cli

import (
	"context"

	"github.com/varsam/varsam/internal/api"
	"github.com/varsam/varsam/internal/api/hook"
	"github.com/varsam/varsam/internal/api/token"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/metric"
	"github.com/varsam/varsam/internal/web"
	"github.com/varsam/varsam/internal/web/frame"
)

// programs adds the interface for programs beside the pages, with the services
// that those use.
func (a *app) programs(frames *frame.Site, office *web.Office, served *metric.Served) {
	reception := a.receptionOf(office.Tenant)
	api.MountReference(frames)
	office.Programs = &api.API{
		Store: a.store, Tenant: office.Tenant, Tokens: a.tokensOf(office.Tenant), Hooks: a.hooksOf(office.Tenant), Accounts: office.Accounts, Requests: office.Requests,
		Culling: office.Culling, Promises: office.Promises, Reception: reception, Duties: office.Duties, Log: a.log, Base: office.Base,
		Letterbox: office.Letterbox, Inbox: office.Inbox, Discovery: office.Discovery, Publishing: office.Publishing, Open: office.Open, Public: a.public, Logger: frames.Log,
	}
	frames.Refused = office.Programs.Refused
	frames.Mount("/api/", office.Programs.Handler())
	frames.Mount("GET /healthz", office.Programs.Health())
	frames.Mount("GET /metrics", office.Programs.Metrics(served))
}

func (a *app) tokensOf(tenant string) *token.Service {
	return &token.Service{Store: a.store, Keeper: a.keeper, Tenant: tenant}
}

func (a *app) hooksOf(tenant string) *hook.Service {
	return &hook.Service{Store: a.store, Keeper: a.keeper, Log: a.log, Tenant: tenant, Near: a.near}
}

// telling is work on the webhooks of the unit's tenant.
func (a *app) telling(do func(*hook.Service, context.Context, job.Unit) (job.Outcome, error)) job.Handler {
	return func(ctx context.Context, u job.Unit) (job.Outcome, error) { return do(a.hooksOf(u.Tenant), ctx, u) }
}
