package cli

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/publish/promise"
	"github.com/varsam/varsam/internal/register"
)

type promisesCommand struct {
	Dir  string `arg:"" optional:"" help:"Folder with the register; the store's current version when left out." type:"existingdir"`
	Live bool   `help:"Also read the mailboxes that statements rest on."`
}

// Help is the longer text of the command's help.
func (c *promisesCommand) Help() string {
	return `Says of each statement in the register whether it is kept: with the control that keeps it, what that has shown, and the
proof. Statements are kept; not shown yet, when a control never ran or ran on nothing; broken, with what to do; or not true as
worded, when law, the register or another statement contradicts them, with what to write instead. Nothing is changed.

Exit codes: 0 nothing is broken or untrue; 1 something is; 2 the register has faults; 3 there is no register.`
}

// promiseOut is a statement as others script against it.
type promiseOut struct {
	promise.Judged
	Why       []string      `json:"why"` // of the controls, in their order
	Untrue    []untrueOut   `json:"untrue,omitempty"`
	Corrected *varsam.Words `json:"corrected,omitempty"`
}

type untrueOut struct {
	Code      string       `json:"code"`
	Paragraph string       `json:"paragraph"`
	Says      varsam.Words `json:"says"`
}

// Run prints how each statement stands.
func (c *promisesCommand) Run(s *session) error {
	reg, judged, err := c.judge(s)
	if err != nil {
		return err
	}
	say, err := s.printer(reg)
	if err != nil {
		return err
	}
	out, counts := []promiseOut{}, map[promise.State]int{}
	for _, j := range judged {
		counts[j.State]++
		out = append(out, promiseOf(j, say))
	}
	err = s.print(map[string]any{"statements": out, "counts": counts}, func() { c.print(s, say, out, counts) })
	if err == nil && counts[promise.Broken]+counts[promise.Untrue] > 0 {
		return errNo
	}
	return err
}

func promiseOf(j promise.Judged, say locale.Printer) promiseOut {
	out := promiseOut{Judged: j, Why: []string{}}
	for _, control := range j.Controls {
		out.Why = append(out.Why, say.Reason(control.Why))
	}
	for _, f := range j.Untrue {
		out.Untrue = append(out.Untrue, untrueOut{f.Code, f.Paragraph, f.Says()})
	}
	if len(j.Untrue) > 0 {
		corrected := j.Corrected()
		out.Corrected = &corrected
	}
	return out
}

// judge reads the evidence where there is a store, and makes none: a report
// changes nothing.
func (c *promisesCommand) judge(s *session) (*register.Register, []promise.Judged, error) {
	var reg *register.Register
	if c.Dir != "" {
		var err error
		if reg, err = loadFolder(c.Dir); err != nil {
			return nil, nil, err
		}
	}
	if !s.hasStore() {
		if reg == nil {
			return nil, nil, varsam.Errorf(varsam.NotFound, "there is no store here; name the register's folder")
		}
		return reg, promise.Judge(reg, promise.Evidence{}, time.Now()), nil
	}
	a, err := openToWork(s.ctx, s.Options)
	if err != nil {
		return nil, nil, err
	}
	defer a.close()
	if err := a.load(s.ctx, s.Tenant); err != nil && reg == nil {
		return nil, nil, err
	}
	if reg == nil {
		reg = a.register
	}
	service := a.promisesOf(s.Tenant)
	if c.Live {
		if service.Inbox, err = a.looking(s.Tenant); err != nil {
			return nil, nil, err
		}
	}
	judged, err := service.Judge(s.ctx, reg)
	return reg, judged, err
}

// hasStore reports whether there is something to read.
func (s *session) hasStore() bool {
	if s.Store != "" {
		return true
	}
	_, err := os.Stat(filepath.Join(s.Data, "varsam.db"))
	return !errors.Is(err, os.ErrNotExist)
}

// promisesOf is the statements of one tenant.
func (a *app) promisesOf(tenant string) *promise.Service {
	culling, requests := *a.culling, *a.service
	culling.Tenant, requests.Tenant = tenant, tenant
	return &promise.Service{Store: a.store, Keeper: a.keeper, Tenant: tenant, Culling: &culling, Requests: &requests, Duties: a.dutyOf(tenant), Publish: a.publishingOf(tenant)}
}

// promiseStates in the order in which a reader wants them: what must be mended
// first.
var promiseStates = []promise.State{promise.Untrue, promise.Broken, promise.NotShown, promise.Kept}

func (c *promisesCommand) print(s *session, say locale.Printer, out []promiseOut, counts map[promise.State]int) {
	for _, state := range promiseStates {
		for _, p := range out {
			if p.State == state {
				printPromise(s, say, p)
			}
		}
	}
	for _, state := range slices.Backward(promiseStates) {
		s.printf("%s: %d  ", say.T("promise.state."+string(state)), counts[state])
	}
	s.printf("\n")
}

func printPromise(s *session, say locale.Printer, p promiseOut) {
	s.printf("%s  %s\n  %s\n", p.ID, say.T("promise.state."+string(p.State)), plain(say.In(p.Text)))
	for _, u := range p.Untrue {
		s.printf("  %s  %s\n", s.words().Cite(u.Paragraph), plain(say.In(u.Says)))
	}
	if p.Corrected != nil {
		s.printf("  → %s\n", plain(say.T("promise.instead", say.In(*p.Corrected))))
	}
	for i, control := range p.Controls {
		s.printf("  – %s\n", plain(p.Why[i]))
		if control.Proof != nil {
			s.printf("    %s\n", plain(say.T("promise.proof", control.Proof.What, control.Proof.On.String(), control.Proof.Leaf)))
		}
	}
}
