package acceptance

import (
	"fmt"
	"strings"
	"testing"
)

// testNumber is a personal identity number of the series that the Tax Agency has
// set aside for tests: birth number 238 or 239.
func testNumber(day, birth string) string {
	nine := day[2:] + birth
	sum := 0
	for i := range nine {
		n := int(nine[len(nine)-1-i] - '0')
		if i%2 == 0 {
			n *= 2
		}
		sum += n/10 + n%10
	}
	return day + birth + fmt.Sprint((10-sum%10)%10)
}

// TestMatching finds people however a value is written, on both sides, and
// nobody else.
func TestMatching(t *testing.T) {
	onEach(t, func(t *testing.T, e engine) {
		ten, twelve := testNumber("19800514", "238"), testNumber("19910203", "239")
		short := ten[2:8] + "-" + ten[8:]
		w := newTown(t, e, "crm")
		w.settle(
			citizen{id: 1, code: "qqcase", email: "Wrong.Case@Example.COM"},
			citizen{id: 2, code: "qqnational", phone: "070-123 45 67"},
			citizen{id: 3, code: "qqinternational", phone: "+46701234568"},
			citizen{id: 4, code: "qqten", pnr: short},
			citizen{id: 5, code: "qqtwelve", pnr: twelve},
			citizen{id: 6, code: "qqneighbour", email: "wrong.case@example.co", phone: "070-123 45 69", pnr: testNumber("19800514", "239")},
		)
		before := w.dump()
		for _, ask := range []struct {
			flag, value string
			customer    string
		}{
			{"email", "Wrong.Case@Example.COM", "1"},
			{"email", "wrong.case@example.com", "1"},
			{"email", " WRONG.CASE@EXAMPLE.COM ", "1"},
			{"phone", "+46701234567", "2"},
			{"phone", "070-123 45 67", "2"},
			{"phone", "0046 70 123 45 67", "2"},
			{"phone", "+46 (0)70-123 45 67", "2"},
			{"phone", "0701234568", "3"},
			{"phone", "070-123 45 68", "3"},
			{"national-id", ten, "4"},
			{"national-id", ten[:8] + "-" + ten[8:], "4"},
			{"national-id", short, "4"},
			{"national-id", strings.ReplaceAll(short, "-", ""), "4"},
			{"national-id", twelve, "5"},
			{"national-id", twelve[2:8] + "-" + twelve[8:], "5"},
			{"national-id", twelve[2:], "5"},
		} {
			var f found
			w.json(0, &f, "find", "--register", w.register, "--"+ask.flag, ask.value)
			customers := 0
			for _, o := range f.Objects {
				if o.Collection == "customers" {
					customers++
					if o.Key != ask.customer || o.Ownership != "own" {
						t.Errorf("--%s %q finds customer %s as %s, want %s", ask.flag, ask.value, o.Key, o.Ownership, ask.customer)
					}
				}
			}
			if customers != 1 || len(f.Objects) != 4 || !f.Complete {
				t.Errorf("--%s %q finds %d customers and %d records, want 1 and 4 (complete: %v)", ask.flag, ask.value, customers, len(f.Objects), f.Complete)
			}
		}
		// Near is not found, and says so.
		for _, ask := range [][2]string{
			{"email", "wrong.case@example.org"},
			{"email", "wrong_case@example.com"},
			{"phone", "+46701234560"},
			{"phone", "+47701234567"},
			{"national-id", testNumber("19910203", "238")},
		} {
			if r := w.run("find", "--register", w.register, "--"+ask[0], ask[1]); r.code != 3 {
				t.Errorf("--%s %q: exit %d, want 3\n%s%s", ask[0], ask[1], r.code, r.out, r.errout)
			}
		}
		diff(t, "the databases", before, w.dump())
	})
}
