package markup

import (
	"bytes"
	"encoding/binary"

	"github.com/varsam/varsam/internal/extract"
)

// Object takes an object apart as Rich Text Format holds it (MS-OLEDS 2.2.5): version, kind, the class of what made it, topic, item,
// and its data. It reports whether it could.
func Object(p *extract.Part, b []byte) (bool, error) {
	head := b[:min(len(b), 512)]
	for _, magic := range []string{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "PK\x03\x04", "%PDF-"} {
		if i := bytes.Index(head, []byte(magic)); i >= 0 {
			return true, p.Into("object", bytes.NewReader(b[i:]), nil)
		}
	}
	b = b[min(len(b), 8):]
	for range 3 {
		_, rest, ok := counted(b)
		if !ok {
			return false, nil
		}
		b = rest
	}
	data, _, ok := counted(b)
	return ok && len(data) > 0, Packed(p, append(make([]byte, 4), data...))
}

// counted cuts off what stands behind its length.
func counted(b []byte) (data, rest []byte, ok bool) {
	if len(b) < 4 {
		return nil, nil, false
	}
	size := uint64(binary.LittleEndian.Uint32(b))
	if b = b[4:]; size > uint64(len(b)) {
		return nil, nil, false
	}
	return b[:size], b[size:], true
}

// Packed takes apart what the Packager of Windows has made of a file (Ole10Native): sizes and flags, its label, its path, the path of
// a copy, its content. What is not made so is told as not read.
func Packed(p *extract.Part, b []byte) error {
	label, rest, _ := bytes.Cut(b[min(len(b), 6):], []byte{0})
	from, rest, _ := bytes.Cut(rest, []byte{0})
	copied, rest, ok := counted(rest[min(len(rest), 4):])
	content, _, whole := counted(rest)
	if !ok || !whole {
		p.Gap("", extract.NotText, "OLE")
		return nil
	}
	said := bytes.Join([][]byte{label, from, bytes.TrimRight(copied, "\x00")}, []byte("\n"))
	if err := p.Value("object", "", string(said)); err != nil {
		return err
	}
	name := "object"
	if len(label) > 0 {
		name = string(label)
	}
	return p.Into(name, bytes.NewReader(content), nil)
}
