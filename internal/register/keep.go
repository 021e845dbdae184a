package register

import "github.com/varsam/varsam/internal/locale"

// In is how long, in a few words: "7 years", "as long as the consent lasts". It is
// empty where the rule says nothing.
func (k Keep) In(say locale.Printer) string {
	switch {
	case k.Law != "":
		return say.Keeps(k.Law)
	case !k.Period.IsZero():
		return say.Period(k.Period)
	case !k.Earliest.IsZero() && !k.Latest.IsZero():
		return say.T("document.kept.window", say.Period(k.Earliest), say.Period(k.Latest))
	case !k.Earliest.IsZero():
		return say.T("document.kept.earliest", say.Period(k.Earliest))
	case !k.Latest.IsZero():
		return say.T("document.kept.latest", say.Period(k.Latest))
	case k.While != "":
		return say.While(k.While)
	}
	return ""
}
