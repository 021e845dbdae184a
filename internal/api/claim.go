package api

import (
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/api/token"
	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/reception"
)

// Claim is what came by the portal, without whom it is about.
type Claim struct {
	ID        string         `json:"id"`
	State     identity.State `json:"state"`
	Request   string         `json:"request,omitempty" doc:"Once one has been made of it."`
	Level     identity.Level `json:"level" doc:"How sure we are who asks."`
	Protected bool           `json:"protected,omitempty" doc:"Somebody has protected data."`
	Arrived   time.Time      `json:"arrived"`
	Stopped   time.Time      `json:"stopped,omitzero" doc:"Somebody said stop, and staff must look."`
}

func claimOf(c identity.Claim) Claim {
	return Claim{c.ID, c.State, c.Request, c.Level, c.Protected, c.Arrived, c.Stopped}
}

func (c *call) listClaims() (list List[Claim], err error) {
	all, err := c.Reception.Identity.Attention(c.ctx, mostItems)
	list.Items = []Claim{}
	for _, found := range all {
		list.Items = append(list.Items, claimOf(found))
	}
	return list, err
}

// ClaimDetail is a claim as staff see it.
type ClaimDetail struct {
	Claim
	Asks     []Wish       `json:"asks" list:""`
	Name     string       `json:"name,omitempty"`
	Reach    string       `json:"reach,omitempty" doc:"Where the answer is to go."`
	Others   []Identifier `json:"others,omitempty" doc:"What else the person says to be known by."`
	Text     string       `json:"text,omitempty"`
	Language varsam.Lang  `json:"language,omitempty"`
	Agent    string       `json:"agent,omitempty" doc:"Who asks for the person."`
	Messages []Message    `json:"messages" list:""`
	Last     varsam.Date  `json:"last,omitzero" doc:"The last day to answer, while there is no request."`
}

// Wish is one thing that is asked for, with what it calls for.
type Wish struct {
	Right  varsam.Right   `json:"right"`
	Says   string         `json:"says"`
	Needs  identity.Level `json:"needs"`
	Enough bool           `json:"enough" doc:"Enough has been shown."`
}

// Message is something that one side wrote to the other.
type Message struct {
	Staff bool      `json:"staff"`
	At    time.Time `json:"at"`
	Text  string    `json:"text"`
}

func (c *call) reader() identity.Reader {
	return identity.Reader{Protected: c.token.May(token.ReadShielded)}
}

// claim is the claim of the path, whose people the token may see.
func (c *call) claim() (desk reception.Desk, err error) {
	desk, err = c.Reception.Desk(c.ctx, c.param("id"), c.reader())
	if err == nil && desk.Withheld {
		err = varsam.Errorf(varsam.Denied, "the case is of somebody with protected data; it needs the scope %s", token.ReadShielded)
	}
	return desk, err
}

func (c *call) getClaim() (out ClaimDetail, err error) {
	desk, err := c.claim()
	if err != nil {
		return out, err
	}
	d := desk.Document
	out = ClaimDetail{
		Claim: claimOf(desk.Claim), Asks: []Wish{}, Name: d.Name, Reach: d.Reach.Value + d.Postal, Text: d.Text, Language: d.Language,
		Messages: []Message{}, Last: desk.Last,
	}
	if d.Agent != nil {
		out.Agent = d.Agent.Name
	}
	for _, id := range d.Others {
		out.Others = append(out.Others, Identifier{id.Type, id.Value, id.Verified})
	}
	for _, g := range desk.Judgement.Grants {
		out.Asks = append(out.Asks, Wish{g.Wish.Right, reception.Wish(c.say, g.Wish), g.Need, g.Enough})
	}
	for _, m := range desk.Messages {
		out.Messages = append(out.Messages, Message{m.Staff, m.At, m.Text})
	}
	return out, nil
}

// NewClaim is what somebody asks for, as the portal's form takes it in: nobody is
// sure of who it is.
type NewClaim struct {
	Email    string       `json:"email,omitempty" most:"400" doc:"Where the answer goes: an e-mail address, a telephone number or a postal address."`
	Phone    string       `json:"phone,omitempty" most:"400"`
	Postal   string       `json:"postal,omitempty" most:"400"`
	Name     string       `json:"name,omitempty" most:"400"`
	Others   []Identifier `json:"others,omitempty" most:"10" doc:"What else the person says to be known by. It is compared and selects nothing."`
	Asks     []ClaimAsk   `json:"asks" list:"" least:"1" most:"12"`
	Article  string       `json:"article,omitempty" pattern:"^[a-d]?$" doc:"Letter of Art. 18(1), for a restriction."`
	Wrong    []Correction `json:"wrong,omitempty" most:"10" doc:"What is wrong, and what is right."`
	Text     string       `json:"text,omitempty" most:"10000"`
	Language varsam.Lang  `json:"language,omitempty"`
	As       string       `json:"as,omitempty" pattern:"^(guardian|trustee|agent)?$" doc:"In what capacity somebody asks for somebody else."`
	Agent    string       `json:"agent,omitempty" most:"400" doc:"Who that is."`
}

