package reception

import (
	"context"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/store"
)

// Directory finds out from the connected systems which channels are on file. It
// searches as a request would, by what somebody only claims, and what it finds is
// used to warn and to send codes, never shown.
//
// A system that does not answer is left out: its channels are not told, and what
// it holds is found, and judged, when the request is planned.
type Directory struct {
	Store  *store.Store
	Tenant string
	Open   func(*register.Register, varsam.Date) locate.Opener
}

// Look implements [identity.Directory].
func (d Directory) Look(ctx context.Context, ids []varsam.Identifier) (f identity.File, err error) {
	ids = selecting(ids)
	if len(ids) == 0 {
		return f, nil
	}
	var reg *register.Register
	var today varsam.Date
	err = d.Store.Read(ctx, d.Tenant, func(tx *store.Tx) error {
		if reg, err = register.InForce(tx); err != nil {
			return err
		}
		today = varsam.DateIn(tx.Now(), reg.Organisation.Location())
		return nil
	})
	if err != nil {
		return f, err
	}
	people := []varsam.Person{{Identifiers: ids}}
	search, err := locate.Locate(ctx, reg, d.Open(reg, today), people, locate.Options{Today: today})
	if err != nil {
		return f, err
	}
	for _, l := range search.Located {
		if l.Ownership != varsam.Own && l.Ownership != varsam.Shared {
			continue
		}
		f.Known = true
		channels(&f, reg, l, today)
	}
	return f, nil
}

// selecting are the identifiers as a search takes them.
func selecting(ids []varsam.Identifier) (all []varsam.Identifier) {
	for _, id := range ids {
		if id.Type.Selects() && id.Value != "" {
			id.Verified = true
			all = append(all, id)
		}
	}
	return all
}

// channels adds what a record says of how its person is reached.
func channels(f *identity.File, reg *register.Register, l varsam.Located, today varsam.Date) {
	sys, _ := reg.System(l.Record.Ref.System)
	region := sys.Country
	if region == "" {
		region = reg.Organisation.Country
	}
	for _, c := range sys.Collections {
		if c.In() != l.Record.Ref.Collection {
			continue
		}
		shared, parts := l.Ownership == varsam.Shared, []string(nil)
		for _, field := range c.Fields {
			value := l.Record.Get(field.Name)
			f.Protected = f.Protected || field.Shields(value)
			if field.Data == "contact.address" && !value.IsNull() {
				parts = append(parts, value.String())
			}
			add(f, field.Data, value, region, today, shared)
		}
		for _, address := range postals(parts) {
			put(f, identity.Channel{Medium: identity.Letter, Value: address, Shared: shared})
		}
	}
}

func add(f *identity.File, data varsam.Category, v varsam.Value, region string, today varsam.Date, shared bool) {
	text := v.String()
	if v.IsNull() || text == "" {
		return
	}
	ch := identity.Channel{Shared: shared}
	var err error
	switch {
	case varsam.Category("contact.email").Covers(data):
		ch.Medium = identity.Mail
		ch.Value, err = varsam.Email.Canonical(text, region, today)
	case varsam.Category("contact.phone").Covers(data):
		ch.Medium = identity.Phone
		ch.Value, err = varsam.Phone.Canonical(text, region, today)
	case varsam.Category("person.national-id").Covers(data):
		if form, err := varsam.NationalID.Canonical(text, region, today); err == nil && !slices.Contains(f.Subjects, form) {
			f.Subjects = append(f.Subjects, form)
		}
		return
	default:
		return
	}
	if err != nil {
		return // what cannot be read reaches nobody
	}
	put(f, ch)
}

// put adds a channel once, however many records have it.
func put(f *identity.File, ch identity.Channel) {
	for i, have := range f.Channels {
		if have.Medium == ch.Medium && have.Value == ch.Value {
			f.Channels[i].Shared = have.Shared || ch.Shared
			return
		}
	}
	f.Channels = append(f.Channels, ch)
}
