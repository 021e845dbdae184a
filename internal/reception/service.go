package reception

import (
	"context"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// Service receives the people of one tenant.
type Service struct {
	Store    *store.Store
	Keeper   *seal.Keeper
	Tenant   string
	Identity *identity.Service
	Requests *request.Service
	Post     *post.Service

	// Address is where people reach the portal: https://privacy.example.com,
	// without a slash behind.
	Address string

	// Base is the folder that relative paths of the register start from.
	Base func(context.Context) (string, error)
}

// Wire joins the rooms: what identity sends goes to the post, what is proven
// becomes a request, and no request runs past identity.
func (s *Service) Wire() {
	s.Identity.Send, s.Identity.Ready, s.Identity.Found, s.Identity.Noted = s.send, s.Ready, s.found, noted
	s.Join(s.Requests)
}

// Join makes requests wait at the gate of identity and halt where somebody says stop,
// has everybody told whom a search finds, tells it of channels that they
// change, and lets a claim go with its request.
func (s *Service) Join(r *request.Service) {
	r.Gate, r.Halt, r.Found = s.Identity.Gate, s.Identity.Halt, s.searched
	r.Corrected, r.Forgotten, r.Opened = s.corrected, s.forgotten, s.opened
}

// corrected notes a channel that was changed by way of us: control of it proves
// nothing for a while.
func (s *Service) corrected(tx *store.Tx, data varsam.Category, value string) error {
	for kind, covers := range map[varsam.IdentifierType]varsam.Category{varsam.Email: "contact.email", varsam.Phone: "contact.phone"} {
		if !covers.Covers(data) {
			continue
		}
		form, err := kind.Canonical(value, s.Identity.Region, varsam.DateIn(tx.Now(), s.Store.Zone()))
		if err != nil {
			return nil // what cannot be read reaches nobody
		}
		return s.Identity.Changed(tx, form)
	}
	return nil
}

// forgotten ends the claim of a request whose case is no more.
func (s *Service) forgotten(ctx context.Context, request string) error {
	c, err := s.Identity.Of(ctx, request)
	if varsam.CodeOf(err) == varsam.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	return s.Forget(ctx, c.ID)
}

// noted attests in the log that staff decided something about a claim.
func noted(tx *store.Tx, claim, what, actor string) error {
	_, err := evidence.Append(tx, evidence.Leaf{
		Kind: evidence.Decision, Request: evidence.Name(claim), Action: evidence.NameOf(what), Actor: evidence.NameOf(actor),
	})
	return err
}

var templates = map[identity.MessageKind]post.Template{
	identity.AskConfirm: post.Confirm, identity.Notice: post.Notice, identity.SendCode: post.Code, identity.Tidings: post.News,
}

// The portal's pages that letters lead to.
const (
	ConfirmPage = "/confirm/"
	ReturnPage  = "/return/"
	StopPage    = "/stop/"
	CasePage    = "/case/"
)

// send writes a message as a letter and puts it in the post.
func (s *Service) send(tx *store.Tx, m identity.Message) error {
	facts, err := s.facts(tx, m.Language)
	if err != nil {
		return err
	}
	say := locale.For(m.Language)
	for _, w := range m.Wishes {
		facts.Wishes = append(facts.Wishes, Wish(say, w))
	}
	facts.Code, facts.Number = m.Code, m.Claim
	switch {
	case m.Confirm != "" && m.Kind == identity.Tidings:
		facts.Link = s.Address + ReturnPage + m.Confirm
	case m.Confirm != "":
		facts.Link = s.Address + ConfirmPage + m.Confirm
	}
	if m.Stop != "" {
		facts.Stop = s.Address + StopPage + m.Stop
	}
	item := post.Item{Medium: post.Medium(m.To.Medium), About: m.Claim, Template: templates[m.Kind], To: m.To.Value, Language: m.Language}
	item.Subject, item.Text = post.Write(item.Template, m.Language, facts)
	_, err = s.Post.Put(tx, item)
	return err
}

// Wish is one thing that is asked for, inside a sentence.
func Wish(say locale.Printer, w identity.Wish) string {
	if w.Marketing {
		return say.T("portal.wish.marketing")
	}
	return say.Right(w.Right)
}

// facts are what every letter says of the organisation.
func (s *Service) facts(tx *store.Tx, lang varsam.Lang) (f post.Facts, err error) {
	reg, err := register.InForce(tx)
	if err != nil {
		return f, err
	}
	org := reg.Organisation
	contact := org.Officer
	if contact == (register.Contact{}) {
		contact = org.Contact
	}
	var ways []string
	for _, way := range []string{contact.Email, contact.Phone, contact.Address} {
		if way != "" {
			ways = append(ways, way)
		}
	}
	return post.Facts{Organisation: org.Title.In(lang), Contact: strings.Join(ways, ", ")}, nil
}

// found is how sensitive what the plan of a request holds is.
func (s *Service) found(tx *store.Tx, id string) (identity.Sensitivity, error) {
	p, err := act.Current(tx, s.Keeper, id)
	if varsam.CodeOf(err) == varsam.NotFound {
		return identity.Unsearched, nil
	}
	if err != nil {
		return identity.Unsearched, err
	}
	reg, err := register.InForce(tx)
	if err != nil {
		return identity.Unsearched, err
	}
	var data []varsam.Category
	for _, item := range p.Items {
		data = append(data, categories(reg, item.Record)...)
	}
	return identity.SensitivityOf(data), nil
}

// categories are the kinds of data in a record: of a column that the register
// does not name, the worst is assumed.
func categories(reg *register.Register, r varsam.Record) (all []varsam.Category) {
	sys, _ := reg.System(r.Ref.System)
	for _, c := range sys.Collections {
		if c.In() != r.Ref.Collection {
			continue
		}
		for _, f := range r.Fields {
			if !f.Value.IsNull() {
				all = append(all, category(c, f.Name))
			}
		}
		return all
	}
	return []varsam.Category{"special"}
}

func category(c register.Collection, field string) varsam.Category {
	for _, f := range c.Fields {
		if f.Name == field {
			return f.Data
		}
	}
	return "behaviour"
}
