package tagger

// rows is how many rows of weights a token's features choose: one each.
const features = 32

// rowBits tells how many rows there are to choose from, as a power of two: so many that two features seldom meet in one.
const rowBits = 20

// scatter chooses the row of a feature's value.
func scatter(feature int, value uint64) uint32 {
	h := (value ^ salts[feature%features]) * scatterFirst
	h ^= h >> 32
	return uint32(h * scatterSecond >> (64 - rowBits))
}

const (
	scatterFirst  = 0xD6E8FEB86659FD93
	scatterSecond = 0xCA5A826395121157
)

// salts keep features with the same value apart.
var salts = func() (t [features]uint64) {
	for f := range t {
		t[f] = uint64(f) * 0x9E3779B97F4A7C15
	}
	return t
}()

// rows chooses the rows of weights for the token at i.
func (s *island) rows(i int, out *[features]uint32) {
	var values [features]uint64
	s.values(i, &values)
	for f, v := range values {
		out[f] = scatter(f, v)
	}
}

// values are those of the features of the token at i.
func (s *island) values(i int, to *[features]uint64) {
	t := &s.tokens[i]
	class, last := uint64(t.class), len(s.tokens)-1
	before2, before, after, after2 := s.at(i-2), s.at(i-1), s.at(i+1), s.at(i+2)
	form := class<<4 | uint64(t.shape)
	place := uint64(min(i, 3))<<4 | uint64(min(last-i, 3))<<1 | bit(s.start)
	// One by one, because a whole array would be made elsewhere first.
	to[0] = 1
	to[1] = t.hash
	to[2] = t.suffix & 0xFFFF
	to[3] = t.suffix & 0xFFFFFF
	to[4] = t.suffix
	to[5] = t.prefix
	to[6] = uint64(t.shape)<<8 | place
	to[7] = form
	to[8] = form<<16 | uint64(before.class)<<1 | bit(i > 0)
	to[9] = form<<16 | uint64(after.class)<<1 | bit(i < last)
	to[10] = class<<32 | uint64(before.class)<<16 | uint64(after.class)
	to[11] = before.hash
	to[12] = after.hash
	to[13] = before2.hash
	to[14] = after2.hash
	to[15] = before.hash ^ class<<48
	to[16] = after.hash ^ class<<48
	to[17] = before.suffix
	to[18] = after.suffix
	to[19] = form<<16 | place
	to[20] = uint64(min(t.End-t.Start, 15))<<8 | uint64(t.shape)<<4 | bit(s.start)
	to[21] = uint64(s.last)<<16 | class
	to[22] = s.before[0].hash ^ class<<48
	to[23] = s.after[0].hash ^ class<<48
	to[24] = uint64(s.tokens[0].class)<<32 | uint64(s.tokens[last].class)<<16 | place
	to[25] = before.hash ^ after.hash<<1
	to[26] = t.suffix&0xFFFFFF ^ class<<48
	to[27] = s.before[0].hash ^ s.after[0].hash<<1
	to[28] = form<<16 | uint64(before2.kind)<<12 | uint64(before.kind)<<8 | uint64(after.kind)<<4 | uint64(after2.kind)
	to[29] = after.hash ^ class<<48 ^ uint64(after2.kind)<<40
	to[30] = after.suffix&0xFFFF<<32 | form<<8 | uint64(after2.kind)<<1 | bit(s.start)
	to[31] = after.suffix&0xFFFFFF<<32 | class<<8 | bit(s.start)<<1 | bit(len(s.tokens) == 1)
}

func bit(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// at is what stands at i, on the island or its shores.
func (s *island) at(i int) *neighbour {
	switch {
	case i < 0:
		return &s.before[min(-1-i, 1)]
	case i < len(s.tokens):
		return &s.tokens[i].neighbour
	}
	return &s.after[min(i-len(s.tokens), 1)]
}
