package vocabulary

import (
	"strconv"
	"strings"

	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/publish/document"
	"github.com/varsam/varsam/internal/publish/page"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request/letter"
)

// Turtle is a notice in the Data Privacy Vocabulary, as RDF 1.1 Turtle.
func Turtle(d document.Document, e page.Edition, from document.Source) ([]byte, error) {
	return build(d, e, from).turtle(), nil
}

// JSONLD is the same as JSON-LD 1.1.
func JSONLD(d document.Document, e page.Edition, from document.Source) ([]byte, error) {
	return build(d, e, from).jsonLD()
}

// builder gathers the graph of one organisation. Things are named by URNs: where
// the document lies is no part of what it is.
type builder struct {
	graph
	from  document.Source
	notes document.Document // the notice that words are taken from
	say   locale.Printer
	lang  string
	made  map[string]bool // parties that stand in the graph
}

func build(d document.Document, e page.Edition, from document.Source) graph {
	b := &builder{from: from, notes: d, say: locale.For(d.Language).On(from.Day), lang: string(d.Language), made: map[string]bool{}}
	if d.Kind != document.Notice {
		if notice, err := document.Make(document.Notice, from); err == nil {
			b.notes = notice
		}
	}
	about := b.add(b.urn("document", string(d.Kind)), dpv+"PrivacyNotice")
	about.say(dct+"title", b.lang, d.Title.String())
	about.say(dct+"publisher", "", d.Organisation.Title)
	if e.Number > 0 {
		about.say(dct+"hasVersion", "", strconv.Itoa(e.Number))
		about.say(dct+"issued", "", e.Published.String())
	}
	org := b.organisation()
	about.link(dpv+"hasDataController", org)
	for _, a := range document.Activities(from.Register) {
		about.link(dpv+"hasPersonalDataProcess", b.activity(a, org))
	}
	return b.graph
}

// urn names a thing of the organisation: it stays the same while its name does.
func (b *builder) urn(parts ...string) string {
	return escapeIRI("urn:varsam:" + b.from.Register.Organisation.Name + ":" + strings.Join(parts, ":"))
}

func (b *builder) organisation() string {
	org := b.from.Register.Organisation
	n := b.add(b.urn("organisation"), dpv+"DataController")
	n.say(dpv+"hasName", "", b.notes.Organisation.Title)
	n.say(dct+"identifier", "", org.Number)
	b.reach(n, org.Contact)
	if org.Officer != (register.Contact{}) {
		officer := b.add(b.urn("officer"), dpv+"DataProtectionOfficer")
		b.reach(officer, org.Officer)
		n.link(dpv+"hasDataProtectionOfficer", officer.iri)
	}
	if org.Representative != (register.Contact{}) {
		representative := b.add(b.urn("representative"), dpv+"Representative")
		b.reach(representative, org.Representative)
		n.link(dpv+"hasRepresentative", representative.iri)
	}
	if lines := letter.Authority(org.Country); len(lines) > 0 {
		authority := b.add(b.urn("authority"), dpv+"DataProtectionAuthority")
		authority.say(dpv+"hasName", "", lines[0])
		authority.say(dpv+"hasContact", "", lines[1:]...)
		n.link(dpv+"hasAuthority", authority.iri)
	}
	return n.iri
}

func (b *builder) reach(n *node, k register.Contact) {
	n.say(dpv+"hasContact", "", k.Name, k.Email, k.Phone, k.Web)
	n.say(dpv+"hasAddress", "", k.Address)
}

// activity is one processing with everything that the notice says of it.
func (b *builder) activity(a register.Activity, org string) string {
	reg := b.from.Register
	n := b.add(b.urn("activity", a.Name), dpv+"PersonalDataProcess")
	n.say(dct+"title", b.lang, b.words("purpose-"+a.Name+".heading"))
	n.link(dpv+"hasDataController", org)
	why := b.add(n.iri+":purpose", purpose(a))
	why.say(dct+"description", b.lang, b.words("purpose-"+a.Name+".purpose"))
	n.link(dpv+"hasPurpose", why.iri)
	n.link(dpv+"hasLegalBasis", basis(a.Basis.Article), condition(a.Basis.Condition))
	var kinds, sources []string
	for _, d := range document.Data(reg, a) {
		kinds = append(kinds, category(d.Category))
		sources = append(sources, d.Sources...)
	}
	n.link(dpv+"hasPersonalData", kinds...)
	for _, s := range a.Subjects {
		n.link(dpv+"hasDataSubject", subject(s))
	}
	b.sources(n, sources)
	b.recipients(n, a)
	if kept := b.words("purpose-" + a.Name + ".kept"); kept != "" {
		storage := b.add(n.iri+":storage", dpv+"StorageCondition")
		storage.say(dct+"description", b.lang, kept)
		n.link(dpv+"hasStorageCondition", storage.iri)
	}
	for _, r := range document.Rights(a) {
		n.link(dpv+"hasRight", gdpr+rights[r])
	}
	n.link(dpv+"hasRight", gdpr+"A77")
	if a.Decisions != nil {
		n.link(dpv+"hasRight", gdpr+"A22")
		n.say(dpv+"hasAlgorithmicLogic", b.lang, b.say.In(a.Decisions.Logic))
		n.say(dpv+"hasConsequence", b.lang, b.say.In(a.Decisions.Consequences))
	}
	return n.iri
}

// words are the lines of a block of the notice.
func (b *builder) words(id string) string { return strings.Join(b.notes.Block(id).Lines, " ") }

func (b *builder) sources(n *node, sources []string) {
	seen := map[string]bool{}
	for _, s := range sources {
		if seen[s] {
			continue
		}
		seen[s] = true
		switch s {
		case "person", "observed":
			n.link(dpv+"hasDataSource", dpv+"DataSubject")
		case "inferred":
			n.link(dpv+"hasDataSource", b.urn("organisation"))
		default:
			n.link(dpv+"hasDataSource", b.party(s, dpv+"LegalEntity"))
		}
	}
}

// party is somebody outside, once in the graph however often it is named.
func (b *builder) party(name, kind string) string {
	iri := b.urn("party", name)
	if b.made[iri] {
		return iri
	}
	b.made[iri] = true
	p, _ := b.from.Register.Party(name)
	n := b.add(iri, kind)
	title := b.say.In(p.Title)
	if title == "" {
		title = name
	}
	n.say(dpv+"hasName", "", title)
	b.reach(n, p.Contact)
	return iri
}

// recipients of an activity, with the transfers outside the EEA that they are.
func (b *builder) recipients(n *node, a register.Activity) {
	for _, r := range document.Recipients(b.from.Register, a) {
		property, kind := dpv+"hasRecipient", dpv+"Recipient"
		if r.Processor {
			property, kind = dpv+"hasDataProcessor", dpv+"DataProcessor"
		}
		iri := b.party(r.Name, kind)
		n.link(property, iri)
		if !r.Outside {
			continue
		}
		transfer := b.add(n.iri+":transfer:"+escapeIRI(r.Name), dpv+"Transfer")
		transfer.link(dpv+"hasDataImporter", iri)
		country := b.add(transfer.iri + ":country")
		country.say(dct+"title", b.lang, b.say.Country(r.Country))
		transfer.link(dpv+"hasThirdCountry", country.iri)
		if t := r.Party.Transfer; t != nil {
			transfer.link(dpv+"hasLegalBasis", mechanism(t.Mechanism))
		}
		n.link(dpv+"hasProcessing", transfer.iri)
	}
}
