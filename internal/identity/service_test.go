package identity_test

import (
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/identity"
)

// anna is a customer with a mailbox and a telephone.
func anna() person {
	p := cast{1}.on(files["customer"], time.Time{})
	return p
}

// holder is somebody who has proven the address of a claim.
func (o *office) holder(in identity.Intake) (claim, token string) {
	o.Helper()
	r := o.take(in)
	sent := o.to(r.Claim, in.Reach.Value)
	if len(sent) == 0 {
		o.Fatal("nothing was sent to the address")
	}
	pass, err := o.Confirm(o.Context(), sent[0].Confirm)
	o.must(err)
	o.settle(r.Claim)
	return r.Claim, pass.Token
}

func access(reach string) identity.Intake {
	return identity.Intake{Reach: email(reach), Wishes: []identity.Wish{{Right: varsam.Access}}}
}

// A code is good once, for its channel's time, for five tries, and in the way
// people type it.
func TestCodes(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.people = []person{anna()}
	c := cast{1}
	claim, token := o.holder(access(c.mail("v")))
	code := func() string {
		o.Helper()
		o.must(o.Code(o.Context(), token, 1))
		sent := o.to(claim, c.phone("v"))
		return sent[len(sent)-1].Code
	}
	denied := func(why, typed string) {
		o.Helper()
		if _, err := o.Enter(o.Context(), token, typed); varsam.CodeOf(err) != varsam.Denied {
			t.Errorf("a code that %s is %v", why, err)
		}
	}
	first := code()
	denied("is another", "1234 567")
	o.now = o.now.Add(identity.CodeLife)
	denied("is too old", first)
	second := code()
	denied("was replaced", first)
	for range 5 {
		denied("is wrong", strings.Map(func(r rune) rune { return '0' + (r-'0'+1)%10 }, second))
	}
	denied("was tried too often", second)
	third := code()
	if _, err := o.Enter(o.Context(), token, " "+third[:4]+"-"+third[4:]+" "); err != nil {
		t.Errorf("the code is %v", err)
	}
	denied("was used", third)
}

// Past a limit nothing more is sent, nothing is compared, and nothing is lost.
func TestLimits(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.people = []person{anna()}
	c := cast{1}
	var claims []string
	for range identity.Limits[identity.KindTold] + 3 {
		claims = append(claims, o.take(access(c.mail("v"))).Claim)
	}
	asked := func() (n int) {
		for _, m := range o.sent {
			if m.Kind == identity.AskConfirm {
				n++
			}
		}
		return n
	}
	if n := asked(); n != identity.Limits[identity.KindTold] {
		t.Errorf("%d letters went to one address in a day", n)
	}
	told := 0
	for _, m := range o.sent {
		if m.Kind == identity.Notice && m.To.Value == c.phone("v") {
			told++
		}
	}
	if told > identity.Limits[identity.KindTold] {
		t.Errorf("%d notices went to one telephone in a day", told)
	}
	o.now = o.now.Add(24 * time.Hour)
	for _, claim := range claims {
		o.settle(claim)
	}
	if n := asked(); n != len(claims) {
		t.Errorf("a day later %d of %d have been asked", n, len(claims))
	}
	o.now = o.now.Add(24 * time.Hour)
	_, token := o.holder(access(c.mail("v")))
	var err error
	for range identity.Limits[identity.KindCode] {
		if err = o.Code(t.Context(), token, 1); err != nil {
			t.Fatal(err)
		}
	}
	if err = o.Code(t.Context(), token, 1); varsam.CodeOf(err) != varsam.Denied {
		t.Errorf("one code more is %v", err)
	}
	for range identity.Limits[identity.KindTry] {
		_, _ = o.Enter(t.Context(), token, "00000000")
	}
	o.must(o.Code(t.Context(), token, 0))
	sent := o.to(o.last(), c.mail("v"))
	if _, err := o.Enter(t.Context(), token, sent[len(sent)-1].Code); varsam.CodeOf(err) != varsam.Denied {
		t.Errorf("a try past the day's limit is %v", err)
	}
}

func (o *office) last() string { return o.sent[len(o.sent)-1].Claim }

