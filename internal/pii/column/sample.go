package column

import (
	"bytes"
	"encoding/json"
	"math"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii"
	"github.com/varsam/varsam/internal/pii/check"
)

// Enough is how many values of a column say what it holds; distinctness is
// measured over so many.
const Enough = 10_000

// Scanner finds personal data in text, as [pii.Scanner] does.
type Scanner interface {
	Scan(dst []pii.Hit, text []byte, hint pii.Hint) []pii.Hit
}

// Options are what is the same for all columns.
type Options struct {
	Scanner  Scanner     // reads free text; without one it is counted only
	Today    varsam.Date // no birth date lies after it
	Country  string      // ISO 3166 alpha-2: which of two readings of a number is the nearer
	Language string      // of texts, where it is known

	// Exact looks inside every value. Without it only the first of those that are not one thing a cell – texts, documents, web addresses – and
	// then one in so many are taken; those passed over are not counted.
	Exact bool

	// Own are the types of somebody's own that the scanner has, and what they are.
	Own map[pii.Type]varsam.Category
}

// Sample gathers what the values of one column look like. It holds counts and
// masks, never a value, and takes any number of them in bounded memory.
type Sample struct {
	o        Options
	name     string
	kind     varsam.Kind
	declared varsam.Category
	named    Named
	asking   asking
	hint     pii.Hint
	counts   counts
	depth    int // below a JSON document
	buf      []byte
	compact  []byte
	value    value
	hits     []pii.Hit
	tree     *node
	deep     budget
}

// counts are what a sample has seen; they travel as JSON between two parts of a
// long reading.
type counts struct {
	Rows     int64
	Empty    int64
	Large    int64 // too large to be held, and not read
	Begun    int64 `json:",omitempty"` // texts of which only the beginning was read
	Shortest int
	Longest  int
	Bytes    int64
	First    uint64     // hash of the first value
	Varied   bool       // another one has been seen
	Seen     [64]uint64 // bits of hashes, for distinctness
	Marked   int64      // values that Seen has

	Pass     [maxRules]int64 // by rule
	National int64           // values that pass as a national number of any country
	Numbers  int64           // digits and what people put between them, 5 to 15
	Handles  int64           // could be user names
	Streets  int64           // words and a short number
	Located  int64           // of those, looked up
	Places   int64           // of those, addresses
	Words    int64           // could be names of people, towns or trades
	Asked    int64           // of those, looked up
	People   int64           // of those, people's names
	Texts    int64           // running text
	Objects  int64           // JSON documents

	Own   map[pii.Type]int64  `json:",omitempty"` // values that are of a type of somebody's own
	Hits  map[pii.Type]*tally `json:",omitempty"` // in texts
	Paths map[string]*Sample  `json:",omitempty"` // fields of JSON documents
	Masks map[pii.Type][]string
}

// Hits are the finds of one type in the texts of a column.
type Hits struct {
	Rows int64 `json:"rows"` // values with one or more
	Hits int64 `json:"hits"`
}

// tally counts hits, and each value with any once.
type tally struct {
	Hits
	last int64 // the row that was counted last
}

// New begins a sample of the column of that name and kind. What somebody has
// declared it to hold weighs as its name does, and goes before it.
func (o Options) New(name string, kind varsam.Kind, declared varsam.Category) *Sample {
	s := &Sample{name: name, kind: kind, declared: declared}
	s.ready(o)
	return s
}

func (s *Sample) ready(o Options) {
	s.o, s.hint = o, pii.Hint{Country: o.Country, Language: o.Language}
	s.named, _ = ByName(s.name, s.kind)
	if s.declared != "" && s.declared != s.named.Category {
		s.named = Named{Category: s.declared, Text: s.named.Text && varsam.Category("behaviour").Covers(s.declared)}
	}
	s.asking = askingIn(s.named.Category)
}

// Add takes one cell.
func (s *Sample) Add(v varsam.Value) {
	switch v.Kind() {
	case varsam.Null:
		s.counts.Rows++
		s.counts.Empty++
	case varsam.Large:
		s.counts.Rows++
		s.counts.Large++
	case varsam.Bool:
		s.mark([]byte{'0' + byte(v.Int()&1)})
	case varsam.Int:
		s.int(v.Int())
	case varsam.Decimal:
		s.decimal(v.String())
	case varsam.Instant:
		s.buf = append(s.buf[:0], v.String()...)
		s.mark(s.buf)
	case varsam.Day:
		s.day(v.String())
	case varsam.Bytes:
		s.AddBytes(v.Raw())
	default:
		s.AddText(v.String())
	}
}

func (s *Sample) int(n int64) {
	s.buf = padded(strconv.AppendInt(s.buf[:0], n, 10))
	s.value.readInt(s.buf)
	s.addForm(s.buf)
}

