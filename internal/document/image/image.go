// Package image reads what pictures say of themselves – EXIF, IPTC, XMP, comments – and, where a program for it is installed, the
// text that they show.
package image

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"io"
	"os/exec"
	"strings"
	"time"

	"github.com/varsam/varsam/internal/document/markup"
	"github.com/varsam/varsam/internal/extract"
)

// magics are the first bytes of pictures.
var magics = []string{"\xff\xd8\xff", "\x89PNG\r\n\x1a\n", "GIF87a", "GIF89a", "II*\x00", "MM\x00*"}

// Looks reports a picture by its first bytes.
func Looks(head []byte) bool {
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m)) {
			return true
		}
	}
	return len(head) > 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP"
}

// most is how much of a picture is looked at for metadata, and given to a program that reads it.
const most = 64 << 20

// Take hands over a picture's metadata as "meta=Artist", and its text, which the program reads; without one it tells that the
// picture was not read.
func Take(p *extract.Part, program []string) error {
	b, err := io.ReadAll(io.LimitReader(p, most))
	if err != nil {
		return err
	}
	m := &metadata{p: p}
	if err := m.picture(b); err != nil {
		return err
	}
	if len(program) == 0 {
		p.Gap("", extract.Picture)
		return nil
	}
	text, err := Text(program, b)
	if err != nil {
		p.Gap("", extract.Picture)
		return nil
	}
	return p.Value("text", "", text)
}

// patience is how long a program may take for one picture.
const patience = time.Minute

// Text is what a program reads in a picture.
func Text(program []string, picture []byte) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	run := exec.CommandContext(ctx, program[0], program[1:]...)
	run.Stdin = bytes.NewReader(picture)
	out, err := run.Output()
	return strings.ToValidUTF8(string(out), "\ufffd"), err
}

type metadata struct {
	p *extract.Part
}

func (m *metadata) picture(b []byte) error {
	switch {
	case len(b) < 12:
		return nil
	case bytes.HasPrefix(b, []byte("\xff\xd8")):
		return m.jpeg(b[2:])
	case bytes.HasPrefix(b, []byte("\x89PNG")):
		return m.png(b[8:])
	case bytes.HasPrefix(b, []byte("RIFF")):
		return m.webp(b[12:])
	case bytes.HasPrefix(b, []byte("GIF8")):
		return m.gif(b)
	}
	return m.tiff(b)
}

// jpeg goes through the segments before the picture.
func (m *metadata) jpeg(b []byte) error {
	for len(b) >= 4 && b[0] == 0xff && b[1] != 0xda && b[1] != 0xd9 {
		n := int(binary.BigEndian.Uint16(b[2:]))
		if n < 2 || n+2 > len(b) {
			return nil
		}
		if err := m.segment(b[1], b[4:n+2]); err != nil {
			return err
		}
		b = b[n+2:]
	}
	return nil
}

func (m *metadata) segment(kind byte, b []byte) error {
	if exif, ok := bytes.CutPrefix(b, []byte("Exif\x00\x00")); ok && kind == 0xe1 {
		return m.tiff(exif)
	}
	switch {
	case kind == 0xfe:
		return m.say("comment", b)
	case kind == 0xe1 && bytes.HasPrefix(b, []byte("http://ns.adobe.com/")):
		_, xmp, _ := bytes.Cut(b, []byte{0})
		return m.xmp(xmp)
	case kind == 0xed:
		return m.iptc(b)
	}
	return nil
}

func (m *metadata) say(name string, b []byte) error {
	return m.p.Value("meta="+name, name, strings.ToValidUTF8(strings.Trim(string(b), "\x00 "), "\ufffd"))
}

func (m *metadata) xmp(b []byte) error { return markup.XML(m.p, bytes.NewReader(b), "meta=xmp") }

// iptc goes through the datasets of IPTC-IIM: 0x1c, record, dataset, length.
func (m *metadata) iptc(b []byte) error {
	for {
		i := bytes.Index(b, []byte{0x1c, 2})
		if i < 0 || i+5 > len(b) {
			return nil
		}
		n := int(binary.BigEndian.Uint16(b[i+3:]))
		if b = b[i+5:]; n > len(b) || n > 1<<15 {
			continue
		}
		if err := m.say("iptc", b[:n]); err != nil {
			return err
		}
		b = b[n:]
	}
}

// png goes through the chunks.
func (m *metadata) png(b []byte) error {
	for len(b) >= 12 {
		n := int(binary.BigEndian.Uint32(b))
		if n < 0 || n > len(b)-12 {
			return nil
		}
		if err := m.chunk(string(b[4:8]), b[8:8+n]); err != nil {
			return err
		}
		b = b[12+n:]
	}
	return nil
}

func (m *metadata) chunk(kind string, b []byte) error {
	key, rest, _ := bytes.Cut(b, []byte{0})
	switch kind {
	case "eXIf":
		return m.tiff(b)
	case "tEXt":
		return m.say(clean(key), rest)
	case "zTXt":
		if len(rest) > 1 {
			return m.say(clean(key), inflated(rest[1:]))
		}
	case "iTXt":
		if len(rest) < 2 {
			return nil
		}
		packed := rest[0] == 1
		_, rest, _ = bytes.Cut(rest[2:], []byte{0})
		_, rest, _ = bytes.Cut(rest, []byte{0})
		if packed {
			rest = inflated(rest)
		}
		return m.say(clean(key), rest)
	}
	return nil
}

func clean(b []byte) string { return strings.ToValidUTF8(string(b[:min(len(b), 79)]), "") }

func inflated(b []byte) []byte {
	z, err := zlib.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil
	}
	out, _ := io.ReadAll(io.LimitReader(z, 4<<20))
	return out
}

func (m *metadata) webp(b []byte) error {
	for len(b) >= 8 {
		n := int(binary.LittleEndian.Uint32(b[4:]))
		if n < 0 || n > len(b)-8 {
			return nil
		}
		var err error
		switch string(b[:4]) {
		case "EXIF":
			err = m.tiff(bytes.TrimPrefix(b[8:8+n], []byte("Exif\x00\x00")))
		case "XMP ":
			err = m.xmp(b[8 : 8+n])
		}
		if err != nil {
			return err
		}
		b = b[min(8+n+n&1, len(b)):]
	}
	return nil
}

// gif looks for comments: 0x21 0xfe, blocks, 0.
func (m *metadata) gif(b []byte) error {
	for {
		i := bytes.Index(b, []byte{0x21, 0xfe})
		if i < 0 {
			return nil
		}
		var text []byte
		for b = b[i+2:]; len(b) > 0 && b[0] > 0 && int(b[0]) < len(b); b = b[1+int(b[0]):] {
			text = append(text, b[1:1+int(b[0])]...)
		}
		if err := m.say("comment", text); err != nil {
			return err
		}
	}
}