// Of people with protected data nobody reads anything without the role, and
// nothing goes anywhere but to the address that was asked about.
func TestProtected(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.people = []person{anna()}
	c := cast{1}
	o.must(o.Protect(t.Context(), []string{c.phone("v")}, true))
	r := o.take(access(c.mail("v")))
	for _, m := range o.sent {
		if m.To.Value != c.mail("v") {
			t.Errorf("something went to %s", m.To.Medium)
		}
	}
	claim, d, withheld, err := o.Read(t.Context(), r.Claim, identity.Reader{})
	if err != nil || !withheld || !claim.Protected || d.Reach.Value != "" || len(d.File.Channels) > 0 {
		t.Errorf("without the role: %+v %+v %v %v", claim, d, withheld, err)
	}
	if _, d, withheld, err = o.Read(t.Context(), r.Claim, identity.Reader{Protected: true}); err != nil || withheld || d.Reach.Value == "" {
		t.Errorf("with the role: %+v %v %v", d, withheld, err)
	}
}

// A mandate counts once the person has been told and had time to object.
func TestMandate(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.people = []person{anna()}
	c := cast{1}
	in := access("agent@example.org")
	in.Others, in.Agent = []varsam.Identifier{email(c.mail("v"))}, &identity.Agent{As: "agent", Name: "A"}
	r := o.take(in)
	pass, err := o.Attest(t.Context(), r.Claim, identity.Check{Method: identity.Mandate, Destroyed: true, Text: "power of attorney of 1 November, original", Also: []varsam.Identifier{email(c.mail("v"))}}, "s1")
	o.must(err)
	enough := func() bool {
		o.settle(r.Claim)
		page, err := o.Service.Look(t.Context(), pass.Token, identity.LinkCase)
		o.must(err)
		return page.Judgement.Grants[0].Enough
	}
	if enough() {
		t.Error("a mandate counted before the person could object")
	}
	o.now = o.now.Add(identity.Cooling)
	if !enough() {
		t.Error("a mandate does not count")
	}
	if _, err := o.Attest(t.Context(), r.Claim, identity.Check{Method: identity.Original, Text: "x", Subject: "1"}, "s1"); varsam.CodeOf(err) != varsam.Conflict {
		t.Errorf("an agent's own passport is %v", err)
	}
}

// A channel that was changed by way of us proves nothing for a month.
func TestChangedChannel(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.people = []person{anna()}
	c := cast{1}
	for _, day := range []struct {
		after time.Duration
		level identity.Level
	}{{0, identity.None}, {identity.Settled, identity.Reply}} {
		if day.after == 0 {
			o.must(o.changed(c.mail("v")))
		}
		o.now = o.now.Add(day.after)
		claim, _ := o.holder(access(c.mail("v")))
		if j, err := o.Judgement(t.Context(), claim); err != nil || j.Level != day.level || (len(j.Verified) > 0) != (day.level == identity.Reply) {
			t.Errorf("after %s: %+v %v", day.after, j, err)
		}
	}
}

// What nobody proves goes after its time, with its key, and leaves nothing.
func TestSweep(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	r := o.take(access("marker@example.com"))
	o.now = o.now.Add(identity.Unproven - time.Hour)
	if lapsed, err := o.Sweep(t.Context()); err != nil || len(lapsed) > 0 {
		t.Fatalf("too early: %v %v", lapsed, err)
	}
	o.now = o.now.Add(2 * time.Hour)
	if lapsed, err := o.Sweep(t.Context()); err != nil || len(lapsed) != 1 {
		t.Fatalf("in time: %v %v", lapsed, err)
	}
	if _, err := o.Service.Look(t.Context(), r.Token, identity.LinkReceipt); varsam.CodeOf(err) != varsam.NotFound {
		t.Errorf("the receipt still leads somewhere: %v", err)
	}
	if err := o.Settle(t.Context(), r.Claim); err != nil {
		t.Errorf("work that comes late fails: %v", err)
	}
}

