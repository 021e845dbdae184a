package portal_test

import (
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam/internal/store/storetest"
)

// Last days are told of as they come nearer: each stage once, for claims and for
// requests, anew after an extension, by number and never by name; and nothing is
// told of what is answered, paused or far.
func TestLastDaysAreToldOf(t *testing.T) {
	t.Parallel()
	storetest.EachEngine(t, func(t *testing.T, dsn func(string) string) {
		folder := filepath.Join(t.TempDir(), "data")
		h, other := newHouseAt(t, dsn("varsam.db"), folder), newHouseAt(t, dsn("varsam.db"), folder)
		h.ask(url.Values{"wish": {"access"}, "email": {"anna@example.com"}, "name": {"Anna Exempel"}})
		h.ask(url.Values{"wish": {"erasure"}, "email": {"zola@example.com"}})
		h.work()
		h.proven("anna@example.com")
		var asked, waits string
		for _, c := range h.claims() {
			if c.Request != "" {
				asked = c.ID
			} else {
				waits = c.ID
			}
		}
		began := h.now
		told := func(days, want int, says ...string) {
			t.Helper()
			h.now = began.Add(time.Duration(days) * 24 * time.Hour)
			other.now = h.now
			n := 0
			for _, at := range both(h, other, func(h *house) string { // two servers at one moment tell once
				n, err := h.reception.Remind(t.Context())
				return strconv.Itoa(n) + faultOf(err)
			}) {
				each, err := strconv.Atoi(at)
				h.must(err)
				n += each
			}
			if again, err := h.reception.Remind(t.Context()); err != nil || again != 0 {
				t.Errorf("day %d: told again of %d (%v)", days, again, err)
			}
			text := h.mail("privacy@example.com")
			if n != want || want > 0 && strings.Contains(strings.ToLower(text), "anna") {
				t.Errorf("day %d: told of %d, want %d: %s", days, n, want, text)
			}
			for _, word := range says {
				if !strings.Contains(text, word) {
					t.Errorf("day %d: the letter does not say %q: %s", days, word, text)
				}
			}
		}
		told(3, 0)
		told(17, 2, asked, waits, "2 december 2026")
		told(24, 2, "artikel 12.3", "/claims/"+waits, "/requests/"+asked)
		_, err := h.reception.Requests.Extend(t.Context(), asked, "Många system.", "Astrid Lind")
		h.must(err)
		told(29, 1, waits, "högst två dagar")
		told(32, 1, waits, "skulle ha varit besvarat")
		told(40, 0)
	})
}

func faultOf(err error) string {
	if err == nil {
		return ""
	}
	return " " + err.Error()
}
