package paper

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
)

// pdf is a page whose objects lie in a packed stream, as programs write them today.
func pdf(s Sheet) []byte {
	var drawn strings.Builder
	drawn.WriteString("BT /F 11 Tf 72 770 Td " + shown(s.Header) + " Tj 0 -30 Td ")
	for _, line := range s.Lines {
		first, rest := half(line)
		drawn.WriteString("[" + shown(first) + " -20 " + shown(rest) + "] TJ 0 -16 Td ")
	}
	drawn.WriteString("3 Tr " + shown(s.Hidden) + " Tj ET")
	objects := []string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 4 0 R>>>>/Contents 7 0 R/Annots[5 0 R]>>",
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
		"<</Type/Annot/Subtype/Text/Rect[20 20 40 40]/Contents " + utf16Text(s.Comment) + ">>",
		"<</Author " + utf16Text(s.Author) + ">>",
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	at := []int{b.Len()}
	writeStream(&b, 7, "", []byte(drawn.String()))
	at = append(at, b.Len())
	var places, bodies strings.Builder
	for i, o := range objects {
		fmt.Fprintf(&places, "%d %d ", i+1, bodies.Len())
		bodies.WriteString(o + "\n")
	}
	writeStream(&b, 8, fmt.Sprintf("/Type/ObjStm/N %d/First %d", len(objects), places.Len()), []byte(places.String()+bodies.String()))
	at = append(at, b.Len())
	writeStream(&b, 9, "/Type/XRef/Size 10/W[1 4 1]/Root 1 0 R/Info 6 0 R", crossReferences(len(objects), at))
	fmt.Fprintf(&b, "startxref\n%d\n%%%%EOF\n", at[2])
	return b.Bytes()
}

// crossReferences say of each object where it is: the first ones in stream 8, the others at their places.
func crossReferences(packed int, at []int) []byte {
	refs := []byte{0, 0, 0, 0, 0, 255}
	for i := range packed {
		refs = append(refs, 2, 0, 0, 0, 8, byte(i))
	}
	for _, a := range at {
		refs = append(binary.BigEndian.AppendUint32(append(refs, 1), uint32(a)), 0)
	}
	return refs
}

func writeStream(b *bytes.Buffer, n int, dict string, data []byte) {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	w.Write(data)
	w.Close()
	fmt.Fprintf(b, "%d 0 obj\n<<%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\n", n, dict, z.Len(), z.Bytes())
}

// shown is a text in the letters of western Europe, which are those of WinAnsiEncoding.
func shown(s string) string {
	b := []byte{'('}
	for _, r := range s {
		if r == '(' || r == ')' || r == '\\' {
			b = append(b, '\\')
		}
		if r > 0xff {
			r = '?'
		}
		b = append(b, byte(r))
	}
	return string(append(b, ')'))
}

func utf16Text(s string) string {
	b := []byte("<feff")
	for _, u := range utf16.Encode([]rune(s)) {
		b = fmt.Appendf(b, "%04x", u)
	}
	return string(append(b, '>'))
}

func rtf(s Sheet) []byte {
	var b strings.Builder
	b.WriteString(`{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}{\info{\author ` + inRTF(s.Author) + `}}{\header ` + inRTF(s.Header) + `\par}` + "\n")
	for _, line := range s.Lines {
		first, rest := half(line)
		b.WriteString(inRTF(first) + `{\b ` + inRTF(rest) + `}\par` + "\n")
	}
	b.WriteString(`{\v ` + inRTF(s.Hidden) + `}{\*\annotation ` + inRTF(s.Comment) + `}\par}`)
	return []byte(b.String())
}

func inRTF(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\\' || r == '{' || r == '}':
			b.WriteString(`\` + string(r))
		case r < 0x80:
			b.WriteRune(r)
		case r < 0x100:
			fmt.Fprintf(&b, `\'%02x`, r)
		default:
			fmt.Fprintf(&b, `\u%d?`, int16(r))
		}
	}
	return b.String()
}

// msg is a message as Outlook saves it (MS-OXMSG).
func msg(s Sheet) []byte {
	c := &compound{}
	c.add("__properties_version1.0", make([]byte, 32))
	c.add("__substg1.0_0037001F", wide(s.Header))
	c.add("__substg1.0_0C1A001F", wide(s.Author))
	c.add("__substg1.0_1000001F", wide(strings.Join(s.Lines, "\r\n")))
	c.add("__substg1.0_10130102", []byte("<html><body><p>x</p><!-- "+s.Comment+" --></body></html>"))
	c.add("__attach_version1.0_#00000000/__substg1.0_3707001F", wide("bilaga.csv"))
	list := table(Sheet{Lines: []string{s.Hidden}})
	c.add("__attach_version1.0_#00000000/__substg1.0_37010102", append(list, bytes.Repeat([]byte("\n"), max(0, leastStream-len(list)))...))
	return c.bytes()
}

