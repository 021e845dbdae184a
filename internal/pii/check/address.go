package check

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"slices"
	"strconv"
)

// IP checks an internet address: four decimal bytes without leading zeros, or eight groups as in RFC 4291. Zones and networks
// are none.
func IP(s []byte) Reason {
	if bytes.IndexByte(s, ':') >= 0 {
		_, r := IPv6(s)
		return r
	}
	_, r := ipv4(s)
	return r
}

// ipv4 reads four decimal bytes.
func ipv4(s []byte) (address uint32, r Reason) {
	parts, length, value := 1, 0, 0
	for _, c := range s {
		switch {
		case c == '.':
			if length == 0 {
				return 0, Shape
			}
			address = address<<8 | uint32(value)
			parts, length, value = parts+1, 0, 0
		case !isDigit(c) || length > 0 && value == 0:
			return 0, Shape
		default:
			value = value*10 + int(c-'0')
			if length++; value > 255 {
				return 0, Range
			}
		}
	}
	if length == 0 || parts != 4 {
		return 0, Length
	}
	return address<<8 | uint32(value), Fine
}

// IPv6 reads an address of eight groups. Two colons stand for at least one group of zero, and the last two may be written as four decimal
// bytes (RFC 4291, 2.2).
func IPv6(s []byte) (groups [8]uint16, r Reason) {
	n, elided := 0, -1
	if len(s) >= 2 && s[0] == ':' && s[1] == ':' {
		s, elided = s[2:], 0
	}
	for len(s) > 0 {
		value, digits := uint16(0), 0
		for digits < len(s) && figures[s[digits]] < 16 {
			value = value<<4 | uint16(figures[s[digits]])
			digits++
		}
		if digits < len(s) && s[digits] == '.' {
			last, r := ipv4(s)
			if r != Fine {
				return groups, r
			}
			groups[n&7], groups[(n+1)&7] = uint16(last>>16), uint16(last)
			n += 2
			break
		}
		if digits == 0 || digits > 4 {
			return groups, Shape
		}
		groups[n&7] = value
		n++
		if s = s[digits:]; len(s) == 0 {
			break
		}
		if s[0] != ':' || len(s) == 1 {
			return groups, Shape
		}
		if s = s[1:]; s[0] == ':' {
			if elided >= 0 {
				return groups, Shape
			}
			s, elided = s[1:], n
		}
	}
	return expanded(groups, n, elided)
}

// expanded puts the groups of zero in that two colons stand for behind the first ones; elided is negative where there are none.
func expanded(groups [8]uint16, n, elided int) ([8]uint16, Reason) {
	if n == 8 && elided < 0 {
		return groups, Fine
	}
	if n >= 8 || elided < 0 {
		return groups, Length
	}
	var all [8]uint16
	copy(all[:], groups[:elided])
	copy(all[8-(n-elided):], groups[elided:n])
	return all, Fine
}

// figures are the values of hexadecimal digits; 255 for all else.
var figures = func() (t [256]uint8) {
	for c := range t {
		t[c] = 255
	}
	for i := range byte(10) {
		t['0'+i] = i
	}
	for i := range byte(6) {
		t['a'+i], t['A'+i] = 10+i, 10+i
	}
	return t
}()

// AppendIPv6 appends the address the one way that RFC 5952 recommends: small letters, no leading zeros, two colons for the first of the
// longest runs of zeros; decimal bytes in addresses that stand for those of IPv4.
func AppendIPv6(to []byte, groups [8]uint16) []byte {
	zeros := uint(0)
	for i, g := range groups {
		if g == 0 {
			zeros |= 1 << i
		}
	}
	if zeros&0x3F == 0x1F && groups[5] == 0xFFFF {
		return appendIPv4(append(to, "::ffff:"...), groups[6], groups[7])
	}
	run, length := uint(0), 0
	for ; zeros != 0; length++ {
		run, zeros = zeros, zeros&(zeros>>1)
	}
	first := bits.TrailingZeros(run)
	if length < 2 {
		first, length = 8, 0
	}
	to = slices.Grow(to, 8*5)
	for i := 0; i < 8; i++ {
		if i == first {
			to = append(to, ':')
			if i += length; i == 8 {
				return append(to, ':')
			}
		}
		if i > 0 {
			to = append(to, ':')
		}
		to = appendHex(to, groups[i])
	}
	return to
}

// appendHex writes four digits, and keeps those that count; there is room for them.
func appendHex(to []byte, group uint16) []byte {
	x := uint32(group)
	x = (x&0xFF00)<<8 | x&0xFF
	x = (x&0x00F000F0)<<4 | x&0x000F000F
	letters := (x + 0x06060606) >> 4 & 0x01010101
	x += 0x30303030 + letters*('a'-'0'-10)
	n := (max(bits.Len16(group), 1) + 3) / 4
	binary.BigEndian.PutUint32(to[len(to):len(to)+4], x<<(32-8*n))
	return to[:len(to)+n]
}

func appendIPv4(to []byte, high, low uint16) []byte {
	for i, b := range [...]byte{byte(high >> 8), byte(high), byte(low >> 8), byte(low)} {
		if i > 0 {
			to = append(to, '.')
		}
		to = strconv.AppendUint(to, uint64(b), 10)
	}
	return to
}
