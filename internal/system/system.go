// Package system is the contract between the pipeline and whatever holds
// records: a database, a mailbox, a vendor's service, a person with a binder.
// It knows no law and no register; it finds, changes and observes records as it
// is told, and never reports more than happened.
package system

import (
	"context"
	"io"
	"time"

	"github.com/varsam/varsam"
)

// System is one connected system. All methods may be called concurrently.
//
// Errors carry a code: Unavailable when it does not answer, Denied when it
// refuses us, Unsupported when it cannot do that at all, Changed when its
// structure is not the expected one, Invalid when the question names something
// that does not exist. No error text holds a value from a record.
type System interface {
	// Describe reads the structure: collections, keys, references, triggers.
	Describe(ctx context.Context) (varsam.Catalogue, error)

	// Find calls yield for each record that the selection takes, each once, in
	// key order where there is a key. An error from yield ends the search and is
	// returned as it is. Records are read in a stream or in bounded pages; nothing
	// may be inferred from an incomplete search. Yield may ask the System again,
	// which then holds a connection for each level: a few levels, never without
	// bound.
	Find(ctx context.Context, sel Selection, yield func(varsam.Record) error) (Found, error)

	// Content opens a field that was read as a Large value.
	Content(ctx context.Context, ref varsam.Ref, field string) (io.ReadCloser, error)

	// Apply carries out one operation in one transaction of the system, where it
	// has transactions. Inside it the targets are locked and their versions held
	// against the frozen ones: a target already in the planned state counts as
	// done, one that differs is left untouched and reported, and if more or
	// other rows would change than the targets, everything is rolled back with
	// code Changed. So it is, when the change would reach rows elsewhere by a
	// cascade. An error with code Unknown means that the answer was lost and the
	// change may have happened; any other error means that nothing did. Conflict
	// means that the system did not keep what was written, or a constraint or
	// trigger refused it. A moved record's new version stands under its new Ref.
	Apply(ctx context.Context, op varsam.Operation) (varsam.Applied, error)

	// Observe reads every target again, from the primary, and says whether it is
	// as the operation leaves it. It changes nothing. An operation without Kind
	// and Set asks whether the targets are unchanged. Rows that a policy hides
	// from us are an error, never absent.
	Observe(ctx context.Context, op varsam.Operation) (varsam.Observation, error)

	// Close releases connections. The System is not used afterwards.
	Close() error
}

// Selection says which records of one collection: those that satisfy any of
// Match, when there is one, and Cond, when there is one.
type Selection struct {
	Collection string
	Match      []Match
	Cond       *varsam.Cond

	// Fields to read; nil reads all. The key's columns are among a record's fields
	// in any case. Version asks for the record's version, which reads all columns.
	Fields  []string
	Version bool

	// Lent says that yield keeps no record: the system may give the next one in the
	// same memory. Values may be kept.
	Lent bool

	// Limit ends the search after so many records, as incomplete; 0 is no limit.
	Limit int

	// After takes only the records behind this key, in the order in which the
	// system reads them: a long reading goes on where the last record of another
	// search was. Code Unsupported where the order of keys does not allow it.
	After []varsam.Value
}

// Match takes the records whose Fields, folded, equal one of Tuples, folded the
// same. One Match holds at most [varsam.MaxBatch] keys; a caller with more asks
// again. Values are converted to the column's type; one that cannot be, matches
// nothing, and neither does null.
type Match struct {
	Fields []string
	Fold   varsam.Fold
	Tuples [][]varsam.Value
}

// Found says how a search went.
type Found struct {
	Complete   bool
	Why        string // why it is not complete, as a reason code
	Scanned    bool   // no index served it: the whole collection was read
	Statements int    // sent to the system

	// Unread are the first records of which a text could not be read, in the order
	// of Refs; Omitted, how many there were beyond MaxUnread. Only FindText tells.
	Unread  []Unread
	Omitted int

	// Private is how many records were skipped because an employee's own mailbox
	// holds them and they are marked private. They were not looked at, and the
	// search is none the less complete.
	Private int
}

// Batcher is an optional ability: several operations in one transaction, all or
// none of them. They are few, their targets together no more than
// [varsam.MaxBatch], and no target is in two of them.
type Batcher interface {
	// ApplyAll carries out the operations in their order. Each is held to what
	// Apply promises, and when one of them cannot reach the planned state on every
	// one of its targets, nothing at all is changed. Errors are as in Apply.
	//
	// Ready is called when everything is done but the commit, perhaps more than
	// once; its error undoes everything and is returned.
	ApplyAll(ctx context.Context, ops []varsam.Operation, ready func() error) ([]varsam.Applied, error)
}

// Sampler is an optional ability: a System that can show some records without a
// selection, spread over the collection.
type Sampler interface {
	Sample(ctx context.Context, collection string, n int, yield func(varsam.Record) error) error
}

// Accounts is an optional ability: a System that can tell who may come in.
type Accounts interface {
	// Accounts are the names under which somebody may sign in, in order. Code
	// Denied where we may not ask, Unsupported where there are none.
	Accounts(ctx context.Context) ([]string, error)
}

// AccountCloser is an optional ability: a System that can let somebody in no more.
type AccountCloser interface {
	// CloseAccount lets an account sign in no more and ends the connections it has;
	// what it owns stays. Code NotFound when there is none of that name, Denied where
	// we have no right to, or when the account is our own, Unsupported where there are
	// no accounts.
	CloseAccount(ctx context.Context, account string) error
}

// Advisor is an optional ability: which index would spare a search by a folded
// column from reading the whole collection.
type Advisor interface {
	// IndexFor is the statement that makes the index, for the administrator to
	// run; empty when none would help. Varsam never runs it.
	IndexFor(ctx context.Context, collection, column string, fold varsam.Fold) (string, error)
}

// Prober is an optional ability: whether the everyday reader that the register
// names is kept from restricted records.
type Prober interface {
	Probe(ctx context.Context, op varsam.Operation, reader string) (prevented bool, err error)
}

// Config is what a connector is opened with.
type Config struct {
	System   string            // its name in the register, for Refs
	Settings map[string]string // with secrets resolved
	Zone     *time.Location    // reads columns that have no zone
	Backups  varsam.Period     // how long the system's backups live
	Today    varsam.Date

	// ReadOnly has a database refuse whatever would change it, by its own means,
	// for who only looks. Systems that are no databases leave it.
	ReadOnly bool

	// Personal are the mailboxes that are one employee's own each; what is marked
	// private there is skipped by whoever looks for people.
	Personal []string

	// Rows reads a collection of another system of the register, each record as its
	// fields' texts, for systems whose own lacks something that stands there: when a
	// project ended. It fails when not all of it could be read. Nil where there is no
	// register.
	Rows func(ctx context.Context, system, collection string, yield func(map[string]string) error) error

	// Documents reads documents for systems that hold some; the others leave it.
	Documents Documents
}

// Connector is a kind of system: what it says of itself, and how to open one.
type Connector struct {
	Spec varsam.ConnectorSpec
	Open func(ctx context.Context, cfg Config) (System, error)

	// Grants is what an administrator runs to permit what is needed, as text in the
	// system's own language; nil where there is no such thing. Nobody but the
	// administrator runs it.
	Grants func(Permission) string
}
