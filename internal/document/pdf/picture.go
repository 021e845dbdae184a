package pdf

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strconv"
)

// Eyes read the text in a picture, which is a whole file: JPEG, JPEG 2000, TIFF or PNM.
type Eyes func(picture []byte) (string, error)

// pictured hands over what the pictures of a page say that are met for the first time, and reports how many of them nobody has
// read, and how many of those are new.
func (r *reading) pictured(shown []value, field string) (unread, fresh int, err error) {
	for i, v := range shown {
		told, met := r.seen[v.home]
		if !met {
			if told, err = r.look(v, field+"/picture="+strconv.Itoa(i+1)); err != nil {
				return unread, fresh, err
			}
			r.seen[v.home] = told
		}
		if !told {
			unread++
			if !met {
				fresh++
			}
		}
	}
	return unread, fresh, nil
}

// look has a picture read.
func (r *reading) look(v value, field string) (told bool, err error) {
	if r.eyes == nil {
		return false, nil
	}
	file := r.f.picture(v)
	if file == nil {
		return false, nil
	}
	said, err := r.eyes(file)
	if err != nil {
		return false, nil
	}
	return true, r.p.Value(field, "", said)
}

// picture is a picture as a file of its own; nil where we know no form for it.
func (f *file) picture(v value) []byte {
	in, filter := f.reader(v)
	b := f.drain(in)
	switch filter {
	case "DCTDecode", "DCT", "JPXDecode":
		return b
	case "CCITTFaxDecode", "CCF":
		return f.fax(v, b)
	case "":
		return f.raster(v, b)
	}
	return nil
}

// raster is a picture whose points stand one after the other, as PNM.
func (f *file) raster(v value, b []byte) []byte {
	width, height, bits := f.of(v, "Width").int(), f.of(v, "Height").int(), f.of(v, "BitsPerComponent").int()
	if f.of(v, "ImageMask").n == 1 {
		bits = 1
	}
	parts, palette := f.colours(f.of(v, "ColorSpace"))
	if width <= 0 || height <= 0 || width > 1<<15 || height > 1<<15 || (width*parts*bits+7)/8*height > len(b) {
		return nil
	}
	switch {
	case bits == 1 && parts == 1 && palette == nil:
		return append(fmt.Appendf(nil, "P4\n%d %d\n", width, height), f.inverted(v, b)...)
	case bits == 8 && palette != nil:
		return indexed(fmt.Appendf(nil, "P6\n%d %d\n255\n", width, height), b[:width*height], palette)
	case bits == 8 && parts == 1:
		return append(fmt.Appendf(nil, "P5\n%d %d\n255\n", width, height), b[:width*height]...)
	case bits == 8 && parts == 3:
		return append(fmt.Appendf(nil, "P6\n%d %d\n255\n", width, height), b[:3*width*height]...)
	}
	return nil
}

// inverted are points of one bit as PBM has them: there 1 is black, and in a document 0, unless it says otherwise.
func (f *file) inverted(v value, b []byte) []byte {
	if d := f.of(v, "Decode").a; len(d) == 2 && f.get(d[0]).num(0) == 1 {
		return b
	}
	out := make([]byte, len(b))
	for i, c := range b {
		out[i] = ^c
	}
	return out
}

// colours are how many values a point has, and the colours that they stand for where they are numbers of such.
func (f *file) colours(v value) (parts int, palette []byte) {
	kind := v.name()
	if v.kind == array && len(v.a) > 0 {
		kind = f.get(v.a[0]).name()
	}
	switch kind {
	case "DeviceRGB", "CalRGB", "RGB":
		return 3, nil
	case "DeviceCMYK", "CMYK":
		return 4, nil
	case "ICCBased":
		if len(v.a) > 1 {
			return max(1, f.of(f.get(v.a[1]), "N").int()), nil
		}
	case "Indexed", "I":
		if base, _ := f.colours(f.get(at(v.a, 1))); base == 3 && len(v.a) > 3 {
			if table := f.get(v.a[3]); table.kind == stream {
				return 1, f.data(table)
			} else if table.kind == text {
				return 1, table.s
			}
		}
		return 5, nil
	}
	return 1, nil
}

func at(a []value, i int) value {
	if i < len(a) {
		return a[i]
	}
	return value{}
}

func indexed(out, points, palette []byte) []byte {
	for _, p := range points {
		if i := 3 * int(p); i+3 <= len(palette) {
			out = append(out, palette[i:i+3]...)
		} else {
			out = append(out, 0, 0, 0)
		}
	}
	return out
}

// fax is a picture as fax machines pack it, in a TIFF file.
func (f *file) fax(v value, b []byte) []byte {
	params := f.listOf(v, "DecodeParms", "DP")
	var p value
	if len(params) > 0 {
		p = f.get(params[len(params)-1])
	}
	packing, options := 4, 0
	switch k := f.of(p, "K").num(0); {
	case k == 0:
		packing = 3
	case k > 0:
		packing, options = 3, 1
	default:
		packing = 4
	}
	columns := int(f.of(p, "Columns").num(1728))
	photometric := 0 // white is 0
	if black := f.of(p, "BlackIs1"); black.n == 1 {
		photometric = 1
	}
	fields := [][3]uint32{
		{256, 4, uint32(columns)},
		{257, 4, uint32(f.of(v, "Height").int())},
		{258, 3, 1},
		{259, 3, uint32(packing)},
		{262, 3, uint32(photometric)},
		{273, 4, 0},
		{277, 3, 1},
		{278, 4, uint32(f.of(v, "Height").int())},
		{279, 4, uint32(len(b))},
		{uint32(292 + packing - 3), 4, uint32(options)},
	}
	var out bytes.Buffer
	out.WriteString("II*\x00\x08\x00\x00\x00")
	binary.Write(&out, binary.LittleEndian, uint16(len(fields)))
	fields[5][2] = uint32(8 + 2 + 12*len(fields) + 4)
	for _, one := range fields {
		binary.Write(&out, binary.LittleEndian, struct {
			Tag, Type    uint16
			Count, Value uint32
		}{uint16(one[0]), uint16(one[1]), 1, one[2]})
	}
	out.Write([]byte{0, 0, 0, 0})
	return append(out.Bytes(), b...)
}
