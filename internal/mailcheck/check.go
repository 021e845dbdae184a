// Package mailcheck looks for what is better not sent by mail: identity numbers,
// special categories, many people who see each other's addresses, and personal data
// that leaves the organisation. It tells how many mails there are, and where,
// never what they say; a mail that is marked private is not looked at.
package mailcheck

import (
	"cmp"
	"context"
	"io"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii"
	"github.com/varsam/varsam/internal/system"
)

// Kind is what was found of a mail.
type Kind string

// The kinds.
const (
	NationalID Kind = "national-id"     // a personal identity number
	Special    Kind = "special"         // words of Art. 9 or 10 in one sentence with a person
	Recipients Kind = "many-recipients" // many who can see each other's addresses
	Outside    Kind = "sent-outside"    // sent by us to somebody outside, with such data or many people's
)

// Kinds are all of them, in the order in which they are shown.
var Kinds = []Kind{NationalID, Special, Recipients, Outside}

// Place is a mailbox and what sort of folder: what the owner calls a folder may
// itself say who writes.
type Place struct {
	Account string       `json:"account"`
	Folder  string       `json:"folder"` // inbox, sent, archive, drafts, trash, junk, restricted or other
	Mails   int          `json:"mails"`  // looked at
	Private int          `json:"private,omitempty"`
	Unread  int          `json:"unread,omitempty"` // whose text could not be read, or not in full
	Found   map[Kind]int `json:"found"`            // mails
}

// Scanner finds personal data in a text.
type Scanner interface {
	Scan(dst []pii.Hit, text []byte, hint pii.Hint) []pii.Hit
}

// Check says what to look at.
type Check struct {
	Scanner    Scanner
	Collection string       // of mails, as the system calls it
	Cond       *varsam.Cond // only these; nil is all
	Sample     int          // at most so many mails, spread over all; 0 is all
	Hint       pii.Hint
}

// Many is how many recipients who can see each other, some of them outside, make
// a finding.
const Many = 10

// crowd is how many people's addresses or numbers in one text are a list of people.
const crowd = 5

// together is how many mails are read at a time; longest, how much of one text.
const (
	together = 500
	longest  = 1 << 20
)

var fields = []string{"account", "folder", "recipients", "outside", "sent", "private"}

// Run looks at the mails, and returns the places sorted. Incomplete says that some
// folder was not read.
func (c Check) Run(ctx context.Context, sys system.System) (places []Place, incomplete bool, err error) {
	w := &walk{Check: c, sys: sys, uses: map[string]string{}, places: map[[2]string]*Place{}}
	if err := w.folders(ctx); err != nil {
		return nil, true, err
	}
	if sampler, ok := sys.(system.Sampler); ok && c.Sample > 0 {
		err = w.sample(ctx, sampler)
	} else {
		err = w.all(ctx)
	}
	for _, p := range w.places {
		places = append(places, *p)
	}
	slices.SortFunc(places, func(a, b Place) int {
		return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Folder, b.Folder))
	})
	return places, w.incomplete, err
}

// walk is one run.
type walk struct {
	Check
	sys        system.System
	uses       map[string]string // of folders, by account and name
	places     map[[2]string]*Place
	incomplete bool
}

// folders learns what the folders are for.
func (w *walk) folders(ctx context.Context) error {
	found, err := w.sys.Find(ctx, system.Selection{Collection: "folders", Fields: []string{"account", "folder", "use"}}, func(r varsam.Record) error {
		w.uses[r.Get("account").String()+"\x00"+r.Get("folder").String()] = r.Get("use").String()
		return nil
	})
	w.incomplete = w.incomplete || !found.Complete
	return err
}

func (w *walk) sample(ctx context.Context, sampler system.Sampler) error {
	var some []varsam.Record
	err := sampler.Sample(ctx, w.Collection, w.Sample, func(r varsam.Record) error {
		some = append(some, r)
		return nil
	})
	for piece := range slices.Chunk(some, together) {
		if err == nil {
			err = w.look(ctx, piece)
		}
	}
	return err
}

// all reads every mail, piece by piece.
func (w *walk) all(ctx context.Context) error {
	sel := system.Selection{Collection: w.Collection, Cond: w.Cond, Fields: fields, Limit: together}
	for {
		var piece []varsam.Record
		found, err := w.sys.Find(ctx, sel, func(r varsam.Record) error {
			piece = append(piece, r)
			return nil
		})
		more := len(piece) == together
		w.incomplete = w.incomplete || !found.Complete && found.Why != "limit"
		if err == nil {
			err = w.look(ctx, piece)
		}
		if err != nil || !more {
			return err
		}
		sel.After = piece[len(piece)-1].Ref.Key
	}
}

func (w *walk) place(r varsam.Record) *Place {
	account, folder := r.Get("account").String(), r.Get("folder").String()
	use := w.uses[account+"\x00"+folder]
	switch {
	case strings.EqualFold(folder, "INBOX"):
		use = "inbox"
	case use == "":
		use = named(folder)
	}
	at := [2]string{account, use}
	if w.places[at] == nil {
		w.places[at] = &Place{Account: account, Folder: use, Found: map[Kind]int{}}
	}
	return w.places[at]
}

