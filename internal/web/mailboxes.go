package web

import (
	"context"
	"net/url"
	"slices"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/inbox"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountMailboxes adds the routine: for each employee what is left in their own
// inbox and what a request met there, for whoever follows up counts.
func (o *Office) mountMailboxes() {
	o.area.Handle("GET /mailboxes", needsRegister(allowed(account.SeeSelf, o.mailboxes)))
	o.area.Handle("GET /mailboxes/followup", needsRegister(allowed(account.SeeWork, o.followUp)))
	own := func(pattern string, h func(*frame.Visit, ownBox) error) {
		o.area.Handle(pattern, needsRegister(allowed(account.SeeSelf, func(v *frame.Visit) error {
			box, err := o.ownBox(v)
			if err != nil {
				return err
			}
			return h(v, box)
		})))
	}
	own("GET /mailboxes/at/{account}", o.ownInbox)
	own("POST /mailboxes/at/{account}", o.decideMails)
	own("POST /mailboxes/at/{account}/rules", o.addRule)
	own("POST /mailboxes/at/{account}/rules/{rule}/end", o.endRule)
	o.area.Handle("GET /mailboxes/met/{request}/{account}", needsRegister(allowed(account.SeeSelf, o.metPage)))
	o.area.Handle("POST /mailboxes/met/{request}/{account}", needsRegister(allowed(account.SeeSelf, o.releaseMet)))
}

// boxPatience is how long a mailbox may take to be read.
const boxPatience = 90 * time.Second

// ownBox is a mailbox of a routine that the visitor decides about.
type ownBox struct {
	System, Account string
	Owner           string // as the register calls them; the visitor's name when it is nobody's own
}

// At is the mailbox's page.
func (b ownBox) At() string { return "/mailboxes/at/" + url.PathEscape(b.Account) }

// ownBoxes are the mailboxes with a routine that a visitor decides about: their
// own, and for those who handle cases what is nobody's own.
func ownBoxes(w visitor) (all []ownBox) {
	for _, sys := range w.reg.Systems {
		if sys.Routine == nil {
			continue
		}
		for _, name := range accountsOf(sys) {
			owner := sys.OwnerOf(name)
			switch {
			case w.Owns(owner, name):
				all = append(all, ownBox{sys.Name, name, owner})
			case owner == "" && w.May(account.Handle):
				all = append(all, ownBox{sys.Name, name, w.Name})
			}
		}
	}
	return all
}

// ownsMailbox reports whether any mailbox of the register is the visitor's own.
func ownsMailbox(w visitor) bool {
	return slices.ContainsFunc(w.reg.Systems, func(sys register.System) bool {
		return slices.ContainsFunc(accountsOf(sys), func(name string) bool { return w.Owns(sys.OwnerOf(name), name) })
	})
}

// accountsOf are the mailboxes of a system, as its settings and its owners name
// them.
func accountsOf(sys register.System) (all []string) {
	all = sys.Accounts()
	for name := range sys.Personal {
		if !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return all
}

var errNotYours = varsam.Errorf(varsam.Denied, "that mailbox is somebody else's own: only its owner sees and decides about what it holds")

func (o *Office) ownBox(v *frame.Visit) (ownBox, error) {
	all := ownBoxes(who(v))
	at := slices.IndexFunc(all, func(b ownBox) bool { return b.Account == v.Param("account") })
	if at < 0 {
		return ownBox{}, errNotYours
	}
	return all[at], nil
}

type mailboxesView struct {
	Own     []ownBox
	Met     []request.Met
	Routine bool // the register has one
	Follow  *inbox.FollowUp
	Unready bool        // there is nothing to follow up before the register has a routine
	Silent  varsam.Code // of a mail system that could not be read
}

func (o *Office) mailboxesView(v *frame.Visit) (m mailboxesView, err error) {
	w := who(v)
	m.Own = ownBoxes(w)
	for _, sys := range w.reg.Systems {
		m.Routine = m.Routine || sys.Routine != nil
	}
	m.Met, err = o.Requests.Met(v.Context(), w.Owns)
	return m, err
}

func (o *Office) mailboxes(v *frame.Visit) error {
	m, err := o.mailboxesView(v)
	if err != nil {
		return err
	}
	return v.Show("mailboxes", m)
}

// followUp counts what is left in every inbox: numbers, and nothing that a mail
// says.
func (o *Office) followUp(v *frame.Visit) error {
	m, err := o.mailboxesView(v)
	if err != nil {
		return err
	}
	if m.Unready = !m.Routine; m.Unready {
		return v.Show("mailboxes", m)
	}
	ctx, cancel := context.WithTimeout(v.Context(), boxPatience)
	defer cancel()
	counting := *o.Inbox
	counting.Scanner = nil
	report, err := counting.Report(ctx, v.Query("system"))
	switch code := varsam.CodeOf(err); code {
	case "":
		m.Follow = &report
	case varsam.Unavailable, varsam.Denied:
		m.Silent = code
	default:
		return err
	}
	return v.Show("mailboxes", m)
}

type ownInboxView struct {
	ownBox
	Groups []mailGroup
	Rules  []inbox.Rule
	Total  int
	Unread int    // mails of which a text could not be read
	Part   bool   // the inbox was not read to its end
	Fault  string // of the rule's form
}

// mailGroup is mails that would become the same for the same reason.
type mailGroup struct {
	Action inbox.Action
	Into   string
	Why    string
	Mails  []inbox.Proposal
	Do     bool // all can be decided at once
}

func (o *Office) ownInbox(v *frame.Visit, box ownBox) error {
	return o.showInbox(v, box, "")
}

func (o *Office) showInbox(v *frame.Visit, box ownBox, fault string) error {
	ctx, cancel := context.WithTimeout(v.Context(), boxPatience)
	defer cancel()
	seen, err := o.Inbox.Suggest(ctx, box.System, box.Account, box.Owner)
	if err != nil {
		return err
	}
	view := ownInboxView{ownBox: box, Total: len(seen.Mails), Unread: len(seen.Unread) + seen.More, Part: seen.Why != "", Fault: fault}
	view.group(v, seen.Mails)
	if view.Rules, err = o.Inbox.OwnRules(ctx, box.Account, box.Owner); err != nil {
		return err
	}
	return v.Show("inbox", view)
}

// group lays mails together that are alike, in the order in which the first of
// each came; what is overdue keeps its mark.
func (i *ownInboxView) group(v *frame.Visit, mails []inbox.Proposal) {
	for _, m := range mails {
		why := v.Reason(m.Why)
		at := slices.IndexFunc(i.Groups, func(g mailGroup) bool { return g.Action == m.Action && g.Into == m.Into && g.Why == why })
		if at < 0 {
			at = len(i.Groups)
			i.Groups = append(i.Groups, mailGroup{Action: m.Action, Into: m.Into, Why: why, Do: m.Action == inbox.Delete || m.Action == inbox.File})
		}
		i.Groups[at].Mails = append(i.Groups[at].Mails, m)
	}
}

// decideMails carries out what an owner decided about the mails that the page
// showed, and about no others: one that came since stays.
func (o *Office) decideMails(v *frame.Visit, box ownBox) error {
	choice := inbox.Choice{Mails: map[string]inbox.Action{}, Into: map[string]string{}}
	action := inbox.Action(v.Field("do"))
	for _, key := range v.Fields("mail") {
		choice.Mails[key], choice.Into[key] = action, v.Field("into")
	}
	switch {
	case len(choice.Mails) == 0:
		v.Flash(frame.Note, "web.inbox.choose")
		return v.Redirect(box.At())
	case action != inbox.Delete && action != inbox.File:
		return varsam.Errorf(varsam.Invalid, "a mail is deleted or filed")
	case action == inbox.File && v.Field("into") == "":
		v.Flash(frame.Bad, "web.inbox.folder")
		return v.Redirect(box.At())
	}
	ctx, cancel := context.WithTimeout(v.Context(), boxPatience)
	defer cancel()
	done, err := o.Inbox.Apply(ctx, box.System, box.Account, box.Owner, choice)
	if err != nil {
		return err
	}
	if done.Verified {
		v.Flash(frame.Good, "web.inbox.done", v.Number(done.Deleted), v.Number(done.Filed), v.Number(done.Left))
	} else {
		v.Flash(frame.Bad, "web.inbox.part")
	}
	return v.Redirect(box.At())
}

func (o *Office) addRule(v *frame.Visit, box ownBox) error {
	rule := inbox.Rule{
		From: inbox.Address(v.Field("from")), Subject: v.Field("subject"), Lists: v.Checked("lists"), Action: inbox.Action(v.Field("do")), Folder: v.Field("into"),
	}
	_, err := o.Inbox.AddRule(v.Context(), box.Account, box.Owner, rule)
	if varsam.CodeOf(err) == varsam.Invalid {
		return o.showInbox(v, box, "web.inbox.rule.wrong")
	}
	if err != nil {
		return err
	}
	v.Flash(frame.Good, "web.inbox.rule.made")
	return v.Redirect(box.At())
}

func (o *Office) endRule(v *frame.Visit, box ownBox) error {
	if err := o.Inbox.RemoveRule(v.Context(), box.Account, box.Owner, v.Param("rule")); err != nil {
		return err
	}
	v.Flash(frame.Good, "web.inbox.rule.ended")
	return v.Redirect(box.At())
}
