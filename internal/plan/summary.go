package plan

import (
	"cmp"
	"slices"

	"github.com/varsam/varsam"
)

// Summary is a plan as tables, without words.
type Summary struct {
	Fates   []FateCount  `json:"fates"`             // every record, by system, collection, ownership and fate
	Blocked []BlockCount `json:"blocked,omitempty"` // what stays for a duty, by law and last day
	Steps   []StepCount  `json:"steps,omitempty"`   // what is done, in order
	Waits   []Wait       `json:"waits,omitempty"`   // what waits for whom
	Forward []PartyCount `json:"forward,omitempty"` // what belongs to another controller
	Stops   []varsam.Use `json:"stops,omitempty"`   // uses that stop

	Problems, Warnings, Gaps int
}

// FateCount is how many records have one fate. Reduced are those of them that
// would have had a harsher one, had no other record needed them.
type FateCount struct {
	System     string           `json:"system"`
	Collection string           `json:"collection"`
	Ownership  varsam.Ownership `json:"ownership"`
	Fate       varsam.Fate      `json:"fate"`
	Records    int              `json:"records"`
	Reduced    int              `json:"reduced,omitempty"`
}

// BlockCount is how many records stay for one law until one day.
type BlockCount struct {
	System     string      `json:"system"`
	Collection string      `json:"collection"`
	Law        string      `json:"law,omitempty"`
	Until      varsam.Date `json:"until,omitzero"`
	Records    int         `json:"records"`
}

// StepCount is how many records one kind of operation changes in one collection.
type StepCount struct {
	System     string        `json:"system"`
	Collection string        `json:"collection,omitempty"`
	Kind       varsam.OpKind `json:"kind"`
	Steps      int           `json:"steps"`
	Records    int           `json:"records"`
}

// Wait is a task, or records that a person must look at; Owner is who has it.
type Wait struct {
	Owner   string        `json:"owner,omitempty"`
	System  string        `json:"system"`
	Step    string        `json:"step,omitempty"`
	Why     varsam.Reason `json:"why"`
	Due     varsam.Date   `json:"due,omitzero"`
	Records int           `json:"records,omitempty"`
}

// PartyCount is how many records a controller decides about.
type PartyCount struct {
	Party   string `json:"party"`
	System  string `json:"system"`
	Records int    `json:"records"`
}

// Summary counts the plan.
func (p Plan) Summary() Summary {
	s := Summary{Problems: len(p.Problems), Warnings: len(p.Warnings), Gaps: len(p.Gaps)}
	for _, item := range p.Items {
		s.item(item)
	}
	for _, step := range p.Steps {
		s.step(step)
	}
	slices.SortFunc(s.Blocked, func(a, b BlockCount) int {
		return cmp.Or(cmp.Compare(a.System, b.System), cmp.Compare(a.Collection, b.Collection), a.Until.Compare(b.Until), cmp.Compare(a.Law, b.Law))
	})
	slices.SortFunc(s.Forward, func(a, b PartyCount) int {
		return cmp.Or(cmp.Compare(a.Party, b.Party), cmp.Compare(a.System, b.System))
	})
	slices.Sort(s.Stops)
	s.Stops = slices.Compact(s.Stops)
	return s
}

func (s *Summary) item(item Item) {
	ref, d := item.Record.Ref, item.Decision
	fate := row(&s.Fates, func(c *FateCount) bool {
		return c.System == ref.System && c.Collection == ref.Collection && c.Ownership == item.Ownership && c.Fate == d.Fate
	}, FateCount{System: ref.System, Collection: ref.Collection, Ownership: item.Ownership, Fate: d.Fate})
	fate.Records++
	if item.Softened != "" {
		fate.Reduced++
	}
	s.Stops = append(s.Stops, d.Stops...)
	switch d.Fate {
	case varsam.Restrict:
		row(&s.Blocked, func(c *BlockCount) bool {
			return c.System == ref.System && c.Collection == ref.Collection && c.Law == d.Law && c.Until == d.Until
		}, BlockCount{System: ref.System, Collection: ref.Collection, Law: d.Law, Until: d.Until}).Records++
	case varsam.Forward:
		party := ""
		if len(d.Grounds) > 0 {
			party = d.Grounds[0].Party
		}
		row(&s.Forward, func(c *PartyCount) bool { return c.Party == party && c.System == ref.System },
			PartyCount{Party: party, System: ref.System}).Records++
	case varsam.Review:
		why := varsam.Reason{}
		if len(d.Reasons) > 0 {
			why = d.Reasons[0]
		}
		row(&s.Waits, func(w *Wait) bool {
			return w.Step == "" && w.System == ref.System && compareReasons(w.Why, why) == 0
		}, Wait{System: ref.System, Why: why}).Records++
	}
}

func (s *Summary) step(step Step) {
	if a := step.Assisted; a != nil {
		s.Waits = append(s.Waits, Wait{Owner: a.Owner, System: step.System, Step: step.ID, Why: a.Why, Due: a.Due, Records: len(step.Items)})
		return
	}
	c := row(&s.Steps, func(c *StepCount) bool {
		return c.System == step.System && c.Collection == step.Op.Collection && c.Kind == step.Op.Kind
	}, StepCount{System: step.System, Collection: step.Op.Collection, Kind: step.Op.Kind})
	c.Steps++
	c.Records += len(step.Items)
}

// row is the row that matches, or a new one. Tables have few rows.
func row[T any](rows *[]T, matches func(*T) bool, fresh T) *T {
	for i := range *rows {
		if matches(&(*rows)[i]) {
			return &(*rows)[i]
		}
	}
	*rows = append(*rows, fresh)
	return &(*rows)[len(*rows)-1]
}