// ClaimAsk is one thing that is asked for.
type ClaimAsk struct {
	Right     varsam.Right `json:"right"`
	Marketing bool         `json:"marketing,omitempty" doc:"Only direct marketing."`
}

// ClaimReceipt is the same whoever is asked about.
type ClaimReceipt struct {
	Claim   string    `json:"claim"`
	Arrived time.Time `json:"arrived"`
	Receipt string    `json:"receipt" doc:"Path of the receipt's page."`
}

// newClaim takes in what a form of the organisation's own sends on.
func (c *call) newClaim(in NewClaim) (out ClaimReceipt, err error) {
	receipt, err := c.Reception.Identity.Take(c.ctx, in.intake())
	if err != nil {
		return out, err
	}
	c.place = Root + "/claims/" + receipt.Claim
	return ClaimReceipt{receipt.Claim, receipt.Arrived.Truncate(time.Second), "/receipt/" + receipt.Token}, nil // as long for everybody
}

func (in NewClaim) intake() (out identity.Intake) {
	out = identity.Intake{Name: in.Name, Text: in.Text, Language: in.Language, Article: in.Article, Postal: in.Postal}
	switch {
	case in.Email != "":
		out.Reach, out.Postal = varsam.Identifier{Type: varsam.Email, Value: in.Email}, ""
	case in.Phone != "":
		out.Reach, out.Postal = varsam.Identifier{Type: varsam.Phone, Value: in.Phone}, ""
	}
	if out.Language == "" {
		out.Language = varsam.Swedish
	}
	for _, a := range in.Asks {
		out.Wishes = append(out.Wishes, identity.Wish{Right: a.Right, Marketing: a.Marketing})
	}
	for _, id := range in.Others {
		out.Others = append(out.Others, varsam.Identifier{Type: id.Type, Value: id.Value})
	}
	for _, x := range in.Wrong {
		out.Right = append(out.Right, identity.Correction{Category: x.Category, Old: x.Old, New: x.New})
	}
	if in.As != "" {
		out.Agent = &identity.Agent{As: in.As, Name: in.Agent}
	}
	return out
}

// Attestation is a check by staff of who somebody is.
type Attestation struct {
	Method    identity.Method `json:"method"`
	Text      string          `json:"text" least:"1" most:"2000" doc:"What was seen and when, never its number."`
	Found     []Identifier    `json:"found" list:"" least:"1" most:"20" doc:"What was found to be the person's."`
	Destroyed bool            `json:"destroyed,omitempty" doc:"The paper that came was destroyed."`
}

// Link is a way in that is shown once.
type Link struct {
	Link string `json:"link"`
}

func (c *call) attest(in Attestation) (out Link, err error) {
	if _, err := c.claim(); err != nil {
		return out, err
	}
	reg, err := c.register()
	if err != nil {
		return out, err
	}
	check := identity.Check{Method: in.Method, Text: in.Text, Destroyed: in.Destroyed}
	for _, id := range in.Found {
		form, err := id.Type.Canonical(id.Value, reg.Organisation.Country, today(reg))
		if err != nil {
			return out, varsam.Errorf(varsam.Invalid, "what was found cannot be read as %s", id.Type)
		}
		if id.Type == varsam.NationalID {
			check.Subject = form
			continue
		}
		check.Also = append(check.Also, varsam.Identifier{Type: id.Type, Value: form})
	}
	out.Link, err = c.Reception.Attest(c.ctx, c.param("id"), check, c.Requests.Actor(c.token.By), identity.Channel{})
	return out, err
}

func (c *call) liftStop(in Reason) (out Claim, err error) {
	if _, err := c.claim(); err != nil {
		return out, err
	}
	if err := c.Reception.Lift(c.ctx, c.param("id"), in.Reason, c.token.By); err != nil {
		return out, err
	}
	desk, err := c.claim()
	return claimOf(desk.Claim), err
}

// NewMessage is written to the person.
type NewMessage struct {
	Text string `json:"text" least:"1" most:"20000"`
}

// PersonTold says whether the person could be told.
type PersonTold struct {
	Told bool `json:"told" doc:"The person was told by mail. Where not, somebody of the staff has to say it."`
}

func (c *call) writeMessage(in NewMessage) (out PersonTold, err error) {
	if _, err := c.claim(); err != nil {
		return out, err
	}
	out.Told, err = c.Reception.Reply(c.ctx, c.param("id"), in.Text)
	return out, err
}

// Release is something that the person may fetch.
type Release struct {
	What reception.What `json:"what"`
}

func (c *call) release(in Release) (out PersonTold, err error) {
	if _, err := c.claim(); err != nil {
		return out, err
	}
	out.Told, err = c.Reception.Release(c.ctx, c.param("id"), in.What)
	return out, err
}
