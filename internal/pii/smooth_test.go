package pii_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii"
)

// guises are the ways in which blanks, hyphens and digits are written that ASCII does not have, and what is between characters unseen.
var guises = map[string]*strings.Replacer{
	"blanks that do not break": strings.NewReplacer(" ", "\u00a0"),
	"narrow blanks":            strings.NewReplacer(" ", "\u202f"),
	"hyphens of their own":     strings.NewReplacer("-", "\u2011"),
	"double width": strings.NewReplacer("0", "０", "1", "１", "2", "２", "3", "３", "4", "４", "5", "５", "6", "６", "7", "７", "8", "８", "9", "９",
		"-", "－", ":", "："),
	"zero-width blanks": strings.NewReplacer("a", "a\u200b", "4", "4\u200b"),
	"soft hyphens":      strings.NewReplacer("tg", "t\u00adg", "nd", "n\u00add"),
}

// TestGuisesHideNothing holds what is found in texts in other guises to what is found in them as they usually are.
func TestGuisesHideNothing(t *testing.T) {
	t.Parallel()
	s := newScanner(t, pii.Options{Names: true, Today: varsam.NewDate(2026, 11, 1)})
	text := "Hej, jag heter Anna Lindqvist (640823-3234) och bor på Storgatan 5 B, 411 05 Göteborg. Tel 070-174 06 05, bil RSA 443.\n" +
		"Betala till bg 410-4287 eller SE45 5000 0000 0583 9825 7466. Momsnr SE 556016068001. MAC 0A-1B-2C-3D-4E-5F\n"
	want := types(s.Scan(nil, []byte(text), pii.Hint{}))
	if len(want) < 9 {
		t.Fatalf("only %v", want)
	}
	for name, in := range guises {
		odd := in.Replace(text)
		hits := s.Scan(nil, []byte(odd), pii.Hint{})
		if d := cmp.Diff(want, types(hits)); d != "" {
			t.Errorf("%s: %s", name, d)
		}
		sound(t, []byte(odd), hits)
		for i, h := range s.Scan(nil, []byte(text), pii.Hint{}) {
			if got := odd[hits[i].Start:hits[i].End]; strings.TrimSuffix(got, "\u200b") != strings.TrimSuffix(in.Replace(text[h.Start:h.End]), "\u200b") {
				t.Errorf("%s: %q", name, got)
			}
		}
	}
}

func types(hits []pii.Hit) (all []pii.Type) {
	for _, h := range hits {
		all = append(all, h.Type)
	}
	return all
}

// TestGuisesAreReadAlikeInAllWays puts them into a text longer than a segment.
func TestGuisesAreReadAlikeInAllWays(t *testing.T) {
	t.Parallel()
	s := newScanner(t, pii.Options{Names: true, Today: varsam.NewDate(2026, 11, 1)})
	line := "Anna\u00a0Lindqvist, 640823\u20113234, Storg\u00adatan\u00a05, 411\u202f05 Göteborg \u200b０７０-１７４ ０６ ０５. "
	for _, plain := range []int{0, 3000} {
		text := strings.Repeat("Ingenting står här. ", plain) + strings.Repeat(line, 2500)
		check(t, s, []byte(text), 1)
		if hits := s.Scan(nil, []byte(text), pii.Hint{}); len(hits) != 4*2500 {
			t.Errorf("%d hits", len(hits))
		}
	}
}
