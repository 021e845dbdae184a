package register_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/varsam/varsam/internal/register"
)

const statementsBase = `organisation: acme
format: 1
country: SE
zone: Europe/Stockholm
`

func loadStatements(t *testing.T, text string) (*register.Register, register.Faults) {
	t.Helper()
	reg, faults, err := register.Load(fstest.MapFS{
		"organisation.yaml": {Data: []byte(statementsBase)},
		"crm.yaml":          {Data: []byte("system: crm\nconnector: sqlite\ncollections:\n  contacts: {person: self}\n")},
		"said.yaml":         {Data: []byte(text)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return reg, faults
}

func TestStatementsAreReadInOrder(t *testing.T) {
	t.Parallel()
	reg, faults := loadStatements(t, `statements:
  - id: B-1
    text: {sv: Vi gallrar., en: We cull.}
    kept_by: {cull: crm.contacts, within: 10 days}
  - id: A-2
    text: {en: We answer.}
    kept_by:
      - {request: erasure}
      - {register: agreements, of: [crm]}
  - id: A-1
    text: {en: Nothing shows this.}
`)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	var got []string
	for _, s := range reg.Statements {
		got = append(got, s.ID)
		for _, c := range s.KeptBy {
			got = append(got, c.Kind())
		}
	}
	if got := strings.Join(got, " "); got != "B-1 cull A-2 request register A-1" {
		t.Error(got)
	}
	if at := reg.Statements[1].Where(); at.File != "said.yaml" || at.Line != 5 {
		t.Errorf("%+v", at)
	}
}

func TestFaultsOfStatements(t *testing.T) {
	t.Parallel()
	for text, code := range map[string]string{
		"{id: A, text: {en: a}}, {id: A, text: {en: b}}":                   "duplicate-name",
		"{id: A, text: {en: a}, kept_by: {cull: crm.contcats}}":            "unknown-collection",
		"{id: A, text: {en: a}, kept_by: {cull: cmr.contacts}}":            "unknown-system",
		"{id: A, text: {en: a}, kept_by: {within: 3 days}}":                "no-control",
		"{id: A, text: {en: a}, kept_by: {watch: true, discovery: true}}":  "two-controls",
		"{id: A, text: {en: a}, kept_by: {register: agreement}}":           "wrong-value",
		"{id: A, text: {en: a}, kept_by: {register: agreements, of: crn}}": "unknown-name",
		"{id: A}": "missing-key",
	} {
		_, faults := loadStatements(t, "statements: ["+text+"]\n")
		if len(faults) != 1 || faults[0].Code != code || faults[0].File != "said.yaml" {
			t.Errorf("%s: %v, want %s", text, faults, code)
		}
	}
}

func TestAStatementsChangeIsNoChangeOfRules(t *testing.T) {
	t.Parallel()
	before, _ := loadStatements(t, "statements: [{id: A, text: {en: We cull.}}]\n")
	after, _ := loadStatements(t, "statements: [{id: A, text: {en: We cull all.}, kept_by: {cull: crm}}]\n")
	changes := register.Diff(before, after)
	if len(changes) != 2 {
		t.Fatal(changes)
	}
	for _, c := range changes {
		if c.Rule || c.Item != "statement A" {
			t.Errorf("%+v", c)
		}
	}
}
