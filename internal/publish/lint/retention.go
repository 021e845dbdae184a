package lint

// periods: a time needs a day to count from.
func (n *notice) periods() {
	for i, s := range n.sentences {
		if !s.has("period") || s.any("deadline", "once-a-year") || n.cookieSection(i) {
			continue
		}
		for _, p := range periodsOf(s) {
			n.period(i, s, p)
		}
	}
}

func (n *notice) period(i int, s *sentence, p period) {
	implied := s.any("subject.backup", "subject.logs", "subject.camera") // from when it was made
	switch {
	case p.months(p.most) == 0 && p.unit != "day":
	case !p.started && !p.fiscal && !implied && p.unit != "week" && !s.has("age") && !(p.unit == "day" && p.n < 14):
		n.told("period-without-start", &p.at, p.words())
	case n.country == "SE" && s.has("subject.books") && p.n == 7 && p.most == 7 && p.unit == "year" && p.started && !p.fiscal && s.has("books-start"):
		n.add("period-books", &p.at)
	}
}
