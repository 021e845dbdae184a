package main

import (
	"strings"
	"testing"
)

// jsonOutput is two packages as go test -json tells of them: a passes with a
// skipped test, b fails; the build of c fails.
const jsonOutput = `{"Action":"start","Package":"a"}
{"Action":"output","Package":"a","Test":"TestOne","Output":"=== RUN   TestOne\n"}
{"Action":"output","Package":"a","Test":"TestOne","Output":"    one_test.go:7: PostgreSQL: no server\n"}
{"Action":"output","Package":"a","Test":"TestOne","Output":"--- SKIP: TestOne (0.00s)\n"}
{"Action":"skip","Package":"a","Test":"TestOne"}
{"Action":"output","Package":"a","Test":"TestTwo","Output":"chatter of a test that passed\n"}
{"Action":"pass","Package":"a","Test":"TestTwo"}
{"Action":"output","Package":"a","Output":"PASS\n"}
{"Action":"output","Package":"a","Output":"ok  \ta\t0.010s\n"}
{"Action":"pass","Package":"a"}
{"Action":"output","Package":"b","Test":"TestBad","Output":"    b_test.go:9: want 1\n"}
{"Action":"output","Package":"b","Test":"TestBad","Output":"--- FAIL: TestBad (0.00s)\n"}
{"Action":"fail","Package":"b","Test":"TestBad"}
{"Action":"output","Package":"b","Test":"TestHung","Output":"=== RUN   TestHung\n"}
{"Action":"output","Package":"b","Test":"TestGood","Output":"fine\n"}
{"Action":"output","Package":"b","Test":"TestGood","Output":"--- PASS: TestGood (0.00s)\n"}
{"Action":"output","Package":"b","Test":"TestGood","Output":"panic: test timed out\n"}
{"Action":"pass","Package":"b","Test":"TestGood"}
{"Action":"output","Package":"b","Output":"FAIL\tb\t0.020s\n"}
{"Action":"fail","Package":"b"}
{"Action":"build-output","ImportPath":"c","Output":"c.go:1: broken\n"}
go: a line that is no JSON`

const plainOutput = "ok  \ta\t0.010s\n" +
	"    b_test.go:9: want 1\n--- FAIL: TestBad (0.00s)\n=== RUN   TestHung\npanic: test timed out\nFAIL\tb\t0.020s\n" +
	"c.go:1: broken\n" +
	"go: a line that is no JSON\n" +
	"left out: a.TestOne (PostgreSQL: no server)\n"

// The pieces in which output arrives must not matter.
func TestSummaryPrintsWhatGoTestPrintsAndWhatWasSkipped(t *testing.T) {
	t.Parallel()
	for _, size := range []int{1, 7, 100, len(jsonOutput)} {
		var out strings.Builder
		s := newSummary(&out)
		for rest := jsonOutput; rest != ""; {
			n := min(size, len(rest))
			if _, err := s.Write([]byte(rest[:n])); err != nil {
				t.Fatal(err)
			}
			rest = rest[n:]
		}
		s.close()
		if out.String() != plainOutput {
			t.Errorf("in pieces of %d:\n%s\nwant:\n%s", size, out.String(), plainOutput)
		}
	}
}

func TestSkipsWithOneReasonAreListedTogether(t *testing.T) {
	t.Parallel()
	if got := some([]string{"a", "b", "c", "d", "e", "f"}); got != "a, b, c, d and 2 more" {
		t.Error(got)
	}
}
