package identity_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/identity"
)

// A scenario is one way in which impostors have got, or tried to get, what is
// somebody else's: after Di Martino et al. (SOUPS 2019), Pavur and Knerr (Black
// Hat 2019), Bufalieri et al. (2020), Boniface et al. (APF 2019). The impostor
// makes every move that the means allow; the genuine twin asks for the same with
// her own means, and is served.
type scenario struct {
	from   string // see scenarios_test.go
	name   string
	victim string // what is on file of her: see files
	wish   varsam.Right
	asks   string // how the impostor asks: see openings
	reads  string // which of the victim's channels the impostor reads: mail, phone, letter
	does   string // what the victim does with what reaches her
	twin   string // what the genuine twin has, beside all her channels: "eid", "paper", "" nothing
}

// The victim of an impostor, beside reading what comes:
const (
	stops    = ""        // presses stop on what she did not ask for
	ignores  = "ignores" // reads nothing
	confirms = "tricked" // presses yes in the mail that asks her to confirm
)

// files are what an organisation has on file about its people. V stands for the
// person of the scenario, and M for the impostor, who is a customer too.
var files = map[string]person{
	"newsletter": {data: identity.Low, file: file("mail")},
	"lead":       {data: identity.Low, file: file("phone")},
	"customer":   {data: identity.Ordinary, file: file("mail phone letter pnr")},
	"webshop":    {data: identity.Ordinary, file: file("mail letter")},
	"old-paper":  {data: identity.Ordinary, file: file("letter pnr")},
	"two-mails":  {data: identity.Ordinary, file: file("mail phone other-mail")},
	"employee":   {data: identity.High, file: file("mail phone letter pnr")},
	"patient":    {data: identity.High, file: file("mail pnr")},
	"applicant":  {data: identity.High, file: file("mail phone")},
	"protected":  {data: identity.Ordinary, file: file("mail letter pnr protected")},
	"hidden":     {data: identity.Low, file: file("mail phone pnr protected")},
	"taken-over": {data: identity.Ordinary, file: file("phone letter pnr new-mail")},
	"just-moved": {data: identity.Low, file: file("new-mail phone pnr")},
	"redirected": {data: identity.Ordinary, file: file("mail pnr new-letter")},
	"family":     {data: identity.Ordinary, file: file("shared-mail phone pnr")},
	"info-box":   {data: identity.Low, file: file("shared-mail pnr")},
}

func file(what string) (f identity.File) {
	f.Known = true
	for _, word := range strings.Fields(what) {
		switch word {
		case "mail":
			f.Channels = append(f.Channels, identity.Channel{Medium: identity.Mail, Value: "v"})
		case "other-mail":
			f.Channels = append(f.Channels, identity.Channel{Medium: identity.Mail, Value: "v-other"})
		case "new-mail": // somebody changed it three days ago
			f.Channels = append(f.Channels, identity.Channel{Medium: identity.Mail, Value: "m", Changed: time.Unix(1, 0)})
		case "new-letter":
			f.Channels = append(f.Channels, identity.Channel{Medium: identity.Letter, Value: "m", Changed: time.Unix(1, 0)})
		case "shared-mail":
			f.Channels = append(f.Channels, identity.Channel{Medium: identity.Mail, Value: "v", Shared: true})
		case "phone":
			f.Channels = append(f.Channels, identity.Channel{Medium: identity.Phone, Value: "v"})
		case "letter":
			f.Channels = append(f.Channels, identity.Channel{Medium: identity.Letter, Value: "v"})
		case "pnr":
			f.Subjects = []string{"v"}
		case "protected":
			f.Protected = true
		}
	}
	return f
}

// cast are the two people of one scenario, with addresses of their own.
type cast struct {
	n int
}

func (c cast) mail(who string) string { return fmt.Sprintf("%s%d@example.com", who, c.n) }
func (c cast) phone(who string) string {
	return fmt.Sprintf("+46701740%03d", map[string]int{"v": 605, "m": 650}[who]+c.n%40)
}
func (c cast) letter(who string) string { return fmt.Sprintf("%s, Storgatan %d", who, c.n) }
func (c cast) pnr(who string) string    { return fmt.Sprintf("%s-%d", who, c.n) }
func (c cast) value(m identity.Medium, who string) string {
	switch m {
	case identity.Mail:
		return c.mail(who)
	case identity.Phone:
		return c.phone(who)
	}
	return c.letter(who)
}

// on is what is on file, with the cast's own addresses.
func (c cast) on(p person, now time.Time) person {
	p.file.Channels = slices.Clone(p.file.Channels)
	for i, ch := range p.file.Channels {
		p.file.Channels[i].Value = c.value(ch.Medium, ch.Value)
		if !ch.Changed.IsZero() {
			p.file.Channels[i].Changed = now.Add(-3 * 24 * time.Hour)
		}
	}
	if p.file.Subjects != nil {
		p.file.Subjects = []string{c.pnr("v")}
	}
	p.numbers = []varsam.Identifier{customer(fmt.Sprint(c.n))}
	return p
}

