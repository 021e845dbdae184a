package client_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/varsam/varsam/client"
)

// A form on the intranet sends on what somebody asks, once, and later looks how far
// it has come.
func Example() {
	server := httptest.NewServer(installation())
	defer server.Close()
	c, ctx := client.New(server.URL, "varsam_secret"), context.Background()

	made, err := c.NewRequest(ctx, client.NewRequest{
		People:  []client.Person{{Identifiers: []client.Identifier{{Type: "email", Value: "anna@example.org", Verified: true}}}},
		Asks:    []client.Ask{{Right: "access"}},
		Channel: "intranet",
	}, client.Once("form-1042"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("taken in as", made.ID, "– answer by", made.Last)

	_, err = c.Approve(ctx, made.ID, "another digest")
	var problem *client.Problem
	if errors.As(err, &problem) {
		fmt.Println(problem.Code+":", problem.Next)
	}
	for r, err := range c.Requests(ctx, "received", "") {
		fmt.Println(r.ID, r.State, err)
	}
	// Output:
	// taken in as r1a2b3c4d5 – answer by 2026-12-22
	// conflict: Get it again and look.
	// r1a2b3c4d5 received <nil>
	// r6e7f8a9b0 received <nil>
}

// installation answers as one would.
func installation() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/v1/requests", func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusCreated)
		fmt.Fprint(w, `{"id": "r1a2b3c4d5", "state": "received", "last": "2026-12-22"}`)
	})
	mux.HandleFunc("POST /api/v1/requests/{id}/approve", func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusConflict)
		fmt.Fprint(w, `{"code": "conflict", "status": 409, "next": "Get it again and look."}`)
	})
	mux.HandleFunc("GET /api/v1/requests", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("after") == "" {
			fmt.Fprint(w, `{"items": [{"id": "r1a2b3c4d5", "state": "received"}], "next": "r1a2b3c4d5"}`)
			return
		}
		fmt.Fprint(w, `{"items": [{"id": "r6e7f8a9b0", "state": "received"}]}`)
	})
	return mux
}
