package tagger

// rows is how many rows of weights a token's features choose: one each.
const features = 28

// rowBits is the size of the table of weights, as a power of two.
const rowBits = 16

// scatter spreads a feature and its value over the table.
func scatter(feature int, value uint64) uint32 {
	h := (value ^ uint64(feature)*0x9E3779B97F4A7C15) * 0xD6E8FEB86659FD93
	h ^= h >> 32
	return uint32(h * 0xCA5A826395121157 >> (64 - rowBits))
}

// rows chooses the rows of weights for the token at i.
func (s *island) rows(i int, out *[features]uint32) {
	t := &s.tokens[i]
	class, last := uint64(t.class), len(s.tokens)-1
	before, after := s.neighbours(i)
	before2, after2 := s.secondNeighbours(i)
	form := class<<4 | uint64(t.shape)
	place := uint64(min(i, 3))<<4 | uint64(min(last-i, 3))<<1 | bit(s.start)
	values := [features]uint64{
		1,
		t.hash,
		t.suffix[0],
		t.suffix[1],
		t.suffix[2],
		t.prefix,
		uint64(t.shape)<<8 | place,
		form,
		form<<8 | uint64(before.class)<<1 | bit(i > 0),
		form<<8 | uint64(after.class)<<1 | bit(i < last),
		class<<16 | uint64(before.class)<<8 | uint64(after.class),
		before.hash,
		after.hash,
		before2.hash,
		after2.hash,
		before.hash ^ class<<56,
		after.hash ^ class<<56,
		before.suffix,
		after.suffix,
		form<<8 | place,
		uint64(min(t.End-t.Start, 15))<<8 | uint64(t.shape)<<4 | bit(s.start),
		uint64(s.last)<<8 | class,
		s.before[0].hash ^ class<<56,
		s.after[0].hash ^ class<<56,
		uint64(s.tokens[0].class)<<16 | uint64(s.tokens[last].class)<<8 | place,
		before.hash ^ after.hash<<1,
		t.suffix[1] ^ class<<56,
		s.before[0].hash ^ s.after[0].hash<<1,
	}
	for f, v := range values {
		out[f] = scatter(f, v)
	}
}

func bit(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// neighbours are the word before and the one after, on the island or its shores.
func (s *island) neighbours(i int) (before, after neighbour) {
	return s.at(i - 1), s.at(i + 1)
}

func (s *island) secondNeighbours(i int) (before, after neighbour) { return s.at(i - 2), s.at(i + 2) }

func (s *island) at(i int) neighbour {
	switch {
	case i < 0:
		return s.before[min(-1-i, 1)]
	case i < len(s.tokens):
		t := &s.tokens[i]
		return neighbour{t.hash, t.suffix[2], t.class}
	}
	return s.after[min(i-len(s.tokens), 1)]
}
