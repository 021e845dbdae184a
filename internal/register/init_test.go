package register_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

func col(name string) varsam.Column { return varsam.Column{Name: name, Kind: varsam.Text} }

func table(name string, key []string, refs []varsam.Reference, columns ...string) varsam.Collection {
	c := varsam.Collection{Name: name, Key: key, References: refs}
	for _, n := range columns {
		c.Columns = append(c.Columns, col(n))
	}
	return c
}

func ref(column, to, key string) varsam.Reference {
	return varsam.Reference{Columns: []string{column}, To: to, ToColumns: []string{key}}
}

// shop has what drafts must cope with: handlers, grandchildren, shared addresses,
// quoted names, tables about nobody.
var shop = varsam.Catalogue{Engine: "sqlite", Collections: []varsam.Collection{
	table("Artist", []string{"ArtistId"}, nil, "ArtistId", "Name"),
	table("Customer", []string{"CustomerId"}, []varsam.Reference{ref("SupportRepId", "Employee", "EmployeeId"), ref("address_id", "adresser", "id")},
		"CustomerId", "FirstName", "LastName", "Company", "E-post", "Mobil 1", "Personnr", "SupportRepId", "address_id", "EmailCount", "Anteckning"),
	table("Employee", []string{"EmployeeId"}, []varsam.Reference{ref("ReportsTo", "Employee", "EmployeeId")}, "EmployeeId", "FirstName", "LastName", "Email", "ReportsTo"),
	table("Invoice", []string{"InvoiceId"}, []varsam.Reference{ref("CustomerId", "Customer", "CustomerId")}, "InvoiceId", "CustomerId", "BillingAddress", "Total"),
	table("InvoiceLine", []string{"a", "b"}, []varsam.Reference{ref("InvoiceId", "Invoice", "InvoiceId"), ref("TrackId", "Track", "TrackId")}, "a", "b", "InvoiceId", "TrackId"),
	table("Track", []string{"TrackId"}, nil, "TrackId", "Name"),
	table("adresser", []string{"id"}, nil, "id", "gatuadress", "postnr"),
	table("nyhetsbrev mottagare", []string{"no"}, nil, "no", "epost", "yes"),
}}

const shopDraft = `system: shop
connector: sqlite
settings: {dsn: "data/shop.db"}
operator: self # or the party that runs it
draft: true # remove when everything below is right
collections:
  Customer:
    draft: true
    person:
      - self
      - {through: SupportRepId, to: Employee, whose: other}
    fields:
      CustomerId: {data: id.customer}
      FirstName: {data: person.name.given}
      LastName: {data: person.name.family}
      Company: {}
      E-post: {data: contact.email, identifies: email}
      "Mobil 1": {data: contact.phone, identifies: phone}
      Personnr: {data: person.national-id, identifies: national-id}
      SupportRepId: {data: id.employee}
      address_id: {data: id.adresser}
      EmailCount: {}
      Anteckning: {data: behaviour.message, text: true}
  Employee:
    draft: true
    person:
      - self
      - {through: ReportsTo, to: Employee, whose: other}
    fields:
      EmployeeId: {data: id.employee}
      FirstName: {data: person.name.given}
      LastName: {data: person.name.family}
      Email: {data: contact.email, identifies: email}
      ReportsTo: {data: id.employee}
  Invoice:
    draft: true
    person: {through: CustomerId, to: Customer}
    fields:
      InvoiceId: {data: id.invoice}
      CustomerId: {data: id.customer}
      BillingAddress: {data: contact.address}
      Total: {}
  InvoiceLine:
    draft: true
    person: {through: InvoiceId, to: Invoice}
    fields:
      a: {data: id.invoice-line}
      b: {data: id.invoice-line}
      InvoiceId: {data: id.invoice}
      TrackId: {data: id.track}
  adresser:
    draft: true
    person: {through: Customer.address_id, shared: true}
    fields:
      id: {data: id.adresser}
      gatuadress: {data: contact.address}
      postnr: {data: contact.address}
  "nyhetsbrev mottagare":
    draft: true
    person: self
    fields:
      "no": {data: id.nyhetsbrev-mottagare}
      epost: {data: contact.email, identifies: email}
      "yes": {}
`

func TestDraft(t *testing.T) {
	t.Parallel()
	draft := register.Draft("shop", "sqlite", map[string]string{"dsn": "data/shop.db"}, shop)
	if diff := cmp.Diff(shopDraft, string(draft)); diff != "" {
		t.Errorf("draft (-want +got):\n%s", diff)
	}
	reg := load(t, folder(map[string]string{"o.yaml": workedFiles(t)["organisation.yaml"], "shop.yaml": string(draft)}))
	for _, f := range register.LiveFindings(reg, map[string]varsam.Catalogue{"shop": shop}) {
		t.Errorf("the draft does not fit its own catalogue: %s %s", f.Where, f.Says().EN)
	}
}

