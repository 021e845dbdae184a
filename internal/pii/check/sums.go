package check

import "encoding/binary"

// Luhn reports whether digits end with the control digit of Luhn's sum (modulus 10, weights 2 and 1 from the right; ISO/IEC
// 7812-1). What is no digits has none.
func Luhn(d []byte) bool { return digits(d) && luhnSum(d)%10 == 0 }

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// luhnSum weighs eight digits at once.
func luhnSum(d []byte) int {
	sum := uint64(0)
	for len(d) > 8 {
		sum += luhnEight(binary.LittleEndian.Uint64(d[len(d)-8:]) - '0'*ones)
		d = d[:len(d)-8]
	}
	return int(sum + luhnEight(last(d)))
}

// last packs up to eight digits, the last one highest.
func last(d []byte) (x uint64) {
	if cap(d) >= 8 {
		return (binary.LittleEndian.Uint64(d[:8:8]) - '0'*ones) << ((64 - 8*len(d)) & 63)
	}
	for i := range d {
		x |= uint64(d[len(d)-1-i]-'0') << (56 - 8*i)
	}
	return x
}

// luhnEight is the sum of eight digits, one in each byte, the last one highest and weighing 1. Twice a digit from 5 on loses 9.
func luhnEight(x uint64) uint64 {
	twice := x & 0x00FF00FF00FF00FF
	large := (twice + 0x007B007B007B007B) >> 7 & ones // 5 and more
	return (x + twice - 9*large) * ones >> 56
}

// mod11 is the remainder by 11 of the digits times their weights.
func mod11(d []byte, weights []byte) int {
	sum := 0
	for i, w := range weights {
		sum += int(w) * int(d[i]-'0')
	}
	return sum % 11
}
