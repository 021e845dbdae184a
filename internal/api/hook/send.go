package hook

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/store"
)

// The kinds of work.
const (
	KindTick = "hooks"     // looks, each minute, whether there is something to tell
	KindSend = "hook-send" // tells one hook; its run is the hook
)

// Event is one entry of the log, as it is told.
type Event struct {
	Index   int64     `json:"index"` // its number in the log: the same when it is sent again
	Kind    string    `json:"kind"`
	Action  string    `json:"action,omitempty"`
	Request string    `json:"request,omitempty"`
	State   string    `json:"state,omitempty"` // of an outcome
	At      time.Time `json:"at"`
}

// Delivery is the body of a call.
type Delivery struct {
	Hook   string  `json:"hook"`
	Events []Event `json:"events"`
}

// together is how many entries are looked at for one delivery.
const together = 200

// Tick has every hook told what is new.
func (s *Service) Tick(ctx context.Context, _ job.Unit) (job.Outcome, error) {
	return job.Finished, s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		all, err := list(tx)
		for _, r := range all {
			if err := job.Enqueue(tx, job.Wake{Kind: KindSend, Run: r.ID, Unique: true}); err != nil {
				return err
			}
		}
		return err
	})
}

// Send tells one hook what it has not been told. What fails is tried again.
func (s *Service) Send(ctx context.Context, u job.Unit) (job.Outcome, error) {
	for {
		more, err := s.sendSome(ctx, u.Run)
		if varsam.CodeOf(err) == varsam.NotFound {
			return job.Finished, nil // it has ended
		}
		if err != nil || !more {
			return job.Finished, err
		}
		if job.Over(ctx) {
			return job.Again(nil), nil
		}
	}
}

func (s *Service) sendSome(ctx context.Context, id string) (more bool, err error) {
	var r row
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		r, err = get(tx, id)
		return err
	})
	if err != nil {
		return false, err
	}
	w, err := s.open(ctx, r)
	if err != nil {
		return false, err
	}
	leaves, err := s.Log.Since(ctx, s.Tenant, r.Next, together)
	if err != nil || len(leaves) == 0 {
		return false, err
	}
	d := Delivery{Hook: id}
	for _, l := range leaves {
		if kind := l.Leaf.Kind.String(); slices.Contains(Events, kind) && (len(r.Events) == 0 || slices.Contains(r.Events, kind)) {
			d.Events = append(d.Events, eventOf(l))
		}
	}
	if len(d.Events) > 0 {
		if err := s.post(ctx, w, d); err != nil {
			return false, err
		}
	}
	next := leaves[len(leaves)-1].Index + 1
	return len(leaves) == together, s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error { return advance(tx, id, r.Next, next) })
}

func eventOf(l evidence.Numbered) Event {
	e := Event{Index: l.Index, Kind: l.Leaf.Kind.String(), Action: string(l.Leaf.Action), Request: string(l.Leaf.Request), At: l.Leaf.Time.UTC()}
	if l.Leaf.State != evidence.NoState {
		e.State = l.Leaf.State.String()
	}
	return e
}

// Sign is the header of a body that is sent at a moment.
func Sign(secret string, at time.Time, body []byte) string {
	stamp := strconv.FormatInt(at.Unix(), 10)
	h := hmac.New(sha256.New, []byte(secret))
	h.Write([]byte(stamp + "."))
	h.Write(body)
	return "t=" + stamp + ",v1=" + hex.EncodeToString(h.Sum(nil))
}

// SignatureHeader is the header that Sign is for.
const SignatureHeader = "Varsam-Signature"

// post tells a hook something and remembers how that went.
func (s *Service) post(ctx context.Context, w words, d Delivery) error {
	a := Attempt{First: d.Events[0].Index, Events: len(d.Events)}
	var err error
	if a.Status, err = s.call(ctx, w, d); err != nil {
		return err
	}
	if err := s.remember(ctx, d.Hook, &a); err != nil {
		return err
	}
	switch {
	case a.Status == 0:
		return varsam.Errorf(varsam.Unavailable, "hook %s does not answer", d.Hook)
	case !a.Taken():
		return varsam.Errorf(varsam.Unavailable, "hook %s answered %d", d.Hook, a.Status)
	}
	return nil
}

// call sends a delivery and returns what the address answered; 0 when it did not.
func (s *Service) call(ctx context.Context, w words, d Delivery) (status int, err error) {
	body, err := json.Marshal(d)
	if err != nil {
		return 0, varsam.Errorf(varsam.Internal, "a delivery cannot be written as JSON")
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, w.URL, bytes.NewReader(body))
	if err != nil {
		return 0, varsam.Errorf(varsam.Invalid, "hook %s has no address that can be called", d.Hook)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "Varsam")
	r.Header.Set(SignatureHeader, Sign(w.Secret, time.Now(), body))
	client := s.Client
	if client == nil {
		client = s.client()
	}
	answer, err := client.Do(r)
	if err != nil {
		return 0, nil // said by the status: an address that does not answer is what one asks about
	}
	defer answer.Body.Close()
	_, _ = io.CopyN(io.Discard, answer.Body, 64<<10)
	return answer.StatusCode, nil
}
