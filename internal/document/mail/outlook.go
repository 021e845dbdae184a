package mail

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/varsam/varsam/internal/document/charset"
	"github.com/varsam/varsam/internal/document/markup"
	"github.com/varsam/varsam/internal/extract"
)

// LooksCompound reports a compound file: a message of Outlook's, or an old document.
func LooksCompound(head []byte) bool {
	return bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
}

// Compound hands over a message of Outlook's (MS-OXMSG): its properties as headers, its texts, recipients and attachments. Of old
// documents of Word, Excel and PowerPoint, which it does not know, it hands over the strings that can be seen, and tells that it
// has not read them.
func Compound(p *extract.Part) error {
	content, size, err := p.Whole()
	if err != nil {
		return err
	}
	c, err := openCompound(content, size)
	if err != nil {
		p.Gap("", extract.Damaged)
		return nil
	}
	o := &outlook{p: p, c: c, seen: map[uint32]bool{0: true}}
	root := c.children(0, o.seen)
	for _, n := range root {
		switch name := c.entries[n].name; {
		case strings.HasPrefix(name, "__properties_version"):
			return o.message(root, "", 0)
		case name == "EncryptedPackage":
			p.Gap("", extract.Encrypted)
			return nil
		case name == "\x01Ole10Native":
			return markup.Packed(p, c.data(n))
		case (name == "Package" || strings.EqualFold(name, "contents")) && whole(c.data(n)):
			return p.Into("object", bytes.NewReader(c.data(n)), nil)
		}
	}
	p.Gap("", extract.NotText, "OLE")
	return o.strings()
}

// whole reports an object that is a document by itself.
func whole(b []byte) bool {
	return bytes.HasPrefix(b, []byte("PK\x03\x04")) || bytes.HasPrefix(b, []byte("%PDF-")) || LooksCompound(b)
}

type outlook struct {
	p    *extract.Part
	c    *compound
	seen map[uint32]bool
	n    int // attachments
}

// properties have names as headers have; others are told by their number (MS-OXPROPS).
var properties = map[string]string{
	"0037": "header=subject", "0070": "header=thread-topic", "0C1A": "header=sender", "0C1F": "header=from", "5D01": "header=from", "0E04": "header=to", "0E03": "header=cc",
	"0E02": "header=bcc", "007D": "header", "1000": "body", "0042": "header=sender", "0065": "header=from", "1035": "header=message-id",
}

