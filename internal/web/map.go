package web

import (
	"cmp"
	"fmt"

	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/web/frame"
)

// mapView is the map twice: as a picture, and as a table for whoever cannot see it
// or wants to read it; both of the same flows.
type mapView struct {
	Picture chart
	Rows    []flowRow
	Only    string // what it is narrowed to
	Lanes   []mapLane
}

type mapLane struct {
	Key     string
	Options []formOption
}

// chart is what is done, where data lie and who gets them: three columns of boxes
// with the flows between.
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

type chartFlow struct{ D, Class, Title string }

// The measures of the picture, in pixels.
const (
	boxWide   = 230
	boxHigh   = 50
	boxGap    = 14
	chartTop  = 36
	chartLane = 96
	chartEdge = 8
)

var laneTitles = [3]string{"web.register.activities", "web.register.systems", "web.register.parties"}

func (o *Office) mapPage(v *frame.Visit) error {
	reg := who(v).reg
	lanes := things(v.Printer, reg)
	what, err := known(lanes, v.Query("only"))
	if err != nil {
		return err
	}
	flows := only(flowsOf(v.Printer, reg), what)
	view := mapView{Picture: draw(v.Printer, reg, lanes, flows, what), Only: what}
	for _, f := range flows {
		view.Rows = append(view.Rows, rowOf(v.Printer, reg, f))
	}
	for i, options := range lanes {
		view.Lanes = append(view.Lanes, mapLane{laneTitles[i], options})
	}
	return v.Show("map", view)
}

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

// draw draws flows with the boxes that they go between; boxes that no flow touches,
// too, where the map is whole.
func draw(say locale.Printer, reg *register.Register, lanes [3][]formOption, flows []*flow, what string) chart {
	m := chart{Width: 3*boxWide + 2*chartLane + 2*chartEdge, Height: chartTop}
	shown := map[string]bool{what: true}
	for _, f := range flows {
		shown[f.from.key()], shown[f.to.key()] = true, true
	}
	var cols [3]column
	for lane, options := range lanes {
		cols[lane] = column{chartEdge + lane*(boxWide+chartLane), map[string]int{}}
		m.Heads = append(m.Heads, chartHead{cols[lane].x, laneTitles[lane]})
		for _, x := range options {
			n := node{lane, x.Value[len(laneKinds[lane])+1:]}
			if what == "" || shown[x.Value] {
				note, class := about(say, reg, n)
				cols[lane].add(&m, n.name, x.Title, note, n.href(), class)
			}
		}
	}
	for _, f := range flows {
		y1, ok1 := cols[f.from.lane].at[f.from.name]
		y2, ok2 := cols[f.to.lane].at[f.to.name]
		if !ok1 || !ok2 {
			continue
		}
		x1, x2 := cols[f.from.lane].x+boxWide, cols[f.to.lane].x
		line := chartFlow{D: fmt.Sprintf("M%d %d C%d %d %d %d %d %d", x1, y1, x1+chartLane/2, y1, x2-chartLane/2, y2, x2, y2), Class: "flow"}
		if f.abroad {
			line.Class += " abroad"
		}
		row := rowOf(say, reg, f)
		line.Title = row.From.Title + " → " + row.To.Title
		m.Flows = append(m.Flows, line)
	}
	return m
}

// about is the line below a box's title, and how the box looks.
func about(say locale.Printer, reg *register.Register, n node) (note, class string) {
	switch n.lane {
	case 0:
		a, _ := reg.Activity(n.name)
		return say.Basis(a.Basis.Article), "box"
	case 1:
		s, _ := reg.System(n.name)
		if cmp.Or(s.Operator, register.Self) == register.Self {
			return say.N("web.register.collections", len(s.Collections)), "box self"
		}
		return say.N("web.register.collections", len(s.Collections)), "box"
	}
	p, _ := reg.Party(n.name)
	if p.Transfer != nil {
		return countryOf(say, p.Country), "box party abroad"
	}
	return countryOf(say, p.Country), "box party"
}
