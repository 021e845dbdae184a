// Package register is what an organisation says about its processing of
// personal data: systems, activities, parties. It loads and checks the files,
// keeps immutable versions, and points out what is missing. It opens no
// connection and decides no fate.
package register

import (
	"strings"
	"sync"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/law"
)

// Register is one loaded state. It is immutable; Digest names it in plans and in
// the evidence.
type Register struct {
	Organisation Organisation
	Systems      []System    // by name
	Activities   []Activity  // by name
	Parties      []Party     // by name
	Statements   []Statement // in the files' order
	Templates    []Template  // by document
	Digest       string      // SHA-256 over the canonical file set, hex

	files []*file // what it was read from, for the places of findings
}

// Organisation is the controller or processor whose register this is.
type Organisation struct {
	Name    string       `yaml:"organisation"`
	Title   varsam.Words `yaml:"title"`
	Number  string       `yaml:"number"` // organisation number
	Country string       `yaml:"country"`
	Public  bool         `yaml:"public"` // a public authority or body
	Zone    string       `yaml:"zone"`   // decides "today"
	Contact Contact      `yaml:"contact"`
	Officer Contact      `yaml:"officer"` // data protection officer, where there is one

	Representative Contact     `yaml:"representative"` // Art. 27
	Measures       []Measure   `yaml:"measures"`
	GPC            varsam.Date `yaml:"gpc"` // Global Privacy Control is honoured from that day

	Language varsam.Lang `yaml:"language"`
	Patterns []Pattern   `yaml:"patterns"`

	FiscalYears []law.FiscalYear `yaml:"fiscal_years"`
	FiscalYear  string           `yaml:"fiscal_year"` // regular start, "01-01"; years not listed follow it; see [Organisation.Years]
}

// Pattern is a kind of personal data of the organisation's own, as employee and member numbers are: an expression, words, or both.
type Pattern struct {
	Name       string          `yaml:"pattern"`
	Data       varsam.Category `yaml:"data"`
	Expression string          `yaml:"expression"` // RE2
	Words      []string        `yaml:"words"`      // found whole, in any case
	Beside     []string        `yaml:"beside"`     // words of which one must stand in the line
}

// Contact is how to reach somebody.
type Contact struct {
	Name    string `yaml:"name"`
	Email   string `yaml:"email"`
	Phone   string `yaml:"phone"`
	Address string `yaml:"address"`
	Web     string `yaml:"web"`
}

// System is one place where data lies.
type System struct {
	Name        string            `yaml:"system"`
	Title       varsam.Words      `yaml:"title"`
	Connector   string            `yaml:"connector"`
	Settings    map[string]string `yaml:"settings"` // secrets by reference: env:NAME, file:PATH
	Operator    string            `yaml:"operator"` // self, or a party
	Country     string            `yaml:"country"`
	Zone        string            `yaml:"zone"`
	Owner       string            `yaml:"owner"`
	Access      []string          `yaml:"access"`
	Backups     Backups           `yaml:"backups"`
	Measures    []Measure         `yaml:"measures"`
	Cookies     []Cookie          `yaml:"cookies"`
	Draft       bool              `yaml:"draft"` // may be searched, never acted on
	Routine     *Routine          `yaml:"routine"`
	Personal    map[string]string `yaml:"personal"` // mailboxes that are one employee's own, and whose
	Requests    *Letterbox        `yaml:"requests"`
	Collections []Collection      `yaml:"collections"`
}

// Routine is what the staff do with their mailboxes every month: what has come is
// deleted or filed, with a ground, and leaves the inbox. It is done only when all
// days of Begun are noted.
type Routine struct {
	Messages  string       `yaml:"messages"`  // the collection of mails
	Inbox     []string     `yaml:"inbox"`     // folders that are to be empty
	Day       int          `yaml:"day"`       // of a month, by which what came before that month has left
	Cases     *Filing      `yaml:"cases"`     // mails about a case
	Customers *Filing      `yaml:"customers"` // mails from whoever is known there
	Begun     RoutineBegun `yaml:"begun"`
}

// Filing says which mails belong where.
type Filing struct {
	Subject string `yaml:"subject"` // a regular expression whose first group is the case's number
	Known   string `yaml:"known"`   // system.collection.column that holds numbers or addresses
	Folder  string `yaml:"folder"`  // {number}, {address}, {domain} and {year} are filled in
}

// RoutineBegun is what comes first, with the day it was done: the staff are told
// (Art. 13), what it does to them is screened (Art. 35), and the unions have been
// negotiated with (11 § medbestämmandelagen; in Finland 8 § samarbetslagen).
type RoutineBegun struct {
	Informed   varsam.Date `yaml:"informed"`
	Screened   varsam.Date `yaml:"screened"`
	Negotiated varsam.Date `yaml:"negotiated"`
}

