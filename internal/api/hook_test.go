package api_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/api"
	"github.com/varsam/varsam/internal/api/hook"
	"github.com/varsam/varsam/internal/api/token"
	"github.com/varsam/varsam/internal/job"
)

// receiver takes deliveries, or refuses them.
type receiver struct {
	mu     sync.Mutex
	status int
	bodies []string
	signed []string
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	body, _ := io.ReadAll(q.Body)
	r.bodies, r.signed = append(r.bodies, string(body)), append(r.signed, q.Header.Get(hook.SignatureHeader))
	w.Header().Set("Location", "/elsewhere")
	w.WriteHeader(r.status)
}

// Deliveries are signed, in order, without a person; what was refused is sent again,
// and a redirect is no receipt.
func TestWebhooks(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", every()...)
	to := &receiver{status: 204}
	server := httptest.NewServer(to)
	defer server.Close()
	var made api.MadeHook
	p.does(&made, "POST", "/webhooks", map[string]any{"url": server.URL + "/varsam", "events": []string{"received", "plan"}})
	var list api.List[hook.Hook]
	if a := p.does(&list, "GET", "/webhooks", nil); len(list.Items) != 1 || strings.Contains(string(a.body), made.Secret) {
		t.Errorf("the list is %s", a.body)
	}
	send := func() error {
		_, err := h.Hooks.Send(t.Context(), job.Unit{Tenant: "main", Kind: hook.KindSend, Run: made.ID})
		return err
	}
	r := p.enters(nil)
	h.must(send())
	if len(to.bodies) != 1 {
		t.Fatalf("%d deliveries", len(to.bodies))
	}
	var d hook.Delivery
	h.must(json.Unmarshal([]byte(to.bodies[0]), &d))
	if len(d.Events) != 2 || d.Events[0].Kind != "received" || d.Events[1].Kind != "plan" || d.Events[0].Request != r.ID || d.Events[0].Index >= d.Events[1].Index {
		t.Errorf("delivered %s", to.bodies[0])
	}
	for _, word := range []string{h.made.Cast["anna"].Email, h.made.Cast["anna"].Name, "Radera mig"} {
		if strings.Contains(to.bodies[0], word) {
			t.Errorf("a delivery holds %s", word)
		}
	}
	stamp, _, _ := strings.Cut(strings.TrimPrefix(to.signed[0], "t="), ",")
	at, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil || hook.Sign(made.Secret, time.Unix(at, 0), []byte(to.bodies[0])) != to.signed[0] || time.Since(time.Unix(at, 0)) > time.Minute {
		t.Errorf("signed %s", to.signed[0])
	}
	h.must(send()) // nothing new
	if len(to.bodies) != 1 {
		t.Error("what was taken is sent again")
	}
	for _, status := range []int{500, 302, 404} {
		to.status = status
		p.enters(nil)
		before := len(to.bodies)
		if err := send(); varsam.CodeOf(err) != varsam.Unavailable || len(to.bodies) != before+1 {
			t.Errorf("%d: %v, %d deliveries", status, err, len(to.bodies)-before)
		}
	}
	to.status = 200
	h.must(send())
	h.must(json.Unmarshal([]byte(to.bodies[len(to.bodies)-1]), &d))
	if len(d.Events) != 6 {
		t.Errorf("after failures %d events came", len(d.Events))
	}
	var attempts api.List[hook.Attempt]
	p.does(&attempts, "GET", "/webhooks/"+made.ID+"/deliveries", nil)
	if len(attempts.Items) != 5 || !attempts.Items[0].Taken() || attempts.Items[0].Events != 6 || attempts.Items[1].Status != 404 || attempts.Items[4].Status != 204 {
		t.Errorf("the deliveries are %+v", attempts.Items)
	}
	var trial hook.Attempt
	p.does(&trial, "POST", "/webhooks/"+made.ID+"/test", nil)
	h.must(json.Unmarshal([]byte(to.bodies[len(to.bodies)-1]), &d))
	if !trial.Trial || !trial.Taken() || len(d.Events) != 0 || d.Hook != made.ID {
		t.Errorf("a trial is %+v and tells %+v", trial, d)
	}
	for range 120 {
		p.hurries()
		p.does(nil, "POST", "/webhooks/"+made.ID+"/test", nil)
	}
	if p.does(&attempts, "GET", "/webhooks/"+made.ID+"/deliveries", nil); len(attempts.Items) != 100 {
		t.Errorf("%d deliveries are remembered", len(attempts.Items))
	}
	p.does(nil, "DELETE", "/webhooks/"+made.ID, nil)
	h.must(send())
	p.fails(404, varsam.NotFound, "GET", "/webhooks/"+made.ID+"/deliveries", nil)
	p.fails(404, varsam.NotFound, "POST", "/webhooks/"+made.ID+"/test", nil)
	p.fails(404, varsam.NotFound, "DELETE", "/webhooks/"+made.ID, nil)
}

