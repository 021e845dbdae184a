package locate

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

var today = varsam.NewDate(2026, time.November, 21)

func email(s string) varsam.Identifier { return verified(varsam.Email, s) }

func phone(s string) varsam.Identifier { return verified(varsam.Phone, s) }

func number(s string) varsam.Identifier { return verified(varsam.NationalID, s) }

func verified(t varsam.IdentifierType, s string) varsam.Identifier {
	return varsam.Identifier{Type: t, Value: s, Verified: true}
}

func person(n int, ids ...varsam.Identifier) varsam.Person {
	return varsam.Person{Number: n, Identifiers: ids}
}

// field declares a field from words: "email identifies=email data=contact.email".
func field(spec string) register.Field {
	words := strings.Fields(spec)
	f := register.Field{Name: words[0]}
	for _, w := range words[1:] {
		key, value, _ := strings.Cut(w, "=")
		switch key {
		case "identifies":
			f.Identifies = varsam.IdentifierType(value)
		case "data":
			f.Data = varsam.Category(value)
		case "text":
			f.Text = true
		case "extends":
			no := false
			f.Extends = &no
		}
	}
	return f
}

func coll(name string, links []register.Link, fields ...string) register.Collection {
	c := register.Collection{Name: name, Person: links}
	for _, f := range fields {
		c.Fields = append(c.Fields, field(f))
	}
	return c
}

func self() []register.Link { return []register.Link{{Self: true}} }

func to(collection string, columns ...string) register.Link {
	return register.Link{Through: columns, To: collection}
}

func from(collection string, columns ...string) register.Link {
	return register.Link{Through: columns, From: collection, Shared: true}
}

func others(l register.Link) register.Link {
	l.Whose = varsam.Other
	return l
}

func links(all ...register.Link) []register.Link { return all }

func registerOf(systems ...register.System) *register.Register {
	return &register.Register{Organisation: register.Organisation{Country: "SE"}, Systems: systems}
}

func systemOf(name string, colls ...register.Collection) register.System {
	return register.System{Name: name, Connector: "fake", Country: "SE", Owner: name + "-owner", Collections: colls}
}

func fakes(all ...*fake) world {
	w := world{systems: map[string]*fake{}}
	for _, f := range all {
		w.systems[f.name] = f
	}
	return w
}

