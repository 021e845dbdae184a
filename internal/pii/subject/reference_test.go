package subject

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii/needle"
)

// slow finds the same without any of what makes a Searcher fast: each needle for itself, each form of each number in each way in
// which its last digits may stand, and each name at each word.
type slow struct {
	*Searcher
	needles [][]byte
}

func slowly(t testing.TB, people ...varsam.Person) (*Searcher, slow) {
	t.Helper()
	opts := Options{Today: varsam.NewDate(2026, time.November, 21), Regions: []string{"SE", "FI"}}
	s, err := New(people, opts)
	if err != nil {
		t.Fatal(err)
	}
	return s, slow{s, newMaker(people, opts).needles}
}

func (s slow) marks(t testing.TB, text []byte) []mark {
	t.Helper()
	var found []mark
	for which, literal := range s.needles {
		set, err := needle.New([][]byte{literal}, true)
		if err != nil {
			t.Fatal(err)
		}
		set.Find(text, func(_, start, end int) bool {
			for _, a := range s.anchors[which] {
				if m, ok := s.whole(text, a, start, end); ok {
					found = append(found, m)
				}
			}
			return true
		})
	}
	for i := range s.numbers {
		n := &s.numbers[i]
		for _, last := range lastBytes(n.digits) {
			for end := len(last); end <= len(text); end++ {
				skip := bytes.Index(text[end-len(last):], []byte(last))
				if skip < 0 {
					break
				}
				end += skip
				if start, ok := n.match(text, end); ok {
					found = append(found, mark{start: start, end: end, id: n.id})
				}
			}
		}
	}
	return s.outermost(found)
}

