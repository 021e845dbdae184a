package register_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

func workedFiles(t testing.TB) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, name := range []string{
		"organisation.yaml", "systems/billing.yaml", "activities/bookkeeping.yaml", "activities/customer-care.yaml",
		"activities/newsletter.yaml", "parties/mailer.yaml",
	} {
		text, err := os.ReadFile("testdata/worked/" + name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = string(text)
	}
	return files
}

// change replaces a text in one file of the worked register.
func change(t testing.TB, file, old, with string) *register.Register {
	t.Helper()
	files := workedFiles(t)
	if !strings.Contains(files[file], old) {
		t.Fatalf("%s does not hold %q", file, old)
	}
	files[file] = strings.Replace(files[file], old, with, 1)
	return load(t, folder(files))
}

func TestDiff(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, file, old, with string
		want                  []string
		rule                  bool
	}{
		{"period", "activities/customer-care.yaml", "24 months", "36 months", []string{"activity customer-care: keep.period 24 months → 36 months"}, true},
		{"comment", "systems/billing.yaml", "# The example", "# An example", nil, false},
		{"owner", "activities/customer-care.yaml", "owner: sales-lead", "owner: nobody", []string{"activity customer-care: owner sales-lead → nobody"}, false},
		{"field gone", "systems/billing.yaml", "      company: {data: employment.employer, about: organisation}\n", "", []string{
			"system billing: collections.customers.fields.company declared removed",
			"system billing: collections.customers.fields.company.about organisation removed",
			"system billing: collections.customers.fields.company.data employment.employer removed",
		}, true},
		{"condition", "systems/billing.yaml", "status: closed", "status: open", []string{
			`system billing: collections.cases.carried_by.customer-care.when ` +
				`(status = ["text closed"] and (closed_on >= ["date 2020-01-01"] and closed_on < ["date 2030-01-01"]) and total > ["int 100"] and kind not-null and (open = ["bool true"] or code = ["text 2020-01-01"]) and exists invoices on customer_id = customer_id where paid_on is-null) → ` +
				`(status = ["text open"] and (closed_on >= ["date 2020-01-01"] and closed_on < ["date 2030-01-01"]) and total > ["int 100"] and kind not-null and (open = ["bool true"] or code = ["text 2020-01-01"]) and exists invoices on customer_id = customer_id where paid_on is-null)`,
		}, true},
		{"fiscal year", "organisation.yaml", "2025-04-30}", "2025-04-30}\n  - {start: 2025-05-01, end: 2026-04-30}", []string{
			"organisation: fiscal_years.2.end 2026-04-30 added", "organisation: fiscal_years.2.start 2025-05-01 added",
		}, true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			rule := false
			for _, change := range register.Diff(worked(t), change(t, c.file, c.old, c.with)) {
				got = append(got, change.String())
				rule = rule || change.Rule
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("changes (-want +got):\n%s", diff)
			}
			if rule != c.rule {
				t.Errorf("rule is %v", rule)
			}
		})
	}
}

func TestDiffItems(t *testing.T) {
	t.Parallel()
	files := workedFiles(t)
	files["activities/new.yaml"] = "activity: new\n"
	got := register.Diff(worked(t), load(t, folder(files)))
	want := []register.Change{{Item: "activity new", To: "activity new", Rule: true}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
	if s := got[0].String(); s != "activity new: added" {
		t.Error(s)
	}
}

// TestRuleDigest: what decides a collection's fate changes it, nothing else does.
func TestRuleDigest(t *testing.T) {
	t.Parallel()
	digest := func(reg *register.Register) string {
		d, err := register.RuleDigest(reg, "billing", "invoices")
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	base := digest(worked(t))
	for _, c := range []struct {
		name, file, old, with string
		same                  bool
	}{
		{"owner", "activities/bookkeeping.yaml", "owner: finance-lead", "owner: x", true},
		{"another activity", "activities/customer-care.yaml", "24 months", "36 months", true},
		{"another collection", "systems/billing.yaml", "k: 5", "k: 6", true},
		{"law", "activities/bookkeeping.yaml", "keep: {law: SE-BFL}", "keep: {law: SE-SFL}", false},
		{"trigger", "systems/billing.yaml", "carried_by: [{activity: bookkeeping, from: booked_on}]\n    restrict", "carried_by: [{activity: bookkeeping, from: paid_on}]\n    restrict", false},
		{"fiscal year", "organisation.yaml", "fiscal_year: 05-01", "fiscal_year: 05-01\nnumber: 1", true},
		{"zone", "organisation.yaml", "zone: Europe/Stockholm", "zone: Europe/Helsinki", false},
		{"system draft", "systems/billing.yaml", "owner: finance-lead", "draft: true", false},
	} {
		if c.name == "fiscal year" {
			c.old, c.with, c.same = "end: 2025-04-30}", "end: 2025-04-30}\n  - {start: 2025-05-01, end: 2026-04-30}", false
		}
		if got := digest(change(t, c.file, c.old, c.with)); (got == base) != c.same {
			t.Errorf("%s: same digest is %v", c.name, got == base)
		}
	}
	if _, err := register.RuleDigest(worked(t), "billing", "none"); varsam.CodeOf(err) != varsam.NotFound {
		t.Errorf("unknown collection: %v", err)
	}
}

func TestArchive(t *testing.T) {
	t.Parallel()
	archive, err := register.Archive(os.DirFS("testdata/worked"))
	if err != nil {
		t.Fatal(err)
	}
	fsys, err := register.Open(archive)
	if err != nil {
		t.Fatal(err)
	}
	if got := load(t, fsys).Digest; got != register.Digest(archive) || got != worked(t).Digest {
		t.Errorf("digest %s", got)
	}
	for i := range archive {
		broken := append([]byte{}, archive...)
		broken[i] ^= 1
		if fsys, err := register.Open(broken); err == nil {
			again, err := register.Archive(fsys)
			if err != nil || string(again) != string(broken) {
				t.Fatalf("byte %d: opened what is not canonical", i)
			}
		}
	}
	crlf := workedFiles(t)
	for name, text := range crlf {
		crlf[name] = strings.ReplaceAll(text, "\n", "\r\n")
	}
	if got := load(t, folder(crlf)).Digest; got != worked(t).Digest {
		t.Error("line ends of another machine change the digest")
	}
}
