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
