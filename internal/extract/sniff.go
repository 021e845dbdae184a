package extract

import (
	"bytes"
	"strings"
)

// form is what a part looks like.
type form uint8

const (
	plain form = iota
	binary
	gzipped
	bzipped
	zipped
	tarred
	jsonOne
	jsonMany // records one after the other
	separated
)

// headSize is how much of a part is looked at.
const headSize = 64 << 10

// magics are the first bytes of formats that are not text.
var magics = []struct{ bytes, format string }{
	{"%PDF-", "PDF"},
	{"\x89PNG", "PNG"},
	{"\xff\xd8\xff", "JPEG"},
	{"GIF8", "GIF"},
	{"SQLite format 3\x00", "SQLite"},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "OLE"}, // old Word, Excel and Outlook files
	{"7z\xbc\xaf\x27\x1c", "7z"},
	{"Rar!", "RAR"},
	{"\x28\xb5\x2f\xfd", "zstd"},
	{"\xfd7zXZ", "xz"},
	{"PAR1", "Parquet"},
	{"\x7fELF", "ELF"},
	{"!BDN", "PST"},
	{"\xff\xfe\x00\x00", "UTF-32"}, // begins as UTF-16 does
	{"\x00\x00\xfe\xff", "UTF-32"},
}

// looks says what the first bytes look like; ended is set when they are all there are. For separated values it gives the
// separator, for what is binary the format.
func looks(head []byte, ended bool, name string) (f form, separator byte, format string) {
	switch {
	case bytes.HasPrefix(head, []byte("\x1f\x8b\x08")):
		return gzipped, 0, ""
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return zipped, 0, ""
	case len(head) >= 10 && bytes.HasPrefix(head, []byte("BZh")) && (string(head[4:10]) == "1AY&SY" || string(head[4:10]) == "\x17rE8P\x90"):
		return bzipped, 0, ""
	case len(head) >= 512 && string(head[257:262]) == "ustar":
		return tarred, 0, ""
	}
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.bytes)) {
			return binary, 0, m.format
		}
	}
	switch {
	case isUTF16(head):
		return plain, 0, ""
	case isBinary(head):
		return binary, 0, ""
	}
	text := bytes.TrimPrefix(head, utf8Mark)
	if f := looksJSON(text, ended, name); f != plain {
		return f, 0, ""
	}
	if c := separatorOf(text, ended, name); c != 0 {
		return separated, c, ""
	}
	return plain, 0, ""
}

var utf8Mark = []byte("\xef\xbb\xbf")

func isUTF16(head []byte) bool {
	return bytes.HasPrefix(head, []byte{0xff, 0xfe}) || bytes.HasPrefix(head, []byte{0xfe, 0xff})
}

// isBinary reports a NUL, or control characters in more than one place of thirty.
func isBinary(head []byte) bool {
	odd := 0
	for _, c := range head {
		switch {
		case c == 0:
			return true
		case c < ' ' && (c < '\t' || c > '\r') && c != 0x1b && c != 0x1a:
			odd++
		}
	}
	return odd*30 > len(head)
}

// looksJSON tries the first bytes as JSON.
func looksJSON(head []byte, ended bool, name string) form {
	first := bytes.TrimLeft(head, " \t\r\n")
	if len(first) == 0 || first[0] != '{' && first[0] != '[' {
		return plain
	}
	records, left := tryJSON(head)
	switch {
	case left > longestNumber || left > 0 && ended: // a beginning that is not all there may be cut inside a word
		return plain
	case records > 1 || strings.HasSuffix(name, ".jsonl") || strings.HasSuffix(name, ".ndjson"):
		return jsonMany
	}
	return jsonOne
}