func wide(s string) (b []byte) {
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

// compound is a compound file (MS-CFB) of storages one deep, of at most six megabytes.
type compound struct {
	names []string // of storages and streams; "storage/stream" for one within
	data  [][]byte
}

func (c *compound) add(name string, data []byte) {
	if storage, _, within := strings.Cut(name, "/"); within && !slices.Contains(c.names, storage) {
		c.names, c.data = append(c.names, storage), append(c.data, nil)
	}
	c.names, c.data = append(c.names, name), append(c.data, append(data, make([]byte, max(0, leastStream-len(data)))...))
}

const (
	leastStream = 4096 // smaller ones would lie in sectors of another size

	sector   = 512
	none     = 0xffffffff
	endChain = 0xfffffffe
)

// bytes lays the sectors out: streams, directory, table.
func (c *compound) bytes() []byte {
	var body bytes.Buffer
	var fat []uint32
	put := func(b []byte) uint32 {
		start := uint32(len(fat))
		for i := 0; i < len(b); i += sector {
			body.Write(append(bytes.Clone(b[i:min(i+sector, len(b))]), make([]byte, max(0, i+sector-len(b)))...))
			fat = append(fat, uint32(len(fat))+1)
		}
		fat[len(fat)-1] = endChain
		return start
	}
	starts := make([]uint32, len(c.names))
	for i, data := range c.data {
		if data != nil {
			starts[i] = put(data)
		}
	}
	start := put(c.directory(starts))
	tables := len(fat)/(sector/4-1) + 1 // which are in them too
	head := make([]byte, sector)
	copy(head, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	for at, n := range map[int]uint16{24: 0x3e, 26: 3, 28: 0xfffe, 30: 9, 32: 6} {
		binary.LittleEndian.PutUint16(head[at:], n)
	}
	for at, n := range map[int]uint32{44: uint32(tables), 48: start, 56: 4096, 60: endChain, 68: endChain} {
		binary.LittleEndian.PutUint32(head[at:], n)
	}
	for i := range (sector - 76) / 4 {
		n := uint32(none)
		if i < tables {
			n = uint32(len(fat) + i)
		}
		binary.LittleEndian.PutUint32(head[76+4*i:], n)
	}
	table := bytes.Repeat([]byte{0xff}, tables*sector)
	for i := range len(fat) + tables {
		n := uint32(0xfffffffd) // a sector of the table
		if i < len(fat) {
			n = fat[i]
		}
		binary.LittleEndian.PutUint32(table[4*i:], n)
	}
	return slices.Concat(head, body.Bytes(), table)
}

// directory lists root, storages and streams; those of one storage are a list to the right.
func (c *compound) directory(starts []uint32) []byte {
	entry := func(name string, kind byte, right, child, start, size uint32) []byte {
		e := make([]byte, 128)
		copy(e, wide(name))
		binary.LittleEndian.PutUint16(e[64:], uint16(2*len(utf16.Encode([]rune(name)))+2))
		e[66], e[67] = kind, 1
		for at, n := range map[int]uint32{68: none, 72: right, 76: child, 116: start, 120: size} {
			binary.LittleEndian.PutUint32(e[at:], n)
		}
		return e
	}
	next := func(from int, prefix string) uint32 {
		for i := from; i < len(c.names); i++ {
			rest, ok := strings.CutPrefix(c.names[i], prefix)
			if ok && !strings.Contains(rest, "/") {
				return uint32(i + 1)
			}
		}
		return none
	}
	all := entry("Root Entry", 5, none, next(0, ""), endChain, 0)
	for i, name := range c.names {
		storage, stream, within := strings.Cut(name, "/")
		switch {
		case c.data[i] == nil:
			all = append(all, entry(name, 1, next(i+1, ""), next(0, name+"/"), 0, 0)...)
		case within:
			all = append(all, entry(stream, 2, next(i+1, storage+"/"), none, starts[i], uint32(len(c.data[i])))...)
		default:
			all = append(all, entry(name, 2, next(i+1, ""), none, starts[i], uint32(len(c.data[i])))...)
		}
	}
	return all
}