func mustLocate(t *testing.T, reg *register.Register, open Opener, opts Options, people ...varsam.Person) Search {
	t.Helper()
	opts.Today = today
	s, err := Locate(context.Background(), reg, open, people, opts)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// short writes what was located as "collection/key ownership persons code".
func short(s Search) []string {
	var all []string
	for _, l := range s.Located {
		key := ""
		for _, v := range l.Record.Ref.Key {
			key += "/" + v.String()
		}
		text := l.Record.Ref.Collection + key + " " + string(l.Ownership)
		for _, p := range l.Persons {
			text += " " + string(rune('0'+p))
		}
		all = append(all, text+" "+strings.TrimPrefix(l.Why.Code, "located-"))
	}
	return all
}

func gapCodes(s Search) []string {
	var all []string
	for _, g := range s.Gaps {
		all = append(all, strings.TrimPrefix(g.Why.Code, "gap-"))
	}
	return all
}

func wants(t *testing.T, s Search, want ...string) {
	t.Helper()
	if got := short(s); !slices.Equal(got, want) {
		t.Errorf("located\n  %s\nwant\n  %s\ngaps %v", strings.Join(got, "\n  "), strings.Join(want, "\n  "), s.Gaps)
	}
}

func wantGaps(t *testing.T, s Search, want ...string) {
	t.Helper()
	if got := gapCodes(s); !slices.Equal(got, want) {
		t.Errorf("gaps %v, want %v: %v", got, want, s.Gaps)
	}
}

// shop is a system with customers, orders, lines and addresses.
func shop() (*register.Register, *fake) {
	reg := registerOf(systemOf("shop",
		coll("customers", self(), "name data=person.name", "email identifies=email", "phone identifies=phone", "pnr identifies=national-id"),
		coll("orders", links(to("customers", "customer_id"), others(to("staff", "handler")))),
		coll("lines", links(to("orders", "order_id"))),
		coll("addresses", links(from("customers", "address_id"))),
		coll("staff", self(), "email identifies=email"),
	))
	return reg, &fake{name: "shop", tables: []*table{
		newTable("customers", "id int", "name text", "email text", "phone text", "pnr text", "address_id int").
			references("address_id", "addresses", "id").
			row(1, "Anna Ek", "Anna@Example.se", "070-123 45 67", "19900101-0017", 10).
			row(2, "Bo Ek", "bo@example.se", nil, nil, 10).
			row(3, "Cia Al", "cia@example.se", nil, nil, 11),
		newTable("orders", "id int", "customer_id text", "handler int").
			row(100, "1", 7).row(101, "2", 7).row(102, "1", nil).row(103, nil, 7),
		newTable("lines", "id int", "order_id int").row(1000, 100).row(1001, 101).row(1002, 999),
		newTable("addresses", "id int", "street text").row(10, "Storgatan 1").row(11, "Lillgatan 2"),
		newTable("staff", "id int", "email text").row(7, "dag@shop.se"),
	}}
}

func TestOnePersonAndWhatBelongsToThem(t *testing.T) {
	t.Parallel()
	reg, f := shop()
	s := mustLocate(t, reg, fakes(f), Options{}, person(0, email("anna@example.se")))
	wants(t, s,
		"addresses/10 shared 0 shared-others",
		"customers/1 own 0 identifier",
		"lines/1000 own 0 linked",
		"orders/100 own 0 linked",
		"orders/102 own 0 linked",
	)
	wantGaps(t, s)
}

func TestWhatOnlyOnePersonPointsAtIsTheirs(t *testing.T) {
	t.Parallel()
	reg, f := shop()
	s := mustLocate(t, reg, fakes(f), Options{}, person(0, email("cia@example.se")))
	wants(t, s, "addresses/11 own 0 linked", "customers/3 own 0 identifier")
}

func TestSharedByTwoOfTheRequest(t *testing.T) {
	t.Parallel()
	reg, f := shop()
	s := mustLocate(t, reg, fakes(f), Options{}, person(0, email("anna@example.se")), person(1, email("bo@example.se")))
	wants(t, s,
		"addresses/10 shared 0 1 shared-within",
		"customers/1 own 0 identifier",
		"customers/2 own 1 identifier",
		"lines/1000 own 0 linked",
		"lines/1001 own 1 linked",
		"orders/100 own 0 linked",
		"orders/101 own 1 linked",
		"orders/102 own 0 linked",
	)
}

func TestWhoHandledOthersCases(t *testing.T) {
	t.Parallel()
	reg, f := shop()
	s := mustLocate(t, reg, fakes(f), Options{}, person(0, email("dag@shop.se")))
	wants(t, s,
		"orders/100 other 0 role",
		"orders/101 other 0 role",
		"orders/103 other 0 role",
		"staff/7 own 0 identifier",
	)
	for _, l := range s.Located[:3] {
		if l.Record.Version == "" || !l.Record.Has("handler") {
			t.Errorf("%s: want key, link columns and version, have %v", l.Record.Ref.Label(), l.Record.Fields)
		}
	}
}

func TestOwnWinsOverTheHandlersPart(t *testing.T) {
	t.Parallel()
	reg, f := shop()
	s := mustLocate(t, reg, fakes(f), Options{}, person(3, email("anna@example.se")), person(4, email("dag@shop.se")))
	if i := slices.Index(short(s), "orders/100 own 3 linked"); i < 0 {
		t.Errorf("Anna's order is hers: %v", short(s))
	}
}
