package register_test

import (
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// drafted is the draft's part on each table: how its rows are tied to people.
func drafted(tables ...varsam.Collection) map[string]string {
	draft := string(register.Draft("shop", "mariadb", nil, varsam.Catalogue{Engine: "mariadb", Collections: tables}))
	links := map[string]string{}
	for _, part := range strings.Split(draft, ":\n    draft: true\n")[1:] {
		before, _, _ := strings.Cut(draft, ":\n    draft: true\n"+part)
		name := strings.TrimSpace(before[strings.LastIndexByte(before, '\n')+1:])
		person, _, _ := strings.Cut(part, "    fields:")
		links[name] = strings.Join(strings.Fields(person), " ")
	}
	return links
}

// What no foreign key says, the names of keys say: userid and user_id lead to users, KUNDNR to whatever table has that key.
func TestDraftByTheNamesOfKeys(t *testing.T) {
	t.Parallel()
	id := []string{"id"}
	links := drafted(
		table("mdl_user", id, nil, "id", "firstname", "email"),
		table("mdl_posts", id, nil, "id", "userid", "message"),
		table("user_entity", id, nil, "id", "theme"),
		table("KUNDREG", []string{"KUNDNR"}, nil, "KUNDNR", "EPOST", "TFN"),
		table("FAKTURA", []string{"FAKTNR"}, nil, "FAKTNR", "KUNDNR", "BELOPP"),
		table("LEVERANS", []string{"LEVNR"}, nil, "LEVNR", "KUNDNR", "EPOST", "TFN"),
		table("customer", id, nil, "id", "address_id", "store_id", "email", "phone"),
		table("address", id, nil, "id", "street", "phone", "city_id"),
		table("store", id, nil, "id", "address_id"),
		table("courses", id, nil, "id", "fullname", "summary"),
		table("guests", id, nil, "id", "fullname"),
	)
	for name, want := range map[string]string{
		"mdl_posts": "", "user_entity": "", // two tables of users
		"FAKTURA": "person: {through: KUNDNR, to: KUNDREG}", "LEVERANS": "person: - self - {through: KUNDNR, to: KUNDREG}",
		"customer": "person: self", "address": "person: {through: customer.address_id, shared: true}", "store": "",
		"courses": "", "guests": "person: self",
	} {
		if links[name] != want {
			t.Errorf("%s: %q, want %q", name, links[name], want)
		}
	}
	for name, want := range drafted(table("user_entity", id, nil, "id", "firstname", "email"), table("logins", id, nil, "id", "user_id"), table("posts", id, nil, "id", "userid")) {
		if name != "user_entity" && !strings.Contains(want, "to: user_entity}") {
			t.Errorf("%s: %q", name, want)
		}
	}
}

// An employee whose key is a person's is that person; who served a customer is somebody else.
func TestDraftOfWhoIsWho(t *testing.T) {
	t.Parallel()
	links := drafted(
		table("Person", []string{"PersonNo"}, nil, "PersonNo", "FirstName", "LastName", "Email"),
		table("Employee", []string{"EmpNo"}, []varsam.Reference{ref("EmpNo", "Person", "PersonNo")}, "EmpNo", "FirstName", "Email"),
		table("Customer", []string{"id"}, nil, "id", "Email", "Phone"),
		table("Rental", []string{"id"}, []varsam.Reference{ref("customer_id", "Customer", "id"), ref("staff_id", "Employee", "EmpNo")}, "id", "customer_id", "staff_id"),
		table("Leave", []string{"id"}, []varsam.Reference{ref("employee_id", "Employee", "EmpNo")}, "id", "employee_id"),
	)
	for name, want := range map[string]string{
		"Employee": "person: - self - {through: EmpNo, to: Person}",
		"Rental":   "person: - {through: customer_id, to: Customer} - {through: staff_id, to: Employee, whose: other}",
		"Leave":    "person: {through: employee_id, to: Employee}",
	} {
		if links[name] != want {
			t.Errorf("%s: %q, want %q", name, links[name], want)
		}
	}
}

// An order's state is how far it has come; a person's is where she lives, when it stands beside her address.
func TestDraftOfStates(t *testing.T) {
	t.Parallel()
	draft := string(register.Draft("shop", "mariadb", nil, varsam.Catalogue{Engine: "mariadb", Collections: []varsam.Collection{
		table("orders", []string{"id"}, nil, "id", "email", "phone", "state"),
		table("customers", []string{"id"}, nil, "id", "email", "phone", "street", "state"),
	}}))
	if strings.Count(draft, "state: {}") != 1 || strings.Count(draft, "state: {data: contact.address}") != 1 {
		t.Error(draft)
	}
}

// Where a table's name says what all its rows are about, the columns that say nothing themselves are about that, too.
func TestDraftOfTablesOfASpecialCategory(t *testing.T) {
	t.Parallel()
	id := []string{"id"}
	draft := string(register.Draft("hr", "mariadb", nil, varsam.Catalogue{Engine: "mariadb", Collections: []varsam.Collection{
		table("employees", id, nil, "id", "email", "phone", "grade"),
		table("sick_leaves", id, []varsam.Reference{ref("employee_id", "employees", "id")}, "id", "employee_id", "first_day", "mail", "created_at"),
		table("sjukskrivningar", id, []varsam.Reference{ref("anst_id", "employees", "id")}, "id", "anst_id", "omfattning"),
		table("orders", id, []varsam.Reference{ref("employee_id", "employees", "id")}, "id", "employee_id", "amount"),
	}}))
	for _, line := range []string{
		"first_day: {data: special.health.sick-leave}", "omfattning: {data: special.health.sick-leave}", "mail: {data: contact.email}", "created_at: {}", "amount: {}", "grade: {}",
		"employee_id: {data: id.employee", "id: {data: id.sick-leave",
	} {
		if !strings.Contains(draft, "      "+line) {
			t.Errorf("the draft lacks %s:\n%s", line, draft)
		}
	}
}

// Two columns that lead to rows of several tables are followed to those of people, by how programs write the tables' names; an
// enumeration says itself which they are, and an order's type is no table.
func TestDraftOfForks(t *testing.T) {
	t.Parallel()
	id := []string{"id"}
	comments := table("comments", id, nil, "id", "commentable_type", "commentable_id", "body")
	files := table("files", id, nil, "id", "ObjektTyp", "ObjektId", "name")
	files.Columns[1].Options = []string{"kund", "vara"}
	tables := []varsam.Collection{
		table("customers", id, nil, "id", "email", "phone"), table("kunder", id, nil, "id", "epost", "telefon"), table("products", id, nil, "id", "title"),
		table("line_items", id, []varsam.Reference{ref("customer_id", "customers", "id")}, "id", "customer_id", "amount"),
		comments, files, table("shipments", id, nil, "id", "order_type", "order_id", "weight"),
	}
	links := drafted(tables...)
	for name, want := range map[string]string{
		"comments": `person: - {through: commentable_id, to: customers, when: {commentable_type: ["App\\Models\\Customer", Customer, Customers, customer, customers]}}` +
			` - {through: commentable_id, to: kunder, when: {commentable_type: ["App\\Models\\Kund", Kund, Kunder, kund, kunder]}}` +
			` - {through: commentable_id, to: line_items, when: {commentable_type: ["App\\Models\\LineItem", LineItem, LineItems, line_item, line_items]}}`,
		"files":     "person: {through: ObjektId, to: kunder, when: {ObjektTyp: kund}}",
		"shipments": "", "products": "",
	} {
		if links[name] != want {
			t.Errorf("%s: %q, want %q", name, links[name], want)
		}
	}
	cat := varsam.Catalogue{Engine: "mariadb", Collections: tables}
	draft := register.Draft("shop", "mariadb", nil, cat)
	reg := load(t, folder(map[string]string{"o.yaml": workedFiles(t)["organisation.yaml"], "shop.yaml": string(draft)}))
	for _, f := range register.LiveFindings(reg, map[string]varsam.Catalogue{"shop": cat}) {
		t.Errorf("the draft does not fit its own catalogue: %s %s", f.Where, f.Says().EN)
	}
}
