package cli

import (
	"fmt"
	"os"
	"sync"
	"time"
)

// while does what makes a file, and shows how far it has come: it is about to be as
// large as some others together. Where there is no terminal that is one line.
func (p *progress) while(what, path string, like []string, do func() error) error {
	if !p.terminal {
		fmt.Fprintln(p.out, what)
		return do()
	}
	defer p.end()
	of := size(like...)
	p.draw(p.grown(what, 0, of))
	done := make(chan struct{})
	var drawing sync.WaitGroup
	drawing.Go(func() {
		tick := time.NewTicker(drawEach)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				p.draw(p.grown(what, size(path), of))
			}
		}
	})
	err := do()
	close(done)
	drawing.Wait()
	return err
}

func (p *progress) grown(what string, n, of int64) string {
	return p.said("%s: %d of about %d MB", what, n>>20, max(n, of)>>20)
}

// size is of several files together; one that is not there has none.
func size(paths ...string) (n int64) {
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil {
			n += info.Size()
		}
	}
	return n
}
