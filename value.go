package varsam

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"math/big"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Kind is the type of a [Value].
type Kind uint8

// The kinds of value a system may hold.
const (
	Null    Kind = iota
	Bool         // true or false
	Int          // a 64-bit integer
	Decimal      // an exact or floating number, as its decimal text
	Day          // a civil date
	Instant      // a point in time
	Text         // valid UTF-8
	Bytes        // anything else, text that is not UTF-8 included
	Large        // a cell over [MaxHeld] bytes, or a document: its size and digest or version stand for it
)

var kindNames = [...]string{"null", "bool", "int", "decimal", "date", "instant", "text", "bytes", "large"}

func (k Kind) String() string { return kindNames[k] }

// MaxHeld is the largest cell, in bytes, that a Value holds itself. What is
// larger is Large: it is compared by digest and read through a connector's
// Content.
const MaxHeld = 64 << 10

// Value is one typed scalar. Values are comparable with == and serve as map
// keys; two values are equal when kind and content are. The zero Value is null.
type Value struct {
	kind Kind
	num  int64
	text string
}

// BoolOf makes a truth value.
func BoolOf(b bool) Value {
	if b {
		return Value{kind: Bool, num: 1}
	}
	return Value{kind: Bool}
}

// IntOf makes an integer.
func IntOf(n int64) Value { return Value{kind: Int, num: n} }

// DecimalOf makes a number from its decimal text; trailing zeros after the
// point are dropped so that 1.50 equals 1.5, and the sign of zero.
func DecimalOf(s string) Value {
	if strings.Contains(s, ".") && !strings.ContainsAny(s, "eE") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" || s == "" || s == "-" {
		s = "0"
	}
	return Value{kind: Decimal, text: s}
}

// DayOf makes a civil date.
func DayOf(d Date) Value { return Value{kind: Day, text: d.String()} }

// InstantOf makes a point in time, kept in UTC to the nanosecond.
func InstantOf(t time.Time) Value {
	return Value{kind: Instant, text: t.UTC().Format(time.RFC3339Nano)}
}

// TextOf makes text, bytes when s is not UTF-8, or a Large value when s is
// longer than [MaxHeld].
func TextOf(s string) Value {
	switch {
	case len(s) > MaxHeld:
		return largeOf([]byte(s))
	case !utf8.ValidString(s):
		return Value{kind: Bytes, text: s}
	}
	return Value{kind: Text, text: s}
}

// BytesOf makes bytes, or a Large value when b is longer than [MaxHeld].
func BytesOf(b []byte) Value {
	if len(b) > MaxHeld {
		return largeOf(b)
	}
	return Value{kind: Bytes, text: string(b)}
}

// LargeOf is a Large value of a system that knows its size in bytes and, in place
// of a digest, a version of it: an ETag, a revision. Equal versions say that the
// content is the same.
func LargeOf(size int64, version string) Value {
	return Value{kind: Large, num: size, text: version}
}

func largeOf(b []byte) Value {
	sum := sha256.Sum256(b)
	return Value{kind: Large, num: int64(len(b)), text: hex.EncodeToString(sum[:])}
}

// Kind is the value's type.
func (v Value) Kind() Kind { return v.kind }

// IsNull reports whether there is no value.
func (v Value) IsNull() bool { return v.kind == Null }

// Bool is the truth of a Bool, and whether an Int is not zero.
func (v Value) Bool() bool { return v.num != 0 && (v.kind == Bool || v.kind == Int) }

// Int is the number of an Int, the size in bytes of a Large, and 0 otherwise.
func (v Value) Int() int64 { return v.num }

// Date is the civil date of a Day or of a Text that starts with one, the day in the
// zone of an Instant and of a Text that says by Z or +00:00 that its time is UTC, and
// no day otherwise.
func (v Value) Date(zone *time.Location) Date {
	switch v.kind {
	case Day:
		d, _ := ParseDate(v.text)
		return d
	case Instant:
		if t := v.Time(); !t.IsZero() {
			return DateIn(t, zone)
		}
	case Text:
		return dayOfText(v.text, zone)
	}
	return Date{}
}

func dayOfText(s string, zone *time.Location) Date {
	if len(s) < len(time.DateOnly) {
		return Date{}
	}
	d, err := ParseDate(s[:len(time.DateOnly)])
	if err != nil || !inUTC(s) {
		return d
	}
	at := strings.ReplaceAll(s, " ", "T")
	switch {
	case at < d.StartUTC(zone):
		return d.AddDays(-1)
	case at >= d.AddDays(1).StartUTC(zone):
		return d.AddDays(1)
	}
	return d
}

// inUTC reports whether a text that starts with a day goes on with a time in UTC: 2026-10-22T22:30:00Z.
func inUTC(s string) bool {
	digit := func(i int) bool { return s[i]-'0' <= 9 }
	return len(s) > len("2006-01-02T15:04") && (s[10] == 'T' || s[10] == ' ') && digit(11) && digit(12) && s[13] == ':' && digit(14) && digit(15) &&
		(strings.HasSuffix(s, "Z") || strings.HasSuffix(s, "+00:00"))
}

// Time is the point in time of an Instant, and the zero time otherwise.
func (v Value) Time() time.Time {
	if v.kind != Instant {
		return time.Time{}
	}
	t, _ := time.Parse(time.RFC3339Nano, v.text)
	return t
}

// Raw is the content of a Text or Bytes as bytes.
func (v Value) Raw() []byte { return []byte(v.text) }

