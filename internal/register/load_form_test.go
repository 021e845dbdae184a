package register_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

func TestLoadForms(t *testing.T) {
	t.Parallel()
	reg := worked(t)
	billing, ok := reg.System("billing")
	if !ok {
		t.Fatal("no system billing")
	}
	own := varsam.Own
	links := map[string][]register.Link{
		"customers": {{Self: true, Whose: own}},
		"addresses": {{Through: []string{"address_id"}, From: "customers", Shared: true, Whose: own}},
		"invoices":  {{Through: []string{"customer_id"}, To: "customers", Whose: own}},
		"cases": {
			{Through: []string{"customer_id"}, To: "customers", Whose: own},
			{Through: []string{"handler_org", "handler_no"}, To: "staff", Key: []string{"org", "no"}, Whose: varsam.Other, Detach: true},
		},
	}
	for name, want := range links {
		c, _ := billing.Collection(name)
		if diff := cmp.Diff(want, c.Person); diff != "" {
			t.Errorf("links of %s (-want +got):\n%s", name, diff)
		}
	}
	customers, _ := billing.Collection("customers")
	var fields []string
	for _, f := range customers.Fields {
		fields = append(fields, f.Name)
	}
	if diff := cmp.Diff([]string{"id", "name", "email", "pnr", "no_mail", "company"}, fields); diff != "" {
		t.Errorf("the file's order of fields is lost (-want +got):\n%s", diff)
	}
	if stop := customers.Fields[4].Stop; stop == nil || *stop != (register.Stop{Use: "newsletter", Set: "true"}) {
		t.Errorf("stop is %v", stop)
	}
	addresses, _ := billing.Collection("addresses")
	want := []register.Field{{Name: "street", Data: "contact.address"}}
	if diff := cmp.Diff(want, addresses.Fields); diff != "" {
		t.Errorf("short field (-want +got):\n%s", diff)
	}
	if len(addresses.CarriedBy) != 1 || addresses.CarriedBy[0].Activity != "customer-care" {
		t.Errorf("short carried_by is %v", addresses.CarriedBy)
	}
	mailer, _ := reg.Party("mailer")
	if mailer.Agreement.Version != "1.10" {
		t.Errorf("version %q has lost its nought", mailer.Agreement.Version)
	}
}

func TestLoadWhen(t *testing.T) {
	t.Parallel()
	billing, _ := worked(t).System("billing")
	cases, _ := billing.Collection("cases")
	day := func(s string) varsam.Value { d, _ := varsam.ParseDate(s); return varsam.DayOf(d) }
	want := varsam.All(
		varsam.Compare("status", varsam.Eq, varsam.TextOf("closed")),
		varsam.All(
			varsam.Compare("closed_on", varsam.Ge, day("2020-01-01")),
			varsam.Compare("closed_on", varsam.Lt, day("2030-01-01")),
		),
		varsam.Compare("total", varsam.Gt, varsam.IntOf(100)),
		varsam.Cond{Op: varsam.NotNull, Field: "kind"},
		varsam.AnyOf(
			varsam.Compare("open", varsam.Eq, varsam.BoolOf(true)),
			varsam.Compare("code", varsam.Eq, varsam.TextOf("2020-01-01")),
		),
		varsam.Cond{
			Op: varsam.Exists, Collection: "invoices", Fields: []string{"customer_id"}, Own: []string{"customer_id"},
			Kids: []varsam.Cond{{Op: varsam.IsNull, Field: "paid_on"}},
		},
	)
	same := cmpopts.EquateComparable(varsam.Value{})
	if diff := cmp.Diff(want, cases.CarriedBy[0].When.Cond, same); diff != "" {
		t.Errorf("condition (-want +got):\n%s", diff)
	}
	customers, _ := billing.Collection("customers")
	want = varsam.All(
		varsam.Cond{Op: varsam.In, Field: "kind", Values: []varsam.Value{varsam.TextOf("private"), varsam.TextOf("sole-trader")}},
		varsam.Negate(varsam.Cond{Op: varsam.IsNull, Field: "closed_on"}),
	)
	if diff := cmp.Diff(want, customers.CarriedBy[1].When.Cond, same); diff != "" {
		t.Errorf("condition (-want +got):\n%s", diff)
	}
}
