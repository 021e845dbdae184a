package sqldb

import (
	"math"
	"slices"
	"testing"
)

func TestPlacesMeetWhatRepeats(t *testing.T) {
	t.Parallel()
	for _, period := range []uint64{2, 3, 4, 12} {
		met := map[uint64]int{}
		for _, at := range places(50, 599) {
			met[at%period]++
		}
		for i := range period {
			if met[i] == 0 {
				t.Errorf("of each %d rows the one at %d is never met: %v", period, i, met)
			}
		}
	}
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	if got := places(400, 2); !slices.Equal(got, []uint64{0, 1, 2}) {
		t.Errorf("of three rows: %d", got)
	}
	for _, last := range []uint64{0, 9, 10, 399, 400, 1e6, math.MaxInt64, math.MaxUint64 - 1} {
		got := places(10, last)
		if !slices.IsSorted(got) || got[len(got)-1] > last || len(got) < int(min(9, last+1)) || len(got) > 10 {
			t.Errorf("from 0 to %d: %d", last, got)
		}
	}
}