// String is the value's plain text, as a person would read it; null is empty.
// It is not an encoding: see [Value.AppendCanonical].
func (v Value) String() string {
	switch v.kind {
	case Null:
		return ""
	case Bool:
		return strconv.FormatBool(v.num != 0)
	case Int:
		return strconv.FormatInt(v.num, 10)
	case Bytes:
		return "0x" + hex.EncodeToString([]byte(v.text))
	case Large:
		return "(" + strconv.FormatInt(v.num, 10) + " bytes)"
	}
	return v.text
}

// AppendCanonical appends the one byte form of v: a kind letter, the length of
// the content in decimal, a colon, the content. No two values share a form, and
// a sequence of forms can be cut apart again.
func (v Value) AppendCanonical(b []byte) []byte {
	content := v.text
	switch v.kind {
	case Bool, Int:
		content = strconv.FormatInt(v.num, 10)
	case Large:
		content = strconv.FormatInt(v.num, 10) + " " + v.text
	}
	b = append(b, kindLetters[v.kind])
	b = strconv.AppendInt(b, int64(len(content)), 10)
	b = append(b, ':')
	return append(b, content...)
}

// kindLetters are the kinds in the canonical form, in the order of [Kind].
const kindLetters = "-binDTsxl"

type valueJSON struct {
	Kind string `json:"kind"`
	Text string `json:"text,omitempty"`
	Num  int64  `json:"num,omitempty"`
}

// MarshalJSON keeps kind and content, for sealed plans; what people read is made
// from [Value.String].
func (v Value) MarshalJSON() ([]byte, error) {
	text := v.text
	if v.kind == Bytes {
		text = base64.StdEncoding.EncodeToString([]byte(v.text))
	}
	if plainJSON(text) {
		return v.appendJSON(make([]byte, 0, len(text)+40), text), nil
	}
	return json.Marshal(valueJSON{v.kind.String(), text, v.num})
}

// appendJSON writes the same for text that stands for itself. A plan for a
// thousand people holds a hundred thousand values.
func (v Value) appendJSON(b []byte, text string) []byte {
	b = append(append(append(b, `{"kind":"`...), v.kind.String()...), '"')
	if text != "" {
		b = append(append(append(b, `,"text":"`...), text...), '"')
	}
	if v.num != 0 {
		b = strconv.AppendInt(append(b, `,"num":`...), v.num, 10)
	}
	return append(b, '}')
}

// plainJSON reports whether text needs no escapes in JSON, whoever writes it.
func plainJSON(text string) bool {
	for i := range len(text) {
		switch c := text[i]; {
		case c < ' ' || c > '~', c == '"', c == '\\', c == '<', c == '>', c == '&':
			return false
		}
	}
	return true
}

// UnmarshalJSON reads what MarshalJSON writes.
func (v *Value) UnmarshalJSON(data []byte) error {
	j, ok := readPlain(data)
	if !ok {
		dec := json.NewDecoder(bytes.NewReader(data))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&j); err != nil {
			return err
		}
	}
	for k, name := range kindNames {
		if name != j.Kind {
			continue
		}
		read := Value{kind: Kind(k), num: j.Num, text: j.Text}
		if read.kind == Bytes {
			raw, err := base64.StdEncoding.DecodeString(j.Text)
			if err != nil {
				return Errorf(Corrupt, "a value of bytes is not base64")
			}
			read.text = string(raw)
		}
		if !read.wellFormed() {
			return Errorf(Corrupt, "a %s value has what it cannot have", read.kind)
		}
		*v = read
		return nil
	}
	return Errorf(Corrupt, "a value has an unknown kind")
}

// readPlain reads what appendJSON writes, and false for anything else.
func readPlain(b []byte) (j valueJSON, ok bool) {
	kind, b, ok := cutQuoted(b, `{"kind":"`)
	if !ok {
		return j, false
	}
	for _, name := range kindNames {
		if string(kind) == name {
			j.Kind = name
		}
	}
	if text, rest, there := cutQuoted(b, `,"text":"`); there {
		if len(text) == 0 || !plainJSON(string(text)) {
			return j, false
		}
		j.Text, b = string(text), rest
	}
	if rest, there := bytes.CutPrefix(b, []byte(`,"num":`)); there {
		digits := string(bytes.TrimSuffix(rest, []byte("}")))
		n, err := strconv.ParseInt(digits, 10, 64)
		if err != nil || strconv.FormatInt(n, 10) != digits {
			return j, false
		}
		j.Num, b = n, rest[len(digits):]
	}
	return j, j.Kind != "" && string(b) == "}"
}

// cutQuoted splits off what stands between a prefix and the next quotation mark.
func cutQuoted(b []byte, prefix string) (text, rest []byte, ok bool) {
	if b, ok = bytes.CutPrefix(b, []byte(prefix)); !ok {
		return nil, nil, false
	}
	return bytes.Cut(b, []byte{'"'})
}

// wellFormed reports whether the content is one that a constructor makes, as far
// as equality rests on it: two equal values must have one form.
func (v Value) wellFormed() bool {
	switch v.kind {
	case Null:
		return v == Value{}
	case Bool:
		return v.text == "" && (v.num == 0 || v.num == 1)
	case Int:
		return v.text == ""
	case Decimal:
		return v == DecimalOf(v.text)
	case Day, Instant: // years beyond 9999 exist in databases; no reader takes them for a day
		return v.num == 0 && v.text != ""
	case Text:
		return v.num == 0 && len(v.text) <= MaxHeld
	case Bytes:
		return v.num == 0 && len(v.text) <= MaxHeld
	}
	return v.num >= 0 && v.text != "" && len(v.text) <= MaxHeld
}

// number is the exact value of a Bool, Int or Decimal.
func (v Value) number() (*big.Rat, bool) {
	switch v.kind {
	case Int, Bool:
		return new(big.Rat).SetInt64(v.num), true
	case Decimal:
		return new(big.Rat).SetString(v.text)
	}
	return nil, false
}
