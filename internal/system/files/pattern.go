package files

import (
	"slices"
	"strings"

	"github.com/varsam/varsam"
)

// pattern is how the path of a project folder is written, one element for each
// level: "{customer}/{number} {name}". A star is any text.
type pattern struct {
	levels [][]piece
}

// piece is a literal, or a group: a name in braces, or "*" for one without a name.
type piece struct {
	literal string
	group   string
}

// groups are the names that a pattern may give, which are fields of a folder.
var groups = []string{"number", "name", "customer", "ended_on", "*"}

// parsePattern reads a pattern; the empty text is none.
func parsePattern(text string) (*pattern, error) {
	if text == "" {
		return nil, nil
	}
	p := &pattern{}
	seen := map[string]bool{}
	for level := range strings.SplitSeq(strings.Trim(text, "/"), "/") {
		pieces, err := parseLevel(level, seen)
		if err != nil {
			return nil, err
		}
		p.levels = append(p.levels, pieces)
	}
	return p, nil
}

func parseLevel(text string, seen map[string]bool) (all []piece, err error) {
	for text != "" {
		i := strings.IndexAny(text, "{*")
		if i != 0 {
			literal := text
			if i > 0 {
				literal = text[:i]
			}
			all, text = append(all, piece{literal: literal}), text[len(literal):]
			continue
		}
		group, rest := "*", text[1:]
		if text[0] == '{' {
			var closed bool
			if group, rest, closed = strings.Cut(rest, "}"); !closed {
				group = ""
			}
		}
		if !slices.Contains(groups, group) || group != "*" && seen[group] || len(all) > 0 && all[len(all)-1].group != "" {
			return nil, varsam.Errorf(varsam.Invalid,
				"projects: {%s} cannot stand there; use {number}, {name}, {customer}, {ended_on} and *, each once, with other text between", group)
		}
		seen[group] = true
		all, text = append(all, piece{group: group}), rest
	}
	if len(all) == 0 {
		return nil, varsam.Errorf(varsam.Invalid, "projects: a level of the pattern is empty")
	}
	return all, nil
}

// match reads the groups of a path; nil when it is no project folder.
func (p *pattern) match(path string) map[string]string {
	names := strings.Split(path, "/")
	if len(names) != len(p.levels) {
		return nil
	}
	found := map[string]string{}
	for i, level := range p.levels {
		if !matchLevel(level, names[i], found) {
			return nil
		}
	}
	return found
}

// of is the beginning of a path that may be a project folder, by its depth.
func (p *pattern) of(path string) (string, bool) {
	end := -1
	for range p.levels {
		i := strings.IndexByte(path[end+1:], '/')
		if i < 0 {
			return "", false
		}
		end += 1 + i
	}
	return path[:end], true
}

// matchLevel takes the shortest text for each group from the left.
func matchLevel(level []piece, name string, found map[string]string) bool {
	if len(level) == 0 {
		return name == ""
	}
	first, rest := level[0], level[1:]
	if first.group == "" {
		after, ok := strings.CutPrefix(name, first.literal)
		return ok && matchLevel(rest, after, found)
	}
	for end := 1; end <= len(name); end++ {
		if taken := name[:end]; fits(first.group, taken) && matchLevel(rest, name[end:], found) {
			if first.group != "*" {
				found[first.group] = strings.TrimSpace(Escape(taken))
			}
			return true
		}
	}
	return false
}

// fits reports whether a text may stand for a group: a number has a digit and no
// blank, a day is one.
func fits(group, text string) bool {
	switch group {
	case "number":
		return strings.ContainsAny(text, "0123456789") && !strings.ContainsAny(text, " \t_")
	case "ended_on":
		return !readDay(text).IsZero()
	}
	return true
}

// readDay reads a day, or the last day of a year that stands alone.
func readDay(text string) varsam.Date {
	text = strings.TrimSpace(text)
	switch {
	case len(text) == 4:
		text += "-12-31"
	case len(text) == 8 && !strings.Contains(text, "-"):
		text = text[:4] + "-" + text[4:6] + "-" + text[6:]
	case len(text) > 10: // a moment: its day
		text = text[:10]
	}
	d, _ := varsam.ParseDate(text)
	return d
}
