package column

import (
	"math"
	"strconv"
	"testing"
)

func TestFormOfInt(t *testing.T) {
	for _, n := range []int64{0, 7, -7, 198001011234, math.MinInt64, math.MaxInt64} {
		if s := []byte(strconv.FormatInt(n, 10)); formOfInt(s) != formOf(s) {
			t.Errorf("%s: %+v, not %+v", s, formOfInt(s), formOf(s))
		}
	}
}