// Letterbox says in which mailboxes people write to use their rights.
type Letterbox struct {
	Messages string      `yaml:"messages"` // the collection of mails
	Accounts []string    `yaml:"accounts"` // the mailboxes that are read; nobody's own
	Folders  []string    `yaml:"folders"`  // INBOX when empty
	Since    varsam.Date `yaml:"since"`    // what came before is not read
	Receipts *bool       `yaml:"receipts"` // whether a receipt is sent; yes when left out
}

// In are the folders that are read.
func (b Letterbox) In() []string {
	if len(b.Folders) == 0 {
		return []string{"INBOX"}
	}
	return b.Folders
}

// Answers reports whether receipts are sent.
func (b Letterbox) Answers() bool { return b.Receipts == nil || *b.Receipts }

// Backups says how long copies outlive what they are copies of.
type Backups struct {
	Kept varsam.Period `yaml:"kept"`
}

// Measure is a security measure with its last test.
type Measure struct {
	Measure string       `yaml:"measure"`
	Title   varsam.Words `yaml:"title"`   // the same for the public, in several languages
	Private bool         `yaml:"private"` // not told on public pages
	Tested  varsam.Date  `yaml:"tested"`
	Review  varsam.Date  `yaml:"review"`
}

// Cookie is something that a site stores in or reads from a visitor's device.
type Cookie struct {
	Name     string        `yaml:"cookie"`
	Kind     string        `yaml:"kind"`     // cookie (default), storage or pixel
	Category string        `yaml:"category"` // necessary, preferences, statistics or marketing
	Purpose  varsam.Words  `yaml:"purpose"`
	Provider string        `yaml:"provider"` // self (default), or a party
	Kept     varsam.Period `yaml:"kept"`     // none: until the browser is closed
}

// Collection is one table or kind of object that holds personal data.
type Collection struct {
	Name      string       `yaml:"-"`      // the key in the system's collections
	Title     varsam.Words `yaml:"title"`  // what people call its records, in the plural
	Source    string       `yaml:"source"` // its name in the system, when another
	Draft     bool         `yaml:"draft"`
	Person    []Link       `yaml:"person"` // whose the records are; empty: nobody's
	Fields    []Field      `yaml:"fields"`
	CarriedBy []Carry      `yaml:"carried_by"`
	Events    bool         `yaml:"events"` // each record happened: one person may have any number
	Restrict  *Restrict    `yaml:"restrict"`

	// End is what becomes of a record whose every ground has ended: erase or
	// anonymise. Empty leaves the decision to a person.
	End varsam.Fate `yaml:"end"`

	Anonymise *Anonymise `yaml:"anonymise"`

	// References declares foreign keys that the system does not.
	References []Reference `yaml:"references"`
}

// In is the collection's name in its system.
func (c Collection) In() string {
	if c.Source != "" {
		return c.Source
	}
	return c.Name
}

// Link ties the records of a collection to people. One of:
//
//	person: self                                  each record is one person
//	person: {through: customer_id, to: customers} this record's column leads to a person's record
//	person: {through: customers.address_id}       a person's record leads here
//
// Whose other says that the person is named here but the record belongs to
// somebody else: the colleague who handled the case.
type Link struct {
	Self    bool             `yaml:"self"`
	Through []string         `yaml:"through"` // columns, here or (with From) in From
	From    string           `yaml:"-"`       // the collection whose columns lead here
	To      string           `yaml:"to"`      // the collection that this one's columns lead to
	Key     []string         `yaml:"key"`     // the columns led to, when not the key
	Shared  bool             `yaml:"shared"`  // several people may depend on one record
	Whose   varsam.Ownership `yaml:"whose"`   // own (default) or other
	When    *When            `yaml:"when"`    // only where it holds do the columns lead there
	Detach  bool             `yaml:"detach"`  // an other's record may have the link cut
}

// Leads reports whether the columns of a record lead where the link says, as far as
// its own condition goes.
func (l Link) Leads(r varsam.Record, zone *time.Location) bool {
	return l.When == nil || l.When.Cond.Eval(r, zone, nil) == varsam.True
}

// Asks are the columns that its condition reads.
func (l Link) Asks() []string {
	if l.When == nil {
		return nil
	}
	return l.When.Cond.Uses()
}

