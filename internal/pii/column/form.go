package column

// maxWhole is the longest value, in bytes, that is held against the rules of
// identifiers; a longer one is text.
const maxWhole = 64

// form is what one value looks like, found in one pass.
type form struct {
	size                     int
	digits, letters, spaces  int
	upper                    int // capital letters A–Z
	other                    int // what is neither letter, digit, space nor one of the signs below
	at, dots, colons, dashes int
	plus, slashes            int
	wide                     bool // holds more than ASCII
}

// class is what a byte counts as.
type class uint8

const (
	classOther class = iota
	classDigit
	classLower
	classUpper
	classSpace
	classAt
	classDot
	classColon
	classDash
	classPlus
	classSlash
	classWide
	classes
)

var classOf = func() (table [256]class) {
	for c := range table {
		switch {
		case c >= '0' && c <= '9':
			table[c] = classDigit
		case c >= 'a' && c <= 'z':
			table[c] = classLower
		case c >= 'A' && c <= 'Z':
			table[c] = classUpper
		case c >= 0x80:
			table[c] = classWide
		}
	}
	for c, is := range map[byte]class{
		' ': classSpace, '\t': classSpace, '\n': classSpace, '\r': classSpace, '@': classAt, '.': classDot,
		':': classColon, '-': classDash, '+': classPlus, '/': classSlash,
	} {
		table[c] = is
	}
	return table
}()

// formOf reads a value; of one that is too long to be one thing, only the beginning when that has a letter, which makes it text.
func formOf(s []byte) (f form) {
	f.read(s)
	return f
}

// read is formOf in place: a form that was just written piece by piece is slow to copy.
func (f *form) read(s []byte) {
	if len(s) > maxWhole {
		if f.count(s[:maxWhole]); f.letters > 0 {
			f.size = len(s)
			return
		}
	}
	f.count(s)
}

func (f *form) count(s []byte) {
	var n [classes]int
	for i := range len(s) {
		n[classOf[s[i]]]++
	}
	f.size, f.digits, f.upper, f.spaces, f.other = len(s), n[classDigit], n[classUpper], n[classSpace], n[classOther]
	f.at, f.dots, f.colons, f.dashes, f.plus, f.slashes = n[classAt], n[classDot], n[classColon], n[classDash], n[classPlus], n[classSlash]
	f.letters, f.wide = n[classLower]+n[classUpper]+n[classWide], n[classWide] > 0
}

// readInt is read for a whole number as it is usually written.
func (f *form) readInt(s []byte) {
	*f = form{}
	f.size, f.digits = len(s), len(s)
	if s[0] == '-' {
		f.digits, f.dashes = f.digits-1, 1
	}
}

// numeric reports whether there are digits and what people put between them.
func (f *form) numeric() bool {
	return f.digits > 0 && f.letters == 0 && f.at == 0 && f.colons == 0
}

// look is which rules a value may pass at all.
func (f *form) look() look {
	switch {
	case f.at > 0:
		return mail
	case f.numeric():
		return digits
	}
	return mixed
}

// wordy reports whether a value reads as running text rather than as one thing. Capitals with many digits are an account in groups.
func (f *form) wordy() bool {
	if f.letters == f.upper && f.digits >= 9 && f.size <= maxWhole {
		return false
	}
	return f.letters > 0 && (f.spaces >= 4 || f.size > maxWhole || f.spaces >= 2 && f.digits+f.other+f.at+f.colons > 0)
}

// mayHold reports whether there may be personal data beside something else in a value: digits or a mail address among letters, or several
// numbers, as in an array's {"…","…"}.
func (f *form) mayHold() bool {
	return f.letters > 0 && (f.digits >= 6 || f.at > 0) || f.other >= 2 && f.digits >= 12
}

// named reports whether a value has the look of a person's name, or of a town or
// a trade: a few words of letters.
func (f *form) named() bool {
	return f.letters >= 2 && f.digits == 0 && f.at == 0 && f.spaces <= 3 && f.colons == 0 && f.slashes == 0 && f.other <= 1 && f.size <= maxWhole
}

// handle reports whether a value could be a user name: one word, mostly letters.
func (f *form) handle() bool {
	return f.spaces == 0 && f.at == 0 && f.letters >= 2 && f.other <= 1 && f.size >= 3 && f.size <= 32 && f.colons == 0 && f.slashes == 0
}

// compacted appends a value's digits and capitals, without what stands between
// them.
func compacted(b, s []byte) []byte {
	for _, x := range s {
		switch classOf[x] {
		case classDigit, classUpper:
			b = append(b, x)
		case classLower:
			b = append(b, x-'a'+'A')
		}
	}
	return b
}
