package vocabulary

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/publish/document"
	"github.com/varsam/varsam/internal/publish/page"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request/letter"
)

// tilt is a document of the Transparency Information Language: what Art. 13 to 15
// ask for, in the fourteen blocks that its schema requires.
type tilt struct {
	Meta        tiltMeta        `json:"meta"`
	Controller  tiltEntity      `json:"controller"`
	Officer     tiltContact     `json:"dataProtectionOfficer"`
	Disclosed   []tiltData      `json:"dataDisclosed"`
	Transfers   []tiltTransfer  `json:"thirdCountryTransfers"`
	Access      tiltRight       `json:"accessAndDataPortability"`
	Sources     []tiltSources   `json:"sources"`
	Information tiltRight       `json:"rightToInformation"`
	Rectify     tiltRight       `json:"rightToRectificationOrDeletion"`
	Portability tiltRight       `json:"rightToDataPortability"`
	Withdraw    tiltRight       `json:"rightToWithdrawConsent"`
	Complain    tiltComplaint   `json:"rightToComplain"`
	Decisions   tiltDecisions   `json:"automatedDecisionMaking"`
	Changes     []tiltNewReason `json:"changesOfPurpose"`
}

type tiltMeta struct {
	ID       string `json:"_id"`
	Name     string `json:"name"`
	Created  string `json:"created"`
	Modified string `json:"modified"`
	Version  int    `json:"version"`
	Language string `json:"language"` // ISO 639-1
	Status   string `json:"status"`
	URL      string `json:"url"`
	Hash     string `json:"_hash"` // SHA-256 of the document in words
}

type tiltEntity struct {
	Name           string     `json:"name"`
	Division       string     `json:"division"`
	Address        string     `json:"address"`
	Country        string     `json:"country"`
	Representative tiltPerson `json:"representative"`
	Category       string     `json:"category,omitempty"` // of a recipient
}

// tiltPerson has no phone where there is none that is all digits: the schema takes
// no other.
type tiltPerson struct {
	Name    string `json:"name"`
	Address string `json:"address"`
	Country string `json:"country"`
	Email   string `json:"email"`
	Phone   string `json:"phone,omitempty"`
}

func personOf(k register.Contact, country string) tiltPerson {
	c := tiltPerson(contactOf(k, country))
	if strings.Trim(c.Phone, "+()0123456789-./ ") != "" {
		c.Phone = ""
	}
	return c
}

type tiltContact struct {
	Name    string `json:"name"`
	Address string `json:"address"`
	Country string `json:"country"`
	Email   string `json:"email"`
	Phone   string `json:"phone"`
}

type tiltData struct {
	ID         string            `json:"_id"`
	Category   string            `json:"category"`
	Purposes   []tiltPurpose     `json:"purposes"`
	Bases      []tiltBasis       `json:"legalBases"`
	Interests  []tiltInterest    `json:"legitimateInterests"`
	Recipients []tiltEntity      `json:"recipients"`
	Storage    []tiltStorage     `json:"storage"`
	Withheld   tiltNonDisclosure `json:"nonDisclosure"`
}

type tiltPurpose struct {
	Purpose     string `json:"purpose"`
	Description string `json:"description"`
}

type tiltBasis struct {
	Reference   string `json:"reference"` // GDPR-6-1-a
	Description string `json:"description"`
}

type tiltInterest struct {
	Exists    bool   `json:"exists"`
	Reasoning string `json:"reasoning"`
}

type tiltStorage struct {
	Temporal    []tiltTime `json:"temporal"`
	Purposes    []string   `json:"purposeConditional"`
	Bases       []string   `json:"legalBasisConditional"`
	Aggregation string     `json:"aggregationFunction"`
}

type tiltTime struct {
	Description string `json:"description"`
	TTL         string `json:"ttl"` // ISO 8601 duration
}

type tiltNonDisclosure struct {
	Law          bool   `json:"legalRequirement"`
	Contract     bool   `json:"contractualRegulation"`
	Obligation   bool   `json:"obligationToProvide"`
	Consequences string `json:"consequences"`
}

type tiltTransfer struct {
	Country    string       `json:"country"`
	Adequacy   tiltSafeness `json:"adequacyDecision"`
	Guarantees tiltSafeness `json:"appropriateGuarantees"`
	Remedies   tiltSafeness `json:"presenceOfEnforceableRightsAndEffectiveRemedies"`
	Clauses    tiltSafeness `json:"standardDataProtectionClause"`
}

type tiltSafeness struct {
	Available   bool   `json:"available"`
	Description string `json:"description"`
}

type tiltRight struct {
	Available   bool     `json:"available"`
	Description string   `json:"description"`
	URL         string   `json:"url"`
	Email       string   `json:"email"`
	Evidence    []string `json:"identificationEvidences"`
	Fee         *tiltFee `json:"administrativeFee,omitempty"`
	Format      string   `json:"dataFormat,omitempty"`  // as the schema of 2021 has it
	Formats     []string `json:"dataFormats,omitempty"` // and the one after it
}

