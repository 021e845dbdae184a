package files

import (
	"fmt"
	"strings"
	utf "unicode/utf16"

	"github.com/varsam/varsam/internal/document/office"
)

// utf16 writes text as UTF-16, in the order of bytes that put gives.
func utf16(s string, put func(uint16) [2]byte) []byte {
	var b []byte
	for _, u := range utf.Encode([]rune(s)) {
		two := put(u)
		b = append(b, two[:]...)
	}
	return b
}

// windows1252 writes text with one byte for a letter. Text that cannot be written
// so does not stand there: it is nothing; the sign … can.
func windows1252(s string) []byte {
	var b []byte
	for _, r := range s {
		switch {
		case r == '…':
			b = append(b, 0x85)
		case r == '–':
			b = append(b, 0x96)
		case r == '’':
			b = append(b, 0x92)
		case r < 0x80 || 0xa0 <= r && r <= 0xff:
			b = append(b, byte(r))
		default:
			return nil
		}
	}
	return b
}

// withoutOffice takes texts out of an office document, the longest first.
func withoutOffice(content []byte, texts []string, instead string) ([]byte, error) {
	return office.Redact(content, func(text string) (cuts []office.Cut) {
		for at := 0; at < len(text); {
			size := longestAt(text[at:], texts)
			if size > 0 {
				cuts = append(cuts, office.Cut{Start: at, End: at + size, Instead: instead})
			}
			at += max(1, size)
		}
		return cuts
	})
}

// longestAt is how long the longest of the texts is with which s begins.
func longestAt(s string, texts []string) (size int) {
	for _, t := range texts {
		if len(t) > size && strings.HasPrefix(s, t) {
			size = len(t)
		}
	}
	return size
}

// inRTF is a text as Rich Text Format writes it: each letter beyond ASCII by its number, or by two figures of the code page.
func inRTF(s string, byNumber bool) []byte {
	var b []byte
	for _, r := range s {
		switch {
		case r == '\\' || r == '{' || r == '}':
			b = append(b, '\\', byte(r))
		case r < 0x80:
			b = append(b, byte(r))
		case !byNumber && r >= 0xa0 && r < 0x100:
			b = fmt.Appendf(b, `\'%02x`, r)
		default:
			b = fmt.Appendf(b, `\u%d?`, int16(r))
		}
	}
	return b
}
