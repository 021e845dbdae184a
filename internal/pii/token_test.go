package pii

import (
	"strings"
	"testing"
)

// TestWordsForDevicesMayFollow holds the three letters that tell a word to be none of them against each of them, in capitals, with signs, and
// with words between.
func TestWordsForDevicesMayFollow(t *testing.T) {
	t.Parallel()
	r := new(run)
	for _, s := range labelWords.stems {
		if s.label&(lDevice|lCookie) == 0 {
			continue
		}
		for _, word := range [...]string{s.word, strings.ToUpper(s.word), strings.NewReplacer("a", "å", "e", "é").Replace(s.word)} {
			for _, between := range [...]string{"=", ": ", " nr ", " is the "} {
				text := word + between
				r.text = []byte("x " + text + "0a1b2c3d")
				r.outline.read(r.text)
				if !r.mayFollowDevice(2 + len(text)) {
					t.Errorf("%q is told to be none", text)
				}
			}
		}
	}
}
