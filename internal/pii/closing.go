package pii

import (
	"bytes"
	"math/bits"
	"strings"

	"github.com/varsam/varsam/internal/pii/name"
)

// What words say of a name in small letters behind them.
const (
	parting  saying = 1 << iota // it is the writer's: "mvh", "vänliga hälsningar", "terveisin", "kind regards", "tack på förhand"
	greeting                    // it is somebody's, when the line begins so
)

// manners are these words.
var manners = wordSet(map[saying]string{
	parting:  partings,
	greeting: greetings,
})

const (
	partings  = "mvh vh mvl kh hälsningar hälsning hälsn hälsar hilsen hilsner hilsning terveisin terv terveiset regards cheers sincerely kveðja kram kramar förhand forhånd "
	greetings = "hej hejsan hei hi hello dear moi hallå tjena kära käre kære tack takk tak thanks kiitos"
)

// lastOfManners are the last two letters of all of them, as most words do not end.
var lastOfManners = func() (t [1024]bool) {
	for w := range strings.FieldsSeq(partings + greetings) {
		t[pairOf(w[len(w)-2], w[len(w)-1])] = true
	}
	return t
}()

// signed adds the names in small letters that end a line behind such a word, or are all of the line below one: "mvh lisa". Those with capitals are
// found as all names are.
func (r *run) signed(from, to int) {
	blocks := r.outline.blocks[from/64+1 : (to+63)/64+1]
	for k := range blocks {
		for m := lineBits(&blocks[k]); m != 0; m &= m - 1 {
			if i := from&^63 + k*64 + bits.TrailingZeros64(m); i > from && i < to {
				r.signature(i, from)
			}
		}
	}
	if to == len(r.text) {
		r.signature(to, from)
	}
}

// signature adds the name that ends with the line at i, if one does.
func (r *run) signature(i, floor int) {
	t := r.text
	if i > floor && (t[i-1] == '\r' || t[i-1] == ',' || t[i-1] == '!') {
		i--
	}
	if i-3 < floor || !is(t[i-1], isLower|isHigh) {
		return
	}
	last := r.smallWord(i, floor)
	if last == i || last == floor && floor > 0 {
		return
	}
	if r.closedBefore(last, floor) || r.greets(last, floor) || r.struck(last, floor) {
		r.calls(last, last, i)
		return
	}
	if last == floor || t[last-1] != ' ' {
		return
	}
	if first := r.smallWord(last-1, floor); first < last-1 && r.closedBefore(first, floor) {
		r.calls(first, last, i)
	}
}

// smallWord is where the word in small letters that ends at i begins, with its hyphens; i when none does.
func (r *run) smallWord(i, floor int) int {
	start := i
	for start > floor && i-start < 32 {
		n := bits.LeadingZeros64(^r.outline.behind(letterLane, start))
		if n < 2 {
			return i
		}
		start = max(start-n, floor)
		if start == floor || r.text[start-1] != '-' {
			break
		}
		start--
	}
	if is(r.text[start], isUpper) || start > floor && bytes.IndexByte([]byte(" \n/"), r.text[start-1]) < 0 {
		return i
	}
	return start
}

// closedBefore reports whether a closing stands before the word at i, on the same line or the one above, with a comma or without.
func (r *run) closedBefore(i, floor int) bool {
	end := i
	for end > floor && i-end < 6 && (is(r.text[end-1], isBlank) || r.text[end-1] == ',' || r.text[end-1] == '!') {
		end--
	}
	return end < i && r.mannerAt(parting, end, floor) >= 0
}

// greets reports whether the line begins with a greeting before the word at i.
func (r *run) greets(i, floor int) bool {
	if i == floor || r.text[i-1] != ' ' {
		return false
	}
	start := r.mannerAt(greeting, i-1, floor)
	return start == 0 || start > 0 && r.text[start-1] == '\n'
}

// struck reports whether a stroke stands before the word at i as before a signature: "tack /peter", "tack / peter".
func (r *run) struck(i, floor int) bool {
	t := r.text
	if i-1 > floor && t[i-1] == ' ' {
		i--
	}
	return i-2 >= floor && t[i-1] == '/' && is(t[i-2], isBlank)
}

// mannerAt is where the word begins that ends at i and says this; -1 when it is none.
func (r *run) mannerAt(what saying, i, floor int) int {
	if i < 2 || !lastOfManners[pairOf(r.text[i-2], r.text[i-1])] {
		return -1
	}
	start := max(i-bits.LeadingZeros64(^r.outline.behind(letterLane, i)), floor)
	if end, says := manners.find(r.text, start); end != i || says&what == 0 {
		return -1
	}
	return start
}

// calls adds the name from first to end, of which the last word begins at last: a given name, and perhaps a family name behind it.
func (r *run) calls(first, last, end int) {
	given, family := known(r.text[last:end])
	if first < last {
		before, _ := known(r.text[first : last-1])
		given = before && (given || family || end-last > 5)
	}
	if given {
		r.extra(kPerson, first, end, 0.75, "names", "closing")
	}
}

// known is [name.Known] for words with hyphens, too, of which the first part counts.
func known(word []byte) (given, family bool) {
	word, _, _ = bytes.Cut(word, []byte("-"))
	return name.Known(word)
}

// mayBeSigned reports whether such a word stands before the last word of a short text, or the one before it.
func mayBeSigned(t []byte) bool {
	for i := bytes.LastIndexAny(t, " \n"); i > 0; i = bytes.LastIndexAny(t[:i], " \n") {
		start := 1 + bytes.LastIndexAny(t[:i], " \n")
		if _, says := manners.find(t, start); says != 0 || t[start] == '/' || i+1 < len(t) && t[i+1] == '/' {
			return true
		}
		if bytes.Count(t[i:], []byte(" ")) > 1 {
			break
		}
	}
	return false
}
