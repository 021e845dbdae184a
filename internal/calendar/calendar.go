// Package calendar writes days as an iCalendar feed (RFC 5545). It knows nothing
// of what the days are for.
package calendar

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/varsam/varsam"
)

// Event is something on one day.
type Event struct {
	ID    string // the same in every feed: a calendar moves the event by it
	Day   varsam.Date
	Title string
	Text  string
	URL   string
}

// Feed is a calendar that programs subscribe to.
type Feed struct {
	Name   string
	Host   string // what IDs are unique within
	At     time.Time
	Events []Event
}

// ICS is the feed as RFC 5545 has it: lines of at most 75 bytes, ended by CRLF.
func (f Feed) ICS() []byte {
	w := &writer{}
	w.line("BEGIN", "VCALENDAR")
	w.line("VERSION", "2.0")
	w.line("PRODID", "-//Varsam//Varsam//EN")
	w.line("CALSCALE", "GREGORIAN")
	w.line("METHOD", "PUBLISH")
	w.line("X-WR-CALNAME", escape(f.Name))
	w.line("NAME", escape(f.Name))
	w.line("REFRESH-INTERVAL;VALUE=DURATION", "PT1H")
	for _, e := range f.Events {
		w.event(e, f)
	}
	w.line("END", "VCALENDAR")
	return []byte(w.b.String())
}

type writer struct{ b strings.Builder }

func (w *writer) event(e Event, f Feed) {
	w.line("BEGIN", "VEVENT")
	w.line("UID", escape(e.ID+"@"+f.Host))
	w.line("DTSTAMP", f.At.UTC().Format("20060102T150405Z"))
	w.line("DTSTART;VALUE=DATE", day(e.Day))
	w.line("DTEND;VALUE=DATE", day(e.Day.AddDays(1)))
	w.line("SUMMARY", escape(e.Title))
	if e.Text != "" {
		w.line("DESCRIPTION", escape(e.Text))
	}
	if e.URL != "" {
		w.line("URL", plain(e.URL))
	}
	w.line("TRANSP", "TRANSPARENT")
	w.line("END", "VEVENT")
}

func day(d varsam.Date) string { return strings.ReplaceAll(d.String(), "-", "") }

// mostLine is how many bytes a line has before it is folded.
const mostLine = 75

// line writes a content line, folded between characters (3.1).
func (w *writer) line(name, value string) {
	rest, room := name+":"+value, mostLine
	for len(rest) > room {
		cut := room
		for !utf8.RuneStart(rest[cut]) {
			cut--
		}
		w.b.WriteString(rest[:cut] + "\r\n ")
		rest, room = rest[cut:], mostLine-1
	}
	w.b.WriteString(rest + "\r\n")
}

// escape is a text as a value (3.3.11).
func escape(s string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(plain(s))
}

// plain leaves out control characters but line ends, and halves of characters.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' || r == 0x7f || r == utf8.RuneError {
			return -1
		}
		return r
	}, s)
}
