package pii

import "bytes"

// flatEnd is where the flat and the floor end that follow a house number which ends at i; i when none do.
func (r *run) flatEnd(i int) int {
	t := r.text[i:]
	if len(t) == 0 || t[0] != ' ' && t[0] != ',' {
		return i
	}
	n := 1
	if t[0] == ',' && len(t) > 1 && t[1] == ' ' {
		n = 2
	}
	for _, end := range [...]func([]byte) int{flat, stairs, storey, side} {
		if size := end(t[n:]); size > 0 && !touches(t[n+size:]) {
			return i + n + size
		}
	}
	return i
}

// flat is how long a flat's number is with its word: "lgh 1102", "LGH 1102", "as. 4", "H0301".
func flat(t []byte) int {
	if len(t) >= 5 && (t[0] == 'H' || t[0] == 'L' || t[0] == 'U' || t[0] == 'K') && digitsFrom(t, 1) == 4 {
		return 5
	}
	for _, w := range [...]string{"lgh ", "lgh. ", "Lgh ", "LGH ", "lägenhet ", "as. ", "as "} {
		if n := digitsFrom(t, min(len(t), len(w))); bytes.HasPrefix(t, []byte(w)) && n > 0 && n <= 4 {
			return len(w) + n
		}
	}
	return 0
}

// stairs is how long a floor is that is counted in stairs: "3 tr", "2tr.", "4 trappor".
func stairs(t []byte) int {
	n := digitsFrom(t, 0)
	if n == 0 || n > 2 {
		return 0
	}
	if n < len(t) && t[n] == ' ' {
		n++
	}
	word := starts(t[n:], "trappor", "trp", "tr.", "tr")
	if word == 0 {
		return 0
	}
	return n + word
}

// storey is how long a floor is that has a word before its number: "vån 3", "plan 2", "krs 2"; or one for the lowest: "nb", "bv".
func storey(t []byte) int {
	w := starts(t, "våning ", "vån. ", "vån ", "plan ", "krs ")
	if n := digitsFrom(t, w); w > 0 && n > 0 && n <= 2 {
		return w + n
	}
	return starts(t, "nb", "bv")
}

// side is how long a Danish floor is with its side: "3. tv.", "st. th", "1. sal".
func side(t []byte) int {
	n := digitsFrom(t, 0)
	switch {
	case bytes.HasPrefix(t, []byte("st.")):
		n = len("st.")
	case n > 0 && n <= 2 && n < len(t) && t[n] == '.':
		n++
	default:
		return 0
	}
	if n < len(t) && t[n] == ' ' {
		n++
	}
	hand := starts(t[n:], "sal", "tv.", "tv", "th.", "th", "mf.", "mf")
	if hand == 0 {
		return 0
	}
	return n + hand
}

// starts is the length of the first of the words that t begins with; 0 when it begins with none.
func starts(t []byte, words ...string) int {
	for _, w := range words {
		if bytes.HasPrefix(t, []byte(w)) {
			return len(w)
		}
	}
	return 0
}
