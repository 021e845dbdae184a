package subject

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// letters are those with a mark, by the mark that Unicode may write behind the bare letter instead.
var letters = []struct {
	mark         rune
	bare, marked string
}{
	{'\u0300', "aeiou", "àèìòù"},
	{'\u0301', "aeiouyczns", "áéíóúýćźńś"},
	{'\u0302', "aeiou", "âêîôû"},
	{'\u0303', "ano", "ãñõ"},
	{'\u0308', "aeiouy", "äëïöüÿ"},
	{'\u030a', "au", "åů"},
	{'\u030c', "szcren", "šžčřěň"},
	{'\u0327', "cs", "çş"},
}

// isMark reports a mark that stands upon the letter before it.
func isMark(r rune) bool { return '\u0300' <= r && r <= '\u036f' }

// composed is the letter with the mark, 0 when we know none.
func composed(letter, mark rune) rune {
	for _, l := range letters {
		if l.mark == mark {
			if i := strings.IndexRune(l.bare, letter); i >= 0 {
				r := []rune(l.marked)[i]
				return r
			}
		}
	}
	return 0
}

// parted is a letter without its mark, and the mark.
func parted(r rune) (letter, mark rune, ok bool) {
	for _, l := range letters {
		if i := slices.Index([]rune(l.marked), r); i >= 0 {
			return rune(l.bare[i]), l.mark, true
		}
	}
	return r, 0, false
}

// forms are a text in small letters as Unicode may encode it: marks in the letters, and behind them.
func forms(text string) []string {
	var behind strings.Builder
	for _, r := range text {
		letter, mark, ok := parted(r)
		behind.WriteRune(letter)
		if ok {
			behind.WriteRune(mark)
		}
	}
	if behind.String() == text {
		return []string{text}
	}
	return []string{text, behind.String()}
}

// Two ways to write letters in ASCII: spelled out, and bare.
var (
	spelledOut = strings.NewReplacer("å", "aa", "ä", "ae", "ö", "oe", "ø", "oe", "æ", "ae", "ü", "ue", "ß", "ss", "þ", "th", "ð", "d")
	bareRest   = strings.NewReplacer("ø", "o", "æ", "a", "ß", "s", "þ", "t", "ð", "d", "ł", "l")
)

// spellings are the ways to write a word of a name, in small letters with their marks in them.
func spellings(word string) []string {
	all := []string{word, bare(spelledOut.Replace(word)), bare(word)}
	for _, w := range all {
		all = append(all, strings.ReplaceAll(w, "w", "v"), strings.ReplaceAll(w, "v", "w"))
	}
	slices.Sort(all[1:])
	return slices.Compact(all)
}

func bare(word string) string {
	return bareRest.Replace(strings.Map(func(r rune) rune {
		letter, _, _ := parted(r)
		return letter
	}, word))
}

// normal appends a word of a text in small letters with their marks in them, and without soft hyphens.
func normal(dst, word []byte) []byte {
	for i := 0; i < len(word); {
		if b := word[i]; b < utf8.RuneSelf {
			dst = append(dst, lowerASCII(b))
			i++
			continue
		}
		r, size := utf8.DecodeRune(word[i:])
		i += size
		switch {
		case r == softHyphen:
		case isMark(r) && len(dst) > 0 && composed(rune(dst[len(dst)-1]), r) != 0:
			r = composed(rune(dst[len(dst)-1]), r)
			dst = utf8.AppendRune(dst[:len(dst)-1], r)
		case r == utf8.RuneError:
			dst = append(dst, word[i-size:i]...)
		default:
			dst = utf8.AppendRune(dst, small(r))
		}
	}
	return dst
}

func lowerASCII(b byte) byte {
	if b-'A' < 26 {
		b += 'a' - 'A'
	}
	return b
}
