package cli

import (
	"fmt"
	"time"

	"github.com/varsam/varsam/internal/retention"
)

// rowProgress shows on standard error how many rows of a collection are planned
// or done, with an estimate of what is left; end takes it away.
func (s *session) rowProgress() (show func(retention.Progress), end func()) {
	p := newProgress(s)
	began, place := time.Now(), ""
	var last time.Time
	show = func(now retention.Progress) {
		at := now.System + "." + now.Collection
		if at != place {
			began, place = time.Now(), at
		}
		if !p.terminal || time.Since(last) < drawEach {
			return
		}
		last = time.Now()
		p.draw(fmt.Sprintf("%s %d/%d%s", plain(at), now.Rows, now.Of, s.estimate(now, time.Since(began))))
	}
	return show, p.end
}

// estimate is how long the rest takes at the pace so far; nothing while there is
// too little to say.
func (s *session) estimate(now retention.Progress, took time.Duration) string {
	if now.Rows == 0 || now.Of <= now.Rows || took < time.Second {
		return ""
	}
	rest := time.Duration(float64(took) / float64(now.Rows) * float64(now.Of-now.Rows))
	return s.said(", about %s left", rest.Round(time.Second))
}
