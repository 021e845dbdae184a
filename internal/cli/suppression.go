package cli

import (
	"context"
	"encoding/json"
	"log/slog"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/suppression"
)

type watchCommand struct {
	List   suppressionListCommand   `cmd:"" help:"List whose return is watched for, by request, without saying who they are."`
	Forget suppressionForgetCommand `cmd:"" help:"End one before its day: the person chose anew, or asked for it."`
	Look   suppressionLookCommand   `cmd:"" help:"Look now whether somebody came back, as every night."`
}

type suppressionListCommand struct{}

func (c *suppressionListCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		all, err := app.service.Suppressions(s.ctx)
		if err != nil {
			return err
		}
		rows := [][]string{}
		for _, l := range all {
			rows = append(rows, []string{
				l.ID, l.Request, strconv.Itoa(l.Person + 1), strings.Join(l.Types, ", "), l.Begun.Format("2006-01-02"), l.Until.String(), strconv.Itoa(l.Back),
			})
		}
		return s.print(append([]suppression.Suppression{}, all...), func() {
			s.table([]string{"SUPPRESSION", "REQUEST", "PERSON", "KNOWN BY", "BEGAN", "LAST DAY", "CAME BACK"}, rows)
		})
	})
}

type suppressionForgetCommand struct {
	decider
	Suppression string `arg:"" help:"The suppression, as suppression list prints it."`
	Reason      string `required:"" help:"Why; kept in the case."`
}

func (c *suppressionForgetCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		if err := app.service.Forget(s.ctx, c.Suppression, c.Reason, c.By); err != nil {
			return err
		}
		return s.print(map[string]string{"forgotten": c.Suppression}, func() {
			s.printf("suppression %s is forgotten: should the person come back, nobody is told\n", c.Suppression)
		})
	})
}

type suppressionLookCommand struct {
	Rate int `help:"Rows a second that are read of a system at most." default:"50000"`
}

// Run exits with 1 when somebody came back.
func (c *suppressionLookCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		found, err := app.watch(s.Tenant).Look(s.ctx, suppression.Options{Rate: c.Rate})
		if err != nil {
			return err
		}
		if err := s.print(found, func() {
			s.printf("rows read: %d; came back: %d; chosen anew: %d; ended: %d; could not be looked at: %d\n",
				found.Rows, len(found.Back), found.Chosen, found.Ended, len(found.Gaps))
			for _, b := range found.Back {
				s.printf("  request %s: %d fields of %s.%s; the request is reopened: varsam request plan %s\n", b.Request, b.Fields, b.System, b.Collection, b.Request)
			}
		}); err != nil {
			return err
		}
		if len(found.Back) > 0 {
			return errNo
		}
		return nil
	})
}

// kindWatch is the nightly look for people who came back.
const kindWatch = "suppression"

// watch is the look of one tenant.
func (a *app) watch(tenant string) *suppression.Service {
	requests := *a.service
	requests.Tenant = tenant
	return &suppression.Service{
		Store: a.store, Keeper: a.keeper, Log: a.log, Tenant: tenant, Open: a.systemsOf(tenant), Reopen: requests.Reopen,
	}
}

// watching carries out a slice of the nightly look.
func (a *app) watching(log *slog.Logger) job.Handler {
	return func(ctx context.Context, u job.Unit) (job.Outcome, error) {
		place, err := a.openPlace(ctx, u.Cursor)
		if err != nil {
			return job.Outcome{}, err
		}
		found, err := a.watch(u.Tenant).Look(ctx, suppression.Options{From: place.at, Over: func() bool { return job.Over(ctx) }})
		if err != nil {
			return job.Outcome{}, err
		}
		level := slog.LevelInfo
		if len(found.Back)+len(found.Gaps) > 0 {
			level = slog.LevelWarn
		}
		log.Log(ctx, level, "looked for people who came back", "rows", found.Rows, "back", len(found.Back), "chosen", found.Chosen,
			"ended", found.Ended, "gaps", len(found.Gaps), "more", found.Next != nil)
		return a.nextPlace(ctx, u.Tenant, place, found.Next)
	}
}

// sealedPlace is where a look goes on: a row's key may tell who somebody is.
type sealedPlace struct {
	Key    seal.KeyID `json:"key"`
	Sealed []byte     `json:"sealed"`

	at *suppression.Position
}

const placeContext = "suppression position"

func (a *app) openPlace(ctx context.Context, cursor []byte) (p sealedPlace, err error) {
	if len(cursor) == 0 {
		return p, nil
	}
	if err := json.Unmarshal(cursor, &p); err != nil {
		return p, varsam.Errorf(varsam.Corrupt, "the place of a look does not read back")
	}
	plain, err := a.keeper.Open(ctx, p.Key, placeContext, p.Sealed)
	if err != nil {
		return p, err
	}
	p.at = new(suppression.Position)
	return p, json.Unmarshal(plain, p.at)
}

// nextPlace goes on where the slice ended, or destroys the look's key.
func (a *app) nextPlace(ctx context.Context, tenant string, p sealedPlace, next *suppression.Position) (job.Outcome, error) {
	if next == nil {
		if p.Key == "" {
			return job.Finished, nil
		}
		return job.Finished, a.keeper.Destroy(ctx, p.Key)
	}
	var err error
	if p.Key == "" {
		if p.Key, err = a.keeper.NewKey(ctx, tenant, "position"); err != nil {
			return job.Outcome{}, err
		}
	}
	plain, err := json.Marshal(next)
	if err != nil {
		return job.Outcome{}, err
	}
	if p.Sealed, err = a.keeper.Seal(ctx, p.Key, placeContext, plain); err != nil {
		return job.Outcome{}, err
	}
	cursor, err := json.Marshal(p)
	return job.Again(cursor), err
}
