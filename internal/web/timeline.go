package web

import (
	"strconv"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
)

// timeline draws how long each ground of a record lasts: a bar a ground, from
// before today to its last day, open where it has none.
type timeline struct {
	Width, Height int
	Bars          []timeBar
	Ticks         []tick
	Today         int
	Bottom        int
}

type timeBar struct {
	X, Y, W   int
	Label     string
	Says      string
	Class     string
	Open      bool   // no last day: it goes on
	Arrow     string // points of the arrow head
	TextX     int
	LabelY    int
	SaysY     int
	Ended     bool
	EndMarker int
}

type tick struct {
	X     int
	Label string
}

// The measures of the picture, in pixels.
const (
	lineLeft  = 12
	lineWidth = 760
	lineRow   = 52
	lineTop   = 30
)

// classes colour a bar by what its ground permits.
var classes = map[varsam.GroundKind]string{varsam.Purpose: "keep", varsam.MustKeep: "restrict", varsam.MayKeep: "review"}

func timelineOf(say locale.Printer, d varsam.Decision, today varsam.Date) timeline {
	t := timeline{Width: lineWidth + 2*lineLeft}
	if len(d.Grounds) == 0 {
		return t
	}
	from, to := span(d.Grounds, today)
	at := scale(from, to)
	for i, g := range d.Grounds {
		t.Bars = append(t.Bars, barOf(say, g, i, at, today))
	}
	for year := from.Year(); year <= to.Year(); year += step(to.Year() - from.Year()) {
		if day := varsam.NewDate(year, time.January, 1); !day.Before(from) {
			t.Ticks = append(t.Ticks, tick{at(day), strconv.Itoa(year)})
		}
	}
	t.Today = at(today)
	t.Bottom = lineTop + len(d.Grounds)*lineRow
	t.Height = t.Bottom + 26
	return t
}

// span is a stretch of years around today and all last days.
func span(grounds []varsam.Ground, today varsam.Date) (from, to varsam.Date) {
	from, to = today.AddYears(-1), today.AddYears(2)
	for _, g := range grounds {
		if g.Last.IsZero() {
			continue
		}
		if day := g.Last.AddMonths(-6); day.Before(from) {
			from = day
		}
		if day := g.Last.AddMonths(9); day.After(to) {
			to = day
		}
	}
	if earliest := today.AddYears(-12); from.Before(earliest) {
		from = earliest
	}
	if latest := today.AddYears(40); to.After(latest) {
		to = latest
	}
	return from, to
}

func scale(from, to varsam.Date) func(varsam.Date) int {
	all := float64(days(from, to))
	return func(d varsam.Date) int {
		part := float64(days(from, d)) / all
		return lineLeft + int(min(1, max(0, part))*lineWidth)
	}
}

// step keeps the years on the axis apart.
func step(years int) int { return 1 + years/12 }

func barOf(say locale.Printer, g varsam.Ground, i int, at func(varsam.Date) int, today varsam.Date) timeBar {
	b := timeBar{X: lineLeft, Y: lineTop + i*lineRow + 22, Label: say.Name("activity", g.Activity), Class: classes[g.Kind], TextX: lineLeft}
	b.LabelY, b.SaysY = b.Y-7, b.Y-7
	end := lineLeft + lineWidth
	switch {
	case g.End == varsam.EndedNow:
		end, b.Ended, b.Says = at(today), true, say.T("web.line.ends-now")
	case !g.Last.IsZero():
		end, b.Ended, b.Says = at(g.Last), g.Last.Before(today), say.T("web.line.until", say.Date(g.Last))
	case g.End == varsam.UnknownEnd:
		b.Class, b.Says = "review", say.T("web.line.unknown")
	default:
		b.Open, b.Says = true, say.T("web.line.open")
	}
	b.W = max(3, end-lineLeft)
	b.EndMarker = lineLeft + b.W
	if g.Law != "" {
		b.Says += " · " + say.Law(g.Law)
	}
	if b.Open {
		x := b.EndMarker
		b.Arrow = points(x, b.Y-3, x+9, b.Y+7, x, b.Y+17)
	}
	return b
}

func points(xy ...int) (text string) {
	for i, n := range xy {
		if i > 0 {
			text += " "
		}
		text += strconv.Itoa(n)
	}
	return text
}
