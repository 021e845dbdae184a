package qr

// The field GF(256) of 8.4.1 over x⁸+x⁴+x³+x²+1, as powers of 2 and their
// logarithms.
var powers, logs = func() (p [510]byte, l [256]byte) {
	x := 1
	for i := range 255 {
		p[i], p[i+255], l[x] = byte(x), byte(x), byte(i)
		if x <<= 1; x > 255 {
			x ^= 0x11d
		}
	}
	return p, l
}()

func times(a, b byte) byte {
	if a == 0 || b == 0 {
		return 0
	}
	return powers[int(logs[a])+int(logs[b])]
}

// generator is the polynomial whose roots are the first n powers of 2, without its
// leading one.
func generator(n int) []byte {
	g := make([]byte, n)
	g[n-1] = 1
	for i := range n {
		for j := range n {
			g[j] = times(g[j], powers[i])
			if j+1 < n {
				g[j] ^= g[j+1]
			}
		}
	}
	return g
}

// correction is the n codewords that guard a block (Annex A).
func correction(block []byte, n int) []byte {
	g, rest := generator(n), make([]byte, n)
	for _, b := range block {
		factor := b ^ rest[0]
		copy(rest, rest[1:])
		rest[n-1] = 0
		for i := range rest {
			rest[i] ^= times(g[i], factor)
		}
	}
	return rest
}
