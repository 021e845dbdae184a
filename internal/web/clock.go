package web

import (
	"math"
	"strconv"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/request"
)

// clock is how much of a request's time is left.
type clock struct {
	Legal, Safe varsam.Date
	Paused      bool
	Over        bool // answered or closed: it no longer runs
	Left        int  // days, negative when late
	Class       string
	Text        string
	Turned      string // of the circle, for the picture
}

// soon is how many days before the last one a request is called urgent.
const soon = 7

func clockOf(say locale.Printer, r request.Request, today varsam.Date) clock {
	c := clock{Legal: r.Legal, Safe: r.Safe, Paused: r.Legal.IsZero()}
	c.Over = r.State == request.Answered || r.State == request.Closing || r.State == request.Closed
	switch {
	case c.Over:
		c.Text = say.T("web.clock.over")
		return c
	case c.Paused:
		c.Text = say.T("web.clock.paused")
		return c
	}
	c.Left = days(today, r.Legal)
	switch {
	case c.Left < 0:
		c.Class, c.Text = "late", say.N("web.clock.late", -c.Left)
	case c.Left == 0:
		c.Class, c.Text = "late", say.T("web.clock.today")
	case c.Left <= soon:
		c.Class, c.Text = "soon", say.N("web.clock.left", c.Left)
	default:
		c.Text = say.N("web.clock.left", c.Left)
	}
	c.Turned = turned(c.Left, days(r.On, r.Legal))
	return c
}

// days from one day to another.
func days(from, to varsam.Date) int {
	return int(to.Start(time.UTC).Sub(from.Start(time.UTC)) / (24 * time.Hour))
}

// turned is the part of a circle of radius 15.915, whose way round is 100, that
// is left.
func turned(left, of int) string {
	part := 0.0
	if of > 0 {
		part = math.Min(1, math.Max(0, float64(left)/float64(of)))
	}
	return strconv.Itoa(int(part*100)) + " 100"
}
