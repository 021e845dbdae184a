package cli

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/varsam/varsam"
)

// patience is what a stop waits for pages and downloads under way. Work has its
// own, as long.
const patience = 10 * time.Second

// untilTold ends with the first interrupt or SIGTERM. From then on signals do what
// they usually do: a second one ends the process at once.
func untilTold(ctx context.Context, log *slog.Logger) (context.Context, func()) {
	told, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(told, func() {
		stop()
		log.Info("stopping: what is under way comes to its end; a second signal ends it at once")
	})
	return told, stop
}

// serveUntil answers until ctx ends, takes nothing new from then on, and returns
// when what was under way has been answered or patience is over; that is cut off.
func serveUntil(ctx context.Context, server *http.Server, at net.Listener, patience time.Duration) error {
	stopped := make(chan struct{})
	ended := context.AfterFunc(ctx, func() {
		defer close(stopped)
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
		defer cancel()
		if server.Shutdown(ctx) != nil {
			_ = server.Close()
		}
	})
	if err := server.Serve(at); !errors.Is(err, http.ErrServerClosed) {
		ended()
		return varsam.Wrap(varsam.Internal, err, "serving")
	}
	<-stopped
	return nil
}