// message hands over a message, or one within it, whose place begins with a prefix.
func (o *outlook) message(entries []uint32, prefix string, depth int) error {
	for _, n := range entries {
		e := o.c.entries[n]
		var err error
		switch {
		case strings.HasPrefix(e.name, "__substg1.0_") && len(e.name) == 20 && e.kind == 2:
			err = o.property(e.name[12:16], e.name[16:], o.c.data(n), prefix)
		case strings.HasPrefix(e.name, "__recip_version1.0_"):
			err = o.message(o.c.children(n, o.seen), prefix+"recipient="+number(e.name)+"/", depth+1)
		case strings.HasPrefix(e.name, "__attach_version1.0_"):
			err = o.attachment(n, prefix, depth)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// number is that at the end of a storage's name, counted from 1.
func number(name string) string {
	_, hex, _ := strings.Cut(name, "#")
	n, _ := strconv.ParseUint(hex, 16, 32)
	return strconv.FormatUint(n+1, 10)
}

func (o *outlook) property(id, kind string, data []byte, prefix string) error {
	field, known := properties[id]
	if !known {
		field = "property=" + id
	}
	switch {
	case kind == "001F":
		return o.p.Value(prefix+field, "", wide(data))
	case kind == "001E":
		return o.p.Value(prefix+field, "", charset.String(bytes.TrimRight(data, "\x00"), ""))
	case id == "1013":
		return markup.HTML(o.p, bytes.NewReader(data), prefix+"body=html", "")
	case id == "1009":
		return markup.RTF(o.p, bytes.NewReader(unpackRTF(data)), prefix+"body=rtf")
	}
	return nil
}

func wide(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return strings.TrimRight(string(utf16.Decode(units)), "\x00")
}

// attachment takes a document in the message apart, or a message in it.
func (o *outlook) attachment(storage uint32, prefix string, depth int) error {
	o.n++
	name, entries := "", o.c.children(storage, o.seen)
	var content []byte
	for _, n := range entries {
		switch e := o.c.entries[n]; e.name {
		case "__substg1.0_3707001F", "__substg1.0_3704001F":
			if s := wide(o.c.data(n)); len(s) > len(name) {
				name = s
			}
		case "__substg1.0_3707001E", "__substg1.0_3704001E":
			if s := charset.String(bytes.TrimRight(o.c.data(n), "\x00"), ""); len(s) > len(name) {
				name = s
			}
		case "__substg1.0_37010102":
			content = o.c.data(n)
		case "__substg1.0_3701000D":
			if depth >= 8 {
				o.p.Gap(prefix+"attachment="+strconv.Itoa(o.n), extract.TooDeep)
				continue
			}
			if err := o.message(o.c.children(n, o.seen), fmt.Sprintf("%sattachment=%d/", prefix, o.n), depth+1); err != nil {
				return err
			}
		}
	}
	if err := o.p.Value(prefix+"attachment="+strconv.Itoa(o.n), "", name); err != nil || content == nil {
		return err
	}
	return o.p.Into(orPart(name, "part", o.n, ""), bytes.NewReader(content), nil)
}

// strings hands over what looks like text in the streams of a file that we do not know.
func (o *outlook) strings() error {
	for n := range o.c.entries {
		if o.c.entries[n].kind != 2 {
			continue
		}
		flow := o.p.Flow("stream=" + strings.Map(printable, o.c.entries[n].name))
		seenText(flow, o.c.data(uint32(n)))
		if err := flow.Close(); err != nil {
			return err
		}
	}
	return nil
}

func printable(r rune) rune {
	if r < ' ' {
		return -1
	}
	return r
}

// leastRun is how long a run of letters is that may be text.
const leastRun = 4

// seenText appends runs of characters, of one byte or of two.
func seenText(flow *extract.Flow, b []byte) {
	for i := 0; i < len(b); {
		one, two := i, i
		for one < len(b) && (b[one] >= ' ' && b[one] != 0x7f || b[one] == '\r' || b[one] == '\t') {
			one++
		}
		for two+1 < len(b) && b[two+1] == 0 && (b[two] >= ' ' && b[two] != 0x7f || b[two] == '\r') {
			two += 2
		}
		switch {
		case two-i >= 2*leastRun:
			io.WriteString(flow, strings.ReplaceAll(wide(b[i:two]), "\r", "\n"))
			i = two
		case one-i >= leastRun:
			io.WriteString(flow, strings.ReplaceAll(charset.String(b[i:one], ""), "\r", "\n"))
			i = one
		default:
			i = max(one, i+1)
			continue
		}
		flow.Line()
	}
}

// unpackRTF undoes MS-OXRTFCP.
func unpackRTF(b []byte) []byte {
	if len(b) < 16 {
		return nil
	}
	size := min(int(binary.LittleEndian.Uint32(b[4:])), 64<<20)
	if string(b[8:12]) == "MELA" {
		return b[16:]
	}
	const known = "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
	var window [4096]byte
	at := copy(window[:], known)
	var out []byte
	put := func(c byte) {
		out = append(out, c)
		window[at&4095] = c
		at++
	}
	for in := b[16:]; len(in) > 0 && len(out) < size; {
		flags := in[0]
		in = in[1:]
		for bit := 0; bit < 8 && len(in) > 0; bit++ {
			if flags>>bit&1 == 0 {
				put(in[0])
				in = in[1:]
				continue
			}
			if len(in) < 2 {
				return out
			}
			from, length := int(in[0])<<4|int(in[1])>>4, int(in[1]&15)+2
			if in = in[2:]; from == at&4095 {
				return out
			}
			for i := range length {
				put(window[(from+i)&4095])
			}
		}
	}
	return out
}
