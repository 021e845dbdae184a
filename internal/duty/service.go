package duty

import (
	"cmp"
	"context"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// Service keeps the duties of one tenant.
type Service struct {
	Store  *store.Store
	Keeper *seal.Keeper
	Tenant string
	Post   *post.Service

	// Documents reads agreements; nil reads none.
	Documents Reader

	// Address is where people reach the pages, for links in mails; empty where no
	// pages are served.
	Address string

	// Systems gives the systems of a register, to find whom an incident concerns; nil
	// reaches none.
	Systems func(*register.Register, varsam.Date) locate.Opener

	// CloseAccount lets a login of our own pages in no more, and reports whether it
	// was one; nil closes none.
	CloseAccount func(ctx context.Context, login string) (bool, error)

	// CloseIn lets an account of a connected system in no more; nil closes none. Its
	// errors tell that it could not, and somebody is asked to.
	CloseIn func(ctx context.Context, system, account string) error

	// Now is the clock; the store's when nil.
	Now func() time.Time
}

// New is a record to be taken down.
type New struct {
	Kind    Kind    `json:"kind"`
	Subject Subject `json:"subject"`
	Facts   Facts   `json:"facts"`
	Owner   string  `json:"owner,omitempty"`

	id string // of a duty of a folder; a new one when empty
}

// World is everything as it is now, with nothing unsealed.
func (s *Service) World(ctx context.Context) (w *World, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		w, err = s.world(tx)
		return err
	})
	return w, err
}

func (s *Service) world(tx *store.Tx) (*World, error) {
	all, err := listRecords(tx)
	if err != nil {
		return nil, err
	}
	reg, err := inForce(tx)
	if err != nil {
		return nil, err
	}
	return NewWorld(reg, s.now(tx), all), nil
}

func (s *Service) now(tx *store.Tx) time.Time {
	if s.Now != nil {
		return s.Now()
	}
	return tx.Now()
}

// inForce is the register in force; nil while there is none.
func inForce(tx *store.Tx) (*register.Register, error) {
	reg, err := register.InForce(tx)
	if varsam.CodeOf(err) == varsam.NotFound {
		return nil, nil
	}
	return reg, err
}

// Add takes a record down. Code Invalid, with [FaultsError], when its facts cannot
// be.
func (s *Service) Add(ctx context.Context, n New, by string) (Record, error) {
	all, err := s.AddAll(ctx, []New{n}, by)
	if err != nil {
		return Record{}, err
	}
	return all[0], nil
}

// AddAll takes several records down, all or none. Each is held against the world
// with those before it.
func (s *Service) AddAll(ctx context.Context, news []New, by string) ([]Record, error) {
	if slices.ContainsFunc(news, func(n New) bool { return n.Kind == Disclosure }) {
		return nil, varsam.Errorf(varsam.Denied, "a disclosure is logged by disclosing, so that it is held against the permissions: varsam disclosure make")
	}
	return s.addAll(ctx, news, by)
}

func (s *Service) addAll(ctx context.Context, news []New, by string) ([]Record, error) {
	w, err := s.World(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]Record, len(news))
	sealed := make([]sealedRow, len(news))
	for i, n := range news {
		if all[i], err = s.prepare(w, n); err != nil {
			return nil, err
		}
		if sealed[i], err = s.seal(ctx, &all[i], "added", by); err != nil {
			return nil, err
		}
		w.add(all[i])
	}
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		for i := range all {
			if err := s.insert(tx, &all[i], sealed[i], by); err != nil {
				return err
			}
		}
		return nil
	})
	return all, err
}

// prepare makes a record of what somebody gave, and checks it.
func (s *Service) prepare(w *World, n New) (r Record, err error) {
	d, err := FindKind(string(n.Kind))
	if err != nil {
		return r, err
	}
	r = Record{ID: cmp.Or(n.id, newID()), Kind: n.Kind, Subject: n.Subject, Facts: n.Facts.tidy(), Owner: strings.TrimSpace(n.Owner), State: Open, Version: 1}
	r.Facts.settle(d, w)
	if err := s.about(d, &r, w); err != nil {
		return r, err
	}
	if r.Owner == "" {
		r.Owner = w.OwnerOf(r.Subject)
	}
	if d.Next != "" && r.Facts[d.Next] == "" && !d.Every.IsZero() {
		r.Facts[d.Next] = d.Every.After(w.Today).String()
	}
	r.Added, r.Changed = w.Now, w.Now
	return r, s.check(d, &r, w)
}

// about settles what a record is about: a person by a mark of what is sealed.
func (s *Service) about(d *Definition, r *Record, w *World) error {
	if d.Mark != nil {
		if text := d.Mark(*r); text != "" {
			r.mark = s.Mark(d.Kind, text)
		}
	}
	if d.accepts(OfPerson) || d.accepts(OfCompany) {
		r.Subject = Subject{d.About[0], r.mark}
	}
	if r.Subject.Type == "" && d.accepts(OfOrganisation) {
		r.Subject = Subject{Type: OfOrganisation}
	}
	if !d.accepts(r.Subject.Type) {
		return varsam.Errorf(varsam.Invalid, "a duty of the kind %s is about: %s", d.Kind, joinTypes(d.About))
	}
	if r.Subject.Name != "" && !w.knows(r.Subject) {
		return varsam.Errorf(varsam.NotFound, "neither the register nor the store knows %s", r.Subject)
	}
	return nil
}

