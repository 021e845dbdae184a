package letter

import (
	"encoding/json"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/register"
)

// PortableFormat names the JSON of a portability file.
const PortableFormat = "varsam/portable/1"

// Portable is what Art. 20 gives: the data a person has provided, observed data
// included, in records that consent or a contract carries. The files are one
// JSON, its JSON Schema, and one CSV a collection. What is left out is listed
// with its reason.
//
// Two readings, both for the person: a field whose source the register does not
// state is included, and a ground that this very request ends still counts. The
// error is Invalid without a register.
func Portable(in Input) ([]File, error) {
	c, err := printer(in)
	if err != nil {
		return nil, err
	}
	collector := &portable{composer: c, left: []leftOut{}}
	for _, i := range c.Plan.Items {
		if c.see(i) >= masked {
			collector.add(i)
		}
	}
	return collector.files()
}

// portable collects what goes into the files.
type portable struct {
	*composer
	collections []*portableCollection
	left        []leftOut
	notes       []string
}

// portableCollection is one collection with the columns that any record of it
// gives.
type portableCollection struct {
	system, name string
	declared     register.Collection
	columns      []portableColumn
	records      []map[string]varsam.Value
}

type portableColumn struct {
	name  string
	kinds []varsam.Kind
}

type leftOut struct {
	System     string `json:"system"`
	Collection string `json:"collection"`
	Field      string `json:"field,omitempty"`
	Records    int    `json:"records"`
	Reason     string `json:"reason"`
}

func (x *portable) add(i plan.Item) {
	needs, all, carried := x.carriedBy(i)
	if !carried {
		x.leave(i, "", x.p.T("portable.left.basis"))
		return
	}
	collection := x.collection(i.Record.Ref)
	record := map[string]varsam.Value{}
	for _, f := range i.Record.Fields {
		declared, known := collection.Field(f.Name)
		needed := all || declared.Data.IsKey() || declared.Data.CoveredBy(needs)
		if why := x.excluded(i, collection, f, declared, known, needed); why != "" {
			x.leave(i, f.Name, why)
			continue
		}
		x.note(declared)
		record[f.Name] = f.Value
	}
	if len(record) > 0 {
		x.into(i, collection, record)
	}
}

// carriedBy reports whether consent or a contract carries a record, and the
// categories that those activities need; all of them where they name none.
func (x *portable) carriedBy(i plan.Item) (needs []varsam.Category, all, carried bool) {
	for _, g := range i.Decision.Grounds {
		if g.Basis != varsam.Consent && g.Basis != varsam.Contract || g.Role == varsam.Processor || x.over(g) {
			continue
		}
		carried = true
		needs = append(needs, g.Needs...)
		all = all || len(g.Needs) == 0
	}
	return needs, all, carried
}

// over reports whether a ground had ended before the request came.
func (x *portable) over(g varsam.Ground) bool {
	switch g.End {
	case varsam.DatedEnd:
		return !g.Alive(x.Plan.Today)
	case varsam.EndedNow:
		return g.EndedBy == "" || !x.asks(g.EndedBy)
	}
	return false
}

// excluded says why a field stays out, or nothing.
func (x *portable) excluded(i plan.Item, c register.Collection, f varsam.Field, declared register.Field, known, needed bool) string {
	switch {
	case f.Value.IsNull():
		return ""
	case !known:
		return x.p.T("portable.left.undeclared")
	case declared.Data == "" || declared.About != "":
		return x.p.T("portable.left.nobody")
	case x.withheld(i, c, f):
		return x.p.T("portable.left.others")
	case declared.Source != "" && declared.Source != "person" && declared.Source != "observed":
		return x.p.T("portable.left.source", x.sourceWords(declared.Source))
	case !needed:
		return x.p.T("portable.left.need")
	case f.Value.Kind() == varsam.Large:
		return x.p.T("portable.left.large", x.p.Size(f.Value.Int()))
	}
	return ""
}

// note remembers what the reader must know of the choices made.
func (x *portable) note(f register.Field) {
	switch {
	case f.Data.IsKey():
		x.notes = union(x.notes, []string{x.p.T("portable.note.key")})
	case f.Source == "":
		x.notes = union(x.notes, []string{x.p.T("portable.note.source")})
	}
}

func (x *portable) leave(i plan.Item, field, reason string) {
	l := leftOut{i.Record.Ref.System, i.Record.Ref.Collection, field, 1, reason}
	for at, o := range x.left {
		if o.System == l.System && o.Collection == l.Collection && o.Field == l.Field && o.Reason == l.Reason {
			x.left[at].Records++
			return
		}
	}
	x.left = append(x.left, l)
}

// into adds a record to its collection and keeps the columns in the order of the
// system.
func (x *portable) into(i plan.Item, declared register.Collection, record map[string]varsam.Value) {
	ref := i.Record.Ref
	at := slices.IndexFunc(x.collections, func(c *portableCollection) bool { return c.system == ref.System && c.name == ref.Collection })
	if at < 0 {
		x.collections = append(x.collections, &portableCollection{system: ref.System, name: ref.Collection, declared: declared})
		at = len(x.collections) - 1
	}
	c := x.collections[at]
	for _, f := range i.Record.Fields {
		if v, ok := record[f.Name]; ok {
			c.column(f.Name, v.Kind())
		}
	}
	c.records = append(c.records, record)
}

func (c *portableCollection) column(name string, kind varsam.Kind) {
	at := slices.IndexFunc(c.columns, func(col portableColumn) bool { return col.name == name })
	if at < 0 {
		c.columns = append(c.columns, portableColumn{name: name})
		at = len(c.columns) - 1
	}
	c.columns[at].kinds = union(c.columns[at].kinds, []varsam.Kind{kind})
}

// id names a collection in the files.
func (c *portableCollection) id() string { return c.system + "/" + c.name }

// exact is a value of the file: bytes are base64, the rest as in a copy.
func exact(v varsam.Value) json.RawMessage {
	if v.Kind() != varsam.Bytes {
		return jsonValue(v)
	}
	text, err := json.Marshal(v.Raw())
	if err != nil {
		panic("letter: bytes are always JSON: " + err.Error())
	}
	return text
}
