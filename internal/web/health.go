package web

import (
	"context"
	"sync"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// health is which systems answered when they were last asked. They are asked
// beside the pages, which never wait for one.
type health struct {
	mu     sync.Mutex
	silent []silence
	asked  time.Time
}

// silence is a system that does not answer.
type silence struct {
	System string
	Code   varsam.Code
}

// How often systems are asked, and how long one may take.
const (
	askEvery = 5 * time.Minute
	askWait  = 10 * time.Second
)

// Watch asks the systems of the register whether they answer, until ctx ends.
func (o *Office) Watch(ctx context.Context) {
	for {
		o.Look(ctx)
		select {
		case <-ctx.Done():
			return
		case <-time.After(askEvery):
		}
	}
}

// Look asks them once.
func (o *Office) Look(ctx context.Context) {
	reg, err := o.register(ctx)
	if err != nil || reg == nil || o.Open == nil {
		return
	}
	var silent []silence
	for _, sys := range reg.Systems {
		if sys.Assisted() {
			continue
		}
		if err := o.answers(ctx, reg, sys.Name); err != nil {
			silent = append(silent, silence{sys.Name, varsam.CodeOf(err)})
		}
	}
	o.health.mu.Lock()
	defer o.health.mu.Unlock()
	o.health.silent, o.health.asked = silent, time.Now()
}

func (o *Office) answers(ctx context.Context, reg *register.Register, name string) error {
	ctx, cancel := context.WithTimeout(ctx, askWait)
	defer cancel()
	sys, err := o.Open(reg, today(reg)).Open(ctx, name)
	if err != nil {
		return err
	}
	return sys.Close()
}

// state is what is known now.
func (h *health) state() ([]silence, time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.silent, h.asked
}
