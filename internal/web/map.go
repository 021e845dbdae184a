package web

import (
	"fmt"

	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/web/frame"
)

// chart is the map of what is done, where data lie and who gets them: three
// columns of boxes with the flows between.
type chart struct {
	Width, Height int
	Heads         []chartHead
	Boxes         []chartBox
	Flows         []chartFlow
}

type chartHead struct {
	X   int
	Key string
}

type chartBox struct {
	X, Y, W, H          int
	TextX, TextY, NoteY int
	Class               string
	Title, Note, Href   string
}

type chartFlow struct{ D string }

// The measures of the picture, in pixels.
const (
	boxWide   = 230
	boxHigh   = 50
	boxGap    = 14
	chartTop  = 36
	chartLane = 96
	chartEdge = 8
)

func (o *Office) mapPage(v *frame.Visit) error { return v.Show("map", mapOf(v.Printer, who(v).reg)) }

// column is one of three, with the place of each box by its name.
type column struct {
	x  int
	at map[string]int
}

func (c *column) add(m *chart, name, title, note, href, class string) {
	y := chartTop + len(c.at)*(boxHigh+boxGap)
	c.at[name] = y + boxHigh/2
	m.Boxes = append(m.Boxes, chartBox{c.x, y, boxWide, boxHigh, c.x + 12, y + 21, y + 39, class, short(title, 27), short(note, 34), href})
	m.Height = max(m.Height, y+boxHigh+chartEdge)
}

func mapOf(say locale.Printer, reg *register.Register) chart {
	m := chart{Width: 3*boxWide + 2*chartLane + 2*chartEdge}
	cols := [3]column{}
	for i, key := range []string{"web.register.activities", "web.register.systems", "web.register.parties"} {
		cols[i] = column{chartEdge + i*(boxWide+chartLane), map[string]int{}}
		m.Heads = append(m.Heads, chartHead{cols[i].x, key})
	}
	for _, a := range reg.Activities {
		cols[0].add(&m, a.Name, say.Name("activity", a.Name), say.Basis(a.Basis.Article), "/register/activities/"+a.Name, "box")
	}
	for _, s := range reg.Systems {
		class := "box"
		if s.Operator == register.Self {
			class += " self"
		}
		cols[1].add(&m, s.Name, say.Name("system", s.Name), say.N("web.register.collections", len(s.Collections)), "/register/systems/"+s.Name, class)
	}
	for _, p := range reg.Parties {
		class := "box party"
		if p.Transfer != nil {
			class += " abroad"
		}
		cols[2].add(&m, p.Name, say.Name("party", p.Name), say.Country(p.Country), "/register/parties/"+p.Name, class)
	}
	m.flows(reg, cols)
	return m
}

// flows are drawn once between two boxes, whatever there is of them.
func (m *chart) flows(reg *register.Register, cols [3]column) {
	drawn := map[string]bool{}
	flow := func(from, to int, a, b string) {
		y1, ok1 := cols[from].at[a]
		y2, ok2 := cols[to].at[b]
		x1, x2 := cols[from].x+boxWide, cols[to].x
		d := fmt.Sprintf("M%d %d C%d %d %d %d %d %d", x1, y1, x1+chartLane/2, y1, x2-chartLane/2, y2, x2, y2)
		if ok1 && ok2 && !drawn[d] {
			drawn[d] = true
			m.Flows = append(m.Flows, chartFlow{d})
		}
	}
	for _, s := range reg.Systems {
		flow(1, 2, s.Name, s.Operator)
		for _, c := range s.Collections {
			for _, carry := range c.CarriedBy {
				flow(0, 1, carry.Activity, s.Name)
				a, _ := reg.Activity(carry.Activity)
				for _, r := range a.Recipients {
					flow(1, 2, s.Name, r)
				}
			}
		}
	}
}
