package discover

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii"
	"github.com/varsam/varsam/internal/pii/column"
	"github.com/varsam/varsam/internal/register"
)

const message = varsam.Category("behaviour.message")

// summary says how much was read.
func (r *reader) summary(ended bool) Collection {
	_, declared := r.v.declared(r.table.Name)
	return Collection{
		System: r.v.entry.Name, Collection: r.table.Name, Declared: declared, Rows: r.table.Rows,
		Read: max(r.state.Read, r.state.Sampled), Complete: r.state.Complete, Partial: !ended,
	}
}

// seen is one column with what is known of it.
type seen struct {
	reader  *reader
	at      int // of the column
	column  varsam.Column
	verdict column.Verdict
	path    string // of the field inside its documents; empty for all of the column
	whole   bool
	partial bool

	collection register.Collection
	declared   bool // the collection is
	field      register.Field
	said       bool // the field is
}

// compare holds what a collection was seen to hold against the register.
func (v *visit) compare(r *reader, partial bool) []Finding {
	var all []Finding
	collection, declared := v.declared(r.table.Name)
	for i, c := range r.table.Columns {
		s := seen{reader: r, at: i, column: c, partial: partial, collection: collection, declared: declared}
		s.verdict, s.whole = r.verdict(i)
		s.field, s.said = collection.Field(c.Name)
		all = append(all, s.findings()...)
	}
	return all
}

func (s seen) findings() []Finding {
	if s.field.About == "organisation" {
		return nil
	}
	switch {
	case len(s.verdict.Paths) > 0:
		return s.custom()
	case s.verdict.Text:
		return s.text()
	case s.said && s.field.Data != "":
		return s.held()
	case s.verdict.Score >= pii.Likely && s.verdict.Category != "":
		return []Finding{s.proposing(s.found(s.undeclared()))}
	}
	return nil
}

// undeclared is the code for data that the register does not know.
func (s seen) undeclared() Code {
	switch {
	case !s.declared:
		return UndeclaredTable
	case s.said:
		return NotSaid
	}
	return Undeclared
}

// held looks at a column that is declared to hold something.
func (s seen) held() []Finding {
	v, data := s.verdict, s.field.Data
	filled := v.Stats.Rows - v.Stats.Empty
	switch {
	case filled == 0:
		return s.unused()
	case v.Category != "" && v.Score >= pii.Likely && !related(data, v.Category):
		return []Finding{s.found(OtherContent)}
	case s.misses() && filled >= 5:
		f := s.found(OtherContent)
		f.Rows = filled
		return []Finding{f}
	case v.Identifies == varsam.NationalID && s.field.Reason == "" && v.Score >= pii.Likely:
		return []Finding{s.found(NationalReason)}
	}
	return nil
}

// misses reports whether the values do not pass as what is declared.
func (s seen) misses() bool {
	return slices.ContainsFunc(s.verdict.Reasons, func(r varsam.Reason) bool { return r.Code == string(column.WhyOthers) })
}

// related reports whether what is declared leaves room for what is seen: one is
// the other or an ancestor, both are names, or a whole document is declared, which
// may have names and addresses on it but no identity number, card or diagnosis.
func related(declared, seen varsam.Category) bool {
	if declared.Covers(seen) || seen.Covers(declared) || name.Covers(declared) && name.Covers(seen) {
		return true
	}
	if declared == "person.family" && (name.Covers(seen) || varsam.Category("contact").Covers(seen)) {
		return true
	}
	grave := seen.Special() || seen == "person.national-id" || seen == "payment.card"
	root, _, _ := strings.Cut(string(declared), ".")
	return !grave && slices.Contains(documents, root) && declared != "payment.bank-account" && declared != "payment.card"
}

const name = varsam.Category("person.name")

// documents are the roots of categories that are declared of whole records.
var documents = []string{"payment", "financial", "employment", "behaviour", "consent"}

// leastUnused is how many rows an empty column must have to be worth a word.
const leastUnused = 20

func (s seen) unused() []Finding {
	if !s.whole || s.partial || s.verdict.Stats.Rows < leastUnused || s.field.Data.IsKey() || s.serves() {
		return nil
	}
	f := s.found(NeverUsed)
	f.Category, f.Type, f.Masks, f.Rows = "", "", nil, 0
	return []Finding{f}
}

// serves reports whether the register has the column for something that may never
// happen: a block, a stop, an end, a withdrawal.
func (s seen) serves() bool {
	column, c := s.column.Name, s.collection
	if s.field.Stop != nil {
		return true
	}
	if c.Restrict != nil {
		if _, ok := c.Restrict.Flag[column]; ok {
			return true
		}
	}
	return slices.ContainsFunc(c.CarriedBy, func(carry register.Carry) bool {
		consent := carry.Consent != nil && (carry.Consent.Given == column || carry.Consent.Withdrawn == column || carry.Consent.Wording == column)
		return consent || carry.From == column || carry.Until == column
	})
}

// documented is what the register may say of a column of documents with people in them.
var documented = register.Found{Data: "person", Text: true}

// custom looks at the fields inside documents.
func (s seen) custom() []Finding {
	var all []Finding
	for _, path := range s.verdict.Paths {
		inner := s
		inner.verdict, inner.path = path.Verdict, path.Path
		if path.Verdict.Text {
			all = append(all, inner.text()...)
			continue
		}
		national := path.Verdict.Identifies == varsam.NationalID
		if s.field.Data.Covers(path.Verdict.Category) && s.field.Data != "" || s.field.Text && !national && !path.Verdict.Category.Special() {
			continue
		}
		all = append(all, inner.proposed(inner.found(CustomField), documented))
	}
	return all
}

