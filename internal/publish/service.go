package publish

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/publish/document"
	"github.com/varsam/varsam/internal/publish/page"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/store"
)

// Service publishes one organisation's documents.
type Service struct {
	Store  *store.Store
	Tenant string
	Actor  func(name string) string // opaque id of a name, for the log

	// Announced are the changes of sub-processors that customers have been told of,
	// in a language; nil where none are kept.
	Announced func(context.Context, varsam.Lang) ([]document.Announced, error)
}

// announcements are the announced changes in each language of documents, read
// before the transaction that uses them.
type announcements map[varsam.Lang][]document.Announced

func (s *Service) announcements(ctx context.Context) (announcements, error) {
	all := announcements{}
	if s.Announced == nil {
		return all, nil
	}
	for _, lang := range []varsam.Lang{varsam.Swedish, varsam.FinlandSwedish, varsam.Finnish, varsam.English} {
		changes, err := s.Announced(ctx, lang)
		if err != nil {
			return nil, err
		}
		all[lang] = changes
	}
	return all, nil
}

// Order is what is to be published.
type Order struct {
	Kinds     []document.Kind // those that the register has something for and that are public, when empty
	Languages []varsam.Lang   // those of the organisation, when empty
	By        string

	// Party narrows the kinds that are made for each party to one.
	Party string

	// With Seen, the version in force must still be number Expect (0: none): a
	// version that somebody else has published meanwhile is not replaced unseen.
	Seen   bool
	Expect int
}

// Outcome is what came of one document of an order.
type Outcome struct {
	Kind      document.Kind     `json:"kind"`
	Party     string            `json:"party,omitempty"`
	Published *Publication      `json:"published,omitempty"` // nil when nothing changed, or it has gaps
	Number    int               `json:"number"`              // of the version in force; 0: none
	Changes   []document.Change `json:"changes,omitempty"`   // in the organisation's language
	Gaps      []document.Gap    `json:"gaps"`
}

// Refused reports whether the document was not published because of its gaps.
func (o Outcome) Refused() bool { return !document.Complete(o.Gaps) }

// Languages are those that an organisation publishes in unless told otherwise: its
// own, English, and in Finland the other national language.
func Languages(reg *register.Register) []varsam.Lang {
	if reg.Organisation.Country == "FI" || reg.Organisation.Language == varsam.FinlandSwedish {
		return []varsam.Lang{varsam.FinlandSwedish, varsam.Finnish, varsam.English}
	}
	return []varsam.Lang{varsam.Swedish, varsam.English}
}

// Public are the kinds that a register has something for and that everybody may
// read. The description of the register is a custom of Finland.
func Public(reg *register.Register) (kinds []document.Kind) {
	for _, k := range document.Kinds() {
		if k.Public() && document.Has(reg, k) && (k != document.Description || reg.Organisation.Country == "FI") {
			kinds = append(kinds, k)
		}
	}
	return kinds
}

// Publish freezes documents made from the register in force. One that says the
// same as before gets no new version; one with a gap is refused, and the others
// are published. Two at the same time come one after the other.
func (s *Service) Publish(ctx context.Context, order Order) (outcomes []Outcome, err error) {
	told, err := s.announcements(ctx)
	if err != nil {
		return nil, err
	}
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		outcomes = nil
		if err := tx.Lock("publish"); err != nil {
			return err
		}
		reg, err := register.InForce(tx)
		if err != nil {
			return err
		}
		if len(order.Kinds) == 0 {
			order.Kinds = Public(reg)
		}
		if len(order.Languages) == 0 {
			order.Languages = Languages(reg)
		}
		for _, kind := range order.Kinds {
			for _, party := range parties(reg, kind) {
				if order.Party != "" && party != order.Party {
					continue
				}
				o, err := s.publish(tx, reg, kind, party, order, told)
				if err != nil {
					return err
				}
				outcomes = append(outcomes, o)
			}
		}
		return nil
	})
	return outcomes, err
}

func parties(reg *register.Register, kind document.Kind) []string {
	if kind.ByParty() {
		return document.Parties(reg, kind)
	}
	return []string{""}
}

