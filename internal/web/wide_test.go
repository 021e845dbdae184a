package web_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/request"
)

// Whoever asks chooses what they are called: one long word pushed the last day and
// the state out of the lists.
func TestALongWordLeavesTheListsReadable(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	long := strings.Repeat("A", 190)
	_, err := h.Requests.New(h.Context(), request.Intake{Case: request.Case{
		People: []varsam.Person{{Identifiers: []varsam.Identifier{
			{Type: varsam.Email, Value: "long@example.com", Verified: true}, {Type: varsam.Name, Value: long},
		}}},
		Asks:    []decide.Ask{{Right: varsam.Access}},
		Channel: "phone", Identity: "Uppringd", Language: varsam.Swedish,
	}})
	h.must(err)
	h.asks(map[string][]string{"wish": {"access"}, "email": {"longer@example.com"}, "name": {long}})
	link, err := h.Accounts.Link(t.Context(), "", "")
	h.must(err)
	w := h.window(t, false)
	w.do(chromedp.EmulateViewport(1280, 900))
	w.goes("/welcome/" + link)
	w.types("#name", "Astrid Lind")
	w.types("#login", "astrid")
	w.types("#password", password)
	w.types("#again", password)
	w.presses("form button.main")
	for _, path := range []string{"/requests", "/claims"} {
		w.goes(path)
		if shown := eval[string](w, "document.querySelector('main').innerText"); !strings.Contains(shown, long) {
			t.Errorf("%s does not show who asks:\n%s", path, shown)
		}
		if faults := eval[string](w, faultsOfPage); faults != "" {
			t.Errorf("%s:\n%s", path, faults)
		}
	}
}
