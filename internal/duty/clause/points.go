package clause

// point is one letter of Art. 28(3).
type point struct {
	letter string

	// speaks says how much tells that a text with these thoughts is the point; zero
	// when it is not. Beside it stands the heading above the text, which alone says
	// nothing.
	speaks func(t, heading thought) int

	// does is what the point is about: denied, the text says the opposite.
	does thought

	// weak says that a simple "not" before it denies it; else only words such as "is
	// not obliged" do.
	weak bool
}

// hands are the measures that can be pointed at.
const hands = encrypting | admitting | restoring

// clauses are the eight points, in the order of the article.
var clauses = []point{
	{"a", instructions, instructed, false},
	{"b", confidence, secrecy, false},
	{"c", protection, security | measures | organisational, false},
	{"d", chain, permitting | ahead, false},
	{"e", rightsHelp, assisting, true},
	{"f", dutiesHelp, assisting | telling, true},
	{"g", returning, erasing | giving, true},
	{"h", audits, auditing | showing, true},
}

// instructions: data are handled on instructions alone. A text about transfers only
// is not it.
func instructions(t, _ thought) int {
	if !t.any(instructed) || !t.any(only|following|written) || !t.any(handling|data|everything) || t.any(leaving) && !t.any(handling) {
		return 0
	}
	if !t.any(only) && !t.any(written) && !t.any(handling) {
		return 0
	}
	return 4 + 2*t.among(only, written) + t.among(handling, following, data) - 3*t.among(subProcessor)
}

// confidence: the people who get at the data keep silent. What is said of trade
// secrets, or between the parties, is not it.
func confidence(t, heading thought) int {
	if !(t | heading).any(secrecy) || !t.any(persons) || !t.any(bound|reaching|handling|data) || t.any(tradeSecrets) && !t.any(data) {
		return 0
	}
	if !t.any(secrecy) && !t.all(persons|bound) {
		return 0
	}
	return 3 + 2*t.among(secrecy) + t.among(bound, reaching, handling, data)
}

// protection: measures of security. Measures by which the controller is helped, and
// the report of a breach, are not it.
func protection(t, heading thought) int {
	helps := t.any(assisting) && t.any(rights|impact|consulting|articles32to36)
	tells := t.any(breach) && t.any(telling) && !t.any(organisational|hands)
	if helps || tells || t.any(auditing) && !t.any(article32|organisational|hands) {
		return 0
	}
	score := 3*t.among(organisational, article32) + 2*t.among(encrypting, admitting, restoring, measures, security)
	if heading.any(security) {
		score++
	}
	if score < 4 {
		return 0
	}
	return score
}

// chain: no other processor without leave, or without the chance to object. That
// the same duties bind it is not enough.
func chain(t, heading thought) int {
	if t.all(others | permitting) {
		t |= subProcessor
	}
	if !(t | heading).any(subProcessor) {
		return 0
	}
	score := 3*t.among(permitting, objecting) + 2*t.among(subProcessor) + t.among(ahead, telling, engaging)
	switch {
	case t.any(permitting | objecting), t.all(ahead | telling):
		return score
	case t.all(allowed|engaging|listed) && t.any(subProcessor):
		return 1
	}
	return 0
}

// rightsHelp: help when people use their rights.
func rightsHelp(t, _ thought) int {
	other := t.any(impact|breach|articles32to36|consulting) && !t.any(rights)
	named := t.any(rights) && t.any(subjects|requests|certainRights) || t.any(subjects) && t.any(requests|certainRights)
	if !t.any(assisting) || !named || other {
		return 0
	}
	return 3 + 2*t.among(rights, subjects) + t.among(requests, certainRights)
}

// dutiesHelp: help with Articles 32 to 36, which a report of breaches is part of.
func dutiesHelp(t, heading thought) int {
	help := t.any(assisting) && (t|heading).any(impact|consulting|articles32to36) || heading.any(assisting) && t.any(impact|consulting|articles32to36)
	tells := t.any(telling) && (t.any(breach) || (t.any(incident) || heading.any(breach)) && (t.any(data|security) || heading.any(breach)))
	if !help && !tells {
		return 0
	}
	score := 2*t.among(breach) + t.among(assisting, telling)
	if help {
		score += 4 + t.among(impact, consulting, articles32to36)
	}
	return score + 2
}

// returning: at the end the data are erased or given back. Keys and computers are
// not it.
func returning(t, heading thought) int {
	if !t.any(erasing|giving) || !(t | heading).any(ending) || !t.any(data|everything|copies) || t.any(things) && !t.any(data) {
		return 0
	}
	if t.any(requests|rights) && t.any(subjects) && !t.any(copies|everything|giving) {
		return 0
	}
	return 2 + 3*t.among(erasing, ending) + 2*t.among(giving, data) + t.among(copies, everything)
}

// audits: what is needed is shown, and may be looked at. An audit of invoices is
// not it.
func audits(t, heading thought) int {
	if !(t | heading).any(auditing) || !t.any(showing|letting) || t.any(money) && !t.any(data) {
		return 0
	}
	if !t.any(auditing) && !t.any(showing) {
		return 0
	}
	return 2 + 3*t.among(auditing) + 2*t.among(showing) + t.among(letting)
}