type tiltFee struct {
	Amount   int    `json:"amount"`
	Currency string `json:"currency"`
}

type tiltComplaint struct {
	tiltRight
	Authority tiltContact `json:"supervisoryAuthority"`
}

type tiltSources struct {
	ID       string       `json:"_id"`
	Category string       `json:"dataCategory"`
	Sources  []tiltSource `json:"sources"`
}

type tiltSource struct {
	Description string `json:"description"`
	URL         string `json:"url"`
	Public      bool   `json:"publiclyAvailable"`
}

type tiltDecisions struct {
	InUse   bool   `json:"inUse"`
	Logic   string `json:"logicInvolved"`
	Effects string `json:"scopeAndIntendedEffects"`
}

type tiltNewReason struct {
	Description string   `json:"description"`
	Categories  []string `json:"affectedDataCategories"`
	Planned     string   `json:"plannedDateOfChange"`
	URL         string   `json:"urlOfNewVersion"`
}

// TILT is a notice in the Transparency Information Language, as JSON.
func TILT(d document.Document, e page.Edition, from document.Source) ([]byte, error) {
	w := tiltWriter{d, e, from, locale.For(d.Language).On(from.Day)}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	if err := enc.Encode(w.all()); err != nil {
		return nil, varsam.Wrap(varsam.Internal, err, "a notice cannot be written as TILT")
	}
	return b.Bytes(), nil
}

type tiltWriter struct {
	d    document.Document
	e    page.Edition
	from document.Source
	say  locale.Printer
}

func (w tiltWriter) all() tilt {
	reg := w.from.Register
	org := reg.Organisation
	out := tilt{
		Meta: w.meta(), Controller: w.controller(), Officer: contactOf(org.Officer, org.Country), Disclosed: []tiltData{}, Transfers: w.transfers(),
		Sources: []tiltSources{}, Changes: []tiltNewReason{},
		Access: w.right(varsam.Access), Information: w.right(varsam.Access), Rectify: w.right(varsam.Rectification),
		Portability: w.right(varsam.Portability), Withdraw: w.right(varsam.Withdrawal),
	}
	out.Access.Fee, out.Access.Format, out.Access.Formats = &tiltFee{0, "EUR"}, "application/json", []string{"application/json", "text/html"}
	out.Complain = tiltComplaint{w.right(""), w.authority()}
	for _, a := range document.Activities(reg) {
		for _, datum := range document.Data(reg, a) {
			out.Disclosed = append(out.Disclosed, w.datum(a, datum))
			out.Sources = append(out.Sources, w.sources(a, datum))
		}
		if a.Decisions != nil && !out.Decisions.InUse {
			out.Decisions = tiltDecisions{true, w.say.In(a.Decisions.Logic), w.say.In(a.Decisions.Consequences)}
		}
	}
	return out
}

func (w tiltWriter) meta() tiltMeta {
	words, _ := json.Marshal(w.d)
	sum := sha256.Sum256(words)
	language, _, _ := strings.Cut(string(w.d.Language), "-")
	status, day := "active", w.e.Published
	if w.e.Number == 0 || !w.e.ReplacedOn.IsZero() {
		status = "inactive"
	}
	if day.IsZero() {
		day = w.from.Day
	}
	at := day.String() + "T00:00:00"
	url := w.from.Register.Organisation.Contact.Web
	if url == "" {
		url = "urn:varsam:" + w.d.Organisation.Name + ":document:notice"
	}
	return tiltMeta{
		ID: "urn:varsam:" + w.d.Organisation.Name + ":document:notice", Name: w.d.Organisation.Title, Created: at, Modified: at, Version: max(1, w.e.Number),
		Language: language, Status: status, URL: url, Hash: hex.EncodeToString(sum[:]),
	}
}

func contactOf(k register.Contact, country string) tiltContact {
	if k == (register.Contact{}) {
		country = ""
	}
	return tiltContact{k.Name, k.Address, country, k.Email, k.Phone}
}

func (w tiltWriter) controller() tiltEntity {
	org := w.from.Register.Organisation
	representative := org.Representative
	if representative == (register.Contact{}) {
		representative = org.Contact
	}
	return tiltEntity{Name: w.d.Organisation.Title, Address: org.Contact.Address, Country: org.Country, Representative: personOf(representative, org.Country)}
}

func (w tiltWriter) block(id string) string { return strings.Join(w.d.Block(id).Lines, " ") }

func (w tiltWriter) category(c varsam.Category) string { return locale.Capital(w.say.Category(c)) }

