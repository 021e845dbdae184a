package cli_test

import (
	"path/filepath"
	"strings"
	"testing"
)

// That the printed SQL permits what is needed and nothing else is tested where
// the databases are, in internal/system/sqldb.
func TestGrants(t *testing.T) {
	t.Parallel()
	w := shop(t)
	worked, err := filepath.Abs("../register/testdata/worked")
	if err != nil {
		t.Fatal(err)
	}
	text := w.must(0, "grants", "billing", "--register", worked, "--role", "varsam_app")
	for _, want := range []string{
		`GRANT SELECT ON "public"."customers" TO "varsam_app";`,
		`GRANT UPDATE ("address_id", "company", "email", "name", "no_mail", "pnr") ON "public"."customers" TO "varsam_app";`,
		`GRANT INSERT ON "restricted"."invoices" TO "varsam_app";`,
		`REVOKE SELECT ON "public"."cases" FROM "app_reader";`,
	} {
		if !strings.Contains(text, want+"\n") {
			t.Errorf("missing: %s\n%s", want, text)
		}
	}
	for _, line := range strings.Split(text, "\n") {
		if strings.Contains(line, "ALL") && !strings.HasPrefix(line, "--") || strings.Contains(line, "id.") {
			t.Errorf("more than is needed: %s", line)
		}
	}
	w.must(3, "grants", "nowhere", "--register", worked)
	w.must(2, "grants", "shop", "--register", w.register)
}
