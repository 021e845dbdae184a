package example

import (
	"context"
	"fmt"
	"hash/fnv"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/examples"
	"github.com/varsam/varsam/internal/system/mailbox/postoffice"
)

// Options say what to make.
type Options struct {
	Dir    string // gets the register, the SQLite files and the files with addresses
	People int    // how many people exist; 0 is the example's own number
	Seed   uint64
	Today  varsam.Date // data ends here; the day it is when left out

	// Admin addresses of servers, as postgres://… and user@tcp(…)/. With one, the
	// systems that the example has on such a server are made there, in databases
	// named after Prefix and the system; without, they are SQLite files.
	Postgres string
	MariaDB  string
	Prefix   string // default "varsam_" and the example's name

	// Where the example's mailboxes are made: in a post office of this process, or on
	// a server that takes any name as a user, as imap://any:PASSWORD@host:port. With
	// neither, mails lie as files in the folder mail and the register has no mailboxes.
	Office *postoffice.Office
	IMAP   string

	// Databases leaves out folders and mailboxes, in the register too.
	Databases bool

	// Replace removes databases of the same name first; otherwise they are an
	// error.
	Replace bool
}

// Made is what Generate made.
type Made struct {
	Register string               // folder with a register that reaches the systems
	Systems  []MadeSystem         // databases, in the register's order
	Cast     map[string]Character // people with a story, by role
	Rows     map[string]int       // by system and table: "web.accounts"

	Mail      string `json:",omitempty"` // where the mail server answers
	Mails     int    `json:",omitempty"`
	Documents int    `json:",omitempty"` // files in folders

	mailKey string
}

// MadeSystem is one database.
type MadeSystem struct {
	System    string
	Connector string
	DSN       string

	drop func(ctx context.Context) error
}

// Character is a person that tests and demonstrations ask for by role.
type Character struct {
	Name       string
	Email      string // canonical
	Phone      string // canonical, or none
	NationalID string // twelve digits, or none
	Why        string // what is difficult about this person
}

// set is one example: its systems and how many people it has by itself.
type set struct {
	people  int
	systems []database
	mail    *mailboxes // nil: none
	shelves []shelf
	group   func(i, people int) group // what the i-th person is to the organisation
	cast    func(w *world) map[string]Character
}

// database is one system of an example.
type database struct {
	name   string
	engine string // where servers are given; else SQLite
	script string // its structure, in the folder sql
	fill   func(w *world, f *filler)
}

var sets = map[string]set{"insourceit": insourceit, "intelliplan": intelliplan, "kunskapspartner": kunskapspartner, "demo": demo, "kivaq": kivaq, "kundo": kundo}

// Generate makes an example's register and its systems' databases with made-up
// people. The errors are NotFound for an unknown example, Conflict for a
// database that exists already, and Unavailable for a server that does not
// answer; what was begun is then removed.
func Generate(ctx context.Context, name string, opt Options) (*Made, error) {
	s, ok := sets[name]
	if !ok {
		return nil, varsam.Errorf(varsam.NotFound, "there is no example %q", name)
	}
	if opt.Databases {
		s.mail, s.shelves = nil, nil
	}
	opt = opt.withDefaults(name, s)
	if err := os.MkdirAll(opt.Dir, 0o700); err != nil {
		return nil, varsam.Wrap(varsam.Denied, err, "the example's folder cannot be made")
	}
	w := newWorld(s, opt)
	made := &Made{Register: filepath.Join(opt.Dir, "register"), Rows: map[string]int{}, Cast: s.cast(w)}
	if err := made.databases(ctx, s, w, opt); err != nil {
		return nil, err
	}
	for _, step := range []func() error{
		func() error { return made.shelve(s, w, opt) },
		func() error { return made.mails(s, w, opt) },
		func() error { return made.writeRegister(name, opt) },
	} {
		if err := step(); err != nil {
			made.Remove(ctx)
			return nil, err
		}
	}
	return made, nil
}

func (o Options) withDefaults(name string, s set) Options {
	if o.People == 0 {
		o.People = s.people
	}
	o.People = max(o.People, 40) // fewer leave some role without anybody
	if o.Today.IsZero() {
		o.Today = varsam.DateIn(time.Now(), time.Local)
	}
	if o.Prefix == "" {
		o.Prefix = "varsam_" + name
	}
	return o
}

// databases makes the systems side by side.
func (m *Made) databases(ctx context.Context, s set, w *world, opt Options) error {
	m.Systems = make([]MadeSystem, len(s.systems))
	counts := make([]map[string]int, len(s.systems))
	group, inner := errgroup.WithContext(ctx)
	for i, d := range s.systems {
		group.Go(func() (err error) {
			m.Systems[i], counts[i], err = makeDatabase(inner, w, d, opt)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		m.Remove(ctx)
		return err
	}
	for i, tables := range counts {
		for table, n := range tables {
			m.Rows[s.systems[i].name+"."+table] = n
		}
	}
	return nil
}

// Remove drops the databases that Generate made on servers and the SQLite files.
func (m *Made) Remove(ctx context.Context) {
	for _, s := range m.Systems {
		if s.drop != nil {
			_ = s.drop(context.WithoutCancel(ctx))
		}
	}
}

// Files is the register of an example as the repository has it.
func Files(name string) (fs.FS, error) {
	if _, ok := sets[name]; !ok {
		return nil, varsam.Errorf(varsam.NotFound, "there is no example %q", name)
	}
	return fs.Sub(examples.Files, name)
}

// world is what an example's systems have in common.
type world struct {
	companies []company
	groups    map[group][]*person
	people    []*person
	opt       Options
	cal       calendar
}

func newWorld(s set, opt Options) *world {
	w := &world{opt: opt, cal: calendar{opt.Today}, groups: map[group][]*person{}}
	r := w.stream("people")
	w.companies = makeCompanies(r, max(6, opt.People/12))
	w.people = makePeople(r, w.companies, opt.People, s.group)
	for _, p := range w.people {
		w.groups[p.group] = append(w.groups[p.group], p)
	}
	return w
}

// stream is a source of chance of its own for each purpose, so that a change in
// one system leaves the others as they were.
func (w *world) stream(purpose string) *rand.Rand {
	h := fnv.New64a()
	fmt.Fprint(h, purpose)
	return rand.New(rand.NewPCG(w.opt.Seed, h.Sum64()))
}

// known describes a person of the cast.
func known(p *person, email, why string) Character {
	c := Character{Name: p.name(), Email: email, NationalID: p.nationalID, Why: why}
	if p.phone != nil {
		c.Phone = p.phone.canonical()
	}
	return c
}
