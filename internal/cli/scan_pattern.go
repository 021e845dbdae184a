package cli

import (
	"os"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii"
)

// ownPatterns are the types of somebody's own: TYPE=EXPRESSION and TYPE=FILE.
func (c *scanCommand) ownPatterns() (own []pii.Pattern, err error) {
	for _, given := range c.Pattern {
		name, expression, ok := strings.Cut(given, "=")
		if !ok {
			return nil, varsam.Errorf(varsam.Invalid, "--pattern is TYPE=EXPRESSION, as in employee=EMP-[0-9]{5}")
		}
		own = append(own, pii.Pattern{Name: pii.Type(name), Expression: expression})
	}
	for _, given := range c.Words {
		name, file, ok := strings.Cut(given, "=")
		if !ok {
			return nil, varsam.Errorf(varsam.Invalid, "--words is TYPE=FILE, as in project=projects.txt")
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, varsam.Errorf(varsam.NotFound, "the file of words %s cannot be read", file)
		}
		own = append(own, pii.Pattern{Name: pii.Type(name), Words: lines(string(text))})
	}
	return own, nil
}

// lines are those of a text that are not blank, without blanks round them.
func lines(text string) (all []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}