// Field is one declared column.
type Field struct {
	Name       string                `yaml:"-"` // the key in the collection's fields
	Data       varsam.Category       `yaml:"data"`
	Identifies varsam.IdentifierType `yaml:"identifies"` // searched; and extends the search, unless Extends is no
	Extends    *bool                 `yaml:"extends"`
	Several    bool                  `yaml:"several"`  // a cell may hold more than one
	Source     string                `yaml:"source"`   // person, observed, inferred, or a party or public register
	Reason     string                `yaml:"reason"`   // why a personal identity number is needed
	Text       bool                  `yaml:"text"`     // free text that may name people
	Protects   bool                  `yaml:"protects"` // a value says that the person has protected data
	Stop       *Stop                 `yaml:"stop"`     // this column is the mark that stops a use
	Needed     string                `yaml:"needed"`   // contract, statute or voluntary: Art. 13(2)(e)
	About      string                `yaml:"about"`    // organisation: not personal data
	Draft      bool                  `yaml:"draft"`    // a proposal that nobody has confirmed
}

// Stop says what a mark column is set to, to stop a use.
type Stop struct {
	Use varsam.Use `yaml:"use"`
	Set string     `yaml:"set"` // read as the column's type; "now" is the time of the step
}

// Carry says that an activity carries records of a collection.
type Carry struct {
	Activity string   `yaml:"activity"`
	When     *When    `yaml:"when"`    // only records that match
	From     string   `yaml:"from"`    // the column, or path through a reference, that starts the period
	Until    string   `yaml:"until"`   // the column that holds the last day; null is open
	Consent  *Consent `yaml:"consent"` // where the proof lies
	Keep     *Keep    `yaml:"keep"`    // instead of the activity's
}

// Consent names the columns of a consent. Without Given there is no ground.
type Consent struct {
	Given     string `yaml:"given"`
	Withdrawn string `yaml:"withdrawn"`
	Wording   string `yaml:"wording"`
}

// When is a condition as the register writes it, and as the pipeline reads it.
type When struct {
	Cond varsam.Cond
}

// Restrict says how a collection's records are kept from other uses. Several may
// be combined; with none the step is a task for the owner.
type Restrict struct {
	Move   string            `yaml:"move"`   // a collection where other roles have no right
	Flag   map[string]string `yaml:"flag"`   // columns set when restricted
	Blank  bool              `yaml:"blank"`  // empty what the duty does not need
	Obeys  string            `yaml:"obeys"`  // what obeys the flag
	Reader string            `yaml:"reader"` // the everyday reader a probe looks as
}

// Reference is a foreign key that only people know of.
type Reference struct {
	Columns []string `yaml:"columns"`
	To      string   `yaml:"to"`
	Key     []string `yaml:"key"`
}

// Activity is one processing with one purpose.
type Activity struct {
	Name        string              `yaml:"activity"`
	Title       varsam.Words        `yaml:"title"`
	Role        varsam.Role         `yaml:"role"`
	Party       string              `yaml:"party"` // the controller we are processor for, or joint with
	Owner       string              `yaml:"owner"`
	Purpose     varsam.Words        `yaml:"purpose"`
	Basis       Basis               `yaml:"basis"`
	Subjects    []string            `yaml:"subjects"`
	Needs       []varsam.Category   `yaml:"needs"`
	Recipients  []string            `yaml:"recipients"`
	Uses        []varsam.Use        `yaml:"uses"` // what a person can make stop
	Keep        Keep                `yaml:"keep"`
	OnRequest   string              `yaml:"on_request"` // end: promises more than the law
	Instruction *RetentionOrder     `yaml:"instruction"`
	Decisions   *AutomatedDecisions `yaml:"automated_decisions"`
	Withheld    varsam.Words        `yaml:"withheld"` // what follows when what is needed is not given
	Nature      varsam.Words        `yaml:"nature"`   // what is done with the data, for agreements
	Draft       bool                `yaml:"draft"`
}

// Marketing reports whether the activity is direct marketing.
func (a Activity) Marketing() bool {
	for _, u := range a.Uses {
		if u == varsam.DirectMarketing {
			return true
		}
	}
	return false
}

// Basis is the legal basis with what it rests on.
type Basis struct {
	Article   varsam.Basis  `yaml:"article"`
	Law       string        `yaml:"law"`       // 6.1.c and 6.1.e: the rule or statute
	Interest  *InterestTest `yaml:"interest"`  // 6.1.f
	Condition string        `yaml:"condition"` // Art. 9(2) or 10, for special categories
}

// InterestTest is the written balance that 6.1.f and every claim rests on.
type InterestTest struct {
	Interest  varsam.Words `yaml:"interest"`
	Necessity string       `yaml:"necessity"`
	Balance   string       `yaml:"balance"`
	Review    varsam.Date  `yaml:"review"`
}