func TestAddressesOfWebhooks(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Ada Ström", token.Manage)
	for _, url := range []string{"http://example.org/x", "ftp://example.org", "https://user:word@example.org", "https://", "javascript:alert(1)", "https://example.org/#a"} {
		p.fails(422, varsam.Invalid, "POST", "/webhooks", map[string]any{"url": url})
	}
	p.fails(422, varsam.Invalid, "POST", "/webhooks", map[string]any{"url": "https://example.org/x", "events": []string{"everything"}})
	p.does(nil, "POST", "/webhooks", map[string]any{"url": "https://example.org/x"})
}

// Nothing of this machine or of an inner network is called unless its network is
// configured, whatever the address is written as or leads to.
func TestWebhooksReachNoInnerNetwork(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Ada Ström", token.Manage)
	to := &receiver{status: 204}
	server := httptest.NewServer(to)
	defer server.Close()
	var made api.MadeHook
	p.does(&made, "POST", "/webhooks", map[string]any{"url": server.URL})
	h.Hooks.Near = nil
	for _, host := range []string{
		"127.0.0.1", "localhost", "[::1]", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "[::ffff:10.0.0.1]", "[fe80::1]", "[fd00::1]",
		"[64:ff9b::a00:1]", "224.0.0.1", "255.255.255.255",
	} {
		p.fails(422, varsam.Invalid, "POST", "/webhooks", map[string]any{"url": "https://" + host + "/x"})
	}
	var trial hook.Attempt
	p.does(&trial, "POST", "/webhooks/"+made.ID+"/test", nil) // it was taken while the network was configured
	if trial.Status != 0 || len(to.bodies) != 0 {
		t.Errorf("this machine was called: %+v", trial)
	}
}

// A receiver that never answers is waited for and no longer, and what it was to have
// comes again.
func TestAReceiverThatHangs(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", every()...)
	over := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-over }))
	defer server.Close()
	defer close(over)
	var made api.MadeHook
	p.does(&made, "POST", "/webhooks", map[string]any{"url": server.URL, "events": []string{"received"}})
	h.Hooks.Client = &http.Client{Timeout: 50 * time.Millisecond}
	p.enters(nil)
	for range 2 {
		if _, err := h.Hooks.Send(t.Context(), job.Unit{Tenant: "main", Kind: hook.KindSend, Run: made.ID}); varsam.CodeOf(err) != varsam.Unavailable {
			t.Errorf("it hung, and %v", err)
		}
	}
	var attempts api.List[hook.Attempt]
	p.does(&attempts, "GET", "/webhooks/"+made.ID+"/deliveries", nil)
	if len(attempts.Items) != 2 || attempts.Items[0].Status != 0 || attempts.Items[0].First != attempts.Items[1].First {
		t.Errorf("the deliveries are %+v", attempts.Items)
	}
}
