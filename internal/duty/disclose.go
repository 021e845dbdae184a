package duty

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/store"
)

// Handing is a wish to hand somebody personal data, with whose it is in clear.
type Handing struct {
	Recipient  string            `json:"recipient"`
	Scope      string            `json:"scope"`
	Categories []varsam.Category `json:"categories"`
	People     []Whose           `json:"people"`
	Law        string            `json:"law,omitempty"`
	What       string            `json:"what,omitempty"`
}

// Whose is one person whose data is handed over: an e-mail address, and the
// company that they are at.
type Whose struct {
	Mail    string `json:"mail"`
	Company string `json:"company,omitempty"`
}

// RefusedError says why data may not be handed over. Its code is Denied.
type RefusedError struct {
	Refused []Refused
	error
}

// Unwrap gives the sentence with its code.
func (e *RefusedError) Unwrap() error { return e.error }

// sharing is the wish with marks for people.
func (s *Service) sharing(h Handing) Sharing {
	sharing := Sharing{Recipient: h.Recipient, Scope: strings.TrimSpace(h.Scope), Categories: h.Categories, Law: h.Law}
	for _, p := range h.People {
		c := Concerned{Person: s.personMark(p.Mail)}
		if p.Company != "" {
			c.Company = s.Mark(CompanyPermission, companyForm(p.Company))
		}
		sharing.People = append(sharing.People, c)
	}
	return sharing
}

// personMark is the mark of an address; an empty one has none, and so no
// permission.
func (s *Service) personMark(mail string) string {
	if mail = strings.ToLower(strings.TrimSpace(mail)); mail == "" {
		return ""
	}
	return s.Mark(Permission, mail)
}

// Disclose holds a wish against the permissions and logs the disclosure; only when
// it returns without an error may anything be handed over. Code Denied, with
// [RefusedError], says why not; that is logged too.
func (s *Service) Disclose(ctx context.Context, h Handing, by string) (Record, error) {
	w, err := s.World(ctx)
	if err != nil {
		return Record{}, err
	}
	sharing := s.sharing(h)
	if refused := w.MayShare(sharing); len(refused) > 0 {
		return Record{}, s.refuse(ctx, h, refused, by)
	}
	r, err := s.prepare(w, New{Kind: Disclosure, Subject: party(h.Recipient), Facts: h.facts(w)})
	if err != nil {
		return r, err
	}
	row, err := s.seal(ctx, &r, "added", by)
	if err != nil {
		return r, err
	}
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		// a permission may have been withdrawn since it was looked at
		now, err := s.world(tx)
		if err != nil {
			return err
		}
		if refused := now.MayShare(sharing); len(refused) > 0 {
			return refusal(refused)
		}
		if err := s.insert(tx, &r, row, by); err != nil {
			return err
		}
		for _, c := range sharing.People {
			if err := insertShared(tx, r.ID, c.Person); err != nil {
				return err
			}
		}
		return nil
	})
	return r, err
}

func (h Handing) facts(w *World) Facts {
	var who, categories []string
	for _, p := range h.People {
		who = append(who, strings.TrimSpace(p.Mail+" "+p.Company))
	}
	for _, c := range h.Categories {
		categories = append(categories, string(c))
	}
	return Facts{
		"on": w.Today.String(), "scope": h.Scope, "categories": strings.Join(categories, " "), "law": h.Law,
		"people": strconv.Itoa(len(h.People)), "who": strings.Join(who, "\n"), "what": h.What,
	}
}

// refuse logs that something was not handed over.
func (s *Service) refuse(ctx context.Context, h Handing, refused []Refused, by string) error {
	err := s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		_, err := evidence.Append(tx, evidence.Leaf{
			Kind: evidence.Decision, Action: "disclosure-refused", Collection: evidence.NameOf(string(refused[0].Why)),
			Before: evidence.Rows(len(h.People)), Actor: evidence.NameOf(s.Actor(by)),
		})
		return err
	})
	if err != nil {
		return err
	}
	return refusal(refused)
}

func refusal(refused []Refused) error {
	var reasons []string
	for _, r := range refused {
		if !slices.Contains(reasons, string(r.Why)) {
			reasons = append(reasons, string(r.Why))
		}
	}
	return &RefusedError{refused, varsam.Errorf(varsam.Denied,
		"that may not be handed over (%s): the recipient must be known, and each person and each person's company must have permitted it", strings.Join(reasons, ", "))}
}

