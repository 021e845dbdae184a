package retention

import (
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// parked is until when the ranges of a system without room are put off: until
// somebody has made room and resumes the run.
var parked = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

// postpone says when a range that its system could not serve may be tried again,
// and gives up on one that was tried often enough. Where there is no room, the
// system's other ranges wait, too: each would fill the disk once more before it is
// rolled back.
func (w *worker) postpone(tx *store.Tx, system string, g *rowRange) (notBefore time.Time, err error) {
	if g.Problem == "" || g.State != RangePlanned && g.State != RangeUnknown {
		return time.Time{}, nil
	}
	notBefore = tx.Now().Add(backoff(g.Attempt))
	tried := g.Attempt >= maxTries && g.State == RangePlanned
	switch {
	case g.Problem == varsam.Full:
		if tried {
			notBefore = parked
		}
		return notBefore, putOff(tx, w.id, system, notBefore)
	case tried:
		g.State, notBefore = RangeRefused, time.Time{}
	}
	return notBefore, nil
}

// outOfRoom pauses a run in which nothing is left but what there is no room for.
func (w *worker) outOfRoom(tx *store.Tx) error {
	full, err := parkedIn(tx, w.id)
	if err != nil {
		return err
	}
	return setRunState(tx, w.id, Paused, varsam.Because(ReasonFull, strings.Join(full, ", ")))
}