// The table of needs is monotonous: what is more sensitive never asks for less,
// and nobody with protected data is asked for less than others.
func TestNeeds(t *testing.T) {
	t.Parallel()
	for _, right := range varsam.Rights {
		for _, w := range []identity.Wish{{Right: right}, {Right: right, Channel: true}, {Right: right, Marketing: true}} {
			before := 0
			for _, s := range []identity.Sensitivity{identity.Low, identity.Ordinary, identity.High, identity.Unsearched} {
				need := identity.Need(w, s, false)
				if need.Strength() < before {
					t.Errorf("%+v asks for less where data is %s", w, s)
				}
				before = need.Strength()
				if shielded := identity.Need(w, s, true); shielded.Strength() < before {
					t.Errorf("%+v asks for less of people with protected data", w)
				}
			}
		}
	}
	if identity.Need(identity.Wish{Right: varsam.Instruction}, identity.Low, false) != identity.SignIn {
		t.Error("a wish that the table does not have asks for little")
	}
}

// What came lies under its day's key for moments only: once it is settled it has
// its own, and the day's key ends with the day.
func TestArrivalKeysEnd(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	r := o.take(access("marker@example.com"))
	o.now = o.now.Add(24 * time.Hour)
	if lapsed, err := o.Sweep(t.Context()); err != nil || len(lapsed) > 0 {
		t.Fatalf("%v %v", lapsed, err)
	}
	if _, d, _, err := o.Read(t.Context(), r.Claim, identity.Reader{}); err != nil || d.Reach.Value != "marker@example.com" {
		t.Errorf("a settled claim ended with its day: %v", err)
	}
	o.must(o.Forget(t.Context(), r.Claim))
	if _, _, _, err := o.Read(t.Context(), r.Claim, identity.Reader{}); varsam.CodeOf(err) != varsam.NotFound {
		t.Errorf("what was forgotten is %v", err)
	}
}

// A case has one holder, the first to prove something: whoever reads a mailbox
// that was mistyped gets nothing of somebody who has signed in, and whom staff
// have met takes over what nobody has made a request of.
func TestOneHolder(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.people = []person{anna()}
	c := cast{1}
	r := o.take(access("mistyped@example.org"))
	pass, err := o.SignedIn(t.Context(), r.Token, c.pnr("v"))
	o.must(err)
	o.settle(r.Claim)
	if _, err := o.Confirm(t.Context(), o.to(r.Claim, "mistyped@example.org")[0].Confirm); varsam.CodeOf(err) != varsam.Denied {
		t.Errorf("a second holder is %v", err)
	}
	if _, err := o.SignedIn(t.Context(), r.Token, c.pnr("m")); varsam.CodeOf(err) != varsam.Denied {
		t.Errorf("a second sign-in by the receipt is %v", err)
	}
	page, err := o.Service.Look(t.Context(), pass.Token, identity.LinkCase)
	if o.must(err); page.Judgement.Level != identity.SignIn || !page.Judgement.Grants[0].Enough {
		t.Errorf("the holder has %+v", page.Judgement)
	}
	other := identity.Check{Method: identity.Original, Text: "passport shown", Subject: c.pnr("m")}
	if _, err := o.Attest(t.Context(), r.Claim, other, "s1"); varsam.CodeOf(err) != varsam.Conflict {
		t.Errorf("another person at the desk is %v", err)
	}
	open := o.take(access("stranger@example.org"))
	confirmed, err := o.Confirm(t.Context(), o.to(open.Claim, "stranger@example.org")[0].Confirm)
	o.must(err)
	if _, err := o.Attest(t.Context(), open.Claim, identity.Check{Method: identity.Original, Text: "passport shown", Subject: c.pnr("v")}, "s1"); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Service.Look(t.Context(), confirmed.Token, identity.LinkCase); varsam.CodeOf(err) != varsam.NotFound {
		t.Errorf("the stranger still holds the case: %v", err)
	}
}

// Once there is a request, only proofs about whom it is for count: signing in as
// somebody else makes nobody surer of her.
func TestProofsOfSomebodyElse(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	c := cast{1}
	mallory := person{data: identity.High, numbers: []varsam.Identifier{customer("m")}, file: identity.File{Known: true, Subjects: []string{c.pnr("m")}}}
	o.people = []person{anna(), mallory}
	claim, token := o.holder(access(c.mail("v")))
	if _, err := o.SignedIn(t.Context(), token, c.pnr("m")); err != nil {
		t.Fatal(err)
	}
	o.settle(claim)
	j, err := o.Judgement(t.Context(), claim)
	if o.must(err); j.Level != identity.Reply || len(j.Verified) != 1 || j.Verified[0].Value != c.mail("v") {
		t.Errorf("the judgement is %+v", j)
	}
}
