package main

import (
	"strings"
	"testing"
)

func TestTable(t *testing.T) {
	t.Parallel()
	got := table(read(`goos: linux
BenchmarkFind/indexed-2         	       1	        75.50 MB	       838.2 hand-µs	         1.4 median-ratio	      3847 ours-µs	         1.59 ratio
BenchmarkErase/11-rows/act-2    	       1	       250.0 MB	         2.9 ratio
BenchmarkInstruct/scan          	       1	       190.0 MB	         250 people/s
BenchmarkVerifyMillion-2        	       1	6500000000 ns/op	       120.0 MB	    153000 leaves/s
`))
	for _, line := range []string{
		"find one person, indexed stage, to the same by hand ≤ 1.50 × 1.59 × 76 MB over",
		"11 rows, to the transaction by hand ≤ 3.00 × 2.90 × 250 MB over 200 MB",
		"… without ≥ 100 people/s 250 people/s 190 MB ok",
		"a million entries verified offline ≤ 10.0 s 6.5 s 120 MB ok",
		"… 101 rows ≤ 3.00 × not measured",
	} {
		if !strings.Contains(strings.Join(strings.Fields(got), " "), line) {
			t.Errorf("the table does not say %q:\n%s", line, got)
		}
	}
}
