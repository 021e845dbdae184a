package duty

import (
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// declared is what the register itself says of duties, as records. They have no
// version: who changes them changes the register.
func declared(reg *register.Register) (all []Record) {
	add := func(k Kind, s Subject, f Facts) {
		r := Record{ID: "register:" + string(k) + ":" + s.String(), Kind: k, Subject: s, Facts: f.tidy(), State: Open, Register: true}
		r.Next = Define(k).next(r, reg.Organisation.Location())
		all = append(all, r)
	}
	for _, p := range reg.Parties {
		if p.Agreement != nil {
			k := Agreement
			if p.Kind == "joint" {
				k = Joint
			}
			add(k, party(p.Name), agreementFacts(*p.Agreement))
		}
		if p.Transfer != nil {
			add(Transfer, party(p.Name), transferFacts(*p.Transfer, p.Country))
		}
	}
	for _, a := range reg.Activities {
		if i := a.Basis.Interest; i != nil {
			add(InterestTest, activity(a.Name), Facts{
				"interest": i.Interest.In(varsam.English), "necessity": i.Necessity, "balance": i.Balance, "review": i.Review.String(),
			})
		}
		if i := a.Instruction; i != nil && a.Party != "" {
			add(Instruction, party(a.Party), Facts{"given": i.Given.String(), "document": i.Document, "retention": "yes"})
		}
	}
	for _, s := range reg.Systems {
		for _, m := range s.Measures {
			r := Record{ID: "register:measure:" + s.Name + ":" + m.Measure, Kind: Measure, Subject: inSystem(s.Name), State: Open, Register: true}
			r.Facts = Facts{"measure": m.Measure, "tested": m.Tested.String(), "review": m.Review.String()}.tidy()
			r.Next = m.Review
			r.Owner = s.Owner
			all = append(all, r)
		}
	}
	return all
}

func agreementFacts(a register.Agreement) Facts {
	f := Facts{
		"version": a.Version, "signed": a.Signed.String(), "ends": a.Ends.String(), "document": a.Document,
		"clauses": strings.Join(a.Clauses, " "),
	}
	if form, ok := agreementForms[strings.ToLower(a.Kind)]; ok {
		f["form"] = form
	}
	return f
}

func transferFacts(t register.Transfer, country string) Facts {
	f := Facts{
		"mechanism": t.Mechanism, "module": t.Module, "checked": t.Checked.String(), "until": t.Until.String(), "country": country,
	}
	if t.HR {
		f["hr"] = "yes"
	}
	return f
}
