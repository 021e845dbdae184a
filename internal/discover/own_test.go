package discover_test

import (
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/discover"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/pii"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/system/memory"
)

const ownPatterns = organisation + `patterns:
  - {pattern: employee-number, data: id.employee, expression: "EMP-[0-9]{5}"}
  - {pattern: diagnosis-code, data: special.health, expression: "[A-Z][0-9]{2}[.][0-9]", beside: [diagnoskod]}
  - {pattern: project, data: behaviour.message, words: [norrsken, vintergatan]}
`

// TestOwnTypes: what a register describes as personal data of its own is found in columns, among words and in documents.
func TestOwnTypes(t *testing.T) {
	t.Parallel()
	reg, faults, err := register.Load(fstest.MapFS{
		"organisation.yaml": {Data: []byte(ownPatterns)},
		"systems/shop.yaml": {Data: []byte("system: shop\nconnector: sqlite\nsettings: {dsn: shop.db}\noperator: self\ncollections: {}\n")},
	})
	if err == nil {
		err = faults.Err()
	}
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"badge", "remark", "state", "extra", "code"}
	table := varsam.Collection{Name: "tasks", Key: []string{"id"}, Rows: 40, Columns: []varsam.Column{{Name: "id", Kind: varsam.Int, NotNull: true}}}
	for _, name := range names {
		table.Columns = append(table.Columns, varsam.Column{Name: name, Kind: varsam.Text})
	}
	var records []varsam.Record
	for i := range int64(40) {
		fields := []varsam.Field{{Name: "id", Value: varsam.IntOf(i)}}
		for j, value := range []string{
			fmt.Sprintf("EMP-%05d", 10000+i*7), "Arbetet med Norrsken fortsätter som planerat i dag.", "open",
			fmt.Sprintf(`{"by": "EMP-%05d", "n": %d}`, 20000+i, i), fmt.Sprintf("X%02d.%d", i, i%10),
		} {
			fields = append(fields, varsam.Field{Name: names[j], Value: varsam.TextOf(value)})
		}
		records = append(records, varsam.Record{Ref: varsam.Ref{System: "shop", Collection: "tasks", Key: []varsam.Value{varsam.IntOf(i)}}, Fields: fields})
	}
	store := memory.New("shop", varsam.Catalogue{Engine: "memory", Collections: []varsam.Collection{table}}, records...)
	store.Configure(memory.Options{Page: 41})
	scanner, err := pii.New(pii.Options{Names: true, Today: today, Patterns: discover.Patterns(reg)})
	if err != nil {
		t.Fatal(err)
	}
	report, err := discover.Run(t.Context(), reg, opener{store}, discover.Options{Today: today, Scanner: scanner})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range report.Findings {
		got[f.Where()] = string(f.Code) + " " + string(f.Category)
		if f.Says(locale.For(varsam.English)) == "" {
			t.Errorf("%s says nothing", f.Where())
		}
	}
	want := map[string]string{
		"shop.tasks.badge":    "undeclared-collection id.employee",
		"shop.tasks.remark":   "text-not-marked behaviour.message",
		"shop.tasks.extra:by": "custom-field id.employee",
	}
	for where, code := range want {
		if got[where] != code {
			t.Errorf("%s: %q, want %q", where, got[where], code)
		}
	}
	if len(got) != len(want) {
		t.Errorf("found %v", got)
	}
}
