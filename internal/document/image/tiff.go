package image

import (
	"bytes"
	"encoding/binary"
	"strconv"
	"unicode/utf16"
)

// names of the tags that people's data stands in (TIFF 6, EXIF 2.32).
var names = map[uint16]string{
	0x010e: "ImageDescription", 0x010f: "Make", 0x0110: "Model", 0x0131: "Software", 0x0132: "DateTime", 0x013b: "Artist", 0x013c: "HostComputer", 0x8298: "Copyright",
	0x9003: "DateTimeOriginal", 0x9286: "UserComment", 0x9c9b: "XPTitle", 0x9c9c: "XPComment", 0x9c9d: "XPAuthor", 0x9c9e: "XPKeywords", 0x9c9f: "XPSubject",
	0xa430: "CameraOwnerName", 0xa431: "BodySerialNumber", 0xa435: "LensSerialNumber",
}

// tiff goes through the directories of a TIFF file, which EXIF is, too.
func (m *metadata) tiff(b []byte) error {
	if len(b) < 8 {
		return nil
	}
	var order binary.ByteOrder = binary.LittleEndian
	if b[0] == 'M' {
		order = binary.BigEndian
	}
	seen := map[uint32]bool{}
	queue := []uint32{order.Uint32(b[4:])}
	for len(queue) > 0 && len(seen) < 64 {
		at := queue[0]
		if queue = queue[1:]; seen[at] || int64(at)+2 > int64(len(b)) {
			continue
		}
		seen[at] = true
		rows := b[at+2:]
		for range order.Uint16(b[at:]) {
			if len(rows) < 12 {
				break
			}
			further, err := m.tag(b, rows[:12], order)
			if err != nil {
				return err
			}
			queue = append(queue, further...)
			rows = rows[12:]
		}
		if len(rows) >= 4 {
			queue = append(queue, order.Uint32(rows))
		}
	}
	return nil
}

// tag reads one row of a directory; further are directories that it names.
func (m *metadata) tag(b, row []byte, order binary.ByteOrder) (further []uint32, err error) {
	id, kind, n := order.Uint16(row), order.Uint16(row[2:]), int64(order.Uint32(row[4:]))
	size := n
	switch kind {
	case 4, 9:
		size = 4 * n
	case 5, 10:
		size = 8 * n
	}
	data := row[8:12]
	if size > 4 {
		at := int64(order.Uint32(row[8:]))
		if at+size > int64(len(b)) || size > 1<<20 {
			return nil, nil
		}
		data = b[at : at+size]
	}
	data = data[:min(size, int64(len(data)))]
	name := names[id]
	switch {
	case (id == 0x8769 || id == 0x8825 || id == 0x014a) && len(data) >= 4:
		return []uint32{order.Uint32(data)}, nil
	case id == 0x02bc:
		return nil, m.xmp(data)
	case id == 0x83bb:
		return nil, m.iptc(data)
	case id >= 0x9c9b && id <= 0x9c9f:
		units := make([]uint16, len(data)/2)
		for i := range units {
			units[i] = binary.LittleEndian.Uint16(data[2*i:])
		}
		return nil, m.say(name, []byte(string(utf16.Decode(units))))
	case id == 0x9286 && len(data) > 8:
		return nil, m.say(name, data[8:])
	case (id == 2 || id == 4) && kind == 5 && len(data) == 24:
		return nil, m.say([]string{2: "GPSLatitude", 4: "GPSLongitude"}[id], degrees(data, order))
	case kind == 2 && len(bytes.Trim(data, "\x00 ")) > 0:
		if name == "" {
			name = "0x" + strconv.FormatUint(uint64(id), 16)
		}
		return nil, m.say(name, data)
	}
	return nil, nil
}

// degrees are three fractions: degrees, minutes, seconds.
func degrees(b []byte, order binary.ByteOrder) []byte {
	total, part := 0.0, 1.0
	for i := 0; i < 24; i += 8 {
		if below := order.Uint32(b[i+4:]); below > 0 {
			total += float64(order.Uint32(b[i:])) / float64(below) / part
		}
		part *= 60
	}
	return strconv.AppendFloat(nil, total, 'f', 6, 64)
}
