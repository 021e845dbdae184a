package register_test

import (
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// Views show what lies in the tables, and are drafted only where there is nothing else; keys are called in letters that a category may have.
func TestDraftOfOddNames(t *testing.T) {
	t.Parallel()
	people := table("ERP 01.KUND-REG ß", []string{"KUNR"}, nil, "KUNR", "EPOST", "TFN")
	shown := table("v people", nil, nil, "EPOST", "TFN")
	shown.View = true
	both := string(register.Draft("erp", "postgres", nil, varsam.Catalogue{Engine: "postgres", Collections: []varsam.Collection{people, shown}}))
	if strings.Contains(both, "v people") || !strings.Contains(both, "KUNR: {data: id.erp-01-kund-reg}") {
		t.Errorf("a table and its view:\n%s", both)
	}
	if alone := string(register.Draft("erp", "postgres", nil, varsam.Catalogue{Engine: "postgres", Collections: []varsam.Collection{shown}})); !strings.Contains(alone, "v people") {
		t.Errorf("nothing but a view:\n%s", alone)
	}
	reg := load(t, folder(map[string]string{"o.yaml": workedFiles(t)["organisation.yaml"], "erp.yaml": both}))
	if _, ok := reg.System("erp"); !ok {
		t.Error("the draft is not taken in")
	}
}

// A record with a person's data in it is also one of the person that it leads to, where its table or its column says so; whom a person leads to is for
// a person to say.
func TestDraftOfRecordsOfSomebody(t *testing.T) {
	t.Parallel()
	leads := func(column, to string) []varsam.Reference {
		return []varsam.Reference{{Columns: []string{column}, To: to, ToColumns: []string{"id"}}}
	}
	draft := string(register.Draft("shop", "mariadb", nil, varsam.Catalogue{Engine: "mariadb", Collections: []varsam.Collection{
		table("customers", []string{"id"}, leads("customer_id", "customers"), "id", "email", "phone", "customer_id"),
		table("customer_address", []string{"id"}, leads("parent_id", "customers"), "id", "parent_id", "firstname", "telephone"),
		table("sales_order", []string{"id"}, leads("customer_id", "customers"), "id", "customer_id", "customer_email", "phone"),
		table("office_address", []string{"id"}, leads("country_id", "countries"), "id", "country_id", "email", "phone"),
		table("countries", []string{"id"}, nil, "id", "code"),
		table("guardian", []string{"id"}, leads("of_id", "customers"), "id", "of_id", "email", "phone"),
	}}))
	for name, want := range map[string]string{
		"office_address": "    person: self\n", "customers": "    person: self\n", "guardian": "    person: self\n",
		"customer_address": "    person: {through: parent_id, to: customers}\n",
		"sales_order":      "    person:\n      - self\n      - {through: customer_id, to: customers}\n",
	} {
		if !strings.Contains(draft, "  "+name+":\n    draft: true\n"+want+"    fields:") {
			t.Errorf("%s is not linked as it should be:\n%s", name, draft)
		}
	}
}
