package discover

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii/column"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/system"
)

// Opener opens a system of the register; the caller closes it.
type Opener interface {
	Open(ctx context.Context, name string) (system.System, error)
}

// Marks remember how far the reading of a collection has come.
type Marks interface {
	// Load is what was saved last; nothing when there is no mark.
	Load(ctx context.Context, system, collection string) ([]byte, error)
	Save(ctx context.Context, system, collection string, state []byte) error
}

// Options say what to read, and how hard.
type Options struct {
	Systems []string      // only these; all when empty
	Full    bool          // every column to the end
	Sample  int           // rows of a collection to sample; 10,000 when 0
	Rate    int           // rows a second at most; no bound when 0
	Timeout time.Duration // of one statement; a minute when 0
	Workers int           // goroutines that look at values; one for each processor when 0
	Today   varsam.Date

	Scanner  column.Scanner // of texts
	Progress func(Progress) // told now and then, from one goroutine; may be nil
	Marks    Marks          // nil remembers nothing
}

// Progress is how far a discovery has come.
type Progress struct {
	System, Collection string
	Read, Of           int64 // rows of the collection; Of is an estimate, -1 when not known
	Collections, All   int   // of the system: done, and in all
}

// Run reads the systems of a register. What cannot be read is a [Gap] of the
// report; the error is for a context that ended, for marks that cannot be kept and
// for a system that the register does not have. The report then says what was
// found until there.
func Run(ctx context.Context, reg *register.Register, open Opener, o Options) (Report, error) {
	o = o.withDefaults()
	report := Report{Organisation: reg.Organisation.Name, Title: reg.Organisation.Title, Register: reg.Digest, Day: o.Today, Findings: []Finding{}, Gaps: []Gap{}}
	if err := Known(reg, o.Systems); err != nil {
		return report, err
	}
	for _, entry := range reg.Systems {
		if len(o.Systems) > 0 && !slices.Contains(o.Systems, entry.Name) {
			continue
		}
		v := visit{o: o, reg: reg, entry: entry, report: &report}
		if err := v.system(ctx, open); err != nil {
			report.sort()
			return report, err
		}
	}
	report.sort()
	return report, nil
}

// Known reports, with NotFound, the first of the names that is no system of the
// register.
func Known(reg *register.Register, systems []string) error {
	for _, name := range systems {
		if _, ok := reg.System(name); !ok {
			return varsam.Errorf(varsam.NotFound, "the register has no system %s", name)
		}
	}
	return nil
}

func (o Options) withDefaults() Options {
	if o.Sample <= 0 {
		o.Sample = column.Enough
	}
	if o.Timeout <= 0 {
		o.Timeout = time.Minute
	}
	if o.Progress == nil {
		o.Progress = func(Progress) {}
	}
	return o
}

// visit is the discovery of one system.
type visit struct {
	o      Options
	reg    *register.Register
	entry  register.System
	report *Report
	sys    system.System
	pace   pace
}

// system reads every collection of the system.
func (v *visit) system(ctx context.Context, open Opener) error {
	if v.entry.Assisted() {
		v.gap("", GapAssisted)
		return nil
	}
	sys, err := open.Open(ctx, v.entry.Name)
	if err != nil {
		return v.missed(ctx, "", err)
	}
	defer sys.Close()
	v.sys, v.pace = sys, newPace(v.o.Rate)
	catalogue, err := sys.Describe(ctx)
	if err != nil {
		return v.missed(ctx, "", err)
	}
	v.absent(catalogue)
	tables := v.tables(catalogue)
	for i, table := range tables {
		p := Progress{System: v.entry.Name, Collection: table.Name, Of: table.Rows, Collections: i, All: len(tables)}
		if err := v.collection(ctx, catalogue, table, p); err != nil {
			return err
		}
	}
	v.o.Progress(Progress{System: v.entry.Name, Collections: len(tables), All: len(tables)})
	return nil
}

// tables are what data lies in. A view shows what lies elsewhere, so it is read
// only where the register names it.
func (v *visit) tables(catalogue varsam.Catalogue) []varsam.Collection {
	var tables []varsam.Collection
	for _, table := range catalogue.Collections {
		if _, declared := v.declared(table.Name); declared || !table.View {
			tables = append(tables, table)
		}
	}
	return tables
}

// absent notes what the register names and the system does not show.
func (v *visit) absent(catalogue varsam.Catalogue) {
	for _, c := range v.entry.Collections {
		if _, ok := catalogue.Find(c.In()); !ok {
			v.gap(c.In(), GapAbsent)
		}
	}
}

// declared is the register's collection for a table.
func (v *visit) declared(table string) (register.Collection, bool) {
	i := slices.IndexFunc(v.entry.Collections, func(c register.Collection) bool { return c.In() == table })
	if i < 0 {
		return register.Collection{}, false
	}
	return v.entry.Collections[i], true
}

// collection reads one and says what it found, also where the reading broke off.
func (v *visit) collection(ctx context.Context, catalogue varsam.Catalogue, table varsam.Collection, p Progress) error {
	r := newReader(v, table, catalogue.Fingerprint(table.Name), p)
	err := r.read(ctx)
	if err == nil {
		err = v.unchanged(ctx, table.Name, r.state.Fingerprint)
	}
	var why *stopped
	if err != nil && !errors.As(err, &why) {
		if gone := v.missed(ctx, table.Name, err); gone != nil {
			why = &stopped{gone}
		}
	}
	if n := r.unopened(); n > 0 {
		v.report.Gaps = append(v.report.Gaps, Gap{v.entry.Name, table.Name, varsam.Because(GapLarge, strconv.FormatInt(n, 10))})
	}
	v.report.Collections = append(v.report.Collections, r.summary(err == nil))
	v.report.Findings = append(v.report.Findings, v.compare(r, err != nil)...)
	if why != nil {
		return why.err
	}
	if err == nil && ofMails(table) && v.o.Scanner != nil {
		return v.mails(ctx, table)
	}
	return nil
}

// unchanged looks whether the structure is still what the reading began with.
func (v *visit) unchanged(ctx context.Context, table, fingerprint string) error {
	now, err := v.sys.Describe(ctx)
	if err != nil {
		return err
	}
	if now.Fingerprint(table) != fingerprint {
		return varsam.Errorf(varsam.Changed, "%s: the structure of %s changed while it was read", v.entry.Name, table)
	}
	return nil
}

// stopped ends the whole discovery.
type stopped struct{ err error }

func (s *stopped) Error() string { return s.err.Error() }

func (s *stopped) Unwrap() error { return s.err }

// missed turns an error into a gap; it is returned only when the discovery itself
// is to end.
func (v *visit) missed(ctx context.Context, collection string, err error) error {
	if ctx.Err() != nil {
		v.gap(collection, GapStopped)
		return varsam.Errorf(varsam.Conflict, "the discovery was stopped in system %s; go on with --resume", v.entry.Name)
	}
	why := GapUnavailable
	switch varsam.CodeOf(err) {
	case varsam.Denied:
		why = GapDenied
	case varsam.NotFound, varsam.Invalid, varsam.Changed:
		why = GapChanged
		if collection == "" {
			why = GapSettings
		}
	case varsam.Unsupported:
		why = GapUnsupported
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, errSlow) {
		why = GapSlow
	}
	v.gap(collection, why)
	return nil
}

func (v *visit) gap(collection, why string) {
	v.report.Gaps = append(v.report.Gaps, Gap{System: v.entry.Name, Collection: collection, Why: varsam.Because(why)})
}
