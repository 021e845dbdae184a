package reception

import (
	"slices"
	"testing"
)

// Columns become addresses that a letter reaches, and a part of one is none.
func TestAddressesAreWhole(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ fields, want []string }{
		{[]string{"Storgatan 5", "411 01", "Göteborg"}, []string{"Storgatan 5\n411 01 Göteborg"}},
		{[]string{"Storgatan 5", "Göteborg", "41101"}, []string{"Storgatan 5\n41101 Göteborg"}},
		{[]string{"c/o Berg", "Storgatan 5", "lgh 1102", "411 01", "Göteborg", "Sverige"}, []string{"c/o Berg\nStorgatan 5\nlgh 1102\n411 01 Göteborg\nSverige"}},
		{[]string{"Storgården", "SE-123 45", "Byn"}, []string{"Storgården\nSE-123 45 Byn"}},
		{[]string{"Storgatan 5, 411 01 Göteborg", "Box 7, 00100 Helsingfors"}, []string{"Storgatan 5, 411 01 Göteborg", "Box 7, 00100 Helsingfors"}},
		{[]string{"Storgatan 5", "411 01", "Göteborg", "Box 7", "0150", "Oslo"}, []string{"Storgatan 5\n411 01 Göteborg", "Box 7\n0150 Oslo"}},
		{[]string{"Storgatan 5"}, []string{"Storgatan 5"}},
		{[]string{"", "411 01", ""}, nil},
		{[]string{"", "", "Göteborg"}, nil},
		{nil, nil},
	} {
		if got := postals(c.fields); !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.fields, got, c.want)
		}
	}
}