// names are what programs call the usual folders, where the server does not say
// what they are for.
var names = map[string][]string{
	"sent":    {"sent", "sent items", "sent messages", "sent mail", "skickat", "skickade", "skickade objekt", "sendt", "sendte elementer", "lähetetyt"},
	"archive": {"archive", "archives", "arkiv", "arkisto"},
	"drafts":  {"drafts", "utkast", "kladde", "kladder", "luonnokset"},
	"junk":    {"junk", "junk email", "spam", "skräppost", "søppelpost", "roskaposti"},
}

func named(folder string) string {
	last := strings.ToLower(folder[strings.LastIndexAny(folder, "/.")+1:])
	for use, all := range names {
		if slices.Contains(all, last) {
			return use
		}
	}
	return "other"
}

// seen is one mail while it is looked at.
type seen struct {
	rec               varsam.Record
	national, special bool
	sensitive         bool
	people            map[string]bool
	cut               bool
}

// look reads the texts of some mails, and counts.
func (w *walk) look(ctx context.Context, piece []varsam.Record) error {
	by := map[string]*seen{}
	match := system.Match{Fields: []string{"account", "folder", "uidvalidity", "uid"}}
	for _, r := range piece {
		p := w.place(r)
		if r.Get("private").Bool() {
			p.Private++
			continue
		}
		p.Mails++
		by[varsam.KeyText(r.Ref.Key)] = &seen{rec: r, people: map[string]bool{}}
		match.Tuples = append(match.Tuples, r.Ref.Key)
	}
	if len(by) == 0 {
		return nil
	}
	finder, ok := w.sys.(system.TextFinder)
	if !ok {
		return varsam.Errorf(varsam.Unsupported, "the system does not read its texts")
	}
	sel := system.Selection{Collection: w.Collection, Match: []system.Match{match}, Fields: match.Fields}
	found, err := finder.FindText(ctx, sel, func(t system.Text) bool {
		if s := by[varsam.KeyText(t.Ref.Key)]; s != nil && read(t.Place) {
			s.read(w.Check, t)
		}
		return false
	}, func(varsam.Record) error { return nil })
	if err != nil {
		return err
	}
	w.incomplete = w.incomplete || found.Why != "" && found.Why != "unread" || found.Omitted > 0
	for _, u := range found.Unread {
		if s := by[varsam.KeyText(u.Ref.Key)]; s != nil {
			s.cut = true
		}
	}
	for _, s := range by {
		w.count(s)
	}
	return nil
}

// read reports whether a place holds what somebody wrote, and not the addresses of
// a header.
func read(place string) bool {
	_, field, _ := strings.Cut(place, "#")
	return field == "header=subject" || !strings.HasPrefix(field, "header=") && !strings.HasPrefix(field, "meta")
}

// grave are the types that alone are better not sent outside.
var (
	national = []pii.Type{pii.SEPersonnummer, pii.SESamordningsnummer, pii.SEInterim, pii.FIHenkilotunnus, pii.NOFodselsnummer, pii.DKCPR, pii.ISKennitala}
	grave    = []pii.Type{pii.Card, pii.IBAN, pii.SEBankAccount, pii.NOBankAccount, pii.DKBankAccount, pii.SEPassport, pii.FIPassport, pii.DKPassport, pii.BirthDate}
	persons  = []pii.Type{pii.Email, pii.Phone}
)

func (s *seen) read(c Check, t system.Text) {
	text, err := io.ReadAll(io.LimitReader(t.Body, longest))
	s.cut = s.cut || err != nil || len(text) == longest
	s.scan(c, text)
}

func (s *seen) scan(c Check, text []byte) {
	for _, h := range c.Scanner.Scan(nil, text, c.Hint) {
		switch {
		case slices.Contains(national, h.Type):
			s.national = s.national || h.Score >= pii.Likely
		case strings.HasPrefix(string(h.Type), "hint."):
			s.special = true
		case slices.Contains(grave, h.Type):
			s.sensitive = s.sensitive || h.Score >= pii.Likely
		case slices.Contains(persons, h.Type) && len(s.people) < crowd && h.Score >= pii.Likely:
			s.people[string(h.Type)+h.Canonical] = true
		}
	}
}

// Holds is what a text of a mail holds by itself: an identity number, or words of
// Art. 9 or 10 beside a person.
func (c Check) Holds(place string, text []byte) (all []Kind) {
	if !read(place) {
		return nil
	}
	s := &seen{people: map[string]bool{}}
	s.scan(c, text)
	if s.national {
		all = append(all, NationalID)
	}
	if s.special {
		all = append(all, Special)
	}
	return all
}

func (w *walk) count(s *seen) {
	p := w.place(s.rec)
	outside := s.rec.Get("outside").Int()
	for kind, found := range map[Kind]bool{
		NationalID: s.national, Special: s.special,
		Recipients: s.rec.Get("recipients").Int() >= Many && outside > 1,
		Outside:    s.rec.Get("sent").Bool() && outside > 0 && (s.national || s.special || s.sensitive || len(s.people) >= crowd),
	} {
		if found {
			p.Found[kind]++
		}
	}
	if s.cut {
		p.Unread++
	}
}
