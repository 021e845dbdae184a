package register

import (
	"maps"
	"slices"
	"strings"
)

// Both brings together what two people made of one element: what only one of them
// changed is as that one has it; where both did, mine stays, and theirs is told.
// Rows are taken as a whole, because nobody knows which is which. The places are
// those where theirs is another than it was, in their order.
func Both(kind Kind, base, mine, theirs Filled) (both Filled, places []string) {
	b := brought{base: base, mine: mine, theirs: theirs, both: Filled{}}
	b.parts(Shapes(kind), "")
	return b.both, b.places
}

type brought struct {
	base, mine, theirs, both Filled
	places                   []string
}

func (b *brought) parts(parts []Shape, prefix string) {
	for _, p := range parts {
		path := prefix + p.Key
		if p.Form == GroupForm {
			b.parts(p.Parts, path+".")
			continue
		}
		was, now := b.base.below(path), b.theirs.below(path)
		if was.Equal(now) {
			maps.Copy(b.both, b.mine.below(path))
			continue
		}
		b.places = append(b.places, path)
		if b.mine.below(path).Equal(was) {
			maps.Copy(b.both, now)
			continue
		}
		maps.Copy(b.both, b.mine.below(path))
	}
}

// below is what stands under a path.
func (f Filled) below(path string) Filled {
	out := Filled{}
	for at, value := range f {
		if at == path || strings.HasPrefix(at, path+".") {
			out[at] = value
		}
	}
	return out
}

// Text is what stands under a path on lines, for people to read beside the form.
func (f Filled) Text(path string) string {
	under := f.below(path).said()
	if value, ok := under[path]; ok {
		return value
	}
	var lines []string
	for _, at := range slices.SortedFunc(maps.Keys(under), byNumber) {
		lines = append(lines, strings.TrimPrefix(at, path+".")+": "+strings.ReplaceAll(under[at], "\n", ", "))
	}
	return strings.Join(lines, "\n")
}

// byNumber puts row 10 after row 9.
func byNumber(a, b string) int {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := range min(len(as), len(bs)) {
		if len(as[i]) != len(bs[i]) && isNumber(as[i]) && isNumber(bs[i]) {
			return len(as[i]) - len(bs[i])
		}
		if as[i] != bs[i] {
			return strings.Compare(as[i], bs[i])
		}
	}
	return len(as) - len(bs)
}

func isNumber(s string) bool { return strings.Trim(s, "0123456789") == "" }