// Received is one recipient of a person's data.
type Received struct {
	Disclosure string            `json:"disclosure"`
	Party      string            `json:"party"`
	On         varsam.Date       `json:"on"`
	Scope      string            `json:"scope"`
	Categories []varsam.Category `json:"categories"`
}

// Recipients is to whom a person's data was disclosed, the first one first: the
// answer to Art. 15(1)(c) and the last sentence of Art. 19.
func (s *Service) Recipients(ctx context.Context, mail string) (all []Received, err error) {
	mark := s.personMark(mail)
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		ids, err := sharedOf(tx, mark)
		if err != nil {
			return err
		}
		for _, id := range ids {
			r, err := selectRecord(tx, id)
			if err != nil {
				return err
			}
			all = append(all, Received{id, r.Subject.Name, r.Facts.Day("on"), r.Facts["scope"], r.Facts.categories()})
		}
		return nil
	})
	return all, err
}

// occasion is what recipients are told of.
type occasion struct {
	mail, change string
	request      string // that it was done for; empty where there is none
}

// TellRecipients tells everyone who received a person's data that it was
// corrected, erased or restricted (Art. 19). Each notice stays open until the
// recipient has confirmed.
func (s *Service) TellRecipients(ctx context.Context, mail, change, by string) (all []Record, err error) {
	return s.tellRecipients(ctx, occasion{mail: mail, change: change}, by)
}

// tellRecipients leaves out whoever was told on the same occasion.
func (s *Service) tellRecipients(ctx context.Context, o occasion, by string) (all []Record, err error) {
	received, err := s.Recipients(ctx, o.mail)
	if err != nil {
		return nil, err
	}
	w, err := s.World(ctx)
	if err != nil {
		return nil, err
	}
	told := map[string]bool{}
	if o.request != "" {
		whose := s.Mark(RecipientNotice, strings.ToLower(o.mail))
		for _, notice := range Notices(w, o.request) {
			if notice.mark == whose && notice.Facts["told"] != "" {
				told[notice.Subject.Name] = true
			}
		}
	}
	for _, one := range received {
		if told[one.Party] {
			continue
		}
		told[one.Party] = true
		r, err := s.Add(ctx, New{Kind: RecipientNotice, Subject: party(one.Party), Facts: Facts{
			"change": o.change, "disclosure": one.Disclosure, "who": o.mail, "request": o.request, "asked": "today",
		}}, by)
		if err != nil {
			return all, err
		}
		if r, err = s.tellRecipient(ctx, r, by); err != nil {
			return all, err
		}
		all = append(all, r)
	}
	return all, nil
}

// tellRecipient writes to one recipient, and notes that it was told.
func (s *Service) tellRecipient(ctx context.Context, r Record, by string) (Record, error) {
	return s.send(ctx, r.ID, "told", by, func(r *Record, w *World) ([]post.Item, error) {
		letter, err := w.toParty(r.Subject.Name)
		if err != nil {
			return nil, err
		}
		p := w.Printer(letter.Language)
		org := p.In(w.Register.Organisation.Title)
		letter.Subject = p.T("duty.recipient.subject", org)
		letter.Text = strings.Join([]string{
			p.T("mail.greeting"), p.T("duty.recipient."+r.Facts["change"], r.Facts["who"]), p.T("duty.recipient.confirm", r.ID, strings.Join(contactLines(w.Register.Organisation), ", ")), org,
		}, "\n\n") + "\n"
		r.Facts["told"] = w.Today.String()
		return []post.Item{letter}, nil
	})
}

// Withdraw ends every permission of a person from today on.
func (s *Service) Withdraw(ctx context.Context, mail, by string) (n int, err error) {
	var some []Record
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		some, err = listMarked(tx, Permission, s.personMark(mail))
		return err
	})
	if err != nil {
		return 0, err
	}
	for _, r := range some {
		if r.Facts["withdrawn"] != "" {
			continue
		}
		if _, err := s.Set(ctx, r.ID, Facts{"withdrawn": "today"}, by); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
