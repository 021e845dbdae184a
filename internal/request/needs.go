package request

import (
	"maps"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/system"
)

// Needs lists what carrying out requests and culling can take in each collection
// of a system, as the register declares it: what is declared and no draft may be
// changed, the rest is searched.
func Needs(sys register.System) []system.Need {
	needs := make([]system.Need, 0, len(sys.Collections))
	for _, c := range sys.Collections {
		n := system.Need{Collection: c.In()}
		if !sys.Draft && !c.Draft {
			n.Change, n.Erase = changes(sys, c), c.End == varsam.Erase
		}
		if c.Restrict != nil {
			n.Reader, n.Obeys = c.Restrict.Reader, c.Restrict.Obeys
			n.Flags = flags(c.Restrict.Flag)
		}
		needs = append(needs, n)
	}
	for _, c := range sys.Collections {
		if c.Restrict != nil && c.Restrict.Move != "" && !sys.Draft && !c.Draft {
			needs = moves(needs, sys, c)
		}
	}
	return needs
}

// changes are the columns that may be written: the declared ones but for keys,
// the links that can be cut, and the flags.
func changes(sys register.System, c register.Collection) []string {
	var all []string
	for _, f := range c.Fields {
		if !f.Draft && !f.Data.IsKey() {
			all = append(all, f.Name)
		}
	}
	for _, link := range c.Person {
		if link.From == "" {
			all = append(all, link.Through...)
		}
	}
	for _, other := range sys.Collections { // a person's record leads to other
		for _, link := range other.Person {
			if link.From == c.Name {
				all = append(all, link.Through...)
			}
		}
	}
	if c.Restrict != nil {
		all = slices.AppendSeq(all, maps.Keys(c.Restrict.Flag))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func flags(marks map[string]string) []system.Flag {
	var all []system.Flag
	for _, name := range slices.Sorted(maps.Keys(marks)) {
		all = append(all, system.Flag{Column: name, Value: marks[name]})
	}
	return all
}

// moves lets the records of c move to where restricted ones lie, and back when
// the restriction is lifted. The everyday reader of c is to stay out of there.
func moves(needs []system.Need, sys register.System, c register.Collection) []system.Need {
	target := c.Restrict.Move
	if to, ok := sys.Collection(target); ok {
		target = to.In()
	}
	at := func(name string) *system.Need {
		i := slices.IndexFunc(needs, func(n system.Need) bool { return strings.EqualFold(n.Collection, name) })
		if i < 0 {
			needs = append(needs, system.Need{Collection: name})
			i = len(needs) - 1
		}
		return &needs[i]
	}
	from := at(c.In())
	from.Erase, from.Receive = true, true
	to := at(target)
	to.Erase, to.Receive, to.Kept, to.Reader = true, true, true, c.Restrict.Reader
	return needs
}
