package system

// Need is what must be possible in one collection, so that the system's
// administrator can grant that and nothing else.
type Need struct {
	Collection string // its name in the system

	// Change lists the columns that may be written; nil where the collection is
	// only searched. Erase and Receive: records may be removed, may be moved here.
	Change  []string
	Erase   bool
	Receive bool

	// Reader is whom restricted records are kept from: those that lie here, when
	// Kept, or those that have one of Flags, by what Obeys says.
	Reader string
	Kept   bool
	Flags  []Flag
	Obeys  string
}

// Flag is a column and what the register sets it to, as it is written there.
type Flag struct{ Column, Value string }

// Acts reports whether anything may be changed.
func (n Need) Acts() bool { return len(n.Change) > 0 || n.Erase || n.Receive }

// Permission is what an administrator is asked to allow.
type Permission struct {
	System string
	Role   string // whom Varsam connects as
	Schema string // where collections without one lie
	Needs  []Need
}
