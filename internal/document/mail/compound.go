package mail

import (
	"encoding/binary"
	"errors"
	"io"
	"unicode/utf16"
)

// compound is a compound file of Microsoft's (MS-CFB): storages and streams in sectors that are chained in a table.
type compound struct {
	in      io.ReaderAt
	size    int64
	sector  int64
	fat     []uint32
	mini    []uint32
	small   []byte // the stream of small sectors
	entries []entry
}

// entry is a storage or a stream.
type entry struct {
	name               string
	kind               byte // 1 storage, 2 stream, 5 root
	left, right, child uint32
	start              uint32
	size               int64
}

const (
	noEntry     = 0xffffffff
	lastSector  = 0xfffffffa
	mostSectors = 1 << 22
	mostEntries = 1 << 17
	smallSector = 64
)

var errCompound = errors.New("not a compound file")

func openCompound(in io.ReaderAt, size int64) (*compound, error) {
	var head [512]byte
	if n, _ := in.ReadAt(head[:], 0); n < len(head) {
		return nil, errCompound
	}
	shift := binary.LittleEndian.Uint16(head[30:])
	if shift != 9 && shift != 12 {
		return nil, errCompound
	}
	c := &compound{in: in, size: size, sector: 1 << shift}
	c.readFAT(head[:])
	c.directory(c.chain(binary.LittleEndian.Uint32(head[48:]), mostEntries*128))
	if len(c.entries) == 0 {
		return nil, errCompound
	}
	c.mini = numbers(c.chain(binary.LittleEndian.Uint32(head[60:]), mostSectors*4))
	c.small = c.chain(c.entries[0].start, min(c.entries[0].size, 256<<20))
	return c, nil
}

func numbers(b []byte) []uint32 {
	all := make([]uint32, len(b)/4)
	for i := range all {
		all[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	return all
}

// at is a sector's bytes, what there is of it.
func (c *compound) at(n uint32) []byte {
	from := (int64(n) + 1) * c.sector
	if from >= c.size {
		return nil
	}
	b := make([]byte, min(c.sector, c.size-from))
	got, _ := c.in.ReadAt(b, from)
	return b[:got]
}

// readFAT reads the table of chains, whose sectors are listed in the header and in a chain of further lists.
func (c *compound) readFAT(head []byte) {
	list := numbers(head[76:512])
	next := binary.LittleEndian.Uint32(head[68:])
	for n := 0; next < lastSector && n < 1<<14; n++ {
		more := numbers(c.at(next))
		if len(more) < 2 {
			break
		}
		list = append(list, more[:len(more)-1]...)
		next = more[len(more)-1]
	}
	for _, n := range list {
		if n < lastSector && len(c.fat) < mostSectors {
			c.fat = append(c.fat, numbers(c.at(n))...)
		}
	}
}

// chain reads the sectors of a stream, at most so many bytes.
func (c *compound) chain(n uint32, most int64) []byte {
	var all []byte
	for steps := 0; n < lastSector && int(n) < len(c.fat) && int64(len(all)) < most && steps <= len(c.fat); steps++ {
		b := c.at(n)
		if len(b) == 0 {
			break
		}
		all = append(all, b...)
		n = c.fat[n]
	}
	return all[:min(int64(len(all)), max(most, 0))]
}

func (c *compound) directory(b []byte) {
	for ; len(b) >= 128 && len(c.entries) < mostEntries; b = b[128:] {
		length := min(int(binary.LittleEndian.Uint16(b[64:])), 64)
		units := make([]uint16, 0, 32)
		for i := 0; i+2 < length; i += 2 {
			units = append(units, binary.LittleEndian.Uint16(b[i:]))
		}
		c.entries = append(c.entries, entry{
			name: string(utf16.Decode(units)), kind: b[66],
			left: binary.LittleEndian.Uint32(b[68:]), right: binary.LittleEndian.Uint32(b[72:]), child: binary.LittleEndian.Uint32(b[76:]),
			start: binary.LittleEndian.Uint32(b[116:]), size: int64(binary.LittleEndian.Uint32(b[120:])),
		})
	}
}

// children are the entries in a storage. Seen keeps a tree that loops from being walked twice.
func (c *compound) children(storage uint32, seen map[uint32]bool) (all []uint32) {
	var walk func(n uint32, depth int)
	walk = func(n uint32, depth int) {
		if n >= uint32(len(c.entries)) || seen[n] || depth > 1<<12 {
			return
		}
		seen[n] = true
		walk(c.entries[n].left, depth+1)
		all = append(all, n)
		walk(c.entries[n].right, depth+1)
	}
	if storage < uint32(len(c.entries)) {
		walk(c.entries[storage].child, 0)
	}
	return all
}

// data is a stream's content.
func (c *compound) data(n uint32) []byte {
	e := c.entries[n]
	most := min(e.size, 256<<20)
	if e.size >= 4096 {
		return c.chain(e.start, most)
	}
	var all []byte
	for at, steps := e.start, 0; int(at) < len(c.mini) && int64(len(all)) < most && steps <= len(c.mini); steps++ {
		from := int64(at) * smallSector
		if from >= int64(len(c.small)) {
			break
		}
		all = append(all, c.small[from:min(from+smallSector, int64(len(c.small)))]...)
		at = c.mini[at]
	}
	return all[:min(int64(len(all)), most)]
}
