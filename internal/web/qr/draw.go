package qr

// canvas is a code while it is drawn. What is fixed is no data and is not masked.
type canvas struct {
	dark, fixed Code
}

func newCanvas(side int) canvas {
	c := canvas{make(Code, side), make(Code, side)}
	for i := range side {
		c.dark[i], c.fixed[i] = make([]bool, side), make([]bool, side)
	}
	return c
}

func (c canvas) fix(x, y int, dark bool) { c.dark[y][x], c.fixed[y][x] = dark, true }

// draw lays out the patterns and the data, under the mask that reads best (7.8).
func draw(version int, s size, words []byte) Code {
	c := newCanvas(17 + 4*version)
	c.patterns(version, s)
	c.fill(words)
	best, least := Code(nil), 0
	for mask := range masks {
		masked := c.under(mask)
		if p := penalty(masked); best == nil || p < least {
			best, least = masked, p
		}
	}
	return best
}

// patterns are those that a reader finds its way by (6.3), and room for what says
// version and format.
func (c canvas) patterns(version int, s size) {
	side := len(c.dark)
	for i := range side {
		c.fix(i, 6, i%2 == 0)
		c.fix(6, i, i%2 == 0)
	}
	for _, at := range [][2]int{{3, 3}, {side - 4, 3}, {3, side - 4}} {
		c.rings(at[0], at[1], 4, func(d int) bool { return d != 2 && d != 4 })
	}
	for _, y := range s.align {
		for _, x := range s.align {
			if !(x == 6 && y == 6 || x == 6 && y == side-7 || x == side-7 && y == 6) {
				c.rings(x, y, 2, func(d int) bool { return d != 1 })
			}
		}
	}
	c.version(version)
	c.format(0)
}

// rings draws squares around a point, each dark or light by its distance.
func (c canvas) rings(x0, y0, most int, dark func(int) bool) {
	for y := y0 - most; y <= y0+most; y++ {
		for x := x0 - most; x <= x0+most; x++ {
			if x >= 0 && y >= 0 && x < len(c.dark) && y < len(c.dark) {
				c.fix(x, y, dark(max(x-x0, x0-x, y-y0, y0-y)))
			}
		}
	}
}

// remainder is what a polynomial over bits leaves of v·2ⁿ.
func remainder(v, by, n int) int {
	r := v << n
	for i := 31; i >= n; i-- {
		if r>>i&1 == 1 {
			r ^= by << (i - n)
		}
	}
	return r
}

// version says which it is, from 7 on (7.10).
func (c canvas) version(version int) {
	if version < 7 {
		return
	}
	word := version<<12 | remainder(version, 0x1f25, 12)
	for i := range 18 {
		x, y := len(c.dark)-11+i%3, i/3
		c.fix(x, y, word>>i&1 == 1)
		c.fix(y, x, word>>i&1 == 1)
	}
}

// format says level M, whose bits are 00, and the mask (7.9).
func (c canvas) format(mask int) {
	word, side := (mask<<10|remainder(mask, 0x537, 10))^0x5412, len(c.dark)
	for i := range 15 {
		dark := word>>i&1 == 1
		switch { // around the corner above to the left
		case i < 6:
			c.fix(8, i, dark)
		case i < 8:
			c.fix(8, i+1, dark)
		case i == 8:
			c.fix(7, 8, dark)
		default:
			c.fix(14-i, 8, dark)
		}
		if i < 8 { // and once more beside the two others
			c.fix(side-1-i, 8, dark)
		} else {
			c.fix(8, side-15+i, dark)
		}
	}
	c.fix(8, side-8, true)
}

// fill lays the codewords in columns of two, upwards and downwards by turns, from
// the right (7.7.3).
func (c canvas) fill(words []byte) {
	side, n := len(c.dark), 0
	for right := side - 1; right > 0; right -= 2 {
		if right == 6 { // the column of the timing pattern
			right--
		}
		up := (right+1)&2 == 0
		for i := range side {
			y := i
			if up {
				y = side - 1 - i
			}
			for _, x := range []int{right, right - 1} {
				if !c.fixed[y][x] && n < len(words)*8 {
					c.dark[y][x] = words[n/8]>>(7-n%8)&1 == 1
					n++
				}
			}
		}
	}
}

// masks are the conditions under which a module is turned round (table 10).
var masks = []func(x, y int) bool{
	func(x, y int) bool { return (x+y)%2 == 0 },
	func(_, y int) bool { return y%2 == 0 },
	func(x, _ int) bool { return x%3 == 0 },
	func(x, y int) bool { return (x+y)%3 == 0 },
	func(x, y int) bool { return (x/3+y/2)%2 == 0 },
	func(x, y int) bool { return x*y%2+x*y%3 == 0 },
	func(x, y int) bool { return (x*y%2+x*y%3)%2 == 0 },
	func(x, y int) bool { return ((x+y)%2+x*y%3)%2 == 0 },
}

// under is the drawing under a mask, which its format names.
func (c canvas) under(mask int) Code {
	out := newCanvas(len(c.dark))
	for y, row := range c.dark {
		for x, dark := range row {
			out.dark[y][x] = dark != (!c.fixed[y][x] && masks[mask](x, y))
		}
	}
	out.format(mask)
	return out.dark
}

// penalty counts what makes a code hard to read (7.8.3).
func penalty(c Code) (sum int) {
	dark := 0
	for y, row := range c {
		for x, d := range row {
			if d {
				dark++
			}
			if x > 0 && y > 0 && d == row[x-1] && d == c[y-1][x] && d == c[y-1][x-1] {
				sum += 3
			}
		}
		sum += lines(len(c), func(i int) bool { return c[y][i] }) + lines(len(c), func(i int) bool { return c[i][y] })
	}
	share := dark * 100 / (len(c) * len(c))
	return sum + max(share-50, 50-share)/5*10
}

// lines is the penalty of runs and of what looks like a finder pattern, in one row
// or column.
func lines(n int, at func(int) bool) (sum int) {
	run, seen := 0, 0
	for i := range n {
		if i > 0 && at(i) == at(i-1) {
			run++
		} else {
			run = 1
		}
		if run == 5 {
			sum += 3
		} else if run > 5 {
			sum++
		}
		seen = seen<<1&0x7ff | bit(at(i))
		if i >= 10 && (seen == 0b10111010000 || seen == 0b00001011101) {
			sum += 40
		}
	}
	return sum
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
