package register

import (
	"regexp"
	"strconv"

	"github.com/varsam/varsam/internal/locale"
)

// checkPatterns looks whether kinds of the organisation's own can be looked for.
func (l *loader) checkPatterns(p place, patterns []Pattern) {
	names := map[string]bool{}
	for i, own := range patterns {
		at := p.in("patterns", strconv.Itoa(i))
		if names[own.Name] {
			at.in("pattern").fault("duplicate-name", locale.Says("there are two patterns %s", quote(own.Name)), locale.Says("give one another name"))
		}
		names[own.Name] = true
		if own.Expression == "" && len(own.Words) == 0 {
			at.in("pattern").fault("pattern", locale.Says("the pattern %s has nothing to look for", quote(own.Name)), locale.Says("write expression: or words:"))
		}
		if fault := expressionFault(own.Expression); !fault.IsZero() {
			at.in("expression").fault("pattern", fault, locale.Says("write a regular expression (RE2) such as EMP-[0-9]{5}"))
		}
		if own.Data != "" && !IsKnownCategory(own.Data) {
			at.in("data").fault("pattern", locale.Says("%s is no data category", quote(string(own.Data))), locale.Says("use one of those in the reference, such as person.national-id or id.customer"))
		}
	}
}

func expressionFault(expression string) locale.Saying {
	if expression == "" {
		return locale.Saying{}
	}
	re, err := regexp.Compile(expression)
	switch {
	case err != nil:
		return locale.Says("the expression does not compile")
	case re.MatchString(""):
		return locale.Says("the expression matches the empty text, so it would match everywhere")
	}
	return locale.Saying{}
}
