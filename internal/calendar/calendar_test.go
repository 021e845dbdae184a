package calendar

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/varsam/varsam"
)

func TestAFeed(t *testing.T) {
	t.Parallel()
	f := Feed{Name: "Varsam, sista dagar", Host: "varsam.example.org", At: time.Date(2026, 11, 22, 5, 0, 0, 0, time.UTC), Events: []Event{
		{ID: "r1", Day: varsam.NewDate(2026, 12, 31), Title: "Svara; r1", URL: "https://varsam.example.org/requests/r1"},
	}}
	want := strings.Join([]string{
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Varsam//Varsam//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH", `X-WR-CALNAME:Varsam\, sista dagar`,
		`NAME:Varsam\, sista dagar`, "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "BEGIN:VEVENT", "UID:r1@varsam.example.org", "DTSTAMP:20261122T050000Z",
		"DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101", `SUMMARY:Svara\; r1`, "URL:https://varsam.example.org/requests/r1", "TRANSP:TRANSPARENT",
		"END:VEVENT", "END:VCALENDAR", "",
	}, "\r\n")
	if got := string(f.ICS()); got != want {
		t.Errorf("got\n%s", got)
	}
}

// Whatever a title holds, it adds no line of its own, no line is too long, and
// unfolding gives the text back.
func TestTextsStayWithinTheirLines(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		title := rapid.OneOf(rapid.String(), rapid.StringN(80, 300, -1), rapid.Just("a\r\nEND:VEVENT\r\nåäö")).Draw(t, "title")
		feed := string(Feed{Events: []Event{{ID: "x", Day: varsam.NewDate(2026, 1, 1), Title: title}}}.ICS())
		for _, line := range strings.Split(strings.TrimSuffix(feed, "\r\n"), "\r\n") {
			if len(line) > mostLine || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") {
				t.Fatalf("line %q", line)
			}
		}
		unfolded := strings.ReplaceAll(feed, "\r\n ", "")
		if strings.Count(unfolded, "\r\nEND:VEVENT") != 1 || !strings.Contains(unfolded, "\r\nSUMMARY:"+escape(title)+"\r\n") {
			t.Fatalf("the feed is %q", feed)
		}
	})
}
