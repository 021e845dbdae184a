package sqldb

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// charset is how the server writes text. It refuses a whole question over one
// character that it lacks, which no row can hold.
type charset struct {
	chars *charmap.Charmap // of one byte each; nil takes all there are
	bytes bool             // SQL_ASCII: whatever bytes a program sent
}

var utf8Charset = &charset{}

// charsetOf knows the character sets of one byte; those of several, which are not
// written in Europe, are taken to hold all.
func charsetOf(server string) *charset {
	return &charset{postgresCharsets[server], server == "SQL_ASCII"}
}

var postgresCharsets = map[string]*charmap.Charmap{
	"LATIN1": charmap.ISO8859_1, "LATIN2": charmap.ISO8859_2, "LATIN3": charmap.ISO8859_3, "LATIN4": charmap.ISO8859_4,
	"LATIN5": charmap.ISO8859_9, "LATIN6": charmap.ISO8859_10, "LATIN7": charmap.ISO8859_13, "LATIN8": charmap.ISO8859_14,
	"LATIN9": charmap.ISO8859_15, "LATIN10": charmap.ISO8859_16,
	"ISO_8859_5": charmap.ISO8859_5, "ISO_8859_6": charmap.ISO8859_6, "ISO_8859_7": charmap.ISO8859_7, "ISO_8859_8": charmap.ISO8859_8,
	"WIN1250": charmap.Windows1250, "WIN1251": charmap.Windows1251, "WIN1252": charmap.Windows1252, "WIN1253": charmap.Windows1253,
	"WIN1254": charmap.Windows1254, "WIN1255": charmap.Windows1255, "WIN1256": charmap.Windows1256, "WIN1257": charmap.Windows1257,
	"WIN1258": charmap.Windows1258, "WIN866": charmap.CodePage866, "WIN874": charmap.Windows874,
	"KOI8R": charmap.KOI8R, "KOI8U": charmap.KOI8U,
}

// takes reports whether a column of text can hold the text.
func (c *charset) takes(text string) bool {
	if strings.IndexByte(text, 0) >= 0 {
		return false
	}
	if c.bytes {
		return true
	}
	if c.chars == nil {
		return utf8.ValidString(text)
	}
	return !strings.ContainsFunc(text, func(r rune) bool {
		_, ok := c.chars.EncodeRune(r)
		return !ok
	})
}
