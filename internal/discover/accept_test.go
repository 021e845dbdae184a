package discover_test

import (
	"strings"
	"testing"

	"github.com/varsam/varsam/internal/discover"
	"github.com/varsam/varsam/internal/register"
)

// A draft made from names has most columns without a word of them: what is accepted goes there. In a collection that somebody has confirmed
// the same is a word of theirs.
func TestAcceptIntoADraft(t *testing.T) {
	t.Parallel()
	store, cat := shop(300)
	for _, drafted := range []bool{true, false} {
		system := shopSystem + "      second: {} # as it was made\n      extra: {}\n"
		if drafted {
			system = strings.Replace(system, "operator: self", "operator: self\ndraft: true", 1)
		}
		reg := loaded(t, system)
		report, err := discover.Run(t.Context(), reg, opener{store}, options(t))
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, f := range report.Findings {
			if f.Takes != nil {
				ids = append(ids, f.ID)
			}
		}
		if !drafted {
			if len(ids) > 0 {
				t.Errorf("%d findings change what somebody has confirmed", len(ids))
			}
			continue
		}
		accepted, err := report.Accept(ids)
		if err != nil || len(accepted) != 1 {
			t.Fatalf("%v, %+v", err, accepted)
		}
		entry, _ := reg.System("shop")
		draft := register.DraftFound(entry, cat, accepted[0].Found)
		merged, err := register.MergeFound([]byte(system), draft)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range []string{"      second: {data: contact.phone, identifies: phone} # as it was made\n", "      extra: {data: person, text: true}\n"} {
			if !strings.Contains(string(merged), line) {
				t.Errorf("the file has no %q:\n%s", line, merged)
			}
		}
		if again, err := register.MergeFound(merged, draft); err != nil || string(again) != string(merged) {
			t.Errorf("merging twice changes the file (%v):\n%s", err, again)
		}
		if same, err := register.Merge([]byte(system), draft); err != nil || string(same) != system {
			t.Errorf("a draft made anew fills in what somebody may have emptied (%v):\n%s", err, same)
		}
	}
}
