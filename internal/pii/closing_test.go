package pii_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/varsam/varsam/internal/pii"
)

// TestSmallSignatures reads the names in small letters with which letters end and by which they greet; want is empty for words that are none.
func TestSmallSignatures(t *testing.T) {
	t.Parallel()
	s := newScanner(t, pii.Options{Names: true, Types: []pii.Type{pii.Person}})
	for text, want := range map[string]string{
		"Tack för hjälpen mvh lisa": "lisa",
		"mvh lisa":                  "lisa",
		"mvh\nerik":                 "erik",
		"Det gäller 3 fakturor.\r\nMvh,\r\n\r\nsofie karlsson\r\n": "sofie karlsson",
		"vänliga hälsningar kalle\nkundnr 4471":                    "kalle",
		"med vennlig hilsen\nola nordmann":                         "ola nordmann",
		"Best regards, anna":                                       "anna",
		"Terveisin pekka!":                                         "pekka",
		"hej lisa,\ntack för svaret":                               "lisa",
		"hälsningar anna-lena":                                     "anna-lena",
		"mvh per-olof åkerström":                                   "per-olof åkerström",
		"mvh åsa":                                                  "åsa",
		"hej alla\nvi ses":                                         "",
		"mvh teamet":                                               "",
		"tack så mycket":                                           "",
		"hälsa min bror erik":                                      "",
		"ring mig 08-123 45 67 tack /peter":                        "peter",
		"Ha en bra dag / gunilla":                                  "gunilla",
		"cd home/peter":                                            "",
		"och/eller lisa":                                           "",
		"mvh":                                                      "",
		"lisa":                                                     "",
		"med hälsningar från oss":                                  "",
		"hej igen":                                                 "",
	} {
		var got string
		for _, h := range s.Scan(nil, []byte(text), pii.Hint{}) {
			got += text[h.Start:h.End]
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}
