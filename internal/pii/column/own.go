package column

import (
	"maps"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii"
)

// Category is what a type is in the words of the register, be it one of somebody's own.
func (o *Options) Category(t pii.Type) varsam.Category {
	if own, ok := o.Own[t]; ok {
		return own
	}
	return t.Category()
}

// own holds a value against the types of somebody's own, and reports whether there is more in it than one of them.
func (s *Sample) own(b []byte) (more bool) {
	if s.o.Scanner == nil {
		return false
	}
	s.hits = s.o.Scanner.Scan(s.hits[:0], b, s.hint)
	for i := range s.hits {
		h := &s.hits[i]
		if _, ok := s.o.Own[h.Type]; !ok {
			continue
		}
		if h.Start > 0 || h.End < int64(len(b)) {
			s.look(b)
			return true
		}
		if s.counts.Own == nil {
			s.counts.Own = map[pii.Type]int64{}
		}
		if s.counts.Own[h.Type]++; s.counts.Own[h.Type] <= fewMasks {
			s.mask(h.Type, b)
		}
	}
	return false
}

// owned is for a column of a type of somebody's own: such a type is chosen so that chance does not pass it.
func (s *Sample) owned(v *Verdict) bool {
	for _, t := range slices.Sorted(maps.Keys(s.counts.Own)) {
		n := s.counts.Own[t]
		if share := s.share(n); share >= strong && n > v.Stats.Passing {
			v.Type, v.Category, v.Stats.Passing = t, s.o.Own[t], n
			v.Score = pii.Score(0.9 * (0.5 + share/2))
			v.Reasons = []varsam.Reason{varsam.Because(string(WhyPasses), percent(share), string(t))}
		}
	}
	return v.Type != ""
}
