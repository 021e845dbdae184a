package extract

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// called hands over what a container says of its nth member beside the content: its name, a comment, who packed it. Only those who
// ask for documents are told.
func (w *walker) called(p part, n int, said ...string) error {
	return w.told(p, "member="+strconv.Itoa(n), said...)
}

// told hands over what a container says under a field, a line for each.
func (w *walker) told(p part, field string, said ...string) error {
	text := strings.TrimSpace(strings.Join(said, "\n"))
	if w.take == nil || text == "" {
		return nil
	}
	return w.hand(Piece{Path: func() string { return p.path + "#" + field }, Offset: -1, Value: []byte(text)})
}

// page850 are the letters from 0x80 on of the code page in which Windows writes the names of a zip archive in western Europe.
var page850 = []rune("ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑ")

// readable is a member's name in UTF-8.
func readable(name string) string {
	if utf8.ValidString(name) {
		return name
	}
	var b strings.Builder
	for i := range len(name) {
		switch c := int(name[i]); {
		case c < 0x80:
			b.WriteByte(name[i])
		case c-0x80 < len(page850):
			b.WriteRune(page850[c-0x80])
		default:
			b.WriteRune(utf8.RuneError)
		}
	}
	return b.String()
}
