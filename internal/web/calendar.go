package web

import (
	"context"
	"sync"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/retention"
	"github.com/varsam/varsam/internal/web/frame"
)

// forecast is the year of culling to come, counted beside the pages because it
// asks the systems.
type forecast struct {
	mu       sync.Mutex
	counting bool
	register string
	at       time.Time
	rules    []retention.Forecast
	silent   []varsam.Gap
	failed   varsam.Code
}

// How long a count is shown before it is made anew, and how long one may take.
const (
	forecastLife = 10 * time.Minute
	forecastWait = 10 * time.Minute
	forecastYear = 12
)

// get is the newest count, which it has made when it is missing or old.
func (f *forecast) get(o *Office, register string) (rules []retention.Forecast, silent []varsam.Gap, counting bool, failed varsam.Code) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.counting && (f.register != register || time.Since(f.at) > forecastLife) {
		f.counting = true
		go f.count(o, register)
	}
	return f.rules, f.silent, f.counting, f.failed
}

func (f *forecast) count(o *Office, register string) {
	ctx, cancel := context.WithTimeout(context.Background(), forecastWait)
	defer cancel()
	rules, silent, err := o.Culling.Calendar(ctx, forecastYear)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.counting, f.register, f.at, f.failed = false, register, time.Now(), varsam.CodeOf(err)
	if err == nil {
		f.rules, f.silent = rules, silent
	}
}

// calendar draws it: a column a month, with a part a kind of end.
type calendar struct {
	Counting bool
	Failed   varsam.Code
	Silent   []string
	Rows     []forecastRow
	Months   []string
	Columns  []monthColumn
	Width    int
	Height   int
	Base     int
	Most     int64
	Now      int64
}

type forecastRow struct {
	Where, Does string
	Due         int64
	Unclear     int64
	Months      []int64
}

type monthColumn struct {
	X, TextX, TotalY int
	Label            string
	Total            int64
	Parts            []columnPart
}

type columnPart struct {
	X, Y, W, H int
	Class      string
	Says       string
}

// The measures of the picture, in pixels.
const (
	columnWide = 58
	columnGap  = 12
	columnHigh = 180
	columnTop  = 26
)

func (o *Office) calendarPage(v *frame.Visit) error {
	rules, silent, counting, failed := o.forecast.get(o, who(v).reg.Digest)
	c := calendar{Counting: counting, Failed: failed}
	for _, gap := range silent {
		c.Silent = append(c.Silent, v.Name("system", gap.System)+": "+v.Reason(gap.Why))
	}
	for _, f := range rules {
		row := forecastRow{Where: place(v, f.System, f.Collection), Does: does(v, f.Action), Due: f.Due, Unclear: f.Unclear}
		for _, m := range f.Months {
			row.Months = append(row.Months, m.Rows)
		}
		c.Now += f.Due
		c.Rows = append(c.Rows, row)
	}
	c.draw(v.Printer, rules)
	if counting {
		v.Refresh = 3
	}
	return v.Show("calendar", c)
}

// ends are the classes that colour a part of a column, from the bottom.
var ends = []varsam.OpKind{varsam.OpErase, varsam.OpAnonymise, varsam.OpRestrict}

func (c *calendar) draw(say locale.Printer, rules []retention.Forecast) {
	if len(rules) == 0 || len(rules[0].Months) == 0 {
		return
	}
	sums := map[varsam.OpKind][]int64{}
	totals := make([]int64, len(rules[0].Months))
	for _, f := range rules {
		if sums[f.Action] == nil {
			sums[f.Action] = make([]int64, len(totals))
		}
		for i, m := range f.Months {
			sums[f.Action][i] += m.Rows
			totals[i] += m.Rows
			c.Most = max(c.Most, totals[i])
		}
	}
	c.Base = columnTop + columnHigh
	c.Width, c.Height = len(totals)*(columnWide+columnGap)+columnGap, c.Base+24
	for i, m := range rules[0].Months {
		x := columnGap + i*(columnWide+columnGap)
		col := monthColumn{X: x, TextX: x + columnWide/2, Label: month(say, m.Month), Total: totals[i]}
		y := c.Base
		for _, kind := range ends {
			if n := sums[kind]; n != nil && n[i] > 0 {
				h := max(2, int(n[i]*columnHigh/max(1, c.Most)))
				y -= h
				col.Parts = append(col.Parts, columnPart{x, y, columnWide, h, string(kind), say.Number(int(n[i])) + " " + say.Op(kind)})
			}
		}
		col.TotalY = y - 6
		c.Months = append(c.Months, col.Label)
		c.Columns = append(c.Columns, col)
	}
}

// month is "2027-03" as people here write it, short.
func month(say locale.Printer, text string) string {
	t, err := time.Parse("2006-01", text)
	if err != nil {
		return text
	}
	name := say.T("web.month." + t.Format("01"))
	if t.Month() == time.January {
		name += " " + t.Format("2006")
	}
	return name
}
