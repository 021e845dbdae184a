package report

import (
	"slices"
	"testing"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/goregular"
)

// No heading is broken in the middle of a word while other columns have room to spare,
// and the columns fill the paper as before.
func TestHeadingsAreWhole(t *testing.T) {
	w := pdfWriter{Fpdf: fpdf.New(fpdf.OrientationPortrait, "mm", "A4", ""), width: 178}
	w.AddUTF8FontFromBytes("go", "", goregular.TTF)
	head := []column{{"Data", false, 3}, {"Action", false, 2.7}}
	for _, label := range []string{"Due", "Done", "Needed by others", "Protected", "Changed", "Refused", "Not done", "Unclear"} {
		head = append(head, column{label, true, 1})
	}
	widths, sum := w.widths(head), 0.0
	for i, c := range head {
		sum += widths[i]
		w.face("", smallSize, soft)
		for _, line := range w.wrap(c.Label, widths[i]-gapWidth) {
			if !slices.Contains([]string{c.Label, "Needed by", "Needed", "by", "by others", "others", "Not", "done"}, line) {
				t.Errorf("%s is broken into %q", c.Label, line)
			}
		}
	}
	if sum < w.width-0.01 || sum > w.width+0.01 {
		t.Errorf("columns are %f wide together, want %f", sum, w.width)
	}
}
