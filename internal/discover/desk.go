package discover

import (
	"context"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/pii/column"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// KindRun is the work of a discovery that somebody asked for on a page.
const KindRun = "discover"

// runOf is the one discovery of a tenant: asking twice is asking once.
const runOf = "discover"

// PoliteRate is how many rows a second are read of a system that is in use.
const PoliteRate = 50_000

// Desk has discoveries made by a worker, and says how far they have come.
type Desk struct {
	Store  *store.Store
	Keys   *seal.Keeper
	Tenant string

	Open    func(*register.Register, varsam.Date) Opener
	Scanner func(*register.Register) column.Scanner // reads texts, by the register's own types too; nil reads none
}

// Standing is how far the discovery of a tenant has come. It holds names of the
// register and of tables, and no data.
type Standing struct {
	Systems     []string  `json:"systems"` // that were asked for; all when empty
	Full        bool      `json:"full"`
	System      string    `json:"system,omitempty"` // that is read now
	Collection  string    `json:"collection,omitempty"`
	Read        int64     `json:"read"` // rows of the collection
	Of          int64     `json:"of"`   // an estimate; -1 when not known
	Collections int       `json:"collections"`
	All         int       `json:"all"`
	Asked       time.Time `json:"asked"`
	At          time.Time `json:"at"`      // of the last word
	Working     bool      `json:"working"` // it goes on

	// Failed is why the last try came to no report; empty when it did.
	Failed varsam.Code `json:"failed,omitempty"`
}

// Part is how much of the present system is read, 0 to 100.
func (s Standing) Part() int {
	if s.All == 0 {
		return 0
	}
	part := float64(s.Collections)
	if s.Of > 0 {
		part += min(1, float64(s.Read)/float64(s.Of))
	}
	return int(min(100, 100*part/float64(s.All)))
}

func (d *Desk) keeper() *Keeper { return &Keeper{Store: d.Store, Keys: d.Keys, Tenant: d.Tenant} }

// Report is that of the last discovery; NotFound when there is none.
func (d *Desk) Report(ctx context.Context) (Report, error) { return d.keeper().Report(ctx) }

// Ask has a worker read systems of the register in force, all when none is named.
// Code Conflict while another discovery goes on, NotFound for a system that is
// none.
func (d *Desk) Ask(ctx context.Context, systems []string, full bool) error {
	return d.Store.Write(ctx, d.Tenant, func(tx *store.Tx) error {
		reg, err := register.InForce(tx)
		if err != nil {
			return err
		}
		if err := Known(reg, systems); err != nil {
			return err
		}
		p, err := job.Status(tx, runOf)
		if err != nil {
			return err
		}
		if p.Units[job.Waiting]+p.Units[job.Held] > 0 {
			return varsam.Errorf(varsam.Conflict, "a discovery goes on already; wait until it is done")
		}
		if err := job.Forget(tx, runOf); err != nil { // a try that was given up
			return err
		}
		if err := putWork(tx, strings.Join(systems, " "), full); err != nil {
			return err
		}
		return job.Enqueue(tx, job.Wake{Kind: KindRun, Run: runOf, Unique: true})
	})
}

// Standing says how far it has come; NotFound when none was ever asked for.
func (d *Desk) Standing(ctx context.Context) (s Standing, err error) {
	err = d.Store.Read(ctx, d.Tenant, func(tx *store.Tx) error {
		if s, err = getWork(tx); err != nil {
			return err
		}
		p, err := job.Status(tx, runOf)
		s.Working = p.Units[job.Waiting]+p.Units[job.Held] > 0
		if len(p.Stuck) > 0 {
			s.Failed = p.Stuck[0].Code
		}
		return err
	})
	return s, err
}

// Running does what Ask asked for. When it is broken off it goes on where it was,
// unless the register has changed meanwhile.
func (d *Desk) Running(ctx context.Context, _ job.Unit) (job.Outcome, error) {
	var reg *register.Register
	var today varsam.Date
	var work Standing
	begun := false
	err := d.Store.Write(ctx, d.Tenant, func(tx *store.Tx) (err error) {
		if reg, err = register.InForce(tx); err != nil {
			return err
		}
		today = varsam.DateIn(tx.Now(), reg.Organisation.Location())
		if work, err = getWork(tx); err != nil {
			return err
		}
		begun, err = beginWork(tx)
		return err
	})
	if err != nil {
		return job.Outcome{}, err
	}
	keeper := d.keeper()
	err = keeper.Begin(ctx, reg.Digest, begun)
	if code := varsam.CodeOf(err); begun && (code == varsam.Conflict || code == varsam.NotFound) {
		err = keeper.Begin(ctx, reg.Digest, false)
	}
	if err != nil {
		return job.Outcome{}, err
	}
	var scanner column.Scanner
	if d.Scanner != nil {
		scanner = d.Scanner(reg)
	}
	report, err := Run(ctx, reg, d.Open(reg, today), Options{
		Systems: work.Systems, Full: work.Full, Rate: PoliteRate, Today: today, Scanner: scanner, Marks: keeper, Progress: d.tell(ctx),
	})
	if err != nil {
		return job.Outcome{}, err
	}
	if err := keeper.End(ctx, report); err != nil {
		return job.Outcome{}, err
	}
	return job.Finished, d.Store.Write(ctx, d.Tenant, endWork)
}

// sayEach is how often at most a place is written down.
const sayEach = time.Second

// tell writes down how far a discovery has come. What cannot be written is written
// the next time.
func (d *Desk) tell(ctx context.Context) func(Progress) {
	var last time.Time
	place := ""
	return func(p Progress) {
		if at := p.System + "." + p.Collection; at == place && time.Since(last) < sayEach {
			return
		}
		place, last = p.System+"."+p.Collection, time.Now()
		_ = d.Store.Write(ctx, d.Tenant, func(tx *store.Tx) error { return moveWork(tx, p) })
	}
}
