package varsam

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
)

// Catalogue is what a connected system says of itself.
type Catalogue struct {
	Engine      string       `json:"engine"` // name and version
	ReadOnly    string       `json:"read_only,omitempty"`
	Collections []Collection `json:"collections"`
}

// Find is the collection of that name.
func (c Catalogue) Find(name string) (Collection, bool) {
	for _, coll := range c.Collections {
		if coll.Name == name {
			return coll, true
		}
	}
	return Collection{}, false
}

// Collection is one table, view, mailbox or kind of object of a system.
type Collection struct {
	Name       string      `json:"name"` // as the register writes it; with schema where not the default
	View       bool        `json:"view,omitempty"`
	Columns    []Column    `json:"columns"`
	Key        []string    `json:"key"` // empty: rows cannot be named, so the collection is read-only for us
	Unique     [][]string  `json:"unique,omitempty"`
	Indexes    []Index     `json:"indexes,omitempty"`
	References []Reference `json:"references,omitempty"` // from here to others
	Triggers   []Trigger   `json:"triggers,omitempty"`
	Checks     []string    `json:"checks,omitempty"` // texts of CHECK constraints

	// ReadOnly says why we may not change it: no key, a view, a storage engine
	// without transactions. Steps on it become assisted.
	ReadOnly string `json:"read_only,omitempty"`

	// Events says that each record is something that happened, as a mail is: one person may have any number of them.
	Events bool  `json:"events,omitempty"`
	Rows   int64 `json:"rows"` // estimate, -1 when not known; no part of the fingerprint
}

// Column is one column of a collection.
type Column struct {
	Name      string   `json:"name"`
	Type      string   `json:"type"` // as the system writes it
	Kind      Kind     `json:"kind"` // what its values are read as
	NotNull   bool     `json:"not_null,omitempty"`
	Default   bool     `json:"default,omitempty"`
	Generated bool     `json:"generated,omitempty"` // never written
	Size      int      `json:"size,omitempty"`      // longest text in characters, 0 when unbounded
	Options   []string `json:"options,omitempty"`   // the values of an enumeration
	Takes     bool     `json:"takes,omitempty"`     // texts can be taken out of it: Assignment.Take
}

// Index is one index; Expression indexes serve the canonical stage.
type Index struct {
	Name       string   `json:"name"`
	Columns    []string `json:"columns,omitempty"`
	Expression string   `json:"expression,omitempty"`
	Unique     bool     `json:"unique,omitempty"`
	Partial    bool     `json:"partial,omitempty"`
}

// Action is what a database does to children by itself.
type Action string

// The actions of a foreign key. We never rely on one.
const (
	NoAction   Action = "no action"
	Cascade    Action = "cascade"
	SetNull    Action = "set null"
	SetDefault Action = "set default"
)

// Reference is a foreign key, declared in the system or in the register.
type Reference struct {
	Name      string   `json:"name,omitempty"`
	Columns   []string `json:"columns"`
	To        string   `json:"to"`
	ToColumns []string `json:"to_columns"`
	OnDelete  Action   `json:"on_delete"`
	OnUpdate  Action   `json:"on_update"`
}

// Trigger is something the system does by itself when a row changes.
type Trigger struct {
	Name   string   `json:"name"`
	Timing string   `json:"timing"` // before, after, instead of
	Events []string `json:"events"` // insert, update, delete
	Body   string   `json:"body"`   // its text
}

// Column is the column of that name.
func (c Collection) Column(name string) (Column, bool) {
	i := slices.IndexFunc(c.Columns, func(col Column) bool { return col.Name == name })
	if i < 0 {
		return Column{}, false
	}
	return c.Columns[i], true
}

// IsUnique reports whether the columns are the key or a unique constraint, in
// any order.
func (c Collection) IsUnique(columns ...string) bool {
	for _, u := range append([][]string{c.Key}, c.Unique...) {
		if len(u) == len(columns) && !slices.ContainsFunc(u, func(n string) bool { return !slices.Contains(columns, n) }) {
			return true
		}
	}
	return false
}

// Fingerprint is a digest of the collection's structure: columns, keys,
// references, triggers and checks, and of the references from elsewhere that a
// change here would set off. Row counts and plain indexes are no part of it.
func (c Catalogue) Fingerprint(name string) string {
	coll, _ := c.Find(name)
	coll.Rows, coll.Indexes = 0, nil
	type inbound struct {
		From string
		Reference
	}
	var refs []inbound
	for _, other := range c.Collections {
		for _, r := range other.References {
			if r.To == name {
				refs = append(refs, inbound{other.Name, r})
			}
		}
	}
	text, err := json.Marshal(struct {
		Collection Collection
		Inbound    []inbound
	}{coll, refs})
	if err != nil {
		panic("varsam: a catalogue is always JSON: " + err.Error())
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}

// ConnectorSpec is all a kind of system says about itself; parsing, checks, the
// JSON Schema, the documentation page and the form are made from it.
type ConnectorSpec struct {
	Name     string
	Title    Words
	Doc      string
	Settings []Setting
	Can      []OpKind // what it does by itself; anything else becomes assisted
}

// Setting is one option of a connector.
type Setting struct {
	Name     string
	Doc      string
	Default  string
	Required bool
	Secret   bool // given by reference only: env:NAME or file:PATH
	Path     bool // names a file; a relative one starts at the register's folder
	Options  []string
	Example  string
}
