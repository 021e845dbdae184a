package register

import (
	"regexp"
	"strconv"
)

// checkPatterns looks whether kinds of the organisation's own can be looked for.
func (l *loader) checkPatterns(p place, patterns []Pattern) {
	names := map[string]bool{}
	for i, own := range patterns {
		at := p.in("patterns", strconv.Itoa(i))
		if names[own.Name] {
			at.in("pattern").fault("duplicate-name", "there are two patterns "+quote(own.Name), "give one another name")
		}
		names[own.Name] = true
		if own.Expression == "" && len(own.Words) == 0 {
			at.in("pattern").fault("pattern", "the pattern "+quote(own.Name)+" has nothing to look for", "write expression: or words:")
		}
		if fault := expressionFault(own.Expression); fault != "" {
			at.in("expression").fault("pattern", "the expression "+fault, "write a regular expression (RE2) such as EMP-[0-9]{5}")
		}
		if own.Data != "" && !IsKnownCategory(own.Data) {
			at.in("data").fault("pattern", quote(string(own.Data))+" is no data category", "use one of those in the reference, such as person.national-id or id.customer")
		}
	}
}

func expressionFault(expression string) string {
	if expression == "" {
		return ""
	}
	re, err := regexp.Compile(expression)
	switch {
	case err != nil:
		return "does not compile"
	case re.MatchString(""):
		return "matches the empty text, so it would match everywhere"
	}
	return ""
}
