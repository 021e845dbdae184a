package register_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

func TestLiveFindings(t *testing.T) {
	t.Parallel()
	reg := load(t, folder(map[string]string{"o.yaml": workedFiles(t)["organisation.yaml"], "a.yaml": `activity: a
`, "s.yaml": `system: s
connector: sqlite
collections:
  customers:
    person: self
    fields: {id: id.customer, emial: contact.email}
    carried_by: [{activity: a, from: last_contct, when: {stauts: open}}]
    restrict: {move: old, flag: {blocked: 1}}
  old: {source: old_customers, person: self, fields: {id: id.customer}}
  addresses: {person: {through: customers.adress_id, shared: true}}
  orders: {person: {through: customer_id, to: customers}}
  lines: {person: {through: order_id, to: orders}}
  gone: {source: gnoe, person: self}
`}))
	cascading := ref("customer_id", "customers", "id")
	cascading.OnDelete = varsam.Cascade
	customers := table("customers", []string{"id"}, nil, "id", "email", "status", "address_id", "blocked", "total")
	customers.Triggers = []varsam.Trigger{{Name: "audit", Timing: "after", Events: []string{"delete"}}}
	view := table("addresses", []string{"id"}, nil, "id")
	view.ReadOnly = "a view"
	cat := varsam.Catalogue{ReadOnly: "opened read-only", Collections: []varsam.Collection{
		customers, view,
		table("old_customers", []string{"id"}, nil, "id"),
		table("orders", []string{"shop", "no"}, nil, "shop", "no", "customer_id"),
		table("lines", nil, nil, "order_id"),
		table("gone", []string{"id"}, nil, "id"),
		table("wishes", []string{"id"}, []varsam.Reference{cascading}, "id", "customer_id"),
		table("claims", []string{"id"}, []varsam.Reference{ref("order_id", "orders", "id")}, "id", "order_id"),
		table("leads", []string{"id"}, nil, "id", "epost"),
		table("tracks", []string{"id"}, nil, "id", "name"),
	}}
	var got []string
	for _, f := range register.LiveFindings(reg, map[string]varsam.Catalogue{"s": cat, "unknown": {}}) {
		got = append(got, fmt.Sprintf("%s:%d %s %s: %s", f.Severity, f.Where.Line, f.Where, f.Code, f.Says().EN))
	}
	want := []string{
		"error:3 s.wishes cascade-undeclared: When a record of customers is erased, the database itself changes wishes (on delete cascade), which is not in the register. No step is planned in customers.",
		"error:6 s.customers missing-column: The collection has no column emial. Near: email.",
		"error:7 s.customers missing-column: The collection has no column last_contct. Near: –.",
		"error:7 s.customers missing-column: The collection has no column stauts. Near: status.",
		"error:8 s.customers move-differs: The collection old_customers lacks the column address_id, so records cannot be moved there whole.",
		"error:8 s.customers move-differs: The collection old_customers lacks the column blocked, so records cannot be moved there whole.",
		"error:8 s.customers move-differs: The collection old_customers lacks the column email, so records cannot be moved there whole.",
		"error:8 s.customers move-differs: The collection old_customers lacks the column status, so records cannot be moved there whole.",
		"error:8 s.customers move-differs: The collection old_customers lacks the column total, so records cannot be moved there whole.",
		"error:10 s.addresses missing-column: The collection has no column customers.adress_id. Near: address_id.",
		"error:12 s.lines link-key: The link leads with 1 columns to orders, whose key has 2.",
		"error:13 s.gone missing-table: The system has no collection gnoe. Near: gone.",
		"warning:1 s read-only-system: The system can only be read: opened read-only.",
		"warning:3 s.claims undeclared-child: The collection claims is not in the register but points at orders.",
		"warning:3 s.leads undeclared-table: The collection leads is not in the register and looks as if it is about people (epost).",
		"warning:4 s.customers trigger: The trigger audit does something by itself when records change (delete).",
		"warning:6 s.customers.email undeclared-column: The column email is not in the register and looks like e-mail address.",
		"warning:10 s.addresses read-only: The collection can only be read: a view. Every step becomes a task for the owner.",
		"warning:12 s.lines no-key: The collection has no key, so no record can be named.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}