// old has no foreign keys, as many databases have none, and names of several lands.
var old = varsam.Catalogue{Engine: "mariadb", Collections: []varsam.Collection{
	table("wp_users", []string{"ID"}, nil, "ID", "user_login", "user_email", "user_pass", "display_name"),
	table("wp_usermeta", []string{"umeta_id"}, nil, "umeta_id", "user_id", "meta_value"),
	table("wp_comments", []string{"comment_ID"}, nil, "comment_ID", "user_id", "comment_author_email", "comment_content", "comment_agent"),
	table("medlemmar", []string{"medlemsnr"}, nil, "medlemsnr", "kundnamn", "hemadress", "land", "foretagsnamn", "kontonr", "anhörig", "anhörig_tel", "titel", "union_member"),
	table("betalningar", []string{"nr"}, nil, "nr", "medlem_nr", "land", "titel"),
	table("products", []string{"id"}, nil, "id", "product_name", "user_ref", "country"),
}}

// TestDraftWithoutKeys: what hangs on a person by its name alone is proposed, too;
// who is beside the person does not find that person, and a company is nobody.
func TestDraftWithoutKeys(t *testing.T) {
	t.Parallel()
	const want = `collections:
  wp_users:
    draft: true
    person: self
    fields:
      ID: {data: id.wp-users}
      user_login: {data: account.username}
      user_email: {data: contact.email, identifies: email}
      user_pass: {data: account.password}
      display_name: {data: person.name}
  wp_usermeta:
    draft: true
    person: {through: user_id, to: wp_users}
    fields:
      umeta_id: {data: id.wp-usermeta}
      user_id: {data: id.wp-users}
      meta_value: {}
  wp_comments:
    draft: true
    person:
      - self
      - {through: user_id, to: wp_users}
    fields:
      comment_ID: {data: id.wp-comments}
      user_id: {data: id.wp-users}
      comment_author_email: {data: contact.email, identifies: email}
      comment_content: {data: behaviour.message, text: true}
      comment_agent: {data: device.browser}
  medlemmar:
    draft: true
    person: self
    fields:
      medlemsnr: {data: id.medlemmar}
      kundnamn: {data: person.name}
      hemadress: {data: contact.address}
      land: {data: contact.address}
      foretagsnamn: {}
      kontonr: {data: payment.bank-account}
      anhörig: {data: person.family}
      anhörig_tel: {data: contact.phone}
      titel: {data: employment.title}
      union_member: {data: special.union}
  betalningar:
    draft: true
    person: {through: medlem_nr, to: medlemmar}
    fields:
      nr: {data: id.betalningar}
      medlem_nr: {data: id.medlemmar}
      land: {}
      titel: {}
  products:
    draft: true
    person: {through: user_ref, to: wp_users}
    fields:
      id: {data: id.products}
      product_name: {}
      user_ref: {data: id.wp-users}
      country: {}
`
	_, got, _ := strings.Cut(string(register.Draft("site", "mariadb", nil, old)), "right\n")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("draft (-want +got):\n%s", diff)
	}
}

const written = `# Written by hand.
system:   shop
connector: sqlite   # the file beside
settings: {dsn: data/shop.db}

collections:

  # Customers come first.
  Customer:
    person: self   # yes
    fields:
      # names
      FirstName: {data: person.name.given, source: person}

      LastName: person.name.family
    carried_by: [care]
    end: erase

  Employee: {person: self, fields: {Email: {data: contact.email}}}
  Invoice:
    person: {through: CustomerId, to: Customer}
    fields:
  # the end
owner: me
`

const mergedShop = `# Written by hand.
system:   shop
connector: sqlite   # the file beside
settings: {dsn: data/shop.db}

collections:

  # Customers come first.
  Customer:
    person: self   # yes
    fields:
      # names
      FirstName: {data: person.name.given, source: person}

      LastName: person.name.family
      CustomerId: {data: id.customer, draft: true}
      Company: {draft: true}
      E-post: {data: contact.email, identifies: email, draft: true}
      "Mobil 1": {data: contact.phone, identifies: phone, draft: true}
      Personnr: {data: person.national-id, identifies: national-id, draft: true}
      SupportRepId: {data: id.employee, draft: true}
      address_id: {data: id.adresser, draft: true}
      EmailCount: {draft: true}
      Anteckning: {data: behaviour.message, text: true, draft: true}
    carried_by: [care]
    end: erase

  Employee: {person: self, fields: {Email: {data: contact.email}, EmployeeId: {data: id.employee, draft: true}, FirstName: {data: person.name.given, draft: true}, LastName: {data: person.name.family, draft: true}, ReportsTo: {data: id.employee, draft: true}}}
  Invoice:
    person: {through: CustomerId, to: Customer}
    fields:
      InvoiceId: {data: id.invoice, draft: true}
      CustomerId: {data: id.customer, draft: true}
      BillingAddress: {data: contact.address, draft: true}
      Total: {draft: true}
  InvoiceLine:
    draft: true
    person: {through: InvoiceId, to: Invoice}
    fields:
      a: {data: id.invoice-line}
      b: {data: id.invoice-line}
      InvoiceId: {data: id.invoice}
      TrackId: {data: id.track}
  adresser:
    draft: true
    person: {through: Customer.address_id, shared: true}
    fields:
      id: {data: id.adresser}
      gatuadress: {data: contact.address}
      postnr: {data: contact.address}
  "nyhetsbrev mottagare":
    draft: true
    person: self
    fields:
      "no": {data: id.nyhetsbrev-mottagare}
      epost: {data: contact.email, identifies: email}
      "yes": {}
  # the end
owner: me
`

