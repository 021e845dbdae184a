package main

import (
	"context"
	"fmt"
	"os"
	"sync"
	"time"
)

// engine is one kind of server.
type engine struct {
	name     string   // as people say it
	variable string   // names a running server to the tests
	programs []string // what must be on the machine
	parts    []string // and what else, as patterns of paths: Debian packs modules apart
	pkg      string   // the Debian packages that have them
	build    string   // the Go module that has them, where no package does
	spare    bool     // not every machine can have it: that it is missing is said, and no failure
	user     string   // whom the server runs as when we are root
	prepare  func(s *server) error
	command  func(s *server) []string
	answers  func(ctx context.Context, s *server) error // whether it is ready
	dsn      func(s *server) string
}

// engines lists them, in the order in which they are reported.
func engines(durable bool) []engine {
	return []engine{postgres(durable), mariadb(durable), dovecot(), apache(), openssh(), samba(), versity()}
}

// servers are those that run, and those that could not be had.
type servers struct {
	running []*server
	env     []string
	missing []string // one sentence each
	spared  []string // the same, of servers that nobody must have
}

// start brings up every engine whose variable is not set, side by side.
func start(ctx context.Context, all []engine) *servers {
	up := &servers{}
	var wanted []engine
	for _, e := range all {
		if os.Getenv(e.variable) == "" {
			wanted = append(wanted, e)
		}
	}
	install(ctx, wanted)
	build(ctx, wanted)
	var mu sync.Mutex
	var wait sync.WaitGroup
	for _, e := range wanted {
		wait.Go(func() {
			s, err := launch(ctx, e)
			mu.Lock()
			defer mu.Unlock()
			up.add(e, s, err)
		})
	}
	wait.Wait()
	return up
}

func (up *servers) add(e engine, s *server, err error) {
	if err != nil {
		what := fmt.Sprintf("tests that need %s: %v", e.name, err)
		if e.spare {
			up.spared = append(up.spared, what)
		} else {
			up.missing = append(up.missing, what)
		}
		return
	}
	up.running = append(up.running, s)
	up.env = append(up.env, e.variable+"="+e.dsn(s))
}

func (up *servers) stop() {
	var wait sync.WaitGroup
	for _, s := range up.running {
		wait.Go(s.stop)
	}
	wait.Wait()
}

// launch prepares and starts one server. A free port may be taken by another
// run before our server binds it, so a failed start is tried again on another.
func launch(ctx context.Context, e engine) (*server, error) {
	paths, err := e.find()
	if err != nil {
		return nil, err
	}
	for attempt := 1; ; attempt++ {
		s, err := newServer(e, paths)
		if err != nil {
			return nil, err
		}
		if err = s.start(ctx); err == nil {
			return s, nil
		}
		s.stop()
		if attempt == 3 || ctx.Err() != nil {
			return nil, err
		}
		time.Sleep(time.Duration(attempt) * 200 * time.Millisecond)
	}
}