func joinTypes(all []SubjectType) string {
	var words []string
	for _, t := range all {
		words = append(words, string(t))
	}
	return strings.Join(words, ", ")
}

// Mark is what finds a record of a kind by something sealed.
func (s *Service) Mark(k Kind, text string) string {
	return hex.EncodeToString(s.Keeper.Mark(s.Tenant, "duty "+string(k), text))
}

// check holds all facts against the kind and the world.
func (s *Service) check(d *Definition, r *Record, w *World) error {
	faults := Faults{}
	for name := range r.Facts {
		if _, ok := d.Field(name); !ok {
			faults[name] = FaultField
		}
	}
	for _, f := range d.Fields {
		if fault := f.check(r.Facts[f.Name], w); fault != "" {
			faults[f.Name] = fault
		}
	}
	if len(faults) == 0 {
		if d.Check != nil {
			faults = d.Check(*r, w)
		}
		if name := w.repeated(d, *r); name != "" {
			if faults == nil {
				faults = Faults{}
			}
			faults[name] = FaultRepeat
		}
	}
	r.Next = d.next(*r, w.Zone())
	return faults.err(d)
}

// repeated names the field by which a record is a second one where there may be
// one.
func (w *World) repeated(d *Definition, r Record) string {
	first := d.Fields[0].Name
	if d.One {
		for _, other := range w.About(d.Kind, r.Subject) {
			if other.ID != r.ID && other.State != Ended && !other.Register {
				return first
			}
		}
	}
	if d.Kind == Staff && r.mark != "" {
		for _, at := range w.byMark()[r.mark] {
			if other := w.records[at]; other.ID != r.ID && other.State != Ended {
				return first
			}
		}
	}
	return ""
}

// OwnerOf is who the register says sees to a subject.
func (w *World) OwnerOf(s Subject) string {
	if w.Register == nil {
		return ""
	}
	switch s.Type {
	case OfSystem:
		sys, _ := w.Register.System(s.Name)
		return sys.Owner
	case OfActivity:
		a, _ := w.Register.Activity(s.Name)
		return a.Owner
	}
	return ""
}

func (s *Service) insert(tx *store.Tx, r *Record, row sealedRow, by string) error {
	if err := insertRecord(tx, *r, row.row); err != nil {
		return err
	}
	return s.log(tx, *r, row, "added", by)
}

// log keeps the version and attests it.
func (s *Service) log(tx *store.Tx, r Record, row sealedRow, what, by string) error {
	if err := insertChange(tx, r, row.row, s.Actor(by), what); err != nil {
		return err
	}
	leaf := evidence.Leaf{
		Kind: evidence.Decision, Request: evidence.Name(r.ID), Action: evidence.NameOf("duty-" + what), Collection: evidence.NameOf(string(r.Kind)),
		Law: evidence.NameOf(strings.NewReplacer("(", ".", ")", "").Replace(r.Definition().Article)), Actor: evidence.NameOf(s.Actor(by)),
	}
	if r.Subject.Type == OfSystem {
		leaf.System = evidence.NameOf(r.Subject.Name)
	}
	if row.annex == nil {
		leaf.Result = evidence.DigestOf([]byte(r.ID + row.facts))
		_, err := evidence.Append(tx, leaf)
		return err
	}
	_, err := evidence.AppendWith(tx, leaf, *row.annex)
	return err
}

// Actor is the opaque mark of somebody's name, as the log has it.
func (s *Service) Actor(name string) string {
	return hex.EncodeToString(s.Keeper.Mark(s.Tenant, "actor", name))[:16]
}

// Get is a record with everything unsealed.
func (s *Service) Get(ctx context.Context, id string) (r Record, err error) {
	if strings.HasPrefix(id, "register:") {
		w, err := s.World(ctx)
		if err != nil {
			return r, err
		}
		if r, ok := w.Record(id); ok {
			return r, nil
		}
	}
	var found stored
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		found, err = selectRecord(tx, id)
		return err
	})
	if err != nil {
		return r, err
	}
	return s.open(ctx, found)
}

// Changed is what somebody makes of a record.
type Changed struct {
	Version int64 // that they saw
	Facts   Facts // all of them
	Owner   string
}

// Change writes a new version over the one that somebody saw. Code Conflict when
// another stands there meanwhile: nothing is changed, and [Service.Get] says what
// stands there.
func (s *Service) Change(ctx context.Context, id string, c Changed, by string) (Record, error) {
	return s.rewrite(ctx, id, c.Version, "changed", by, func(r *Record, _ *World) error {
		facts := c.Facts.tidy()
		for _, f := range r.Definition().Fields {
			if f.Hidden && r.Facts[f.Name] != "" {
				facts[f.Name] = r.Facts[f.Name]
			}
		}
		r.Facts, r.Owner = facts, strings.TrimSpace(c.Owner)
		return nil
	})
}