// openings are the ways to ask. Each gives what the form holds.
var openings = map[string]func(c cast) identity.Intake{
	"her mail":               func(c cast) identity.Intake { return identity.Intake{Reach: email(c.mail("v"))} },
	"her phone":              func(c cast) identity.Intake { return identity.Intake{Reach: phone(c.phone("v"))} },
	"her postal address":     func(c cast) identity.Intake { return identity.Intake{Postal: c.letter("v")} },
	"own mail":               func(c cast) identity.Intake { return identity.Intake{Reach: email(c.mail("m"))} },
	"own phone":              func(c cast) identity.Intake { return identity.Intake{Reach: phone(c.phone("m"))} },
	"own mail, her name":     func(c cast) identity.Intake { return identity.Intake{Reach: email(c.mail("m")), Name: "Vera Exempel"} },
	"own mail, her number":   with("m", func(c cast) varsam.Identifier { return number(c.pnr("v")) }),
	"own mail, her customer": with("m", func(c cast) varsam.Identifier { return customer(fmt.Sprint(c.n)) }),
	"own mail, her mail":     with("m", func(c cast) varsam.Identifier { return email(c.mail("v")) }),
	"own mail, her phone":    with("m", func(c cast) varsam.Identifier { return phone(c.phone("v")) }),
	"own postal, her number": func(c cast) identity.Intake {
		return identity.Intake{Postal: c.letter("m"), Others: []varsam.Identifier{number(c.pnr("v"))}}
	},
	"look-alike mail": func(c cast) identity.Intake {
		return identity.Intake{Reach: email(fmt.Sprintf("v%d@exarnple.com", c.n)), Others: []varsam.Identifier{email(c.mail("v"))}}
	},
	"plus address": func(c cast) identity.Intake {
		return identity.Intake{Reach: email(fmt.Sprintf("v%d+x@example.com", c.n))}
	},
	"capitals": func(c cast) identity.Intake { return identity.Intake{Reach: email(strings.ToUpper(c.mail("v")))} },
	"own mail, all of hers": func(c cast) identity.Intake {
		return identity.Intake{Reach: email(c.mail("m")), Name: "Vera Exempel", Others: c.all(), Text: "Jag har bytt adress."}
	},
	"own postal, all of hers": func(c cast) identity.Intake {
		return identity.Intake{Postal: c.letter("m"), Name: "Vera Exempel", Others: c.all()}
	},
	"Cyrillic letter":    reached("v%d@ex\u0430mple.com"),
	"Kelvin sign":        reached("v%d@example.com\u212a"),
	"zero width":         reached("v%d\u200b@example.com"),
	"her address inside": reached("v%d=example.com@m.example"),
	"accented domain":    reached("v%d@ex\u00e4mple.com"),
	"dotted mail":        reached("v.%d@example.com"),
	"agent for her mail": agent("her agent", func(c cast) varsam.Identifier { return email(c.mail("v")) }),
	"agent at her mail": func(c cast) identity.Intake {
		in := agent("agent", func(c cast) varsam.Identifier { return email(c.mail("v")) })(c)
		in.Reach = email(c.mail("v"))
		return in
	},
	"guardian for her mail":   agent("guardian", func(c cast) varsam.Identifier { return email(c.mail("v")) }),
	"guardian for her number": agent("guardian", func(c cast) varsam.Identifier { return number(c.pnr("v")) }),
	"trustee for her phone":   agent("trustee", func(c cast) varsam.Identifier { return phone(c.phone("v")) }),
}

// all is what can be known of somebody who is not careful.
func (c cast) all() []varsam.Identifier {
	return []varsam.Identifier{email(c.mail("v")), phone(c.phone("v")), number(c.pnr("v")), customer(fmt.Sprint(c.n)), {Type: varsam.Name, Value: "Vera Exempel"}}
}

// reached asks by an address that looks like hers and is the impostor's.
func reached(form string) func(cast) identity.Intake {
	return func(c cast) identity.Intake {
		return identity.Intake{Reach: email(fmt.Sprintf(form, c.n)), Others: []varsam.Identifier{email(c.mail("v"))}}
	}
}

func with(who string, id func(cast) varsam.Identifier) func(cast) identity.Intake {
	return func(c cast) identity.Intake {
		return identity.Intake{Reach: email(c.mail(who)), Others: []varsam.Identifier{id(c)}}
	}
}

