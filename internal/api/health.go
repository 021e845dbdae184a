package api

import (
	"context"
	"net/http"
	"runtime"
	"slices"
	"time"

	"github.com/varsam/varsam/internal/api/token"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/metric"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/store"
)

// healthWait is how long the store may take to say that it is there.
const healthWait = 3 * time.Second

// Health answers whether we work: 200 when the store answers, 503 otherwise. It says
// nothing else to whoever asks.
func (a *API) Health() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), healthWait)
		defer cancel()
		status, says := http.StatusOK, `{"status":"ok"}`
		if err := a.Store.Read(ctx, a.Tenant, func(*store.Tx) error { return nil }); err != nil {
			status, says = http.StatusServiceUnavailable, `{"status":"unavailable"}`
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(says + "\n"))
	})
}

// Metrics answers with numbers for Prometheus, for tokens with work:read. None of
// them is about a person.
func (a *API) Metrics(served *metric.Served) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := a.call(w, r)
		c.route = route{method: http.MethodGet, path: "/metrics", scopes: []token.Scope{token.ReadWork}}
		if err := c.admit(); err != nil {
			c.fail(err)
			return
		}
		gauges, err := c.gauges()
		if err != nil {
			c.fail(err)
			return
		}
		c.send(http.StatusOK, "text/plain; version=0.0.4; charset=utf-8", metric.Text(gauges, served), "")
	})
}

func (c *call) gauges() (all []metric.Gauge, err error) {
	for _, some := range []func() ([]metric.Gauge, error){c.workGauges, c.jobGauges, c.logGauges} {
		more, err := some()
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	return append(all,
		metric.Gauge{Name: "varsam_memory_bytes", Says: "Memory in use.", Value: float64(mem.HeapInuse)},
		metric.Gauge{Name: "varsam_goroutines", Says: "Goroutines.", Value: float64(runtime.NumGoroutine())},
	), nil
}

// workGauges are what waits for somebody.
func (c *call) workGauges() (all []metric.Gauge, err error) {
	page, err := c.Requests.Browse(c.ctx, request.Filter{Limit: 1})
	if err != nil {
		return nil, err
	}
	for _, state := range states {
		all = append(all, metric.Gauge{Name: "varsam_requests", Says: "Requests by state.", Labels: []string{"state", string(state)}, Value: float64(page.Counts[state])})
	}
	if len(page.Requests) > 0 && !page.Requests[0].Legal.IsZero() {
		left := page.Requests[0].Legal.Start(time.UTC).Sub(c.Now()).Hours() / 24
		all = append(all, metric.Gauge{Name: "varsam_nearest_last_day", Says: "Days until the nearest last day; negative when a request is late.", Value: float64(int(left))})
	}
	tasks, err := c.Requests.Tasks(c.ctx)
	if err != nil {
		return nil, err
	}
	all = append(all, metric.Gauge{Name: "varsam_tasks", Says: "Steps that wait for owners.", Value: float64(len(tasks))})
	for _, state := range []post.State{post.Queued, post.Outbox, post.Dead} {
		waiting, err := c.Reception.Post.List(c.ctx, state, mostEvents)
		if err != nil {
			return nil, err
		}
		all = append(all, metric.Gauge{Name: "varsam_letters", Says: "Letters by state.", Labels: []string{"state", string(state)}, Value: float64(len(waiting))})
	}
	return all, nil
}

// jobGauges are how work gets on that is done by itself.
func (c *call) jobGauges() (all []metric.Gauge, err error) {
	err = c.Store.Read(c.ctx, c.Tenant, func(tx *store.Tx) error {
		stuck, err := job.Problems(tx)
		if err != nil {
			return err
		}
		all = append(all, metric.Gauge{Name: "varsam_stuck", Says: "Units of work that do not get on.", Value: float64(len(stuck))})
		next, err := job.Next(tx)
		kinds := make([]string, 0, len(next))
		for kind := range next {
			kinds = append(kinds, kind)
		}
		slices.Sort(kinds)
		for _, kind := range kinds {
			all = append(all, metric.Gauge{
				Name: "varsam_due_seconds", Says: "Seconds until periodic work is due; far below zero when nobody does it.",
				Labels: []string{"kind", kind}, Value: float64(int64(next[kind].Sub(c.Now()).Seconds())),
			})
		}
		return err
	})
	return all, err
}

func (c *call) logGauges() ([]metric.Gauge, error) {
	head, err := c.Log.Head(c.ctx, c.Tenant)
	return []metric.Gauge{
		{Name: "varsam_log_leaves", Says: "Entries of the evidence log.", Value: float64(head.Leaves)},
		{Name: "varsam_log_unsigned", Says: "Of these, not yet under a signed checkpoint.", Value: float64(head.Leaves - head.Signed)},
	}, err
}
