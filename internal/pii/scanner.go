package pii

import (
	"bytes"
	"slices"
	"sync"

	"github.com/varsam/varsam"
	chars "github.com/varsam/varsam/internal/pii/text"
)

// DefaultMinScore is the least score of a hit when Options name none: a check digit together with a date, a shape that
// little else has, or anything with its label beside it. A shape alone is below it.
const DefaultMinScore Score = 0.5

// Options say what a Scanner looks for.
type Options struct {
	Types    []Type // nil: all
	MinScore Score  // the least score of a hit; 0: DefaultMinScore
	Names    bool   // people's names too
	// Today is the day that birth dates must not lie after, and by which the century of a ten-digit Swedish number is known. Zero:
	// any day until 2099, and ten digits stay ten in canonical forms.
	Today    varsam.Date
	Patterns []Pattern
}

// Scanner finds personal data in text. It is safe for any number of goroutines.
type Scanner struct {
	wanted   [256]bool // by kind; a pattern's kind is kinds and its number
	hints    bool      // some hint is wanted
	min      Score
	names    bool
	today    varsam.Date
	dated    bool // today was given
	patterns patterns
	runs     sync.Pool // of *run
}

// New makes a Scanner. Faults in Patterns are Invalid.
func New(o Options) (*Scanner, error) {
	p, err := compile(o.Patterns)
	if err != nil {
		return nil, err
	}
	s := &Scanner{min: o.MinScore, names: o.Names, today: o.Today, dated: !o.Today.IsZero(), patterns: p}
	if s.min == 0 {
		s.min = DefaultMinScore
	}
	for k := range int(kinds) + len(p) {
		s.wanted[k] = o.Types == nil || slices.Contains(o.Types, s.typeOf(kind(k)))
	}
	s.hints = slices.Contains(s.wanted[kHealth:kProtection+1], true)
	if s.today.IsZero() {
		s.today = varsam.NewDate(2099, 12, 31)
	}
	s.runs.New = func() any { return new(run) }
	return s, nil
}

func (s *Scanner) typeOf(k kind) Type {
	if k >= kinds {
		return s.patterns[k-kinds].name
	}
	return types[k]
}

// Scan appends the hits in text to dst, in order of Start, none overlapping another. The text is UTF-8; a byte that is no
// part of UTF-8 counts as one character and is read as Windows-1252. UTF-16 with a byte order mark is decoded. Spans
// are offsets in text as it is given.
func (s *Scanner) Scan(dst []Hit, text []byte, hint Hint) []Hit {
	if e := chars.Sniff(text); e != chars.Bytes {
		return s.decoded(dst, text, hint)
	}
	r := s.start(hint)
	defer s.end(r)
	if len(text) <= cell && len(s.patterns) == 0 && r.naming == unnamed && lower(text) && !((s.hints || s.names) && speaksOfOneself(text)) && !(s.names && mayBeSigned(text)) {
		return dst
	}
	r.dst, r.whole = dst, len(text) <= segment
	for r.at < int64(len(text)) {
		low, high := max(r.at-before, 0), min(r.at+segment+after, int64(len(text)))
		r.next(text[low:high], low)
	}
	return r.dst
}

// decoded scans a text that has to be decoded first.
func (s *Scanner) decoded(dst []Hit, text []byte, hint Hint) []Hit {
	s.Stream(bytes.NewReader(text), hint, func(h Hit) error { // a reader of bytes never fails
		dst = append(dst, h)
		return nil
	})
	return dst
}

// cell is as long as most values of tables are, in bytes.
const cell = 128

// lower reports whether a text has neither digits, colons nor an @, nor capitals: then nothing begins in it. Small letters beyond ASCII
// are those of Latin-1.
func lower(text []byte) bool {
	for i := 0; i < len(text); i++ {
		switch b := text[i]; {
		case b >= 0x80:
			if b != 0xC3 || i+1 == len(text) || text[i+1] < 0xA0 || text[i+1] > 0xBF {
				return false
			}
			i++
		case is(b, isDigit|isUpper) || b == ':' || b == '@':
			return false
		}
	}
	return true
}