func agent(as string, id func(cast) varsam.Identifier) func(cast) identity.Intake {
	return func(c cast) identity.Intake {
		in := with("m", id)(c)
		in.Agent = &identity.Agent{As: as, Name: "M. Exempel"}
		return in
	}
}

// player is somebody who makes every move that their means allow.
type player struct {
	*office
	claim  string
	tokens []string // to pages, best last
	reads  []string
	signs  string
	signed bool
	read   int // messages seen
}

func (p *player) got(r identity.Receipt, err error) {
	if err == nil && !slices.Contains(p.tokens, r.Token) {
		p.tokens = append(p.tokens, r.Token)
	}
}

// play makes every move until nothing new comes of it.
func (p *player) play() {
	p.Helper()
	for _, token := range p.tokens {
		p.got(p.Enter(p.Context(), token, "0000 0000"))
	}
	for seen := -1; seen != p.read+len(p.tokens); {
		seen = p.read + len(p.tokens)
		for ; p.read < len(p.sent); p.read++ {
			if m := p.sent[p.read]; m.Claim == p.claim && slices.Contains(p.reads, m.To.Value) {
				p.use(m)
			}
		}
		p.sign()
	}
	p.settle(p.claim)
	p.codes(p.tokens[len(p.tokens)-1])
	p.read = len(p.sent)
}

// sign has the player sign in once, by the first link that lets them.
func (p *player) sign() {
	for _, token := range slices.Clone(p.tokens) {
		if p.signs == "" || p.signed {
			return
		}
		pass, err := p.SignedIn(p.Context(), token, p.signs)
		p.got(pass, err)
		p.signed = err == nil
	}
}

func (p *player) use(m identity.Message) {
	if m.Confirm != "" {
		p.got(p.Confirm(p.Context(), m.Confirm))
	}
	if m.Code != "" {
		for _, token := range slices.Clone(p.tokens) {
			p.got(p.Enter(p.Context(), token, m.Code[:4]+" "+m.Code[4:]))
		}
	}
	p.settle(p.claim)
}

// codes has a code sent to each channel, and enters those that can be read.
func (p *player) codes(token string) {
	for n := range 6 {
		from := len(p.sent)
		err := p.Code(p.Context(), token, n)
		if code := varsam.CodeOf(err); code == varsam.Invalid || code == varsam.NotFound {
			return // no more channels, or not the holder of the case
		}
		for _, m := range p.sent[from:] {
			if slices.Contains(p.reads, m.To.Value) {
				p.use(m)
			}
		}
	}
}

// served reports whether the wish is granted about a person: carried out, and
// for what is handed out, to the holder of a case.
func (p *player) served(wish varsam.Right, whom person) bool {
	p.Helper()
	j, err := p.Judgement(p.Context(), p.claim)
	p.must(err)
	about := slices.ContainsFunc(p.found(j.Verified), func(q person) bool { return q.numbers[0].Value == whom.numbers[0].Value })
	if !about {
		return false
	}
	for _, g := range j.Grants {
		if g.Wish.Right == wish && g.May(p.now) {
			return !hands(wish) || p.holds()
		}
	}
	return false
}

func hands(wish varsam.Right) bool {
	return wish == varsam.Access || wish == varsam.Portability || wish == varsam.Why
}

// holds reports whether one of the tokens opens the case.
func (p *player) holds() bool {
	return slices.ContainsFunc(p.tokens, func(token string) bool {
		_, err := p.Service.Look(p.Context(), token, identity.LinkCase)
		return err == nil
	})
}

// row is what came of one scenario.
type row struct{ from, name, impostor, twin string }

// Every way in which impostors have tried: the impostor gets nothing and the
// genuine twin is served. What was played stands in the test's output.
func TestImpostors(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	var rows []row
	play := func(from, name string, do func(c cast)) {
		o.now = o.now.Add(24 * time.Hour)
		c := cast{len(rows)}
		ok := t.Run(name, func(t *testing.T) {
			o.T, o.sent = t, nil
			do(c)
		})
		got := row{from, name, "nothing", "served"}
		if !ok {
			got.impostor, got.twin = "see above", "see above"
		}
		rows = append(rows, got)
	}
	for _, s := range scenarios {
		play(s.from, s.name, func(c cast) {
			victim := o.casts(c, s.victim)
			for _, signs := range []string{"", c.pnr("m")} { // with the impostor's own eID, and without
				o.attack(s, c, victim, signs)
				o.sent = nil
			}
			o.genuine(s, c, victim)
		})
	}
	for _, s := range thefts {
		play(s.from, s.name, func(c cast) { o.steal(s, c, o.casts(c, s.victim)) })
	}
	o.T = t
	distinct := map[string]bool{}
	for n, r := range rows {
		distinct[r.name] = true
		t.Logf("%3d  %-34s %-78s impostor: %s, twin: %s", n+1, r.from, r.name, r.impostor, r.twin)
	}
	if len(distinct) < 60 || len(distinct) != len(rows) {
		t.Errorf("%d scenarios, %d of them distinct; want at least 60, each with a name of its own", len(rows), len(distinct))
	}
}

