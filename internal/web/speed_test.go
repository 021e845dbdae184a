package web_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/store"
)

// BenchmarkPages is what one page costs the server with so many requests in the
// store, from the parsed request to the last byte:
//
//	go test -run - -bench 'Pages|Forms' ./internal/web
func BenchmarkPages(b *testing.B) {
	h := build(b, false)
	astrid := h.first()
	at := astrid.enters(url.Values{"right": {"access", "erasure"}})
	for i := range 60 {
		_, err := h.Requests.New(b.Context(), request.Intake{
			Received: time.Now().AddDate(0, 0, -i%60),
			Case: request.Case{
				People: []varsam.Person{{Identifiers: []varsam.Identifier{{Type: varsam.Email, Value: fmt.Sprintf("p%d@example.com", i), Verified: true}}}},
				Asks:   []decide.Ask{{Person: decide.Everyone, Right: varsam.Access}},
			},
		})
		h.must(err)
	}
	h.fill(100_000)
	site := h.Site.Handler()
	u, err := url.Parse(h.url)
	h.must(err)
	for _, page := range [][2]string{
		{"todo", "/"},
		{"requests", "/requests"},
		{"closed", "/requests?state=closed"},
		{"right", "/requests?state=received&right=access"},
		{"case", at},
		{"claims", "/claims"},
		{"register", "/register"},
		{"map", "/register/map"},
		{"culling", "/culling"},
		{"evidence", "/evidence"},
	} {
		path := page[1]
		b.Run(page[0], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r := httptest.NewRequest(http.MethodGet, path, nil)
				for _, c := range astrid.client.Jar.Cookies(u) {
					r.AddCookie(c)
				}
				w := httptest.NewRecorder()
				if site.ServeHTTP(w, r); w.Code != http.StatusOK {
					b.Fatalf("%s is %d", path, w.Code)
				}
			}
		})
	}
}

// BenchmarkForms is what the form of a person who asks costs the server, with the
// search and the letters that follow.
func BenchmarkForms(b *testing.B) {
	h := build(b, false)
	site := h.Site.Handler()
	zola := h.nobody()
	zola.see("/ask")
	u, err := url.Parse(h.url)
	h.must(err)
	token, n := tokens.FindStringSubmatch(zola.page)[1], 0
	b.ReportAllocs()
	for b.Loop() {
		n++
		form := url.Values{"wish": {"access"}, "email": {fmt.Sprintf("p%d@example.com", n)}, "name": {"Zola Exempel"}, "_token": {token}}
		r := httptest.NewRequest(http.MethodPost, "/ask", strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		for _, c := range zola.client.Jar.Cookies(u) {
			r.AddCookie(c)
		}
		w := httptest.NewRecorder()
		if site.ServeHTTP(w, r); w.Code != http.StatusSeeOther {
			b.Fatalf("the form is %d", w.Code)
		}
		if n%50 == 0 {
			h.work()
		}
	}
}

// fill puts so many more requests into the store, most of them closed, with last
// days after those of the requests that are there.
func (h *house) fill(n int) {
	h.Helper()
	h.must(h.Store.Write(h.Context(), "main", func(tx *store.Tx) error {
		for _, statement := range []string{
			`DELETE FROM request_moves WHERE tenant = $1 AND $2 > 0`, // counted anew at the next change
			`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $2)
			INSERT INTO requests SELECT tenant, printf('r%010x', i), CASE WHEN i % 10 > 3 THEN 'closed' WHEN i % 10 = 3 THEN 'planned' ELSE 'received' END,
				CASE i % 3 WHEN 0 THEN 'access' WHEN 1 THEN 'erasure' ELSE 'access erasure' END,
				people, received, arrived, date('now', printf('+%d days', 100 + i % 60)), safe, extended, register, base,
				case_key, found_key, copied, verified, answered, created FROM n, (SELECT * FROM requests WHERE tenant = $1 ORDER BY request LIMIT 1)`,
		} {
			if _, err := tx.Exec(statement, "main", n); err != nil {
				return err
			}
		}
		return nil
	}))
	h.takes(varsam.Access, "last@example.com")
}
