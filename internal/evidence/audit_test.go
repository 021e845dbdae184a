package evidence

import (
	"slices"
	"testing"
	"time"
)

func approved() Leaf { return Leaf{Kind: Approval, Request: "r", Plan: aPlan} }

func try(step Name) Leaf {
	return Leaf{Kind: Intent, Request: "r", Step: step, Attempt: 1, System: "crm", Plan: aPlan, Expected: Rows(2), Before: Rows(2)}
}

func came(of Leaf, id LeafID, state State, rows int) Leaf {
	of.Kind, of.State, of.Intent, of.After = Outcome, state, id, Rows(rows)
	return of
}

// auditCases are small logs of one request and what is to be found in each.
var auditCases = []struct {
	name  string
	build func(f *forge)
	want  []Finding
}{
	{"in order", func(f *forge) {
		f.add(approved())
		l := try("a")
		f.add(came(l, f.add(l), Applied, 2))
	}, nil},
	{"unknown, then found applied", func(f *forge) {
		f.add(approved())
		l := try("a")
		id := f.add(l)
		f.add(came(l, id, Unknown, 0))
		f.add(came(l, id, Applied, 2))
	}, nil},
	{"no outcome", func(f *forge) { f.add(approved()); f.add(try("a")) }, []Finding{{OpenIntent, 1}}},
	{"only unknown", func(f *forge) {
		f.add(approved())
		l := try("a")
		f.add(came(l, f.add(l), Unknown, 0))
	}, []Finding{{OpenIntent, 1}}},
	{"two outcomes", func(f *forge) {
		f.add(approved())
		l := try("a")
		id := f.add(l)
		f.add(came(l, id, Applied, 2))
		f.add(came(l, id, Refused, 0))
	}, []Finding{{NoIntent, 3}}},
	{"outcome before intent", func(f *forge) {
		f.add(approved())
		f.add(came(try("a"), LeafID{1}, Applied, 2))
	}, []Finding{{NoIntent, 1}}},
	{"outcome of another step", func(f *forge) {
		f.add(approved())
		l := try("a")
		id := f.add(l)
		l.Step = "b"
		f.add(came(l, id, Applied, 2))
	}, []Finding{{WrongIntent, 2}}},
	{"not approved", func(f *forge) {
		l := try("a")
		f.add(came(l, f.add(l), Applied, 2))
		f.add(approved()) // too late
	}, []Finding{{NotApproved, 0}}},
	{"no plan, an approval of none", func(f *forge) {
		f.add(Leaf{Kind: Approval, Request: "r"})
		l := try("a")
		l.Plan = Digest{}
		f.add(came(l, f.add(l), Applied, 2))
	}, []Finding{{NotApproved, 1}}},
	{"more rows than planned", func(f *forge) {
		f.add(approved())
		l := try("a")
		l.Before = Rows(3)
		out := came(l, f.add(l), Applied, 3)
		out.Expected, out.Before = Count{}, Count{}
		f.add(out)
	}, []Finding{{TooManyRows, 1}, {TooManyRows, 2}}},
	{"time goes back", func(f *forge) {
		l := approved()
		l.Time = time.UnixMicro(1_900_000_000_000_000).UTC()
		f.add(l)
		f.add(approved())
		l.Time = l.Time.Add(-patience)
		f.add(l) // machines differ a little
	}, []Finding{{TimeBackwards, 1}}},
}

func TestAudit(t *testing.T) {
	for _, c := range auditCases {
		f := newForge()
		c.build(f)
		report, err := Verify(f.pack("r").encode(), f.public())
		if err != nil || !slices.Equal(report.Findings, c.want) {
			t.Errorf("%s: %v, %v; want %v", c.name, report.Findings, err, c.want)
		}
	}
}
