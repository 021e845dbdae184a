package api

import (
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/inbox"
	"github.com/varsam/varsam/internal/mailcheck"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/web/account"
)

var errNotTheirs = varsam.Errorf(varsam.Denied, "that mailbox is an employee's own: only a token that its owner made, signed in, sees and decides about what it holds")

// maker is the account of whoever made the token. A name that was typed on a
// command line is nobody's proof.
func (c *call) maker() (account.Account, error) {
	all, err := c.Accounts.List(c.ctx)
	if err != nil {
		return account.Account{}, err
	}
	for _, a := range all {
		if c.token.Signed && !a.Off && a.Name == c.token.By {
			return a, nil
		}
	}
	return account.Account{}, varsam.Errorf(varsam.Denied, "this needs a token that somebody with an account made, signed in")
}

// owner is the system of the path's mailbox and what its register calls its owner,
// when that is who made the token.
func (c *call) owner() (system, owner string, err error) {
	reg, err := c.register()
	if err != nil {
		return "", "", err
	}
	a, err := c.maker()
	if err != nil {
		return "", "", err
	}
	known := false
	for _, sys := range reg.Systems {
		if sys.Routine == nil {
			continue
		}
		own := sys.OwnerOf(c.param("account"))
		known = known || own != ""
		if a.Owns(own, c.param("account")) {
			return sys.Name, own, nil
		}
		for _, shared := range sys.Accounts() {
			if !strings.EqualFold(shared, c.param("account")) {
				continue
			}
			if known = true; own == "" && a.May(account.Handle) {
				return sys.Name, a.Name, nil
			}
		}
	}
	if !known {
		return "", "", varsam.Errorf(varsam.NotFound, "the register has no such mailbox with a routine")
	}
	return "", "", errNotTheirs
}

// followUp counts what is left in every inbox: numbers, and nothing that a mail
// says.
func (c *call) followUp() (inbox.FollowUp, error) {
	counting := *c.Inbox
	counting.Scanner = nil
	report, err := counting.Report(c.ctx, c.value("system"))
	report.Findings = append([]mailcheck.Place{}, report.Findings...)
	return report, err
}

// OwnMail is a mail of an inbox as its owner sees it.
type OwnMail struct {
	Mail     string           `json:"mail" doc:"Names it in a decision."`
	Folder   string           `json:"folder"`
	From     string           `json:"from"`
	Subject  string           `json:"subject,omitempty" doc:"Empty of a mail that is marked private."`
	Received time.Time        `json:"received"`
	Due      bool             `json:"due" doc:"It should have left the inbox."`
	Holds    []mailcheck.Kind `json:"holds,omitempty"`
	Action   inbox.Action     `json:"action"`
	Into     string           `json:"into,omitempty"`
	Rule     string           `json:"rule,omitempty" doc:"The owner's rule that decides it."`
	Why      string           `json:"why"`
}

func (c *call) listOwnMails() (list List[OwnMail], err error) {
	system, owner, err := c.owner()
	if err != nil {
		return list, err
	}
	seen, err := c.Inbox.Suggest(c.ctx, system, c.param("account"), owner)
	if err != nil {
		return list, err
	}
	all := []OwnMail{}
	for _, m := range seen.Mails {
		mail := OwnMail{
			Mail: m.Key(), Folder: m.Folder, From: m.From, Subject: m.Subject, Received: m.Received, Due: m.Due, Holds: m.Holds,
			Action: m.Action, Into: m.Into, Rule: m.Rule, Why: c.say.Reason(m.Why),
		}
		if m.Private {
			mail.From, mail.Subject = "", ""
		}
		all = append(all, mail)
	}
	return page(c, all, func(m OwnMail) string { return m.Mail })
}

// MailDecision is what an owner decides about mails of an inbox.
type MailDecision struct {
	Mails []string     `json:"mails" list:"" least:"1" most:"5000" doc:"As the list of mails names them; no other is touched."`
	Do    inbox.Action `json:"do" doc:"delete or file."`
	Into  string       `json:"into,omitempty" most:"400" doc:"The folder, for file."`
}

// MailsDone is what came of a decision.
type MailsDone struct {
	Run      string `json:"run,omitempty"`
	Deleted  int    `json:"deleted"`
	Filed    int    `json:"filed"`
	Left     int    `json:"left"`
	Verified bool   `json:"verified" doc:"Every mail was read again and is as decided."`
}

func (c *call) decideMails(in MailDecision) (out MailsDone, err error) {
	system, owner, err := c.owner()
	if err != nil {
		return out, err
	}
	if in.Do != inbox.Delete && in.Do != inbox.File || in.Do == inbox.File && in.Into == "" {
		return out, varsam.Errorf(varsam.Invalid, "a mail is deleted, or filed into a folder that is named")
	}
	choice := inbox.Choice{Mails: map[string]inbox.Action{}, Into: map[string]string{}}
	for _, key := range in.Mails {
		choice.Mails[key], choice.Into[key] = in.Do, in.Into
	}
	done, err := c.Inbox.Apply(c.ctx, system, c.param("account"), owner, choice)
	return MailsDone{done.Run, done.Deleted, done.Filed, done.Left, done.Verified || done.Run == ""}, err
}

