package letter

import (
	"strings"
	"testing"

	"github.com/varsam/varsam"
)

// What is passed on is the request: who asks, for what and since when – nothing
// that a search found.
func TestForwardHoldsTheRequestOnly(t *testing.T) {
	t.Parallel()
	for _, lang := range languages {
		in := erasure()
		in.Lang = lang
		in.People = []varsam.Person{{Identifiers: []varsam.Identifier{{Type: varsam.Email, Value: "anna@example.com"}}}}
		doc, err := Forward(in, in.Register.Parties[0].Name, "Radera <mig>")
		if err != nil {
			t.Fatal(err)
		}
		text := string(doc.Text)
		if !strings.Contains(text, "anna@example.com") || !strings.Contains(text, "Radera <mig>") || strings.ContainsAny(text, "⟦⟧") {
			t.Errorf("in %s the letter says\n%s", lang, text)
		}
		for _, item := range in.Plan.Items {
			if label := item.Record.Ref.KeyLabel(); len(label) > 3 && strings.Contains(text, label) {
				t.Errorf("the letter tells of record %s", label)
			}
		}
	}
	if _, err := Forward(erasure(), "nobody", ""); varsam.CodeOf(err) != varsam.NotFound {
		t.Errorf("to a party that is not there: %v", err)
	}
}
