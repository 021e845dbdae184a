package letterbox

import (
	netmail "net/mail"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/varsam/varsam/internal/inbox"
)

// passed is a mail within a mail, with the day that it says it was sent.
type passed struct {
	Letter
	sent string
}

// passedOn is the mail that another one passes on: attached, or copied into its
// text with some lines of its header.
func (m *mail) passedOn() (passed, bool) {
	if p, ok := m.enclosed(); ok {
		return p, true
	}
	for _, body := range m.bodies() {
		if p, ok := copied(body); ok {
			return p, true
		}
	}
	return passed{}, false
}

// enclosed is the first message that is attached.
func (m *mail) enclosed() (p passed, ok bool) {
	within := ""
	for _, t := range m.texts {
		name, field, _ := strings.Cut(t.place, "#")
		if name == "" || strings.Contains(name, "/") || within != "" && name != within {
			continue
		}
		switch {
		case field == "header=from":
			within, p.From, p.Name = name, inbox.Address(t.body), displayed(t.body)
		case within == "":
		case field == "header=subject":
			p.Subject = strings.TrimSpace(t.body)
		case field == "header=date":
			p.sent = strings.TrimSpace(t.body)
		case strings.HasPrefix(field, "body") && strings.TrimSpace(p.Text) == "":
			p.Text = t.body
		}
	}
	return p, within != "" && strings.Contains(p.From, "@")
}

// The names of header lines in the languages of the mail programs.
var (
	fromLine    = line("from|från|fra|lähettäjä|von|avsändare|afsender|avsender")
	dateLine    = line("sent|skickat|sendt|lähetetty|date|datum|dato|päivämäärä|päiväys|päivä|gesendet")
	subjectLine = line("subject|ämne|emne|aihe|otsikko|betreff")
	anyLine     = regexp.MustCompile(`^[\pL -]{2,30}:(\s|$)`)
)

// line matches a header line as programs copy it, with its marks of bold type.
func line(names string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(?:` + names + `)\s*:\s*(.*)$`)
}

// mostHead is how many lines the copied header may have.
const mostHead = 12

// copied finds a header in the middle of a text – whoever passes a mail on may
// write something first – with sender and day or subject, and what follows it.
func copied(body string) (passed, bool) {
	lines := strings.Split(strings.ReplaceAll(body, "\r\n", "\n"), "\n")
	for i := range lines {
		found := fromLine.FindStringSubmatch(bare(lines[i]))
		if found == nil || !strings.Contains(found[1], "@") {
			continue
		}
		p := passed{Letter: Letter{From: address(found[1]), Name: displayed(found[1])}}
		end := p.head(lines[i+1:])
		if strings.Contains(p.From, "@") && (p.sent != "" || p.Subject != "") {
			p.Text = unquoted(lines[i+1+end:])
			return p, true
		}
	}
	return passed{}, false
}

// head reads the lines of a copied header, and returns how many they are.
func (p *passed) head(lines []string) int {
	for i, l := range lines[:min(len(lines), mostHead)] {
		l = bare(l)
		if l == "" {
			if p.sent == "" && p.Subject == "" {
				continue
			}
			return i + 1
		}
		if d := dateLine.FindStringSubmatch(l); d != nil && p.sent == "" {
			p.sent = d[1]
		} else if s := subjectLine.FindStringSubmatch(l); s != nil && p.Subject == "" {
			p.Subject = s[1]
		} else if !anyLine.MatchString(l) && (p.sent != "" && p.Subject != "") {
			return i
		}
	}
	return min(len(lines), mostHead)
}

// bare is a line without the marks of a quotation and of bold type.
func bare(l string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.TrimLeft(l, "> \t"), "*", ""))
}

// address is the address in a line, in brackets of any kind.
func address(s string) string {
	s = strings.NewReplacer("[mailto:", "<", "]", ">", "(", "<", ")", ">").Replace(s)
	return inbox.Address(s)
}

// unquoted is a text whose lines are all quoted, without the marks; any other, as
// it is.
func unquoted(lines []string) string {
	for _, l := range lines {
		if l = strings.TrimSpace(l); l != "" && !strings.HasPrefix(l, ">") {
			return strings.TrimSpace(strings.Join(lines, "\n"))
		}
	}
	for i, l := range lines {
		lines[i] = strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(l), ">"), " ")
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// longest is how old a mail may be that is passed on; a day before that is a
// mistake.
const longest = 5 * 365 * 24 * time.Hour

// day is when a mail that was passed on had first come: the day it was sent, as
// far as that can be read and be true, and otherwise the day it was passed on.
func (p passed) day(received time.Time) (time.Time, bool) {
	at, ok := sentOn(p.sent, received.Location())
	if !ok || at.After(received) || received.Sub(at) > longest {
		return received, false
	}
	return at, true
}

// sentOn reads a day and time as mail programs write them.
func sentOn(s string, zone *time.Location) (time.Time, bool) {
	if at, err := netmail.ParseDate(s); err == nil {
		return at, true
	}
	s = strings.ToLower(strings.Join(strings.Fields(strings.NewReplacer(",", " ", "\u00a0", " ", "\u202f", " ").Replace(s)), " "))
	found := isoDay.FindStringSubmatch(s)
	if found == nil {
		if found = dayMonth.FindStringSubmatch(s); found == nil {
			if found = monthDay.FindStringSubmatch(s); found == nil {
				return time.Time{}, false
			}
			found = []string{"", found[3], found[1], found[2]}
		} else {
			found = []string{"", found[3], found[2], found[1]}
		}
	}
	year, _ := strconv.Atoi(found[1])
	day, _ := strconv.Atoi(found[3])
	month, known := monthOf(found[2])
	if !known || day < 1 || day > 31 {
		return time.Time{}, false
	}
	return time.Date(year, month, day, 12, 0, 0, 0, zone), true
}

var (
	isoDay   = regexp.MustCompile(`\b(\d{4})-(\d{1,2})-(\d{1,2})\b`)
	dayMonth = regexp.MustCompile(`\b(\d{1,2})\.? ?(\d{1,2}|\pL{3,12})\.? ?(\d{4})\b`)
	monthDay = regexp.MustCompile(`\b(\pL{3,12})\.? (\d{1,2})\.? (\d{4})\b`)
)

// months are their first letters in Swedish, Norwegian, Danish and English, and
// the Finnish names.
var months = [...][]string{
	{"jan", "tammi"},
	{"feb", "helmi"},
	{"mar", "maalis"},
	{"apr", "huhti"},
	{"maj", "mai", "may", "touko"},
	{"jun", "kesä"},
	{"jul", "heinä"},
	{"aug", "elo"},
	{"sep", "syys"},
	{"okt", "oct", "loka"},
	{"nov", "marras"},
	{"dec", "des", "joulu"},
}

func monthOf(s string) (time.Month, bool) {
	if n, err := strconv.Atoi(s); err == nil {
		return time.Month(n), n >= 1 && n <= 12
	}
	for i, names := range months {
		for _, name := range names {
			if strings.HasPrefix(s, name) {
				return time.Month(i + 1), true
			}
		}
	}
	return 0, false
}