func (s *Service) publish(tx *store.Tx, reg *register.Register, kind document.Kind, party string, order Order, told announcements) (Outcome, error) {
	newest, err := find(tx, kind, party, 0)
	if err != nil && varsam.CodeOf(err) != varsam.NotFound {
		return Outcome{}, err
	}
	if order.Seen && newest.Number != order.Expect {
		return Outcome{}, varsam.Errorf(varsam.Conflict, "version %d of %s is in force, not %d; look at it and publish again", newest.Number, kind, order.Expect)
	}
	o := Outcome{Kind: kind, Party: party, Number: newest.Number, Gaps: []document.Gap{}}
	texts, digest, err := s.make(tx, reg, kind, party, order.Languages, told, &o)
	if err != nil || o.Refused() || newest.Digest == digest {
		return o, err
	}
	day := varsam.DateIn(tx.Now(), reg.Organisation.Location())
	p := Publication{
		Kind: kind, Party: party, Number: newest.Number + 1, Day: day, At: tx.Now(), By: s.Actor(order.By),
		Register: reg.Digest, Digest: digest, Replaces: newest.Number, Languages: slices.Clone(order.Languages),
	}
	if newest.Number > 0 {
		if err := compare(tx, newest, texts); err != nil {
			return o, err
		}
	}
	o.Published, o.Number, o.Changes = &p, p.Number, texts[order.Languages[0]].changes
	if err := insert(tx, p, texts); err != nil {
		return o, err
	}
	return o, log(tx, p)
}

// make makes a document in all languages, with the digest of its words.
func (s *Service) make(tx *store.Tx, reg *register.Register, kind document.Kind, party string, languages []varsam.Lang, told announcements, o *Outcome) (map[varsam.Lang]text, string, error) {
	texts, sum := map[varsam.Lang]text{}, sha256.New()
	day := varsam.DateIn(tx.Now(), reg.Organisation.Location())
	for i, lang := range languages {
		from := document.Source{Register: reg, Lang: lang, Day: day, Party: party, Announced: told[lang]}
		made, err := document.Make(kind, from)
		if err != nil {
			return nil, "", err
		}
		gaps := document.Gaps(made, from)
		if i == 0 || !document.Complete(gaps) && document.Complete(o.Gaps) {
			o.Gaps = gaps
		}
		texts[lang] = text{document: made, changes: []document.Change{}}
		sum.Write([]byte(wordsOf(made)))
	}
	return texts, hex.EncodeToString(sum.Sum(nil)), nil
}

// wordsOf is all that a reader sees, and nothing else: a register that says the
// same from other files gives the same.
func wordsOf(d document.Document) string {
	d.Register = ""
	var all []any
	for s, b := range d.Blocks {
		all = append(all, s.ID, s.Columns, b.ID, b.Form, b.Label, b.Lines)
	}
	text, _ := json.Marshal([]any{d.Language, d.Organisation, all})
	return string(text)
}

// compare says of each language what changed since the version in force, which
// may not have had it.
func compare(tx *store.Tx, before Publication, texts map[varsam.Lang]text) error {
	for lang, t := range texts {
		if !slices.Contains(before.Languages, lang) {
			continue
		}
		old, err := read(tx, before, lang)
		if err != nil {
			return err
		}
		t.changes = document.Compare(old.document, t.document)
		texts[lang] = t
	}
	return nil
}

// log says in the log of evidence what was published.
func log(tx *store.Tx, p Publication) error {
	leaf := evidence.Leaf{Kind: evidence.Decision, Action: "publish", System: evidence.NameOf(string(p.Kind)), Actor: evidence.NameOf(p.By)}
	copy(leaf.Result[:], bytesOf(p.Digest))
	copy(leaf.Register[:], bytesOf(p.Register))
	_, err := evidence.Append(tx, leaf)
	return err
}

func bytesOf(digest string) []byte {
	b, _ := hex.DecodeString(digest)
	return b
}

// List is all publications, the newest of each document first.
func (s *Service) List(ctx context.Context) (all []Publication, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		all, err = listed(tx)
		return err
	})
	return all, err
}

// Wanted names a version: 0 is the one in force.
type Wanted struct {
	Kind   document.Kind
	Party  string
	Number int
	Lang   varsam.Lang
}

// Shown is one version in one language, as it was published.
type Shown struct {
	Publication
	Document document.Document
	Edition  page.Edition
}

// Show is a version in a language. One that was not published in it is shown in
// the nearest that it was: the document says which. The error is NotFound for a
// version that there is none of.
func (s *Service) Show(ctx context.Context, w Wanted) (shown Shown, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		shown, err = show(tx, w)
		return err
	})
	return shown, err
}