func (c *call) listRules() (list List[inbox.Rule], err error) {
	_, owner, err := c.owner()
	if err != nil {
		return list, err
	}
	all, err := c.Inbox.OwnRules(c.ctx, c.param("account"), owner)
	list.Items = append([]inbox.Rule{}, all...)
	return list, err
}

// NewRule is an owner's decision for mails of a kind; each condition that is given
// must hold.
type NewRule struct {
	From    string       `json:"from,omitempty" most:"400" doc:"An address, or @domain."`
	Subject string       `json:"subject,omitempty" most:"400"`
	Lists   bool         `json:"lists,omitempty" doc:"Only what is sent to a list."`
	Action  inbox.Action `json:"action" doc:"delete or file."`
	Folder  string       `json:"folder,omitempty" most:"400"`
}

func (c *call) newRule(in NewRule) (out inbox.Rule, err error) {
	_, owner, err := c.owner()
	if err != nil {
		return out, err
	}
	return c.Inbox.AddRule(c.ctx, c.param("account"), owner, inbox.Rule{
		From: inbox.Address(in.From), Subject: in.Subject, Lists: in.Lists, Action: in.Action, Folder: in.Folder,
	})
}

func (c *call) endRule() error {
	_, owner, err := c.owner()
	if err != nil {
		return err
	}
	return c.Inbox.RemoveRule(c.ctx, c.param("account"), owner, c.param("rule"))
}

func (c *call) listMet() (list List[request.Met], err error) {
	a, err := c.maker()
	if err != nil {
		return list, err
	}
	all, err := c.Requests.Met(c.ctx, a.Owns)
	list.Items = append([]request.Met{}, all...)
	return list, err
}

func (c *call) listCaseBoxes() (list List[request.Mailbox], err error) {
	all, err := c.Requests.Mailboxes(c.ctx, c.param("id"))
	list.Items = append([]request.Mailbox{}, all...)
	return list, err
}

// MetMail is a mail that a request met, as the mailbox's owner sees it.
type MetMail struct {
	Mail     string           `json:"mail" doc:"Names it when it is released."`
	From     string           `json:"from"`
	Subject  string           `json:"subject"`
	Received time.Time        `json:"received"`
	Whose    varsam.Ownership `json:"whose"`
}

// metOwner is what the register calls the owner of the path's mailbox, when that
// is who made the token.
func (c *call) metOwner() (string, []varsam.Ref, map[string]varsam.Ownership, error) {
	a, err := c.maker()
	if err != nil {
		return "", nil, nil, err
	}
	hits, err := c.Requests.Hits(c.ctx, c.param("id"), c.param("account"), "")
	if err != nil {
		return "", nil, nil, err
	}
	if !a.Owns(hits[0].Owner, hits[0].Account) {
		return "", nil, nil, errNotTheirs
	}
	refs, whose := make([]varsam.Ref, len(hits)), map[string]varsam.Ownership{}
	for i, h := range hits {
		refs[i], whose[h.Ref.KeyLabel()] = h.Ref, h.Ownership
	}
	return hits[0].Owner, refs, whose, nil
}

func (c *call) listMetMails() (list List[MetMail], err error) {
	_, refs, whose, err := c.metOwner()
	if err != nil {
		return list, err
	}
	mails, err := c.Inbox.Look(c.ctx, refs)
	list.Items = []MetMail{}
	for _, m := range mails {
		list.Items = append(list.Items, MetMail{m.Key(), m.From, m.Subject, m.Received, whose[m.Key()]})
	}
	return list, err
}

// ReleasedMails is which mails belong to a case; none says that none does.
type ReleasedMails struct {
	Mails []string `json:"mails" list:"" most:"5000"`
}

func (c *call) releaseMails(in ReleasedMails) (out request.Mailbox, err error) {
	owner, _, _, err := c.metOwner()
	if err != nil {
		return out, err
	}
	return c.Requests.Release(c.ctx, c.param("id"), c.param("account"), owner, in.Mails, false)
}

// NewOpening is why a mailbox is opened without its owner.
type NewOpening struct {
	Ground     string            `json:"ground" pattern:"^(absent|left|dead)$"`
	Why        string            `json:"why" least:"1" most:"2000" doc:"Why it cannot wait; it is kept, and the owner reads it."`
	Conditions map[string]string `json:"conditions,omitempty" doc:"In Finland, how each condition of 759/2004 18–20 §§ is met."`
	NoticeTo   string            `json:"notice_to,omitempty" most:"400"`
}

func (c *call) proposeOpening(in NewOpening) (request.Opening, error) {
	return c.Requests.ProposeOpening(c.ctx, c.param("id"), request.Opening{
		Account: c.param("account"), Ground: in.Ground, Why: in.Why, Stated: in.Conditions, Address: in.NoticeTo,
	}, c.token.By)
}

// secondOpening is the yes of another person. One that was typed on a command line
// is nobody's second.
func (c *call) secondOpening(nothing) (request.Opening, error) {
	if !c.token.Signed {
		return request.Opening{}, varsam.Errorf(varsam.Denied, "the second yes needs a token that somebody made, signed in")
	}
	return c.Requests.SecondOpening(c.ctx, c.param("id"), c.param("account"), c.token.By)
}
