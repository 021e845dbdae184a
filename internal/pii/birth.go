package pii

import (
	"bytes"
	"strings"

	"github.com/varsam/varsam"
)

// birth offers a date, if something says that somebody was born then.
func (r *run) birth(start, end int, year, month, day []byte) {
	born := r.bornBefore(start) || r.hiddenBehind(end)
	if !born && !r.called(start, lBirth) && !r.bornBehind(end) {
		return
	}
	d, err := varsam.ParseDate(dashed(year, month, day))
	if err != nil || d.After(r.s.today) || d.Year() < 1850 {
		return
	}
	bare := Score(0.2)
	if born {
		bare = 0.8
	}
	score, context := r.rate(kBirthDate, start, end, bare, 0.92)
	mark := len(r.arena)
	r.arena = append(r.arena, d.String()...)
	r.offer(kBirthDate, start, end, mark, score, "date", context)
}

// hiddenBehind reports whether the last four of a national number are hidden behind the date: "131204-XXXX", "19850312-****".
func (r *run) hiddenBehind(end int) bool {
	t := r.text
	if end+5 > len(t) || t[end] != '-' && t[end] != '+' || is(t[end+1], isDigit|isBlank) {
		return false
	}
	for _, sign := range t[end+1 : end+5] {
		if bytes.IndexByte([]byte("XxNn*#?"), sign) < 0 {
			return false
		}
	}
	return !touches(t[end+5:])
}

// bornBehind reports whether the word for it stands in brackets behind the date: "1991-05-17 (född)".
func (r *run) bornBehind(end int) bool {
	rest, ok := bytes.CutPrefix(r.text[end:], []byte(" ("))
	if !ok {
		return false
	}
	for words := 0; words < 4; words++ { // date of birth, birth_date
		_, size := word(rest)
		if size == 0 {
			return false
		}
		if l, _ := labelOf(rest, 0, size); l&lBirth != 0 {
			return true
		}
		if rest = rest[size:]; len(rest) == 0 || rest[0] != ' ' && rest[0] != '_' {
			return false
		}
		rest = rest[1:]
	}
	return false
}

// bornBefore reports whether the letter or the sign for "born" stands right before i: "f. 1980-02-29", "(s. 29.2.1980)", "*1980-02-29".
func (r *run) bornBefore(i int) bool {
	t := r.text
	if i > 0 && t[i-1] == ' ' {
		i--
	}
	switch {
	case i == 0:
		return false
	case t[i-1] == '*': // behind a name, and neither in a list nor in a program's comment
		return i >= 3 && t[i-2] == ' ' && (is(t[i-3], isWord) || t[i-3] == ',') || i >= 2 && (t[i-2] == '(' || is(t[i-2], isLetter))
	case t[i-1] == '.':
		i--
	}
	if i == 0 || t[i-1] != 'f' && t[i-1] != 's' {
		return false
	}
	return i == 1 || is(t[i-2], isBlank) || t[i-2] == '('
}

// months are the beginnings of their names, folded to a–z: Swedish, Finnish, Norwegian, Danish, Icelandic, English.
var months, monthBegins = func() (by map[string]byte, begins [1024]bool) {
	by = map[string]byte{}
	for i, names := range []string{
		"jan tammi", "feb helmi", "mar maalis", "apr huhti", "maj mai may touko", "jun kesak", "jul heina", "aug agu elok", "sep syys",
		"okt oct loka", "nov marras", "dec des joulu",
	} {
		for name := range strings.FieldsSeq(names) {
			by[name] = byte(i + 1)
			begins[uint(name[0]&31)<<5|uint(name[1]&31)] = true
		}
	}
	return by, begins
}()

// monthAt is the month whose name begins at i, and where the name ends; 0 for none.
func (r *run) monthAt(i int) (month byte, end int) {
	t := r.text
	if i+3 > len(t) || t[i] < 0x80 && t[i+1] < 0x80 && !monthBegins[uint(t[i]&31)<<5|uint(t[i+1]&31)] {
		return 0, 0
	}
	var room [8]byte
	name, end := room[:0], i
	for {
		c, size := letter(t[end:])
		if size == 0 {
			break
		}
		if len(name) < cap(name) {
			name = append(name, c)
		}
		end += size
	}
	for n := len(name); n >= 3; n-- {
		if m := months[string(name[:n])]; m != 0 {
			return m, end
		}
	}
	return 0, 0
}

// namedDate looks at the one or two digits from i to end as the day of a date with the month's name: "3 mars 2012", "3. mai 1962",
// "July 21, 1985".
func (r *run) namedDate(i, end int) {
	t := r.text
	start, at := i, end
	month, from := byte(0), 0
	switch t[end] {
	case ',':
		if start = r.wordBefore(i); start < i {
			month, from = r.monthAt(start)
		}
		if from != i-1 {
			return
		}
		at = end + 1
	case '.':
		at++
		fallthrough
	case ' ':
		if at < len(t) && t[at] == ' ' {
			at++
		}
		month, at = r.monthAt(at)
	}
	for at < len(t) && (t[at] == ',' || t[at] == '.' || t[at] == ' ') && at < end+14 {
		at++
	}
	if month == 0 || digitsFrom(t, at) != 4 || at+4 < len(t) && touches(t[at+4:]) {
		return
	}
	r.birth(start, at+4, t[at:at+4], []byte{'0' + month/10, '0' + month%10}, t[i:end])
}

// wordBefore is where the ASCII word before the blank before i begins; i when there is none.
func (r *run) wordBefore(i int) int {
	if i < 2 || r.text[i-1] != ' ' {
		return i
	}
	at := i - 1
	for at > r.floor && i-at < 12 && is(r.text[at-1], isUpper|isLower) {
		at--
	}
	if at == i-1 {
		return i
	}
	return at
}

// shortDate looks at six digits as a birth date: YYMMDD, or DDMMYY where the word for birth is no Swedish one.
func (r *run) shortDate(c *chain) {
	if !c.shape(0x6) {
		return
	}
	start, end, d := c.parts[0].start, c.parts[0].end, c.digits
	year, month, day := d[:2], d[2:4], d[4:6]
	if two(month) > 12 || min(two(year), two(day)) > 31 || !r.ends(c, 1) || !r.hiddenBehind(end) && !r.called(start, lBirth) {
		return
	}
	if _, word := r.rate(kBirthDate, start, end, 0, 1); strings.HasPrefix(word, "syn") || strings.HasPrefix(word, "fodt") {
		year, day = day, year
	}
	century := []byte("20")
	if two(year) > r.s.today.Year()%100 {
		century = []byte("19")
	}
	r.birth(start, end, append(century, year...), month, day)
}
