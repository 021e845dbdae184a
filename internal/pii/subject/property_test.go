package subject_test

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii/subject"
)

var bo = varsam.Person{Number: 8, Identifiers: []varsam.Identifier{id(subject.Name, "Bo Ek"), id(varsam.Phone, "+46701740606"), id(varsam.Email, "bo@example.org")}}

// pieces are identifiers, what looks like them, and what stands between.
var pieces = []string{
	"Anna Öberg", "Öberg, Anna", "A. Öberg", "Ana Öberg", "070-174 06 05", "+46 (0)70-174 06 06", "900101-2385", "anna.oberg@example.com", "Bo Ek", "Ek, B.",
	"Storgatan 12", "Exempelbolaget", "K-104422", "0701740607", "Anna", "Öberg", "och", "ringde", "4111 1111 1111 1111", "121212-1212", "@example.com", "\xff\xc3",
	", ", " ", "\n", ". ", "-", "(", ")", strings.Repeat("ord ", 80),
}

func TestHitsAreInsideTheTextAndInOrder(t *testing.T) {
	t.Parallel()
	s := search(t, anna, bo)
	rapid.Check(t, func(t *rapid.T) {
		text := []byte(strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 40).Draw(t, "pieces"), rapid.SampledFrom([]string{"", " "}).Draw(t, "between")))
		check(t, text, s.Find(text))
	})
}

type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

func check(t failer, text []byte, hits []subject.Hit) {
	t.Helper()
	var last int64
	for _, h := range hits {
		if h.Start < last || h.End <= h.Start || h.End > int64(len(text)) {
			t.Fatalf("%v in %d bytes, after %d", h, len(text), last)
		}
		last = h.Start
		if h.Score <= 0 || h.Score > 1 || (h.Verdict != subject.Enough && h.Verdict != subject.Review) || h.Type == subject.Town {
			t.Fatalf("%v", h)
		}
	}
}

// What was planted is found, however it is written and whatever stands around.
func TestPlantedSpellingsAreFound(t *testing.T) {
	t.Parallel()
	s := search(t, anna)
	rapid.Check(t, func(t *rapid.T) {
		digits := "0701740605"
		var number strings.Builder
		for i := 0; i < len(digits); {
			n := min(rapid.IntRange(2, 4).Draw(t, "group"), len(digits)-i)
			if len(digits)-i-n == 1 {
				n++ // no digit alone
			}
			if i > 0 {
				number.WriteString(rapid.SampledFrom([]string{"", " ", "-", ".", "/", "\u00a0", "\u2011", " - ", "\n", "\u2009"}).Draw(t, "separator"))
			}
			number.WriteString(digits[i : i+n])
			i += n
		}
		before := rapid.SampledFrom([]string{"", "tel ", "nr:", "(", "|", "\n", "å ", "12 ord "}).Draw(t, "before")
		after := rapid.SampledFrom([]string{"", " ", ".", ",", ")", "|", "\n", " ord", ", 0701740606"}).Draw(t, "after")
		text := before + number.String() + after
		hits := s.Find([]byte(text))
		if len(hits) != 1 || text[hits[0].Start:hits[0].End] != number.String() || hits[0].Verdict != subject.Enough {
			t.Fatalf("%q: %q", text, told(text, hits))
		}
	})
}

func TestStreamIsLikeText(t *testing.T) {
	t.Parallel()
	s := search(t, anna, bo)
	var text bytes.Buffer
	for i := 0; text.Len() < 5<<20/2; i++ { // two and a half chunks
		text.WriteString(pieces[i*i%len(pieces)] + " " + pieces[i*7919%len(pieces)] + strings.Repeat(" x", i%97))
	}
	want := s.Find(text.Bytes())
	var got []subject.Hit
	err := s.Stream(iotest.HalfReader(bytes.NewReader(text.Bytes())), func(h subject.Hit) bool {
		got = append(got, h)
		return true
	})
	if err != nil || len(want) < 1000 || !reflect.DeepEqual(got, want) {
		t.Errorf("%d hits, want %d (%v)", len(got), len(want), err)
	}
}

func TestStreamEnds(t *testing.T) {
	t.Parallel()
	s := search(t, anna)
	if err := s.Stream(iotest.ErrReader(errors.ErrUnsupported), nil); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("the reader's error: %v", err)
	}
	count := 0
	if err := s.Stream(strings.NewReader("Anna Öberg Anna Öberg"), func(subject.Hit) bool { count++; return false }); err != nil || count != 1 {
		t.Errorf("told to end: %d, %v", count, err)
	}
}

func FuzzFind(f *testing.F) {
	for _, p := range pieces {
		f.Add([]byte("tel "+p+", 900101-2385"), p)
	}
	f.Fuzz(func(t *testing.T, text []byte, value string) {
		types := []varsam.IdentifierType{
			subject.Name, varsam.Email, varsam.Phone, varsam.NationalID, "customer-no", subject.Address, subject.Town, subject.UserName, subject.IBAN,
		}
		if len(value) > 100 {
			return
		}
		p := varsam.Person{Number: 1}
		for _, typ := range types {
			p.Identifiers = append(p.Identifiers, id(typ, value))
		}
		s, err := subject.New([]varsam.Person{anna, p}, subject.Options{Today: today, Regions: []string{"SE", "FI"}})
		if err != nil {
			t.Fatal(err)
		}
		check(t, text, s.Find(text))
		var streamed []subject.Hit
		if err := s.Stream(bytes.NewReader(text), func(h subject.Hit) bool { streamed = append(streamed, h); return true }); err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(streamed) != fmt.Sprint(s.Find(text)) {
			t.Fatalf("%v, streamed %v", s.Find(text), streamed)
		}
	})
}