// Keep is how long: a statute, a period from a trigger, a window, or as long as
// something lasts.
type Keep struct {
	Law      string        `yaml:"law"`
	Period   varsam.Period `yaml:"period"`
	Earliest varsam.Period `yaml:"earliest"` // may go from
	Latest   varsam.Period `yaml:"latest"`   // must be gone by
	From     string        `yaml:"from"`     // the trigger, where the carry names none
	Start    varsam.Words  `yaml:"start"`    // the trigger in words for people
	While    string        `yaml:"while"`    // consent, relation or case: until it ends
}

// RetentionOrder is a controller's instruction on retention, without which a
// processor culls nothing.
type RetentionOrder struct {
	Document string      `yaml:"document"`
	Given    varsam.Date `yaml:"given"`
}

// AutomatedDecisions is what Art. 13(2)(f) asks for.
type AutomatedDecisions struct {
	Logic        varsam.Words `yaml:"logic"`
	Consequences varsam.Words `yaml:"consequences"`
}

// Party is somebody outside the organisation.
type Party struct {
	Name      string       `yaml:"party"`
	Title     varsam.Words `yaml:"title"`
	Kind      string       `yaml:"kind"` // processor, controller, joint, recipient, authority, source
	Country   string       `yaml:"country"`
	Contact   Contact      `yaml:"contact"`
	Service   varsam.Words `yaml:"service"` // what it does for us
	Since     varsam.Date  `yaml:"since"`   // used from that day
	Agreement *Agreement   `yaml:"agreement"`
	Transfer  *Transfer    `yaml:"transfer"`
}

// Agreement is a processing agreement or a joint arrangement.
type Agreement struct {
	Kind     string      `yaml:"kind"`
	Version  string      `yaml:"version"`
	Signed   varsam.Date `yaml:"signed"`
	Ends     varsam.Date `yaml:"ends"`
	Document string      `yaml:"document"`
	Clauses  []string    `yaml:"clauses"` // letters of Art. 28(3) that it has; empty: not checked

	Essence varsam.Words `yaml:"essence"` // of a joint arrangement, as people are told it (Art. 26(2))
	Point   Contact      `yaml:"point"`   // of a joint arrangement: where people turn to
}

// Transfer is what lets data leave the EEA.
type Transfer struct {
	Mechanism string      `yaml:"mechanism"` // adequacy, dpf, scc, bcr, derogation
	Module    string      `yaml:"module"`
	Checked   varsam.Date `yaml:"checked"`
	Until     varsam.Date `yaml:"until"`
	HR        bool        `yaml:"hr"` // the importer's DPF listing covers employees' data
}

// System is the system of that name.
func (r *Register) System(name string) (System, bool) {
	for _, s := range r.Systems {
		if s.Name == name {
			return s, true
		}
	}
	return System{}, false
}

// Regions are the countries whose national ways of writing a system's values are read: where it stands, and where the organisation is, because a
// service abroad holds what people at home wrote.
func (r *Register) Regions(s System) []string {
	home := r.Organisation.Country
	switch {
	case s.Country == "" || s.Country == home:
		return []string{home}
	case home == "":
		return []string{s.Country}
	}
	return []string{s.Country, home}
}

// Activity is the activity of that name.
func (r *Register) Activity(name string) (Activity, bool) {
	for _, a := range r.Activities {
		if a.Name == name {
			return a, true
		}
	}
	return Activity{}, false
}

// Party is the party of that name.
func (r *Register) Party(name string) (Party, bool) {
	for _, p := range r.Parties {
		if p.Name == name {
			return p, true
		}
	}
	return Party{}, false
}

// Location is the organisation's zone; Load has checked that it exists.
func (o Organisation) Location() *time.Location { return zone(o.Zone) }

// Location is the zone that reads the system's zoneless columns.
func (s System) Location() *time.Location { return zone(s.Zone) }

// zone reads a zone's rules once: they come from a file, and every page asks.
func zone(name string) *time.Location {
	if loc, ok := zones.Load(name); ok {
		return loc.(*time.Location)
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	zones.Store(name, loc)
	return loc
}

var zones sync.Map // by name; there are only so many

// Collection is the collection of that name.
func (s System) Collection(name string) (Collection, bool) {
	for _, c := range s.Collections {
		if c.Name == name {
			return c, true
		}
	}
	return Collection{}, false
}

// OwnerOf is whose own a mailbox is; empty when it is nobody's.
func (s System) OwnerOf(account string) string {
	for name, owner := range s.Personal {
		if strings.EqualFold(name, account) {
			return owner
		}
	}
	return ""
}

// Field is the declared field of that name.
func (c Collection) Field(name string) (Field, bool) {
	for _, f := range c.Fields {
		if f.Name == name {
			return f, true
		}
	}
	return Field{}, false
}

// Assisted reports whether people do what is to be done in the system, because
// it has no interface.
func (s System) Assisted() bool { return s.Connector == "assisted" }
