package lint

// contradictions holds what the text says in one place against another.
func (n *notice) contradictions() {
	duty := n.others(func(s *sentence) bool { return s.has("subject.books") && s.any("kept", "keeping", "period") }, "subject.books")
	sharing := n.others(func(s *sentence) bool { return s.has("claim.shares") && !s.has("claim.never-share") }, "claim.shares")
	if len(sharing) == 0 {
		sharing = n.sharedByName()
	}
	leaving := n.others(func(s *sentence) bool {
		return s.has("eea-outside") && !s.has("eea-claim") && s.any("claim.shares", "keeping", "transfers")
	}, "eea-outside")
	for i, s := range n.sentences {
		if n.aboutAnother(i, s) {
			if s.any("claim.never-share", "certified") {
				n.add("supplier-vouched", &span{s.start, s.end})
			}
			continue
		}
		if s.heading {
			continue
		}
		if s.has("claim.erase-all") && !s.has("claim.exception") {
			n.contradicted(s, "erase-all-contradicted", "claim.erase-all", duty)
		}
		if s.has("claim.never-share") && !s.has("claim.share-qualified") {
			n.contradicted(s, "never-share-contradicted", "claim.never-share", sharing)
		}
		if s.has("eea-claim") {
			n.contradicted(s, "eea-contradicted-text", "eea-claim", leaving)
		}
	}
}

// other is a sentence that may contradict another, with the words that do.
type other struct {
	in *sentence
	at span
}

// others are the first two sentences of a kind: one of them is another than any
// given one.
func (n *notice) others(is func(*sentence) bool, hit string) []other {
	var all []other
	for _, s := range n.sentences {
		if is(s) {
			if all = append(all, other{s, s.hits[hit]}); len(all) == 2 {
				break
			}
		}
	}
	return all
}

// sharedByName are the sentences that share data with a provider they name.
func (n *notice) sharedByName() (all []other) {
	for i, s := range n.sentences {
		if m, ok := n.first[i]; ok && s.any("claim.shares-with", "claim.uses") && !s.has("claim.never-share") {
			all = append(all, other{s, m.at})
		}
	}
	return all
}

func (n *notice) contradicted(s *sentence, code, hit string, by []other) {
	for _, o := range by {
		if o.in != s {
			n.in(s, code, hit, n.text[o.at.start:o.at.end])
			return
		}
	}
}

// aboutAnother reports whether a sentence says something of a provider: its name
// comes first.
func (n *notice) aboutAnother(i int, s *sentence) bool {
	m, ok := n.first[i]
	return ok && m.at.start == s.start && !s.heading && len(s.words) > len(m.words)+2
}
