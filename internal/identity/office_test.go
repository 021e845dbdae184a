package identity_test

import (
	"context"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/store/storetest"
)

// person is somebody of whom the organisation has something.
type person struct {
	file    identity.File
	numbers []varsam.Identifier // other identifiers on file, a customer number
	data    identity.Sensitivity
}

func (p person) holds(id varsam.Identifier) bool {
	if id.Type == varsam.NationalID && slices.Contains(p.file.Subjects, id.Value) {
		return true
	}
	for _, ch := range p.file.Channels {
		if on, ok := ch.Identifier(); ok && on.Type == id.Type && on.Value == id.Value {
			return true
		}
	}
	return slices.ContainsFunc(p.numbers, func(n varsam.Identifier) bool { return n.Type == id.Type && n.Value == id.Value })
}

// office is a service with people on file, a clock to turn and letters caught.
type office struct {
	*testing.T
	*identity.Service
	people []person
	sent   []identity.Message
	now    time.Time
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{T: t, now: time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)}
	folder := filepath.Join(t.TempDir(), "data")
	st := storetest.Open(t, store.Config{
		DSN: filepath.Join(folder, "varsam.db"), Migrations: slices.Concat(identity.Migrations, job.Migrations), Now: func() time.Time { return o.now },
	})
	keeper, err := seal.Open(t.Context(), seal.Beside(folder))
	o.must(err)
	t.Cleanup(func() { keeper.Close() })
	o.Service = &identity.Service{
		Store: st, Keeper: keeper, Tenant: storetest.Tenant, Region: "SE", Directory: o,
		Send: func(_ *store.Tx, m identity.Message) error { o.sent = append(o.sent, m); return nil },
	}
	return o
}

// Look is the directory: what is on file of everybody who holds one of the
// identifiers.
func (o *office) Look(_ context.Context, ids []varsam.Identifier) (all identity.File, err error) {
	for _, p := range o.found(ids) {
		all.Known = true
		all.Channels = append(all.Channels, p.file.Channels...)
		all.Subjects = append(all.Subjects, p.file.Subjects...)
		all.Protected = all.Protected || p.file.Protected
	}
	return all, nil
}

// found are the people whom a search by the identifiers would find.
func (o *office) found(ids []varsam.Identifier) (all []person) {
	for _, p := range o.people {
		if slices.ContainsFunc(ids, p.holds) {
			all = append(all, p)
		}
	}
	return all
}

func (o *office) must(err error) {
	o.Helper()
	if err != nil {
		o.Fatal(err)
	}
}

func (o *office) take(in identity.Intake) identity.Receipt {
	o.Helper()
	in.Language = varsam.Swedish
	r, err := o.Take(o.Context(), in)
	o.must(err)
	o.settle(r.Claim)
	return r
}

// settle does the work that waits for a claim, and searches with what is proven,
// as a request would.
func (o *office) settle(claim string) {
	o.Helper()
	o.must(o.Settle(o.Context(), claim))
	j, err := o.Judgement(o.Context(), claim)
	o.must(err)
	if len(j.Verified) == 0 {
		return
	}
	c, _, _, err := o.Service.Read(o.Context(), claim, identity.Reader{Protected: true})
	o.must(err)
	if c.Request == "" {
		o.must(o.Handed(o.Context(), claim, claim, j.Verified))
	}
	most := identity.Low
	for _, p := range o.found(j.Verified) {
		if p.data == identity.High || p.data == identity.Ordinary && most == identity.Low {
			most = p.data
		}
	}
	o.must(o.Searched(o.Context(), claim, most))
}

// to are the messages of a claim that went to an address.
func (o *office) to(claim, value string) (all []identity.Message) {
	for _, m := range o.sent {
		if m.Claim == claim && m.To.Value == value {
			all = append(all, m)
		}
	}
	return all
}

func email(v string) varsam.Identifier { return varsam.Identifier{Type: varsam.Email, Value: v} }
func phone(v string) varsam.Identifier { return varsam.Identifier{Type: varsam.Phone, Value: v} }
func number(v string) varsam.Identifier {
	return varsam.Identifier{Type: varsam.NationalID, Value: v}
}

func customer(v string) varsam.Identifier {
	return varsam.Identifier{Type: "customer", Value: v}
}

// changed notes that a channel was changed by way of us.
func (o *office) changed(canonical string) error {
	return o.Store.Write(o.Context(), o.Tenant, func(tx *store.Tx) error { return o.Changed(tx, canonical) })
}
