package identity

import "github.com/varsam/varsam"

// Wish is one thing that somebody asks for.
type Wish struct {
	Right     varsam.Right `json:"right"`
	Marketing bool         `json:"marketing,omitempty"` // an objection or withdrawal that is about direct marketing only
	Channel   bool         `json:"channel,omitempty"`   // a correction of how the person is reached: the first step of a takeover
}

// need is what a kind of wish calls for, by what the data could do to somebody.
type need struct {
	wish                Wish
	low, ordinary, high Level
}

// needs is the whole table. What only stops something, and can be undone, asks
// for nothing or little; what hands data out, or cannot be undone, for more.
var needs = []need{
	{Wish{Right: varsam.Objection, Marketing: true}, None, None, None},
	{Wish{Right: varsam.Withdrawal, Marketing: true}, None, None, None},
	{Wish{Right: varsam.RestrictionOf}, Reply, Reply, Reply},
	{Wish{Right: varsam.Withdrawal}, Reply, Reply, Second},
	{Wish{Right: varsam.Objection}, Reply, Reply, Second},
	{Wish{Right: varsam.Why}, Reply, Reply, Second},
	{Wish{Right: varsam.Rectification}, Reply, Second, SignIn},
	{Wish{Right: varsam.Rectification, Channel: true}, Second, Second, SignIn},
	{Wish{Right: varsam.Access}, Reply, Second, SignIn},
	{Wish{Right: varsam.Portability}, Reply, Second, SignIn},
	{Wish{Right: varsam.Erasure}, Reply, Second, SignIn},
}

// Need is the level that a wish calls for. A wish that the table does not have
// calls for the strongest. People with protected data are asked for the
// strongest before anything is handed out, changed or erased.
func Need(w Wish, s Sensitivity, protected bool) Level {
	found := SignIn
	for _, n := range needs {
		if n.wish == w {
			found = n.at(s)
		}
	}
	if protected && found != None && w.Right != varsam.RestrictionOf {
		return SignIn
	}
	return found
}

func (n need) at(s Sensitivity) Level {
	switch s {
	case Low:
		return n.low
	case Ordinary:
		return n.ordinary
	}
	return n.high
}

// Sensitivity is what data could do to somebody in the wrong hands.
type Sensitivity string

// The sensitivities. What has not been searched yet is Unsearched, and is
// treated as High: nothing is handed out before it is known what it is.
const (
	Unsearched Sensitivity = ""
	Low        Sensitivity = "low"      // how somebody is reached, and what they chose to be sent
	Ordinary   Sensitivity = "ordinary" // what people have bought, written, agreed on
	High       Sensitivity = "high"     // what identity thieves, employers, stalkers or insurers would pay for
)

var (
	lowData = []varsam.Category{
		"person.name", "person.language", "contact.email", "contact.web", "employment.title", "employment.employer", "consent",
		"account.settings", "behaviour.preference", "id",
	}
	highData = []varsam.Category{
		"special", "person.national-id", "person.passport", "person.family", "person.signature", "account.password",
		"payment.bank-account", "payment.card", "financial", "employment.salary", "employment.terms", "employment.time",
		"employment.evaluation", "employment.reference", "location.precise", "behaviour.message",
	}
)

// SensitivityOf is the highest sensitivity of the categories that were found;
// Low when nothing was.
func SensitivityOf(found []varsam.Category) Sensitivity {
	most := Low
	for _, c := range found {
		switch {
		case c == "" || c.CoveredBy(lowData):
		case c.CoveredBy(highData):
			return High
		default:
			most = Ordinary
		}
	}
	return most
}
