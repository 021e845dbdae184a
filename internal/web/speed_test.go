package web_test

import (
	"fmt"
	"net/url"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/request"
)

// BenchmarkPages is what one page costs with so many requests in the store, from
// the socket to the last byte:
//
//	go test -run - -bench Pages ./internal/web
func BenchmarkPages(b *testing.B) {
	h := build(b, false)
	astrid := h.first()
	at := astrid.enters(url.Values{"right": {"access", "erasure"}})
	const many = 10_000
	for i := range many {
		_, err := h.Requests.New(b.Context(), request.Intake{
			Received: time.Now().AddDate(0, 0, -i%60),
			Case: request.Case{
				People: []varsam.Person{{Identifiers: []varsam.Identifier{{Type: varsam.Email, Value: fmt.Sprintf("p%d@example.com", i), Verified: true}}}},
				Asks:   []decide.Ask{{Person: decide.Everyone, Right: varsam.Access}},
			},
		})
		h.must(err)
	}
	for _, path := range []string{"/", "/requests", "/requests?state=received&right=access", at, "/register/map", "/evidence"} {
		b.Run(path, func(b *testing.B) {
			for b.Loop() {
				astrid.see(path)
			}
		})
	}
}
