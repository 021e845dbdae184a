package duty

import (
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
)

// What customers ask is answered from the register before anybody has written a word,
// and by what somebody wrote where somebody did; each answer is of today.
func TestBank(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	ask := func(question string) (found Answered) {
		t.Helper()
		w, err := r.World(t.Context())
		r.must(err)
		for _, a := range Bank(locale.For(varsam.English), w) {
			if strings.Contains(a.Question, question) {
				if found.Question != "" {
					t.Errorf("%q is answered twice", question)
				}
				found = a
			}
		}
		return found
	}
	if a := ask("Where does the data lie"); a.ID != "" || !strings.Contains(a.Answer, "Sweden") {
		t.Errorf("the places are %+v", a)
	}
	if a := ask("outside the EEA"); a.Answer != "" {
		t.Errorf("there is no transfer, and the answer is %+v", a)
	}
	r.add(Transfer, party("mailer"), Facts{"mechanism": "adequacy", "country": "CH"})
	if a := ask("outside the EEA"); !strings.Contains(a.Answer, "Switzerland") {
		t.Errorf("the transfers are %+v", a)
	}
	own := r.add(Answer, Subject{Type: OfOrganisation}, Facts{"question": "Do you leave the EEA?", "answer": "Once.", "drawn": "transfers"})
	if a := ask("outside the EEA"); a.Answer != "" {
		t.Errorf("somebody answered that, and the register does so too: %+v", a)
	}
	if a := ask("leave the EEA"); a.ID != own.ID || !strings.HasPrefix(a.Answer, "Once.\n") || !strings.Contains(a.Answer, "Switzerland") {
		t.Errorf("what somebody wrote is %+v", a)
	}
}