// decimal takes a number of a type with fractions. Where it has none it is read as a whole number: a national number in NUMERIC or in a
// DOUBLE is one.
func (s *Sample) decimal(text string) {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		s.int(n)
		return
	}
	if strings.ContainsAny(text, "eE") {
		if f, err := strconv.ParseFloat(text, 64); err == nil && f == math.Trunc(f) && math.Abs(f) < 1<<53 {
			s.int(int64(f))
			return
		}
	}
	s.buf = append(s.buf[:0], text...)
	s.mark(s.buf)
}

// day takes a day, of which nothing needs to be asked where neither the column's name nor a type of somebody's own makes more of it.
func (s *Sample) day(text string) {
	if birth := pii.BirthDate.Category(); len(s.o.Own) > 0 || birth.Covers(s.named.Category) || s.named.Category.Covers(birth) {
		s.AddText(text)
		return
	}
	s.buf = append(s.buf[:0], text...)
	s.mark(s.buf)
	s.counts.Numbers++
}

// padded gives a whole number the 0 back that national numbers of Norway and Denmark begin with on the first nine days of a month.
func padded(digits []byte) []byte {
	n := len(digits)
	if n != 9 && n != 10 || digits[0] == '-' {
		return digits
	}
	with := slices.Insert(digits, 0, '0')
	if n == 10 {
		if _, r := check.Fodselsnummer(with); r == check.Fine {
			return with
		}
	} else if modulus11, r := check.CPR(with); modulus11 && r == check.Fine {
		return with
	}
	return with[1:]
}

// AddText takes one value as text.
func (s *Sample) AddText(text string) {
	s.buf = append(s.buf[:0], text...)
	s.add(s.buf)
}

// AddField takes one cell of a table of keys and values, as a field of a document.
func (s *Sample) AddField(key string, v varsam.Value) {
	s.counts.Rows++
	if v.IsNull() {
		s.counts.Empty++
		return
	}
	s.counts.Objects++
	key = fieldOf([]byte(key))
	s.path(key, key).Add(v)
}

// AddBytes takes one value as bytes: text in another character set for text, and
// what holds a zero for a picture or a digest, which is counted and not read.
func (s *Sample) AddBytes(b []byte) {
	if bytes.IndexByte(b, 0) >= 0 {
		s.mark(b)
		return
	}
	s.add(b)
}

// AddBeginning takes what a value begins with that is too long to be read to its end.
func (s *Sample) AddBeginning(b []byte) {
	if bytes.IndexByte(b, 0) < 0 {
		s.counts.Begun++
	}
	s.AddBytes(b)
}

// Unread is how many values were too large to be held and not opened.
func (s *Sample) Unread() int64 { return s.counts.Large }

// mark counts a value that is not read.
func (s *Sample) mark(b []byte) {
	c := &s.counts
	c.Rows++
	if len(b) == 0 {
		c.Empty++
		return
	}
	if n := len(b); c.Bytes == 0 || n < c.Shortest {
		c.Shortest = n
	}
	c.Longest = max(c.Longest, len(b))
	c.Bytes += int64(len(b))
	if c.Varied && c.Marked >= Enough { // nothing more is told by one
		return
	}
	h := hash(b)
	if c.First == 0 {
		c.First = h
	}
	c.Varied = c.Varied || h != c.First
	if c.Marked < Enough {
		c.Marked++
		c.Seen[h>>58] |= 1 << (h >> 52 & 63)
	}
}

// hash is FNV-1a of the length and the beginning, stirred so that its high bits
// are as good as the low ones; never 0.
func hash(b []byte) uint64 {
	h := uint64(14695981039346656037) ^ uint64(len(b))
	for _, x := range b[:min(len(b), 256)] {
		h = (h ^ uint64(x)) * 1099511628211
	}
	h ^= h >> 32
	return h*0x9e3779b97f4a7c15 | 1
}

func (s *Sample) add(b []byte) {
	b = bytes.TrimSpace(b)
	if len(b) == 0 {
		s.mark(b)
		return
	}
	if s.depth == 0 && (b[0] == '{' || b[0] == '[') {
		if s.deep.spares(s, inDocuments, len(b)) {
			return
		}
		if json.Valid(b) {
			s.mark(b)
			s.object(b)
			return
		}
	}
	s.value.read(b)
	s.addForm(b)
}

// addForm takes what is no document, and whose form is read.
func (s *Sample) addForm(b []byte) {
	f := &s.value.form
	text := f.wordy()
	if text && s.deep.spares(s, inTexts, len(b)) {
		return
	}
	s.mark(b)
	switch {
	case text:
		s.text(b)
	case len(s.o.Own) > 0 && s.own(b):
	case !s.whole(b, f) && f.mayHold() && !s.deep.spares(s, inOthers, len(b)):
		s.look(b)
	}
}

