package identity_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/store"
)

// A theft is what an impostor does when the genuine person has shown who she is
// and her copy lies ready: he comes for it by what he reads of hers, with links
// and codes that were used, and with an electronic ID of his own.
type theft struct {
	from, name string
	victim     string // what is on file of her: see files
	shown      string // how she shows who she is: reply, second, eid, paper
	reads      string // which of her channels the impostor reads
	holds      string // "receipt": hers, too; "case": one of his own about her, at the same time
}

var thefts = []theft{
	{bufalieri, "her mailbox is read when the copy lies ready", "customer", "second", "mail", ""},
	{bufalieri, "her telephone is stolen when the copy lies ready", "two-mails", "second", "phone", ""},
	{bufalieri, "her mailbox is read after she signed in", "patient", "eid", "mail", ""},
	{bufalieri, "her mailbox is read after she signed in, employee", "employee", "eid", "mail phone", ""},
	{bufalieri, "her mailbox is read after she came in person", "employee", "paper", "mail", ""},
	{bufalieri, "her mailbox is read after she came in person, applicant", "applicant", "paper", "mail", ""},
	{pavur, "the receipt lies in her browser's history, and her mailbox is read", "customer", "second", "mail", "receipt"},
	{pavur, "the receipt lies in her browser's history, patient", "patient", "eid", "mail", "receipt"},
	{controls8, "a second case beside hers", "customer", "second", "mail", "case"},
	{controls8, "a second case beside hers, patient", "patient", "eid", "mail", "case"},
	{hansen, "he signs in as himself in her case", "patient", "eid", "mail", ""},
	{hansen, "he signs in as himself in her case, came in person", "patient", "paper", "mail", ""},
	{edpb, "a stalker reads the mailbox of somebody with protected data who signed in", "protected", "eid", "mail", ""},
	{edpb, "a stalker reads the mailbox of somebody with protected data who came in person", "protected", "paper", "mail letter", ""},
}

// steal plays one theft: the impostor gets nothing that is handed out, and she
// fetches what is hers afterwards.
func (o *office) steal(s theft, c cast, victim person) {
	o.Helper()
	in := identity.Intake{Reach: email(c.mail("v")), Wishes: []identity.Wish{{Right: varsam.Access}}}
	r := o.take(in)
	she := &player{office: o, claim: r.Claim, tokens: []string{r.Token}}
	for _, ch := range victim.file.Channels {
		she.reads = append(she.reads, ch.Value)
	}
	o.shows(s, c, she)
	used := slices.Clone(o.sent)
	o.must(o.Store.Write(o.Context(), o.Tenant, func(tx *store.Tx) error {
		_, err := o.News(tx, r.Claim)
		return err
	}))
	he := &player{office: o, claim: r.Claim, tokens: []string{"none"}, signs: c.pnr("m")}
	if s.holds == "receipt" {
		he.tokens = append(he.tokens, r.Token)
	}
	for _, medium := range strings.Fields(s.reads) {
		he.reads = append(he.reads, c.value(identity.Medium(medium), "v"))
	}
	if s.holds == "case" {
		he.tokens = append(he.tokens, o.take(in).Token)
		second := o.sent[len(o.sent)-1]
		for _, m := range o.to(second.Claim, c.mail("v")) {
			he.use(m)
		}
		o.settle(second.Claim)
	}
	for _, later := range []time.Duration{0, time.Hour, 40 * 24 * time.Hour} {
		o.now = o.now.Add(later)
		for _, m := range used { // what was used before, once more
			he.use(m)
		}
		he.rushes()
		he.sign()
		if he.fetches() {
			o.Fatalf("the impostor fetches what is hers")
		}
	}
	o.shows(s, c, she)
	if !she.fetches() {
		o.Errorf("she cannot fetch what is hers")
	}
}

