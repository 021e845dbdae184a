package lint

import "strings"

// direct are the rules whose finding has the rule's own name and needs nothing
// from the sentences around.
var direct = []string{
	"authority-name", "authority-address", "law-pul", "law-directive", "law-lek", "shield", "harbor", "officer-name", "scc-2010",
	"once-a-year", "fee", "identity-copy", "consent-preticked", "consent-optout", "consent-conditional", "consent-withdrawal-denied", "consent-of-employer", "deadline-vague", "source-vague", "no-veto",
	"recipients-vague", "period-endless",
}

// phrases reports what single sentences say that they should not.
func (n *notice) phrases() {
	for i, s := range n.sentences {
		for _, name := range direct {
			hit := strings.Replace(name, "source-vague", "source.vague", 1)
			if s.has(hit) && !(name == "consent-conditional" && s.has("cookies")) {
				n.in(s, name, hit)
			}
		}
		if s.has("endless") && len(s.words) <= endlessCell {
			n.in(s, "period-endless", "endless")
		}
		n.deadline(s)
		n.formOfRequest(i, s)
		n.consent(i, s)
		n.anonymity(i, s)
	}
	if n.says("special.ground") == nil {
		if at := n.where("special.used"); at != nil {
			n.add("special-without-ground", at)
		}
	}
	if at := n.where("file-description"); at != nil && n.country == "FI" {
		n.add("file-description", at)
	}
}

// endlessCell is how many words a cell of a table has that says how long.
const endlessCell = 3

// deadline: the time to answer is a month, which is not thirty days; two months
// more only when the first are told why.
func (n *notice) deadline(s *sentence) {
	if !s.has("deadline") {
		return
	}
	for _, p := range periodsOf(s) {
		more := s.has("extension")
		switch {
		case p.unit == "day" && p.most >= 28,
			p.unit == "workday" && p.most >= 19,
			p.unit == "week" && p.most >= 4,
			p.unit == "month" && p.most >= 2 && !more, p.unit == "month" && p.most > 3:
			n.told("deadline", &p.at, p.words())
			return
		}
	}
}

// formOfRequest: a right may be used in any form.
func (n *notice) formOfRequest(i int, s *sentence) {
	switch {
	case s.has("signed-request"):
		if !n.near(i, 1, "electronic-way") {
			n.in(s, "signed-request", "signed-request")
		}
	case s.has("postal-request") && !n.near(i, 1, "electronic-way"):
		n.in(s, "signed-request", "postal-request")
	}
}

// near reports whether a sentence or one up to away from it meets a rule.
func (n *notice) near(i, away int, names ...string) bool {
	for j := max(0, i-away); j <= min(len(n.sentences)-1, i+away); j++ {
		if n.sentences[j].any(names...) {
			return true
		}
	}
	return false
}

// consent: freely given, for each purpose, by an act that means it.
func (n *notice) consent(i int, s *sentence) {
	byConduct := s.has("consent-by-conduct") && !s.has("consent-of-employer")
	switch {
	case byConduct && (s.has("cookies") || n.cookieSection(i)) && !s.has("policy-accepted"):
		n.in(s, "cookies-by-use", "consent-by-conduct")
	case byConduct && !n.newsletterOnly(s):
		n.in(s, "consent-by-conduct", "consent-by-conduct")
	case s.has("policy-accepted") && !s.has("cookies"):
		n.in(s, "policy-accepted", "policy-accepted")
	}
	if purposes := n.purposesOf(s); s.has("accepts-to") && !s.has("separately") && !s.has("right.withdrawal") && len(purposes) > 1 {
		n.in(s, "consent-bundled", "accepts-to")
	}
}

// newsletterOnly: who signs up for a newsletter by an act of its own has asked for
// it.
func (n *notice) newsletterOnly(s *sentence) bool {
	return s.has("newsletter-signup") && len(n.purposesOf(s)) <= 1
}

// purposesOf are the purposes and channels that a sentence joins.
func (n *notice) purposesOf(s *sentence) []string {
	var purposes, channels []string
	for _, name := range []string{"improve", "inform", "survey", "marketing", "share", "profile", "statistics"} {
		if s.has("purpose." + name) {
			purposes = append(purposes, name)
		}
	}
	for _, name := range []string{"email", "phone", "post", "sms"} {
		if s.has("channel." + name) {
			channels = append(channels, name)
		}
	}
	if s.has("purpose.marketing") && len(channels) > 1 {
		purposes = append(purposes, channels...)
	}
	return purposes
}

// anonymity: data that a number, an address or a cookie leads to is not anonymous.
func (n *notice) anonymity(i int, s *sentence) {
	if !s.has("anonymous") {
		return
	}
	for _, j := range []int{i, i + 1, i - 1} {
		if j < 0 || j >= len(n.sentences) || n.sentences[j].section != s.section {
			continue
		}
		if other := n.sentences[j]; j == i && other.has("identifying") || other.has("analytics") {
			n.in(s, "not-anonymous", "anonymous")
			return
		}
	}
}

// authority: it is the country's own that takes complaints.
func (n *notice) authority() {
	other := map[string]string{"SE": "authority.fi", "FI": "authority.se"}[n.country]
	own := map[string]string{"SE": "authority.se", "FI": "authority.fi"}[n.country]
	if other != "" && n.says(other) != nil && n.says(own) == nil {
		n.add("wrong-authority", n.where(other))
	}
}
