package pdf

import (
	"encoding/binary"
	"unicode/utf16"
)

// cmap says what the codes of a font mean.
type cmap struct {
	texts  map[int]string
	ranges []codeRange // by arithmetic
	spaces []codeSpace
}

type codeRange struct {
	low, high int
	text      []uint16
}

type codeSpace struct {
	bytes     int
	low, high int
}

// mostCodes bounds what a CMap may define.
const mostCodes = 1 << 18

func parseCMap(b []byte) *cmap {
	m := &cmap{texts: map[int]string{}}
	l := &lexer{b: b}
	var waiting []value
	for {
		v := l.next()
		if v.kind == ended {
			return m
		}
		if v.kind != keyword {
			if waiting = append(waiting, v); len(waiting) > 3*mostCodes {
				return m
			}
			continue
		}
		switch string(v.s) {
		case "endcodespacerange":
			for i := 0; i+1 < len(waiting); i += 2 {
				m.spaces = append(m.spaces, codeSpace{len(waiting[i].s), codeOf(waiting[i].s), codeOf(waiting[i+1].s)})
			}
		case "endbfchar":
			for i := 0; i+1 < len(waiting) && len(m.texts) < mostCodes; i += 2 {
				if waiting[i+1].kind == name {
					m.texts[codeOf(waiting[i].s)] = glyphText(string(waiting[i+1].s))
				} else {
					m.texts[codeOf(waiting[i].s)] = utf16Text(waiting[i+1].s)
				}
			}
		case "endbfrange":
			for i := 0; i+2 < len(waiting); i += 3 {
				m.addRange(waiting[i], waiting[i+1], waiting[i+2])
			}
		}
		waiting = waiting[:0]
	}
}

func (m *cmap) addRange(low, high, to value) {
	from, until := codeOf(low.s), codeOf(high.s)
	if to.kind == array {
		for i, one := range to.a {
			if len(m.texts) < mostCodes && from+i <= until {
				m.texts[from+i] = utf16Text(one.s)
			}
		}
		return
	}
	if len(m.ranges) < mostCodes && len(to.s) > 0 {
		m.ranges = append(m.ranges, codeRange{from, until, units(to.s)})
	}
}

// text is what a code means; false when the map does not say.
func (m *cmap) text(code int) (string, bool) {
	if s, ok := m.texts[code]; ok {
		return s, true
	}
	for i := len(m.ranges) - 1; i >= 0; i-- {
		if r := &m.ranges[i]; code >= r.low && code <= r.high {
			u := append([]uint16(nil), r.text...)
			u[len(u)-1] += uint16(code - r.low)
			s := string(utf16.Decode(u))
			if len(m.texts) < mostCodes {
				m.texts[code] = s
			}
			return s, true
		}
	}
	return "", false
}

// width is how many bytes the code has with which b begins.
func (m *cmap) width(b []byte) int {
	for n := 1; n <= 4 && n <= len(b); n++ {
		for _, s := range m.spaces {
			if c := codeOf(b[:n]); s.bytes == n && c >= s.low && c <= s.high {
				return n
			}
		}
	}
	if len(m.spaces) > 0 {
		return max(1, m.spaces[0].bytes)
	}
	return 2
}

func codeOf(b []byte) (n int) {
	for _, c := range b[:min(len(b), 4)] {
		n = n<<8 | int(c)
	}
	return n
}

func units(b []byte) []uint16 {
	if len(b) == 1 {
		return []uint16{uint16(b[0])}
	}
	u := make([]uint16, len(b)/2)
	for i := range u {
		u[i] = binary.BigEndian.Uint16(b[2*i:])
	}
	return u
}

func utf16Text(b []byte) string { return string(utf16.Decode(units(b))) }
