package lint

// cookies: they may be read or stored only after a yes, but for those that the
// service cannot do without (Art. 5(3) of directive 2002/58).
func (n *notice) cookies() {
	var first, interest *span
	use, consent, settings := false, false, false
	for i, s := range n.sentences {
		if !n.cookieSection(i) {
			continue
		}
		if at, ok := s.hits["cookies"]; ok && first == nil {
			first = &at
		}
		use = use || s.has("cookies-use") || s.has("analytics")
		consent = consent || s.has("cookies-consent") && !s.any("consent-by-conduct", "policy-accepted")
		settings = settings || s.has("cookies-settings")
		if at, ok := s.hits["cookies-interest"]; ok && interest == nil && !s.has("cookies-necessary") && !s.has("interest-denied") {
			interest = &at
		}
	}
	if interest != nil {
		n.add("cookies-on-interest", interest)
	}
	if first != nil && use && !consent {
		n.add("cookies-without-consent", first)
		if settings {
			n.add("cookies-by-settings", n.where("cookies-settings"))
		}
	}
}

// aboutCookies marks the sentences that are about cookies: they or their heading
// name them, or one of the three before them does.
func (n *notice) aboutCookies() {
	heading, since := false, 4 // sentences since cookies were named
	for i, s := range n.sentences {
		if i > 0 && s.section != n.sentences[i-1].section && !(n.sentences[i-1].heading && n.sentences[i-1].has("cookies")) {
			since = 4
		}
		if s.heading {
			heading = s.has("cookies")
		}
		if since++; s.has("cookies") {
			since = 0
		}
		s.cookies = heading || since <= 3
	}
}

func (n *notice) cookieSection(i int) bool { return n.sentences[i].cookies }
