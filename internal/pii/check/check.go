// Package check holds the rules of identifiers: lengths, dates, series, check digits. It is pure, and but for [Value], which
// builds canonical forms, it allocates nothing, because a scanner asks it about every candidate.
//
// What takes digits wants ASCII digits without separators; whoever found the candidate has taken the separators out. Anything
// else is answered with [Shape], never with a panic. Where sources disagree, docs/decisions/0008 says what was decided.
package check

import "encoding/binary"

// Reason says why a candidate is not valid; the zero Reason is [Fine].
type Reason uint8

// The reasons.
const (
	Fine        Reason = iota
	Length             // too short or too long
	Shape              // signs or separators that the identifier does not have
	Date               // a day that does not exist or has not come
	Serial             // a number within the day that is never issued
	CheckDigit         // the control digits do not fit
	Range              // a series that nobody issues: card prefix, clearing number, phone prefix
	Country            // a country without this identifier
	Structure          // letters where the country has digits, or the other way round
	UnknownKind        // no rule for that type of value
)

var reasonWords = [...]string{
	"fine", "length", "shape", "date", "serial", "check-digit", "range", "country", "structure", "unknown-type",
}

// String is a stable word: fine, length, shape, date, serial, check-digit, range, country, structure, unknown-type.
func (r Reason) String() string {
	if int(r) < len(reasonWords) {
		return reasonWords[r]
	}
	return "?"
}

// digits reports whether d is digits and nothing else.
func digits(d []byte) bool {
	switch n := len(d); {
	case n > 16:
		return digits(d[:16]) && digits(d[16:])
	case n >= 8:
		return notDigits(binary.LittleEndian.Uint64(d))|notDigits(binary.LittleEndian.Uint64(d[n-8:])) == 0
	case cap(d) >= 8:
		return notDigits(binary.LittleEndian.Uint64(d[:8:8]))<<(64-8*uint(n)) == 0 && n > 0
	}
	for _, c := range d {
		if !isDigit(c) {
			return false
		}
	}
	return len(d) > 0
}

// notDigits has the high bit of each of eight bytes that is no digit.
func notDigits(x uint64) uint64 {
	figure := x ^ '0'*ones
	return (figure&^highs + (127-9)*ones | x) & highs
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }

func isHex(c byte) bool { return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' }

// two, three and four are the value of so many digits at the beginning of d.
func two(d []byte) int { return int(d[0])*10 + int(d[1]) - 11*'0' }

func three(d []byte) int { return two(d)*10 + int(d[2]) - '0' }

func four(d []byte) int { return two(d)*100 + two(d[2:]) }

// number is the value of a few digits.
func number(d []byte) int {
	n := 0
	for _, c := range d {
		n = n*10 + int(c-'0')
	}
	return n
}
