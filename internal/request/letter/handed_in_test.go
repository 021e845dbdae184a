package letter

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/plan"
)

// What an owner hands in is in the copy, and the copy is no "no" then.
func TestHandedIn(t *testing.T) {
	t.Parallel()
	in := Input{Lang: varsam.English, Register: consultancy(), Request: "r1", Plan: plan.Plan{Steps: []plan.Step{
		{ID: "s001", System: "archive", Assisted: &plan.Assisted{Owner: "archivist"}},
	}}}
	in.Outcomes = []Outcome{{Step: "s001", State: varsam.StepApplied, Assisted: &Reply{Found: FoundIt, Copy: "binder 4:\n<b>two letters</b>"}}}
	page, data, err := Copy(in)
	if err != nil {
		t.Fatal(err)
	}
	var content copyContent
	if err := json.Unmarshal(data.Data, &content); err != nil {
		t.Fatal(err)
	}
	if !content.Processed || len(content.HandedIn) != 1 || content.HandedIn[0].System != "archive" {
		t.Errorf("processed %v, handed in %+v", content.Processed, content.HandedIn)
	}
	if text := string(page.Text); !strings.Contains(text, "two letters") || !strings.Contains(text, "Yes.") {
		t.Errorf("the page does not show it:\n%s", text)
	}
	if strings.Contains(string(page.HTML), "<b>two") {
		t.Error("what was handed in is not escaped")
	}
}
