package plan

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"math/big"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// placeholder is a value that tells nothing and fits the column: random, but the
// same for the same nonce, and another for every record where values must
// differ. It is never the value that it replaces.
func (p *planner) placeholder(i int, col varsam.Column, f register.Field) varsam.Value {
	at, item := p.at(i), p.items[i]
	old := item.Record.Get(col.Name)
	form := form{
		col: col, email: isEmail(f), old: old,
		unique: unique(at.cat, col.Name), shaped: checked(at.cat, col.Name), listed: listed(at.cat, col.Name),
		engine: strings.ToLower(p.in.Catalogues[item.Record.Ref.System].Engine),
	}
	used := p.used(item.Record.Ref, col.Name)
	var v varsam.Value
	for try := range attempts {
		v = form.value(p.noise(item.Record.Ref, col.Name, try))
		if !form.unique && (v != old || !form.random()) || form.unique && v != old && !used[v] {
			break
		}
	}
	used[v] = true
	return v
}

// attempts bounds the search for a value that is not taken; in a column of one
// letter there may be none, and then the database refuses the step.
const attempts = 1000

// used is the placeholders given to one column so far.
func (p *planner) used(ref varsam.Ref, column string) map[varsam.Value]bool {
	at := [3]string{ref.System, ref.Collection, column}
	if p.taken[at] == nil {
		p.taken[at] = map[varsam.Value]bool{}
	}
	return p.taken[at]
}

// noise is 32 bytes from the nonce, for one column of one record.
func (p *planner) noise(ref varsam.Ref, column string, try int) []byte {
	mac := hmac.New(sha256.New, p.in.Nonce)
	mac.Write([]byte(ref.String() + strconv.Quote(column) + strconv.Itoa(try)))
	return mac.Sum(nil)
}

// form is what a placeholder must look like.
type form struct {
	col    varsam.Column
	old    varsam.Value
	email  bool
	unique bool
	shaped bool
	listed []string
	engine string
}

// random reports whether the value is drawn, so that another draw may differ.
func (f form) random() bool {
	return f.unique || f.shaped || len(f.col.Options) > 1 || f.col.Kind == varsam.Text
}

func (f form) value(noise []byte) varsam.Value {
	if n := len(f.col.Options); n > 0 {
		return varsam.TextOf(f.col.Options[int(noise[0])%n])
	}
	if v, ok := f.oneOf(noise); ok {
		return v
	}
	switch f.col.Kind {
	case varsam.Bool:
		return varsam.BoolOf(false)
	case varsam.Int:
		return varsam.IntOf(f.number(noise))
	case varsam.Decimal:
		return varsam.DecimalOf(f.decimal(noise))
	case varsam.Day:
		return varsam.DayOf(varsam.NewDate(1900, time.January, 1).AddDays(f.offset(noise)))
	case varsam.Instant:
		return varsam.InstantOf(f.epoch().AddDate(0, 0, f.offset(noise)))
	case varsam.Bytes:
		return varsam.BytesOf(f.cut(string(noise[:8])))
	}
	return varsam.TextOf(f.text(noise))
}

// cut fits bytes into the column; where nothing must differ none are needed.
func (f form) cut(s string) []byte {
	if !f.unique {
		return []byte{}
	}
	return []byte(fit(s, f.col.Size))
}

// number is 0, or one that differs and fits the column's type.
func (f form) number(noise []byte) int64 {
	switch {
	case f.shaped:
		n, err := strconv.ParseInt(shaped(strconv.FormatInt(f.old.Int(), 10), noise), 10, 64)
		if err != nil {
			return f.old.Int()
		}
		return n
	case f.unique:
		return 1 + int64(binary.BigEndian.Uint64(noise)%f.most())
	}
	return 0
}

// most is the largest number that surely fits.
func (f form) most() uint64 {
	name := strings.ToLower(f.col.Type)
	switch {
	case strings.Contains(name, "tiny"):
		return 1<<7 - 1
	case strings.Contains(name, "small"), name == "int2":
		return 1<<15 - 1
	case strings.Contains(name, "medium"):
		return 1<<23 - 1
	}
	return 1<<31 - 1
}

func (f form) decimal(noise []byte) string {
	switch {
	case f.shaped:
		return shaped(f.old.String(), noise)
	case f.unique:
		whole, _, _ := strings.Cut(strings.TrimPrefix(f.old.String(), "-"), ".")
		most := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(1, len(whole)))), nil)
		return new(big.Int).Mod(new(big.Int).SetBytes(noise[:8]), most).String()
	}
	return "0"
}

// offset is days after the epoch: none, or a hundred years' worth.
func (f form) offset(noise []byte) int {
	if !f.unique {
		return 0
	}
	return int(binary.BigEndian.Uint32(noise) % 24_000)
}

// epoch is the earliest instant that every system takes. MariaDB's TIMESTAMP
// begins in 1970.
func (f form) epoch() time.Time {
	maria := strings.Contains(f.engine, "maria") || strings.Contains(f.engine, "mysql")
	if maria && strings.HasPrefix(strings.ToLower(f.col.Type), "timestamp") {
		return time.Date(1970, time.January, 2, 0, 0, 0, 0, time.UTC)
	}
	return time.Date(1900, time.January, 1, 0, 0, 0, 0, time.UTC)
}

// example is a domain that will never exist (RFC 2606).
const example = "@example.invalid"

// text is an address that leads nowhere, a word of the old one's shape where a
// CHECK is watching, or a short random word.
func (f form) text(noise []byte) string {
	word := "x" + strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(noise[:10]))
	switch {
	case f.email && (f.col.Size == 0 || f.col.Size >= len(example)+9):
		return word[:9+min(8, f.room()-9-len(example))] + example
	case f.shaped:
		return fit(shaped(f.old.String(), noise), f.col.Size)
	}
	return fit(word, f.col.Size)
}

// room is the column's size, or enough.
func (f form) room() int {
	if f.col.Size == 0 {
		return 1 << 10
	}
	return f.col.Size
}

func fit(s string, size int) string {
	if size > 0 && len(s) > size {
		return s[:size]
	}
	return s
}

// shaped replaces letters by letters and digits by digits and keeps the rest, so
// that a CHECK on the form still holds.
func shaped(s string, noise []byte) string {
	var b strings.Builder
	for i, r := range []rune(s) {
		n := rune(noise[i%len(noise)]) + rune(i)
		switch {
		case unicode.IsDigit(r) && b.Len() == 0:
			b.WriteRune('1' + n%9) // no leading zero
		case unicode.IsDigit(r):
			b.WriteRune('0' + n%10)
		case unicode.IsUpper(r):
			b.WriteRune('A' + n%26)
		case unicode.IsLetter(r):
			b.WriteRune('a' + n%26)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// mentions reports whether a text has a word, case and quoting aside.
func mentions(text, word string) bool {
	text, word = strings.ToLower(text), strings.ToLower(word)
	for {
		i := strings.Index(text, word)
		if i < 0 {
			return false
		}
		end := i + len(word)
		if (i == 0 || !wordByte(text[i-1])) && (end == len(text) || !wordByte(text[end])) {
			return true
		}
		text = text[end:]
	}
}

func wordByte(b byte) bool {
	return b == '_' || '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || b >= 0x80
}
