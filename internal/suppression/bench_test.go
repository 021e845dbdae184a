package suppression

import (
	"path/filepath"
	"strconv"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/seal"
)

// BenchmarkCompare is what a look does with each value that is nobody's, against
// a hundred thousand marks: it bounds how long a look takes beside the reading.
func BenchmarkCompare(b *testing.B) {
	keeper, err := seal.Open(b.Context(), seal.Beside(filepath.Join(b.TempDir(), "data")))
	if err != nil {
		b.Fatal(err)
	}
	defer keeper.Close()
	m := newMarks(keeper, "main")
	var f filter
	for i := range uint64(100_000) {
		f = append(f, i<<44)
	}
	today := varsam.NewDate(2026, 11, 22)
	cells := make([]varsam.Value, 1000)
	for i := range cells {
		cells[i] = varsam.TextOf("Person" + strconv.Itoa(i) + "@example.com")
	}
	var forms []string
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		forms = locate.Forms(forms[:0], varsam.Email, cells[i%len(cells)], []string{"SE"}, today)
		if f.may(m.of(varsam.Email, forms[0])) {
			b.Fatal("a mark begins like one that was made up")
		}
	}
}
