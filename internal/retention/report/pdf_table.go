package report

import (
	"strings"
	"unicode/utf8"
)

func (w pdfWriter) table(t table) {
	widths := w.widths(t.Head)
	w.head(t.Head, widths)
	heights := w.heights(t, widths)
	for i, r := range t.Rows {
		if _, paper := w.GetPageSize(); w.GetY()+t.spanned(i, heights, paper/2)+2 > paper-margin-4 {
			w.AddPage()
			w.head(t.Head, widths)
		}
		top := w.GetY()
		w.SetY(top + 0.9)
		w.row(widths, r.Cells, t.Head)
		w.SetY(top + heights[i] + 1.8)
		if i+1 == len(t.Rows) || t.Rows[i+1].Cells[0].Rows > 0 {
			w.rule(line)
		}
	}
}

// spanned is how high a row is with those that its first cell spans, which the end
// of a page would part; of more than most, it is the row alone.
func (t table) spanned(i int, heights []float64, most float64) float64 {
	all := heights[i]
	for k := i + 1; k < len(t.Rows) && t.Rows[k].Cells[0].Rows == 0; k++ {
		all += heights[k] + 1.8
	}
	if t.Rows[i].Cells[0].Rows == 0 || all > most {
		return heights[i]
	}
	return all
}

// widths shares the paper out among the columns.
func (w pdfWriter) widths(head []column) []float64 {
	sum := 0.0
	for _, c := range head {
		sum += c.Share
	}
	all := make([]float64, len(head))
	for i, c := range head {
		all[i] = w.width * c.Share / sum
	}
	return w.headed(head, all)
}

// headed widens columns that would break a word of their heading, by what the others
// have to spare, each as much of it.
func (w pdfWriter) headed(head []column, widths []float64) []float64 {
	w.face("", smallSize, soft)
	spare, lack, free := make([]float64, len(head)), 0.0, 0.0
	for i, c := range head {
		spare[i] = widths[i] - gapWidth - 0.1
		for word := range strings.FieldsSeq(whole(c.Label)) {
			spare[i] = min(spare[i], widths[i]-gapWidth-0.1-w.GetStringWidth(word))
		}
		lack, free = lack+max(0, -spare[i]), free+max(0, spare[i])
	}
	if lack > free {
		return widths
	}
	for i := range widths {
		if spare[i] < 0 {
			widths[i] -= spare[i]
		} else if lack > 0 {
			widths[i] -= spare[i] * lack / free
		}
	}
	return widths
}

func (w pdfWriter) head(head []column, widths []float64) {
	cells := make([]cell, len(head))
	for i, c := range head {
		cells[i] = cell{Sub: []string{c.Label}, Rows: 1}
	}
	w.Ln(1)
	w.row(widths, cells, head)
	w.Ln(0.6)
	w.rule(ink)
}

// heights are those of the rows: a cell that spans several stretches the last.
func (w pdfWriter) heights(t table, widths []float64) []float64 {
	all := make([]float64, len(t.Rows))
	for i, r := range t.Rows {
		for j, c := range r.Cells {
			if c.Rows == 1 {
				all[i] = max(all[i], w.height(c, widths[j]))
			}
		}
	}
	for i, r := range t.Rows {
		for j, c := range r.Cells {
			if c.Rows < 2 {
				continue
			}
			last, free := i+c.Rows-1, 0.0
			for k := i; k <= last; k++ {
				free += all[k] + 1.8
			}
			all[last] += max(0, w.height(c, widths[j])+1.8-free)
		}
	}
	return all
}

// height is that of a cell's lines.
func (w pdfWriter) height(c cell, width float64) float64 {
	return w.cell(c, width, "", func(string, float64) {})
}

// row draws cells beside each other from where the pen is, and leaves it below
// the highest. Where a page ends in the last of them it goes on upon the next.
func (w pdfWriter) row(widths []float64, cells []cell, head []column) {
	x, top, bottom, begun := margin, w.GetY(), w.GetY(), w.PageNo()
	for i, c := range cells {
		align, style := "L", ""
		if head[i].Number {
			align = "R"
		}
		if i == 0 && head[i].Share > 0 { // names its row
			style = "B"
		}
		if c.Rows > 0 {
			y := top
			w.cell(c, widths[i], style, func(text string, high float64) {
				w.SetXY(x, y)
				w.CellFormat(widths[i]-gapWidth, high, text, "", 0, align, false, 0, "")
				y = w.GetY() + high // not y + high: the page may have ended
			})
			if w.PageNo() > begun {
				bottom = y
			} else if c.Rows == 1 {
				bottom = max(bottom, y)
			}
		}
		x += widths[i]
	}
	w.SetXY(margin, bottom)
}

// cell hands out the lines of a cell, the quieter ones last, and says how high
// they are together.
func (w pdfWriter) cell(c cell, width float64, style string, draw func(text string, high float64)) (height float64) {
	say := func(style string, size float64, colour shade, s string) {
		if s == "" {
			return
		}
		w.face(style, size, colour)
		for _, text := range w.wrap(whole(s), width-gapWidth) {
			draw(text, high(size))
			height += high(size)
		}
	}
	say(style, bodySize-0.5, ink, c.Text)
	for _, sub := range c.Sub {
		say("", smallSize, soft, sub)
	}
	return height
}

// wrap breaks a text into lines at spaces, never at a no-break space, and a word
// that is longer than a line anywhere.
func (w pdfWriter) wrap(s string, width float64) (lines []string) {
	for part := range strings.SplitSeq(s, "\n") {
		text := ""
		for word := range strings.SplitSeq(part, " ") {
			longer := strings.TrimPrefix(text+" "+word, " ")
			if text != "" && w.GetStringWidth(longer) > width {
				lines, longer = append(lines, text), word
			}
			for text = longer; w.GetStringWidth(text) > width; {
				n := w.fitting(text, width)
				if n == len(text) {
					break
				}
				lines, text = append(lines, text[:n]), text[n:]
			}
		}
		lines = append(lines, text)
	}
	return lines
}

// fitting is how many bytes of a text fit, one character at least.
func (w pdfWriter) fitting(text string, width float64) int {
	for i, r := range text {
		if end := i + utf8.RuneLen(r); i > 0 && w.GetStringWidth(text[:end]) > width {
			return i
		}
	}
	return len(text)
}