// shows is the genuine person who shows who she is, anew when she did before.
func (o *office) shows(s theft, c cast, she *player) {
	o.Helper()
	o.now = o.now.Add(24 * time.Hour)
	if s.shown == "paper" {
		she.rushes() // the mail was not enough: she comes to the desk
		check := identity.Check{Method: identity.Original, Text: "driving licence shown", Subject: c.pnr("v"), Also: []varsam.Identifier{email(c.mail("v"))}}
		if s.victim == "applicant" {
			check.Subject = ""
		}
		she.got(o.Attest(o.Context(), she.claim, check, "s1"))
		o.settle(she.claim)
		return
	}
	_ = o.Again(o.Context(), she.tokens[0])
	she.signs, she.signed = map[bool]string{true: c.pnr("v")}[s.shown == "eid"], false
	she.rushes()
	she.sign()
	o.settle(she.claim)
}

// rushes uses every letter that can be read, by confirming, coming back and typing
// codes, and asks for a code to every channel there is.
func (p *player) rushes() {
	p.Helper()
	for ; p.read < len(p.sent); p.read++ {
		if m := p.sent[p.read]; m.Claim == p.claim && slices.Contains(p.reads, m.To.Value) {
			p.use(m)
			if m.Confirm != "" {
				p.got(p.Return(p.Context(), m.Confirm))
			}
		}
	}
	p.codes(p.tokens[len(p.tokens)-1])
}

// fetches reports whether one of the links is a case from which something may be
// fetched now.
func (p *player) fetches() bool {
	p.Helper()
	return slices.ContainsFunc(p.tokens, func(token string) bool {
		page, err := p.Service.Look(p.Context(), token, identity.LinkCase)
		short := slices.ContainsFunc(page.Judgement.Grants, func(g identity.Grant) bool { return !g.Enough })
		return err == nil && page.Fresh && !short
	})
}

// Somebody who is made to sign in to a case that another holds takes it over, and
// whoever held it is out: before the request is made, and after.
func TestSigningInForAnother(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	c := cast{1}
	o.people = []person{c.on(files["patient"], o.now)}
	r, err := o.Take(t.Context(), identity.Intake{Reach: email(c.mail("m")), Wishes: []identity.Wish{{Right: varsam.Access}}, Language: varsam.Swedish})
	o.must(err)
	o.must(o.Settle(t.Context(), r.Claim))
	held, err := o.Confirm(t.Context(), o.to(r.Claim, c.mail("m"))[0].Confirm)
	o.must(err)
	hers, err := o.SignedIn(t.Context(), held.Token, c.pnr("v")) // a link that he sent her
	o.must(err)
	o.settle(r.Claim)
	if _, err := o.Service.Look(t.Context(), held.Token, identity.LinkCase); varsam.CodeOf(err) != varsam.NotFound {
		t.Errorf("whoever had the link still has the case: %v", err)
	}
	if _, err := o.Service.Look(t.Context(), hers.Token, identity.LinkCase); err != nil {
		t.Errorf("whoever signed in does not have it: %v", err)
	}
	he := &player{office: o, claim: r.Claim, tokens: []string{held.Token, r.Token}, reads: []string{c.mail("m")}, signs: c.pnr("m")}
	he.play()
	if he.holds() && he.fetches() {
		t.Error("he fetches what is hers")
	}
}

// A correction of how somebody is reached asks for a second channel however it
// came: whoever sends it on need not say so.
func TestACorrectionOfAChannelIsSeen(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	c := cast{1}
	o.people = []person{c.on(files["lead"], o.now)}
	for _, category := range []varsam.Category{"contact", "contact.email", "contact.address", "person.national-id"} {
		in := identity.Intake{Reach: phone(c.phone("v")), Wishes: []identity.Wish{{Right: varsam.Rectification}}}
		in.Right = []identity.Correction{{Category: category, New: c.mail("m")}}
		r := o.take(in)
		j, err := o.Judgement(t.Context(), r.Claim)
		if o.must(err); !j.Grants[0].Wish.Channel {
			t.Errorf("a correction of %s is taken for an ordinary one", category)
		}
	}
}
