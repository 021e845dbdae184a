package cli

import (
	"context"
	"io"
	"net"
	"net/http"
	"testing"
	"time"
)

// slow is a server whose pages wait until they are let go.
type slow struct {
	server           *http.Server
	begun, let, told chan struct{}
	ended            chan error
	stop             func()
	at               string
}

func serveSlow(t *testing.T, patience time.Duration) *slow {
	t.Helper()
	at, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &slow{begun: make(chan struct{}), let: make(chan struct{}), told: make(chan struct{}), ended: make(chan error, 1), at: "http://" + at.Addr().String()}
	s.server = &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(s.begun)
		select {
		case <-s.let:
			_, _ = io.WriteString(w, "whole")
		case <-r.Context().Done():
		}
	})}
	s.server.RegisterOnShutdown(func() { close(s.told) })
	ctx, stop := context.WithCancel(t.Context())
	s.stop = stop
	t.Cleanup(stop)
	go func() { s.ended <- serveUntil(ctx, s.server, at, patience) }()
	return s
}

// get asks for a page and says what came of it.
func (s *slow) get() <-chan string {
	got := make(chan string, 1)
	go func() {
		r, err := http.Get(s.at)
		if err != nil {
			got <- ""
			return
		}
		defer r.Body.Close()
		body, _ := io.ReadAll(r.Body)
		got <- string(body)
	}()
	return got
}

// A page under way is answered before a stop is over.
func TestAPageUnderWayIsAnswered(t *testing.T) {
	t.Parallel()
	s := serveSlow(t, time.Hour)
	got := s.get()
	<-s.begun
	s.stop()
	<-s.told
	select {
	case err := <-s.ended:
		t.Fatalf("the stop did not wait: %v", err)
	default:
	}
	close(s.let)
	if body := <-got; body != "whole" {
		t.Errorf("the page under way was %q", body)
	}
	if err := <-s.ended; err != nil {
		t.Errorf("the stop ended with %v", err)
	}
}

// A download that outlasts the patience is cut off, and the stop is no fault.
func TestALongDownloadIsCutOff(t *testing.T) {
	t.Parallel()
	s := serveSlow(t, time.Millisecond)
	got := s.get()
	<-s.begun
	s.stop()
	if err := <-s.ended; err != nil {
		t.Errorf("the stop ended with %v", err)
	}
	if body := <-got; body != "" {
		t.Errorf("the download came to %q", body)
	}
}