// lastBytes are five bytes that a number ends with: digits, or a separator, or the last bytes of one, before two, three or four.
func lastBytes(digits string) []string {
	all := []string{digits[len(digits)-5:]}
	for group := 2; group < 5; group++ {
		for _, s := range separators {
			whole := digits[:len(digits)-group] + s + digits[len(digits)-group:]
			all = append(all, whole[len(whole)-5:])
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func (s slow) slips(text []byte, own []mark) []mark {
	var found []mark
	seen := map[int]bool{}
	for _, m := range own {
		if !s.proves(m) {
			continue
		}
		from := max(m.start-s.near, 0)
		for i := from; i < min(m.end+s.near, len(text)); i++ {
			next := wordEnd(text, i)
			if next == i || wordStart(text, i) != i || seen[i] {
				continue
			}
			seen[i] = true
			for index := range s.phrases {
				p := &s.phrases[index]
				if id := s.ids[p.id]; id.person != s.ids[m.id].person || id.typ != Name || id.base != nameAlone {
					continue
				}
				if end, ok := p.slipped(text, i, normal(nil, text[i:next])); ok {
					found = append(found, mark{start: i, end: end, id: p.id, typo: true})
				}
			}
		}
	}
	return found
}

func byPlace(a, b mark) int {
	return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end), cmp.Compare(a.id, b.id))
}

// Two people whose numbers end alike, in numbers kept for tests.
var twins = []varsam.Person{
	{Number: 1, Identifiers: []varsam.Identifier{
		{Type: Name, Value: "Anna-Karin Maria Öberg"},
		{Type: varsam.Email, Value: "anna.oberg@example.com"},
		{Type: varsam.Phone, Value: "+46701740605"},
		{Type: varsam.NationalID, Value: "199001012385"},
		{Type: varsam.NationalID, Value: "131052-308T"},
		{Type: IBAN, Value: "SE4550000000058398257466"},
		{Type: Address, Value: "Storgatan 12, 111 22 Provköping"},
		{Type: "customer-no", Value: "K-104422"},
		{Type: "order-no", Value: "10-443"},
	}},
	{Number: 2, Identifiers: []varsam.Identifier{
		{Type: Name, Value: "Bo Ek"}, {Type: varsam.Phone, Value: "+358401740605"}, {Type: varsam.NationalID, Value: "191212121212"}, {Type: Card, Value: "4111111111111111"},
	}},
}

func drawPiece(t *rapid.T) string {
	if rapid.Bool().Draw(t, "other") {
		return rapid.SampledFrom([]string{
			"Anna-Karin", "anna", "KARIN", "Maria", "M.", "Öberg", "oberg", "O\u0308berg", "öbergs", "Öbreg", "Obberg", "Marja", "Enna", "arin", "A.K.", "Ek", "B.", "Bo", "anna.oberg",
			"@example.com", "Storgatan", "12", "Provköping", "131052-308T", "K-", "se", "+", "(0)", "1", "x", "å", "_", "\xff", "\xc2", "An\u00adna", ", ", "; ", "\n", ": ",
		}).Draw(t, "piece")
	}
	digits := rapid.SampledFrom([]string{
		"0701740605", "46701740605", "0046701740605", "0401740605", "199001012385", "9001012385", "191212121212", "1212121212", "4550000000058398257466",
		"4111111111111111", "104422", "0701740606", "91740605", "40605", "10443",
	}).Draw(t, "digits")
	broken := rapid.IntRange(0, 5).Draw(t, "broken")
	var number strings.Builder
	for i := range digits {
		number.WriteByte(digits[i])
		if i < len(digits)-1 && rapid.IntRange(0, 9).Draw(t, "break") < broken {
			number.WriteString(rapid.SampledFrom(append([]string{"  ", "\r", "\r\n", "--", ":", "\xa0", "   "}, separators...)).Draw(t, "separator"))
		}
	}
	return number.String()
}

// drawText is one that crosses the seams of what is looked at in one, now and then.
func drawText(t *rapid.T) []byte {
	text := []byte(strings.Join(rapid.SliceOfN(rapid.Custom(drawPiece), 1, 12).Draw(t, "pieces"), rapid.SampledFrom([]string{"", " "}).Draw(t, "between")))
	for _, seam := range []int{64, stretch + tail, block, block + stretch} {
		if rapid.IntRange(0, 4).Draw(t, "seam") == 0 {
			before := seam - rapid.IntRange(0, min(len(text), seam)).Draw(t, "before")
			return append(bytes.Repeat([]byte("."), before), text...)
		}
	}
	return text
}

func TestFindsWhatIsFoundSlowly(t *testing.T) {
	t.Parallel()
	s, reference := slowly(t, twins...)
	rapid.Check(t, func(rt *rapid.T) {
		text := drawText(rt)
		marks := s.marks(text)
		if want := reference.marks(t, text); !slices.Equal(marks, want) {
			rt.Fatalf("in %q: got %v, want %v", text, marks, want)
		}
		for len(marks) > 0 {
			n := s.samePerson(marks)
			got, want := s.slips(text, marks[:n]), reference.slips(text, marks[:n])
			slices.SortFunc(got, byPlace)
			slices.SortFunc(want, byPlace)
			if !slices.Equal(got, want) {
				rt.Fatalf("slips of the pen in %q: got %v, want %v", text, got, want)
			}
			marks = marks[n:]
		}
	})
}

// What is looked at in parts is found once, wherever the seam is.
func TestSeams(t *testing.T) {
	t.Parallel()
	s, _ := slowly(t, twins...)
	for _, text := range []string{"anna.oberg@example.com", "Storgatan 12", "Anna-Karin O\u0308berg", "se45 5000 0000 0583 9825 7466", "+46\u00a0(0)70\u2011174 - 0605", "10443"} {
		for _, seam := range []int{0, stretch, stretch + tail, block} {
			for before := max(seam-len(text)-3, 0); before <= seam+3; before++ {
				whole := append(bytes.Repeat([]byte("."), before), text...)
				for _, whole = range [][]byte{whole, append(whole, " 7"...)} {
					if m := s.marks(whole); len(m) != 1 || m[0].start != before || m[0].end != before+len(text) {
						t.Fatalf("%q at %d: %v", text, before, m)
					}
				}
			}
		}
	}
}

func TestPartsHaveTheEndsOfTheWhole(t *testing.T) {
	t.Parallel()
	s, _ := slowly(t, twins...)
	rapid.Check(t, func(t *rapid.T) {
		text := drawText(t)
		var ends, parts []int
		s.endings.find(text, 0, len(text), func(_ []int32, end int) { ends = append(ends, end) })
		seam := rapid.IntRange(0, len(text)).Draw(t, "seam")
		for _, part := range [][2]int{{0, seam}, {seam, len(text)}} {
			s.endings.find(text, part[0], part[1], func(_ []int32, end int) { parts = append(parts, end) })
		}
		if !slices.Equal(ends, parts) {
			t.Fatalf("%v, in parts %v", ends, parts)
		}
	})
}

func FuzzMarks(f *testing.F) {
	f.Add([]byte("tel 070-174 06 05, 19900101-2385"), uint16(0))
	f.Add([]byte("SE45 5000 0000 0583 9825 7466 Anna Öberg"), uint16(stretch-10))
	s, reference := slowly(f, twins...)
	f.Fuzz(func(t *testing.T, text []byte, before uint16) {
		text = append(bytes.Repeat([]byte("7"), int(before)), text...)
		if got, want := s.marks(text), reference.marks(t, text); !slices.Equal(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
}
