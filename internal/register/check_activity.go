package register

import (
	"slices"
	"strings"

	"github.com/varsam/varsam/internal/law"
	"github.com/varsam/varsam/internal/locale"
)

func (l *loader) checkActivity(p place, a Activity) {
	l.refer(p.in("party"), "party", a.Party)
	if isRuleID(a.Basis.Law) {
		l.checkRule(p.in("basis", "law"), a.Basis.Law)
	}
	l.checkKeep(p.in("keep"), a.Keep)
}

func (l *loader) checkKeep(p place, k Keep) {
	if k.Law != "" {
		l.checkRule(p.in("law"), k.Law)
	}
	if k.Law != "" && !k.Period.IsZero() {
		p.in("period").faultKey("wrong-keep", locale.Says("a statute and a period cannot both decide"), locale.Says("keep law, or period"))
	}
	if !k.Earliest.IsZero() && !k.Latest.IsZero() && days(k.Earliest) > days(k.Latest) {
		p.in("latest").faultKey("wrong-keep", locale.Says("latest comes before earliest"), locale.Says("change the two"))
	}
}

// checkRule wants an id that the law room knows.
func (l *loader) checkRule(p place, id string) {
	if _, err := law.Versions(id); err == nil {
		return
	}
	mend := didYouMean(id, ruleIDs())
	if mend.IsZero() {
		mend = locale.Says("varsam law rules lists them")
	}
	p.fault("unknown-rule", locale.Says("there is no rule %s", quote(id)), mend)
}

// isRuleID tells an id (SE-BFL) from the name of a statute, which has words.
func isRuleID(s string) bool {
	return s != "" && !strings.ContainsAny(s, " :") && (len(s) > 3 && s[2] == '-' || s == strings.ToUpper(s))
}

func ruleIDs() []string {
	var ids []string
	for _, r := range law.All() {
		ids = append(ids, r.ID)
	}
	return slices.Compact(ids)
}
