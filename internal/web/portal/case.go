package portal

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/reception"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/request/letter"
	"github.com/varsam/varsam/internal/web/frame"
)

// states are how far a case has come, in plain words.
var states = map[request.State]string{
	"": "portal.state.looking", request.Received: "portal.state.looking", request.Planned: "portal.state.found",
	request.Approved: "portal.state.doing", request.Running: "portal.state.doing", request.Done: "portal.state.writing",
	request.Answered: "portal.state.answered", request.Closing: "portal.state.answered", request.Closed: "portal.state.answered",
	request.Reopened: "portal.state.reopened",
}

// caseView is what the page of a case shows.
type caseView struct {
	reception.View
	Token string
	Says  string // key of the sentence on how far it has come
	Asked []asked
	Ways  []way
	Ready []ready
}

// asked is one wish with what it waits for.
type asked struct {
	What string
	Says string // key
	Arg  string
}

// way is a channel that a code can be sent to. Those of the person that nobody
// has proven here are shown so that only who knows them recognises them.
type way struct {
	N     int
	Label string // key
	Hint  string
	First bool // the one that helps most
}

// ready is something to fetch.
type ready struct {
	What  reception.What
	Label string // key
	Open  bool
}

func (p *Portal) view(v *frame.Visit) error {
	token := v.Param("token")
	found, err := p.Reception.Case(v.Context(), token)
	if err != nil {
		return err
	}
	c := caseView{View: found, Token: token, Says: states[found.State]}
	if found.Stopped {
		c.Says = "portal.state.stopped"
	}
	for _, g := range found.Judgement.Grants {
		c.Asked = append(c.Asked, wished(v, found, g))
	}
	for n, ch := range found.Codes {
		w := way{N: n, Label: media[ch.Medium]}
		if found.Judgement.Level != identity.None { // an impostor's own proof shows nothing of hers
			w.Hint = hint(ch)
		}
		c.Ways = append(c.Ways, w)
	}
	if len(c.Ways) > 0 {
		c.Ways[helps(found)].First = true
	}
	for _, r := range found.Releases {
		c.Ready = append(c.Ready, ready{r.What, whats[r.What], r.Open(found.Now)})
	}
	return v.Show("case", c)
}

// helps is the channel that a code is best sent to: one that adds a proof where
// more is needed, and otherwise one that was proven before.
func helps(found reception.View) int {
	enough := !slices.ContainsFunc(found.Judgement.Grants, func(g identity.Grant) bool { return !g.Enough })
	proven := 0
	for _, p := range found.Document.Proofs {
		if p.Level == identity.Reply {
			proven++
		}
	}
	if enough || proven >= len(found.Codes) {
		return 0
	}
	return proven
}

var media = map[identity.Medium]string{
	identity.Mail: "portal.way.mail", identity.Phone: "portal.way.phone", identity.Letter: "portal.way.letter",
}

var whats = map[reception.What]string{reception.Copy: "portal.fetch.copy", reception.Answer: "portal.fetch.answer"}

// wished says of one wish what it waits for.
func wished(v *frame.Visit, found reception.View, g identity.Grant) asked {
	a := asked{What: v.Cap(reception.Wish(v.Printer, g.Wish)), Says: "portal.grant.enough"}
	switch {
	case g.Need == identity.None:
		a.Says = "portal.grant.at-once"
	case found.State == "" || found.State == request.Received:
		a.Says = "portal.grant.searching"
	case !g.Enough:
		a.Says = needs[g.Need]
	case !g.May(found.Now):
		a.Says, a.Arg = "portal.grant.cooling", v.Moment(g.After)
	}
	return a
}

var needs = map[identity.Level]string{
	identity.Reply: "portal.need.reply", identity.Second: "portal.need.second", identity.SignIn: "portal.need.strong", identity.Paper: "portal.need.strong",
}

// hint is the end of a number, or the beginning of an address and of its place:
// enough for whoever knows it.
func hint(ch identity.Channel) string {
	switch ch.Medium {
	case identity.Mail:
		name, domain, _ := strings.Cut(ch.Value, "@")
		return first(name) + "…@" + first(domain) + "…"
	case identity.Phone:
		return "…" + ch.Value[max(0, len(ch.Value)-2):]
	}
	lines := strings.FieldsFunc(ch.Value, func(r rune) bool { return r == '\n' || r == ',' })
	if len(lines) == 0 {
		return ""
	}
	town := lines[len(lines)-1]
	return first(lines[0]) + "…, " + first(strings.TrimLeft(town, "0123456789 ")) + "…"
}

func first(s string) string {
	for _, r := range s {
		return string(r)
	}
	return ""
}

func (p *Portal) code(v *frame.Visit) error {
	err := p.Reception.Identity.Code(v.Context(), v.Param("token"), v.Whole("way"))
	switch varsam.CodeOf(err) {
	case "":
		v.Flash(frame.Good, "portal.said.code")
	case varsam.Denied:
		v.Flash(frame.Note, "portal.said.tomorrow")
	default:
		return err
	}
	return v.Redirect(reception.CasePage + v.Param("token") + "#code")
}

func (p *Portal) enter(v *frame.Visit) error {
	_, err := p.Reception.Identity.Enter(v.Context(), v.Param("token"), v.Field("code"))
	switch varsam.CodeOf(err) {
	case "":
		v.Flash(frame.Good, "portal.said.proven")
	case varsam.Denied:
		v.Flash(frame.Bad, "portal.said.wrong-code")
	default:
		return err
	}
	return v.Redirect(reception.CasePage + v.Param("token"))
}

func (p *Portal) message(v *frame.Visit) error {
	err := p.Reception.Write(v.Context(), v.Param("token"), v.Field("text"))
	switch varsam.CodeOf(err) {
	case "":
		v.Flash(frame.Good, "portal.said.written")
	case varsam.Invalid:
		v.Flash(frame.Bad, "portal.said.no-text")
	default:
		return err
	}
	return v.Redirect(reception.CasePage + v.Param("token"))
}

// fetch hands over what was released: on the screen, or all of it as one file.
func (p *Portal) fetch(v *frame.Visit) error {
	files, err := p.Reception.Fetch(v.Context(), v.Param("token"), reception.What(v.Field("what")), v.Lang())
	if varsam.CodeOf(err) == varsam.Denied {
		v.Flash(frame.Note, "portal.said.prove-again")
		return v.Redirect(reception.CasePage + v.Param("token") + "#code")
	}
	if err != nil {
		return err
	}
	if v.Field("as") == "page" {
		for _, f := range files {
			if strings.HasPrefix(f.MediaType, "text/html") {
				return v.Sheet(f.Data)
			}
		}
	}
	packed, err := pack(files)
	if err != nil {
		return err
	}
	return v.Download(v.Field("what")+".zip", "application/zip", packed)
}

func pack(files []letter.File) ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		entry, err := w.Create(f.Name)
		if err != nil {
			return nil, err
		}
		if _, err := entry.Write(f.Data); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