func (w tiltWriter) datum(a register.Activity, datum document.Datum) tiltData {
	at := "purpose-" + a.Name
	out := tiltData{
		ID: a.Name + "/" + string(datum.Category), Category: w.category(datum.Category),
		Purposes:   []tiltPurpose{{w.block(at + ".heading"), w.block(at + ".purpose")}},
		Bases:      []tiltBasis{{"GDPR-" + strings.ReplaceAll(string(a.Basis.Article), ".", "-"), w.block(at + ".basis")}},
		Interests:  []tiltInterest{{a.Basis.Article == varsam.LegitimateInterest, w.block(at + ".interest")}},
		Recipients: []tiltEntity{}, Storage: []tiltStorage{w.storage(a)},
	}
	for _, r := range document.Recipients(w.from.Register, a) {
		entity := tiltEntity{
			Name: w.title(r), Address: r.Party.Contact.Address, Country: r.Country,
			Representative: personOf(r.Party.Contact, r.Country), Category: cmp.Or(r.Party.Kind, "recipient"),
		}
		out.Recipients = append(out.Recipients, entity)
	}
	if given := slices.Contains(datum.Sources, "person"); given {
		out.Withheld = tiltNonDisclosure{
			Law: datum.Needed == "statute", Contract: datum.Needed == "contract", Obligation: datum.Needed != "voluntary", Consequences: w.block(at + ".needed"),
		}
	}
	return out
}

func (w tiltWriter) title(r document.Recipient) string {
	if title := w.say.In(r.Party.Title); title != "" {
		return title
	}
	return r.Name
}

// storage is how long: a period as a duration, anything else in words.
func (w tiltWriter) storage(a register.Activity) tiltStorage {
	words := w.block("purpose-" + a.Name + ".kept")
	out := tiltStorage{Temporal: []tiltTime{}, Purposes: []string{}, Bases: []string{}, Aggregation: "max"}
	switch {
	case a.Keep.Law != "":
		out.Bases = append(out.Bases, words)
	case !a.Keep.Period.IsZero():
		out.Temporal = append(out.Temporal, tiltTime{words, duration(a.Keep.Period)})
	case !a.Keep.Latest.IsZero():
		out.Temporal = append(out.Temporal, tiltTime{words, duration(a.Keep.Latest)})
	default:
		out.Purposes = append(out.Purposes, words)
	}
	return out
}

// duration is a period as ISO 8601 writes it.
func duration(p varsam.Period) string {
	out := "P"
	for _, part := range []struct {
		n    int
		unit string
	}{{p.Years, "Y"}, {p.Months, "M"}, {p.Days, "D"}} {
		if part.n != 0 {
			out += strconv.Itoa(part.n) + part.unit
		}
	}
	if out == "P" {
		return "P0D"
	}
	return out
}

func (w tiltWriter) sources(a register.Activity, datum document.Datum) tiltSources {
	out := tiltSources{ID: a.Name + "/" + string(datum.Category), Category: w.category(datum.Category), Sources: []tiltSource{}}
	for _, s := range datum.Sources {
		p, _ := w.from.Register.Party(s)
		out.Sources = append(out.Sources, tiltSource{Description: w.say.Source(s), URL: p.Contact.Web})
	}
	return out
}

func (w tiltWriter) transfers() []tiltTransfer {
	all, seen := []tiltTransfer{}, map[string]bool{}
	for _, a := range document.Activities(w.from.Register) {
		for _, r := range document.Recipients(w.from.Register, a) {
			if !r.Outside || seen[r.Name] {
				continue
			}
			seen[r.Name] = true
			t := tiltTransfer{Country: r.Country}
			if r.Party.Transfer != nil {
				words := w.say.Mechanism(r.Party.Transfer.Mechanism)
				switch r.Party.Transfer.Mechanism {
				case "adequacy", "dpf":
					t.Adequacy = tiltSafeness{true, words}
				case "scc":
					t.Clauses, t.Guarantees = tiltSafeness{true, words}, tiltSafeness{true, words}
				case "bcr":
					t.Guarantees = tiltSafeness{true, words}
				}
			}
			all = append(all, t)
		}
	}
	return all
}

// right says whether some activity gives a right, and how it is used; "" is the
// right to complain, which there always is.
func (w tiltWriter) right(r varsam.Right) tiltRight {
	org := w.from.Register.Organisation
	out := tiltRight{URL: org.Contact.Web, Email: org.Contact.Email, Evidence: []string{}, Available: r == ""}
	if r == "" {
		out.Description = w.block("complaint.lead")
		return out
	}
	for _, a := range document.Activities(w.from.Register) {
		out.Available = out.Available || slices.Contains(document.Rights(a), r)
	}
	out.Description = strings.TrimSpace(w.block("rights."+string(r)) + " " + w.block("rights.how"))
	return out
}

func (w tiltWriter) authority() tiltContact {
	lines := letter.Authority(w.from.Register.Organisation.Country)
	out := tiltContact{Country: w.from.Register.Organisation.Country}
	for i, line := range lines {
		switch {
		case i == 0:
			out.Name = line
		case strings.Contains(line, "@"):
			out.Email = line
		case i == 1:
			out.Address = line
		}
	}
	return out
}
