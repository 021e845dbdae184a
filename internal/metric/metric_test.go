package metric

import (
	"strings"
	"testing"
	"time"
)

func TestText(t *testing.T) {
	t.Parallel()
	var s Served
	s.Add("GET /requests/{id}", 200, 20*time.Millisecond)
	s.Add("GET /requests/{id}", 200, 3*time.Second)
	s.Add("", 404, 0)
	got := string(Text([]Gauge{
		{Name: "varsam_requests", Says: "Requests by state.", Labels: []string{"state", "received"}, Value: 3},
		{Name: "varsam_requests", Says: "Requests by state.", Labels: []string{"state", "a\"b\\\n"}, Value: 0.5},
		{Name: "varsam_up", Says: "Up.", Value: 1},
	}, &s))
	for _, line := range []string{
		"# HELP varsam_requests Requests by state.\n# TYPE varsam_requests gauge\nvarsam_requests{state=\"received\"} 3\nvarsam_requests{state=\"a\\\"b\\\\\\n\"} 0.5\n# HELP varsam_up",
		"varsam_up 1\n", `varsam_http_seconds_bucket{route="GET /requests/{id}",status="200",le="0.025"} 1`, `varsam_http_seconds_bucket{route="GET /requests/{id}",status="200",le="+Inf"} 2`,
		`varsam_http_seconds_count{route="none",status="404"} 1`, `varsam_http_seconds_sum{route="GET /requests/{id}",status="200"} 3.02`,
	} {
		if !strings.Contains(got, line) {
			t.Errorf("no %q in\n%s", line, got)
		}
	}
}

func TestLabelsAreBounded(t *testing.T) {
	t.Parallel()
	var s Served
	for i := range 2 * maxRoutes {
		s.Add("x", i, 0)
	}
	if len(s.routes) != maxRoutes {
		t.Errorf("%d routes", len(s.routes))
	}
}
