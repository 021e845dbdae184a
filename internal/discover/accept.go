package discover

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// Accepted is what a system's file is to take over.
type Accepted struct {
	System string
	Found  []register.Found
}

// Accept gathers the proposals of findings by system. NotFound names a finding
// that the report does not have, Unsupported one that only a person can mend,
// because the register says something of its column already.
func (r Report) Accept(ids []string) ([]Accepted, error) {
	var all []Accepted
	for _, id := range ids {
		i := slices.IndexFunc(r.Findings, func(f Finding) bool { return f.ID == id })
		if i < 0 {
			return nil, varsam.Errorf(varsam.NotFound, "the last discovery has no finding %s; varsam discover lists them", id)
		}
		f := r.Findings[i]
		if f.Takes == nil {
			return nil, varsam.Errorf(varsam.Unsupported, "finding %s has nothing that can be taken over: the register says something of %s already, which only a person may change", id, f.Where())
		}
		at := slices.IndexFunc(all, func(a Accepted) bool { return a.System == f.System })
		if at < 0 {
			at = len(all)
			all = append(all, Accepted{System: f.System})
		}
		same := func(x register.Found) bool { return x.Collection == f.Takes.Collection && x.Field == f.Takes.Field }
		if !slices.ContainsFunc(all[at].Found, same) {
			all[at].Found = append(all[at].Found, *f.Takes)
		}
	}
	return all, nil
}

// Stands reports, with Changed, the first column that the system does not have any
// more.
func (a Accepted) Stands(catalogue varsam.Catalogue) error {
	for _, found := range a.Found {
		table, _ := catalogue.Find(found.Collection)
		if _, ok := table.Column(found.Field); !ok {
			return varsam.Errorf(varsam.Changed, "%s has no %s.%s any more; run varsam discover again", a.System, found.Collection, found.Field)
		}
	}
	return nil
}