// whole holds a value against every rule, and reports whether one of them took it.
func (s *Sample) whole(b []byte, f *form) bool {
	c := &s.counts
	if f.size > maxWhole {
		return false
	}
	switch {
	case f.digits == 0 && f.at == 0:
		s.words(b, f)
		return true
	case f.numeric() && f.digits >= 5 && f.digits <= 15:
		c.Numbers++
	}
	if f.handle() {
		c.Handles++
	}
	if f.letters >= 4 && f.digits <= 4 && f.spaces >= 1 && f.at == 0 {
		s.street(b)
	}
	asked := s.asking[f.look()][f.digits]
	if asked == 0 {
		return false
	}
	s.value.raw, s.value.compact, s.value.today = b, s.compacted(b, f), s.o.Today
	took, one := false, false
	for ; asked != 0; asked &= asked - 1 {
		i := bits.TrailingZeros32(asked)
		r := &rules[i]
		if !r.test(&s.value) {
			continue
		}
		took = true
		c.Pass[i]++
		one = one || national[i]
		if c.Pass[i] <= fewMasks {
			s.mask(r.typ, b)
		}
	}
	if one {
		c.National++
	}
	return took || check.UUID(b) == check.Range // an identifier made by another recipe has nothing in it either
}

// street counts what could be a street and a number.
func (s *Sample) street(b []byte) {
	c := &s.counts
	c.Streets++
	if c.Located >= asked || s.o.Scanner == nil {
		return
	}
	c.Located++
	if s.mostly(b, pii.Address) {
		c.Places++
		s.mask(pii.Address, b)
	}
}

// mostly reports whether more than half of a value is of a type.
func (s *Sample) mostly(b []byte, t pii.Type) bool {
	s.hits = s.o.Scanner.Scan(s.hits[:0], b, s.hint)
	covered := int64(0)
	for i := range s.hits {
		if s.hits[i].Type == t {
			covered += s.hits[i].End - s.hits[i].Start
		}
	}
	return 2*covered > int64(len(b))
}

// compacted is a value without what stands between its digits and letters, where it may be a number or an account.
func (s *Sample) compacted(b []byte, f *form) []byte {
	switch {
	case f.digits == f.size:
		return b
	case f.letters > 0 && f.size > longestCompact:
		return nil
	}
	s.compact = compacted(s.compact[:0], b)
	return s.compact
}

// longestCompact is the longest account number, with blanks between its groups.
const longestCompact = 44

// asked is how many names are looked up: a lookup costs more than a rule.
const asked = 1000

// words counts what could be a name.
func (s *Sample) words(b []byte, f *form) {
	c := &s.counts
	if f.handle() {
		c.Handles++
	}
	if !f.named() {
		return
	}
	c.Words++
	if c.Asked >= asked || s.o.Scanner == nil {
		return
	}
	c.Asked++
	_, given, listed := bytes.Cut(b, []byte(", ")) // BERG, ANNA
	if s.mostly(b, pii.Person) || listed && len(given) > 1 && s.mostly(given, pii.Person) {
		c.People++
		s.mask(pii.Person, b)
	}
}

// text reads running text.
func (s *Sample) text(b []byte) {
	s.counts.Texts++
	s.look(b)
}

// look scans a value for personal data inside it.
func (s *Sample) look(b []byte) {
	if s.o.Scanner == nil {
		return
	}
	s.hits = s.o.Scanner.Scan(s.hits[:0], b, s.hint)
	for i := range s.hits {
		h := &s.hits[i]
		if h.Score < pii.Likely || s.o.Category(h.Type) == "" {
			continue
		}
		if s.hit(h.Type) <= mostMasked {
			s.mask(h.Type, b[h.Start:h.End])
		}
	}
}

// mostMasked is of how many hits of a type the shape is looked at.
const mostMasked = 1000

// hit counts a hit and tells how many of its type there have been.
func (s *Sample) hit(t pii.Type) int64 {
	c := &s.counts
	if c.Hits == nil {
		c.Hits = map[pii.Type]*tally{}
	}
	h := c.Hits[t]
	if h == nil {
		h = &tally{}
		c.Hits[t] = h
	}
	h.Hits.Hits++
	if h.last != c.Rows {
		h.Rows++
		h.last = c.Rows
	}
	return h.Hits.Hits
}

// values is how many cells are not empty and were read.
func (c *counts) values() int64 { return c.Rows - c.Empty - c.Large }

// distinct is the share of different values among those measured, by linear
// counting (Whang et al., 1990), from 0 to 1.
func (c *counts) distinct() float64 {
	if c.Marked == 0 {
		return 0
	}
	set := 0
	for _, word := range c.Seen {
		set += bits.OnesCount64(word)
	}
	size := float64(len(c.Seen) * 64)
	free := max(size-float64(set), 0.5)
	return min(1, -size*math.Log(free/size)/float64(c.Marked))
}