// text looks at running text.
func (s seen) text() []Finding {
	var found []Finding
	national, special, others := s.hits()
	if len(national) > 0 {
		f := s.counted(NationalInText, national)
		f.Category, f.Type = pii.SEPersonnummer.Category(), national[0].Type
		found = append(found, f)
	}
	if len(special) > 0 && !s.reader.carriesSpecial(s.at) {
		f := s.counted(SpecialInText, special)
		f.Category, f.Type = s.category(special[0].Type), special[0].Type
		found = append(found, f)
	}
	if all := slices.Concat(national, others); !s.field.Text && enough(all, s.verdict.Stats) {
		f := s.counted(TextNotMarked, all)
		f.Category, f.Type = message, ""
		takes := register.Found{Data: cmp.Or(s.field.Data, message), Text: true}
		if s.path != "" {
			takes = documented
		}
		found = append(found, s.proposed(f, takes))
	}
	return found
}

// hits are the counts of a text column, the most frequent first.
func (s seen) hits() (national, special, others []Count) {
	for _, t := range slices.Sorted(maps.Keys(s.verdict.Hits)) {
		h := s.verdict.Hits[t]
		count := Count{t, h.Rows, h.Hits}
		switch {
		case s.field.Data != "" && s.field.Data.Covers(s.category(t)) && t.Identifies() == "": // a postcode in an address
		case t.Identifies() == varsam.NationalID:
			national = append(national, count)
		case s.category(t).Special():
			special = append(special, count)
		default:
			others = append(others, count)
		}
	}
	for _, counts := range [][]Count{national, special, others} {
		slices.SortStableFunc(counts, func(a, b Count) int { return cmp.Compare(b.Rows, a.Rows) })
	}
	return national, special, others
}

// enough reports whether text has so much in it that it is no chance: things that
// are also people's names stand in any text.
func enough(counts []Count, stats column.Stats) bool {
	for _, c := range counts {
		least := int64(1)
		if c.Type == pii.Person || c.Type == pii.Address {
			least = max(3, (stats.Rows-stats.Empty)/50)
		}
		if c.Rows >= least {
			return true
		}
	}
	return false
}

func (s seen) category(t pii.Type) varsam.Category { return s.reader.columns.Category(t) }

// found is the finding of a code in the column.
func (s seen) found(code Code) Finding {
	v := s.verdict
	f := Finding{
		Code: code, System: s.reader.v.entry.Name, Collection: s.reader.table.Name, Column: s.column.Name, Path: s.path,
		Declared: s.field.Data, Category: v.Category, Type: v.Type, Score: v.Score,
		Read: v.Stats.Rows, Rows: v.Stats.Passing, Masks: v.Masks[v.Type], Reasons: v.Reasons, Whole: s.whole, Partial: s.partial,
	}
	if f.Rows == 0 {
		f.Rows = v.Stats.Rows - v.Stats.Empty
	}
	if v.Category.Special() && (code == Undeclared || code == UndeclaredTable || code == NotSaid) {
		f.Code = Special
	}
	f.Severity, f.Paragraph = s.weight(f)
	f.identify()
	return f
}

func (s seen) counted(code Code, counts []Count) Finding {
	f := s.found(code)
	f.Counts, f.Rows, f.Masks = counts, 0, nil
	for _, c := range counts {
		f.Rows = max(f.Rows, c.Rows)
		if !s.category(c.Type).Special() {
			f.Masks = append(f.Masks, s.verdict.Masks[c.Type]...)
		}
	}
	return f
}

// proposing adds what the register may take over of a whole column.
func (s seen) proposing(f Finding) Finding {
	return s.proposed(f, register.Found{Data: s.verdict.Category, Identifies: s.identifies()})
}

// identifies: a number that leads to a person does so only in a collection of
// people, and not as their next of kin's; in another it may be anybody's.
func (s seen) identifies() varsam.IdentifierType {
	self := func(l register.Link) bool { return l.Self }
	named, _ := column.ByName(s.column.Name, s.column.Kind)
	if named.Other || s.declared && !slices.ContainsFunc(s.collection.Person, self) {
		return ""
	}
	return s.verdict.Identifies
}

// proposed adds a proposal, unless the register says something of the column
// already: what somebody wrote is not changed by a machine.
func (s seen) proposed(f Finding, found register.Found) Finding {
	if s.said && !s.blank() {
		return f
	}
	found.Collection, found.Field = f.Collection, f.Column
	f.Takes, f.Proposal = &found, found.YAML()
	return f
}

// blank reports whether a draft names the column and says nothing of it, as one made from names does of most.
func (s seen) blank() bool {
	f := s.field
	return (s.collection.Draft || s.reader.v.entry.Draft) && f == (register.Field{Name: f.Name})
}

// weight is how grave a finding is, and what it rests on.
func (s seen) weight(f Finding) (register.Severity, string) {
	finland := s.reader.v.reg.Organisation.Country == "FI"
	switch {
	case f.Code == Special || f.Code == SpecialInText || f.Category.Special():
		return register.Error, "Art. 9(1)"
	case f.Code == NationalInText || f.Code == NationalReason || f.Category == "person.national-id":
		return register.Error, map[bool]string{true: "dataskyddslagen (1050/2018) 29 §", false: "dataskyddslagen 3 kap. 10 §"}[finland]
	case f.Code == NeverUsed:
		return register.Warning, "Art. 5(1)(c)"
	case f.Code == OtherContent:
		return register.Warning, "Art. 5(1)(d)"
	case f.Code == TextNotMarked:
		return register.Warning, "Art. 15(1)"
	}
	return register.Warning, "Art. 30(1)(c)"
}
