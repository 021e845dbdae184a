package cli

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/varsam/varsam/internal/discover"
)

// progress shows how far a discovery has come: a bar that is drawn over where
// there is a terminal, and otherwise a line a collection.
type progress struct {
	*session
	out      io.Writer
	terminal bool
	last     time.Time
	place    string
	width    int
}

func newProgress(s *session) *progress {
	p := &progress{session: s, out: s.err}
	if file, ok := s.err.(*os.File); ok {
		info, err := file.Stat()
		p.terminal = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	return p
}

// drawEach is how often the bar is drawn.
const drawEach = 100 * time.Millisecond

func (p *progress) show(now discover.Progress) {
	place := now.System + " " + now.Collection
	if !p.terminal {
		if place != p.place && now.Collection != "" {
			fmt.Fprintln(p.out, p.said("%s (%d of %d)", plain(place), now.Collections+1, now.All))
		}
		p.place = place
		return
	}
	if place == p.place && time.Since(p.last) < drawEach {
		return
	}
	p.place, p.last = place, time.Now()
	line := fmt.Sprintf("%s %d/%d %s %d", bar(now), min(now.Collections+1, now.All), now.All, plain(place), now.Read)
	if now.Of > 0 {
		line += fmt.Sprintf("/%d", now.Of)
	}
	if runes := []rune(line); len(runes) > widest {
		line = string(runes[:widest-1]) + "…"
	}
	p.draw(line)
}

// widest is what a line of most terminals holds: one that wraps is not drawn over.
const widest = 79

// draw writes over what the bar showed before.
func (p *progress) draw(line string) {
	width := len([]rune(line))
	fmt.Fprint(p.out, "\r", line, strings.Repeat(" ", max(0, p.width-width)))
	p.width = width
}

// end takes the bar away.
func (p *progress) end() {
	if p.terminal && p.width > 0 {
		p.draw("")
		fmt.Fprint(p.out, "\r")
	}
}

const barWidth = 20

// bar shows the collections that are done and the part of the present one.
func bar(now discover.Progress) string {
	part := 0.0
	if now.Of > 0 {
		part = min(1, float64(now.Read)/float64(now.Of))
	}
	full := 0
	if now.All > 0 {
		full = min(barWidth, int((float64(now.Collections)+part)/float64(now.All)*barWidth))
	}
	return "[" + strings.Repeat("#", full) + strings.Repeat(".", barWidth-full) + "]"
}