// Set changes some facts and leaves the rest as they are; an empty value takes a
// fact away.
func (s *Service) Set(ctx context.Context, id string, facts Facts, by string) (Record, error) {
	return s.rewrite(ctx, id, 0, "changed", by, func(r *Record, _ *World) error {
		for name, value := range facts {
			r.Facts[name] = value
		}
		r.Facts = r.Facts.tidy()
		return nil
	})
}

// End closes a record that is done. Code Invalid, with [FaultsError], while the
// law asks for something more.
func (s *Service) End(ctx context.Context, id, by string) (Record, error) {
	return s.rewrite(ctx, id, 0, "ended", by, func(r *Record, w *World) error {
		d := r.Definition()
		if d.End != nil {
			if err := d.End(*r, w).err(d); err != nil {
				return err
			}
		}
		r.State, r.Over = Ended, w.Now
		return nil
	})
}

// Reopen takes up again what was closed.
func (s *Service) Reopen(ctx context.Context, id, by string) (Record, error) {
	return s.rewrite(ctx, id, 0, "reopened", by, func(r *Record, _ *World) error {
		if r.State != Ended {
			return varsam.Errorf(varsam.Conflict, "duty %s is open", r.ID)
		}
		r.State, r.Over = Open, time.Time{}
		return nil
	})
}

// rewrite reads a record, lets do change it, and writes it back if nobody came
// between; seen is the version that do builds upon, 0 for whichever stands there.
func (s *Service) rewrite(ctx context.Context, id string, seen int64, what, by string, do func(*Record, *World) error) (Record, error) {
	if strings.HasPrefix(id, "register:") {
		return Record{}, varsam.Errorf(varsam.Conflict, "the register says that; change it there, or take down a duty of your own about the same")
	}
	r, err := s.Get(ctx, id)
	if err != nil {
		return r, err
	}
	if seen != 0 && seen != r.Version {
		return r, conflict(id)
	}
	if r.State == Ended && what != "reopened" {
		return r, varsam.Errorf(varsam.Conflict, "duty %s is over; varsam duty reopen %s takes it up again", id, id)
	}
	w, err := s.World(ctx)
	if err != nil {
		return r, err
	}
	if err := do(&r, w); err != nil {
		return r, err
	}
	return s.keep(ctx, r, w, what, by)
}

// keep checks the next version of a record and writes it.
func (s *Service) keep(ctx context.Context, r Record, w *World, what, by string) (Record, error) {
	return s.keepWith(ctx, r, w, what, by, nil)
}

// keepWith is keep with something more in the same transaction.
func (s *Service) keepWith(ctx context.Context, r Record, w *World, what, by string, also func(*store.Tx) error) (Record, error) {
	r.Version, r.Changed = r.Version+1, w.Now
	d := r.Definition()
	r.Facts.settle(d, w)
	if err := s.about(d, &r, w); err != nil && varsam.CodeOf(err) != varsam.NotFound { // a subject may have left the register since
		return r, err
	}
	if err := s.check(d, &r, w); err != nil {
		return r, err
	}
	row, err := s.seal(ctx, &r, what, by)
	if err != nil {
		return r, err
	}
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		fresh, err := updateRecord(tx, r, row.row)
		if err != nil {
			return err
		}
		if !fresh {
			return conflict(r.ID)
		}
		if also != nil {
			if err := also(tx); err != nil {
				return err
			}
		}
		return s.log(tx, r, row, what, by)
	})
	return r, err
}

func conflict(id string) error {
	return varsam.Errorf(varsam.Conflict, "somebody else has changed duty %s meanwhile; look at it again, then change it", id)
}

// Delete removes a record with its versions and files, and destroys its key. The
// log keeps that there was one.
func (s *Service) Delete(ctx context.Context, id, by string) error {
	var found stored
	err := s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) (err error) {
		if found, err = selectRecord(tx, id); err != nil {
			return err
		}
		if err := deleteRecord(tx, id); err != nil {
			return err
		}
		_, err = evidence.Append(tx, evidence.Leaf{
			Kind: evidence.Decision, Request: evidence.Name(id), Action: "duty-deleted", Collection: evidence.NameOf(string(found.Kind)),
			Actor: evidence.NameOf(s.Actor(by)),
		})
		return err
	})
	if err != nil || found.key == "" {
		return err
	}
	return s.Keeper.Destroy(ctx, seal.KeyID(found.key))
}

// Findings is what is missing, late or wrong now.
func (s *Service) Findings(ctx context.Context) ([]Finding, *World, error) {
	w, err := s.World(ctx)
	if err != nil {
		return nil, nil, err
	}
	return Findings(w), w, nil
}

// List are the open records of a kind, or all with an empty one, by their next
// day.
func (s *Service) List(ctx context.Context, k Kind, over bool) (all []Record, w *World, err error) {
	if w, err = s.World(ctx); err != nil {
		return nil, nil, err
	}
	for _, r := range w.records {
		if (k == "" || r.Kind == k) && (r.State == Ended) == over {
			all = append(all, r)
		}
	}
	slices.SortStableFunc(all, compareRecords)
	return all, w, nil
}