func show(tx *store.Tx, w Wanted) (Shown, error) {
	p, err := find(tx, w.Kind, w.Party, w.Number)
	if err != nil {
		return Shown{}, err
	}
	t, err := read(tx, p, nearest(w.Lang, p.Languages))
	if err != nil {
		return Shown{}, err
	}
	e := page.Edition{Number: p.Number, Published: p.Day, Replaces: p.Replaces, ReplacedOn: p.ReplacedOn, Changes: t.changes}
	if p.Replaces > 0 {
		before, err := find(tx, w.Kind, w.Party, p.Replaces)
		if err != nil {
			return Shown{}, err
		}
		e.Before = before.Day
	}
	return Shown{p, t.document, e}, nil
}

// nearest is the language that somebody who wants one understands best.
func nearest(wanted varsam.Lang, there []varsam.Lang) varsam.Lang {
	order := []varsam.Lang{wanted, varsam.English}
	switch wanted {
	case varsam.Swedish:
		order = []varsam.Lang{wanted, varsam.FinlandSwedish, varsam.English}
	case varsam.FinlandSwedish:
		order = []varsam.Lang{wanted, varsam.Swedish, varsam.English}
	}
	for _, lang := range order {
		if slices.Contains(there, lang) {
			return lang
		}
	}
	return there[0]
}

// Form is a version in one of its forms.
func (s *Service) Form(ctx context.Context, w Wanted, f Format) (data []byte, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		shown, err := show(tx, w)
		if err != nil {
			return err
		}
		from, err := madeFrom(tx, shown)
		if err != nil {
			return err
		}
		data, err = Write(f, shown.Document, shown.Edition, from)
		return err
	})
	return data, err
}

// madeFrom is what a version was made from, as the store still has it.
func madeFrom(tx *store.Tx, shown Shown) (document.Source, error) {
	archive, err := register.GetArchive(tx, shown.Register)
	if err != nil {
		return document.Source{}, err
	}
	reg, err := register.FromArchive(archive)
	return document.Source{Register: reg, Lang: shown.Document.Language, Day: shown.Day, Party: shown.Party}, err
}

// Draft is what would be published, in one of its forms.
func (s *Service) Draft(ctx context.Context, w Wanted, f Format) (data []byte, err error) {
	told, err := s.announcements(ctx)
	if err != nil {
		return nil, err
	}
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		made, from, err := draft(tx, w, told)
		if err != nil {
			return err
		}
		data, err = Write(f, made, page.Edition{}, from)
		return err
	})
	return data, err
}

// draft is a document from the register in force.
func draft(tx *store.Tx, w Wanted, told announcements) (document.Document, document.Source, error) {
	reg, err := register.InForce(tx)
	if err != nil {
		return document.Document{}, document.Source{}, err
	}
	from := document.Source{Register: reg, Lang: w.Lang, Day: varsam.DateIn(tx.Now(), reg.Organisation.Location()), Party: w.Party, Announced: told[w.Lang]}
	made, err := document.Make(w.Kind, from)
	return made, from, err
}

// Preview is what would be published from a register: the document, its gaps, and
// what changes against the version in force.
type Preview struct {
	Document document.Document
	Gaps     []document.Gap
	InForce  int // 0: none yet
	Changes  []document.Change
}

// Preview makes a document from the register in force without publishing it.
func (s *Service) Preview(ctx context.Context, w Wanted) (p Preview, err error) {
	told, err := s.announcements(ctx)
	if err != nil {
		return p, err
	}
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		made, from, err := draft(tx, w, told)
		if err != nil {
			return err
		}
		p.Document = made
		p.Gaps, p.Changes = document.Gaps(p.Document, from), []document.Change{}
		now, err := show(tx, Wanted{w.Kind, w.Party, 0, w.Lang})
		if varsam.CodeOf(err) == varsam.NotFound {
			return nil
		}
		p.InForce = now.Number
		if now.Document.Language == w.Lang {
			p.Changes = document.Compare(now.Document, p.Document)
		}
		return err
	})
	return p, err
}

// Diff says what changed in words from one version to another, in a language that
// both have.
func (s *Service) Diff(ctx context.Context, from, to Wanted) (changes []document.Change, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		before, err := show(tx, from)
		if err != nil {
			return err
		}
		after, err := show(tx, to)
		if err != nil {
			return err
		}
		if before.Document.Language != after.Document.Language {
			return varsam.Errorf(varsam.Invalid, "version %d is in %v and version %d in %v; choose a language that both have", before.Number, before.Languages, after.Number, after.Languages)
		}
		changes = document.Compare(before.Document, after.Document)
		return nil
	})
	return changes, err
}