// casts puts a victim and an impostor on file, and nobody else.
func (o *office) casts(c cast, victim string) person {
	v := c.on(files[victim], o.now)
	mallory := person{data: identity.High, numbers: []varsam.Identifier{customer("m" + fmt.Sprint(c.n))}}
	mallory.file = identity.File{Known: true, Subjects: []string{c.pnr("m")}}
	o.people = []person{v, mallory}
	return v
}

func (o *office) attack(s scenario, c cast, victim person, signs string) {
	o.Helper()
	in := openings[s.asks](c)
	in.Wishes = []identity.Wish{{Right: s.wish}}
	r := o.take(in)
	m := &player{office: o, claim: r.Claim, tokens: []string{r.Token}, signs: signs}
	m.reads = []string{c.mail("m"), c.phone("m"), c.letter("m")}
	if at := in.Reach.Value; at != "" && !strings.EqualFold(at, c.mail("v")) && at != c.phone("v") {
		m.reads = append(m.reads, at) // an address that looks like hers
	}
	for _, medium := range strings.Fields(s.reads) {
		m.reads = append(m.reads, c.value(identity.Medium(medium), "v"))
	}
	m.play()
	m.signs = "" // once is enough: from here on it would only tell who he is
	o.react(s, c, m)
	m.play()
	// What was sent in as a copy is no check at all.
	if _, err := o.Attest(o.Context(), m.claim, identity.Check{Method: "copy", Subject: c.pnr("v"), Text: "a scan"}, "s1"); varsam.CodeOf(err) != varsam.Invalid {
		o.Errorf("a copy of a passport passed: %v", err)
	}
	for range 3 { // the impostor is patient
		if m.served(s.wish, victim) {
			o.Fatalf("the impostor got %s of %s", s.wish, s.victim)
		}
		o.now = o.now.Add(40 * time.Hour)
		m.play()
	}
}

// react is what the victim does with what reaches her and nobody else.
func (o *office) react(s scenario, c cast, m *player) {
	for _, msg := range slices.Clone(o.sent) {
		hers := strings.HasPrefix(msg.To.Value, "v") || msg.To.Value == c.phone("v")
		if !hers || slices.Contains(m.reads, msg.To.Value) {
			continue
		}
		switch {
		case s.does == stops && msg.Stop != "":
			_, err := o.Stop(o.Context(), msg.Stop)
			o.must(err)
		case s.does == confirms && msg.Confirm != "":
			if _, err := o.Confirm(o.Context(), msg.Confirm); varsam.CodeOf(err) != varsam.Denied { // he may hold the case himself
				o.must(err)
			}
			o.settle(m.claim)
		}
	}
}

// genuine is the twin: she asks for the same with what is hers.
func (o *office) genuine(s scenario, c cast, victim person) {
	o.Helper()
	in := identity.Intake{Wishes: []identity.Wish{{Right: s.wish}}, Postal: c.letter("v")}
	v := &player{office: o}
	for _, ch := range victim.file.Channels {
		if ch.Value == c.value(ch.Medium, "m") {
			continue // the impostor's by now
		}
		v.reads = append(v.reads, ch.Value)
		if id, ok := ch.Identifier(); ok && in.Reach.Value == "" {
			in.Reach, in.Postal = varsam.Identifier{Type: id.Type, Value: id.Value}, ""
		}
	}
	if s.twin == "eid" {
		v.signs = c.pnr("v")
	}
	r := o.take(in)
	v.claim, v.tokens = r.Claim, []string{r.Token}
	v.play()
	if s.twin == "paper" {
		known, _ := victim.file.Channels[0].Identifier()
		for _, ch := range victim.file.Channels {
			if id, ok := ch.Identifier(); ok && slices.Contains(v.reads, ch.Value) {
				known = id
			}
		}
		check := identity.Check{Method: identity.Original, Text: "driving licence shown", Also: []varsam.Identifier{known}}
		if victim.file.Subjects != nil {
			check.Subject = c.pnr("v")
		}
		v.got(o.Attest(o.Context(), v.claim, check, "s1"))
		o.settle(v.claim)
	}
	if s.wish == varsam.Erasure {
		if v.served(s.wish, victim) {
			o.Errorf("an erasure did not wait")
		}
		o.now = o.now.Add(identity.Cooling)
	}
	if !v.served(s.wish, victim) {
		j, _ := o.Judgement(o.Context(), v.claim)
		o.Errorf("the genuine twin was not served: %+v", j)
	}
}