func TestMerge(t *testing.T) {
	t.Parallel()
	got, err := register.Merge([]byte(written), []byte(shopDraft))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(mergedShop, string(got)); diff != "" {
		t.Errorf("merged (-want +got):\n%s", diff)
	}
	again, err := register.Merge(got, []byte(shopDraft))
	if err != nil || string(again) != string(got) {
		t.Errorf("merging twice changes the file (%v):\n%s", err, cmp.Diff(string(got), string(again)))
	}
}

func TestMergeForms(t *testing.T) {
	t.Parallel()
	const draft = "system: s\nconnector: sqlite\ncollections:\n  a:\n    draft: true\n    fields:\n      x: {}\n  b:\n    draft: true\n"
	for name, existing := range map[string]string{
		"no collections":      "system: s\nconnector: sqlite",
		"empty collections":   "system: s\ncollections:\nconnector: sqlite\n",
		"empty in brackets":   "system: s\ncollections: {}\nconnector: sqlite\n",
		"brackets":            "system: s\ncollections: {c: {person: self}, }\nconnector: sqlite\n",
		"brackets over lines": "system: s\ncollections: {\n  a: {\n    person: self\n  }\n}\nconnector: sqlite\n",
		"indented list":       "system: s\nconnector: sqlite\ncollections:\n    a:\n        person:\n        - self\n        fields:\n            y: |\n                b\n\n                c\n",
		"empty table":         "system: s\nconnector: sqlite\ncollections:\n  a:\n  b: {}\n",
		"tight list":          "system: s\nconnector: sqlite\ncollections:\n  b:\n    person:\n    - self\n    fields: {}\n# end\n\n",
		"carriage returns":    "system: s\r\nconnector: sqlite\r\ncollections:\r\n  a:\r\n    person: self\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			merged, err := register.Merge([]byte(existing), []byte(draft))
			if err != nil {
				t.Fatal(err)
			}
			checkMerge(t, existing, string(merged), draft)
			if !strings.Contains(string(merged), "x: {") {
				t.Errorf("the new field is missing:\n%s", merged)
			}
		})
	}
	for name, existing := range map[string]string{"not a system": "activity: a\n", "broken": "system: [", "a list": "system: s\ncollections: [a]\n"} {
		if _, err := register.Merge([]byte(existing), []byte(draft)); varsam.CodeOf(err) != varsam.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// checkMerge: nothing is lost, and merging again changes nothing.
func checkMerge(t interface{ Errorf(string, ...any) }, existing, merged, draft string) {
	rest := merged
	for _, r := range strings.ReplaceAll(existing, "\r", "") {
		i := strings.IndexRune(rest, r)
		if i < 0 {
			t.Errorf("a character of the file is gone:\n%s\nbecame\n%s", existing, merged)
			return
		}
		rest = rest[i+len(string(r)):]
	}
	again, err := register.Merge([]byte(merged), []byte(draft))
	if err != nil || string(again) != merged {
		t.Errorf("merging twice changes the file (%v):\n%s", err, cmp.Diff(merged, string(again)))
	}
}

// TestMergeProperty: any file of ours takes any draft, in either layout.
func TestMergeProperty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		before, after := randomCatalogue(t), randomCatalogue(t)
		existing := string(register.Draft("s", "sqlite", nil, before))
		if rapid.Bool().Draw(t, "commented") {
			existing = strings.ReplaceAll(existing, "\n", " # a remark\n")
		}
		if rapid.Bool().Draw(t, "confirmed") {
			existing = strings.ReplaceAll(existing, "draft: true", "draft: false")
		}
		draft := register.Draft("s", "sqlite", nil, after)
		merged, err := register.Merge([]byte(existing), draft)
		if err != nil {
			t.Fatalf("%v:\n%s", err, existing)
		}
		checkMerge(t, existing, string(merged), string(draft))
	})
}

func randomCatalogue(t *rapid.T) varsam.Catalogue {
	names := rapid.SampledFrom([]string{"kund", "Order Rader", "no", "x: y", "ö", "e#1", "staff", "123", "- a", "a'b", `q"`})
	var cat varsam.Catalogue
	seen := map[string]bool{}
	for range rapid.IntRange(0, 4).Draw(t, "tables") {
		name := names.Draw(t, "table")
		if seen[name] {
			continue
		}
		seen[name] = true
		columns := []string{"email", "pnr"}
		for i := range rapid.IntRange(0, 3).Draw(t, "columns") {
			columns = append(columns, fmt.Sprintf("%s %d", names.Draw(t, "column"), i))
		}
		cat.Collections = append(cat.Collections, table(name, []string{"email"}, nil, columns...))
	}
	return cat
}
