package duty

import (
	"cmp"
	"context"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/store"
)

// How often somebody is reminded of the same thing, and after how long the data
// protection officer hears of it too, in days.
const (
	againBroken  = 7
	againWarned  = 30
	toOfficer    = 14
	mostReminded = 50 // of one letter; the rest is counted
)

// Reminded is what came of a night's reminders.
type Reminded struct {
	Letters int `json:"letters"`
	Items   int `json:"items"`
}

// Remind writes to each owner what of theirs is missing or late, once a week at
// most, and to the officer what has been so for two weeks or belongs to nobody.
// An owner with an e-mail address gets a mail; for others the letter waits to be
// printed.
func (s *Service) Remind(ctx context.Context) (done Reminded, err error) {
	found, w, err := s.Findings(ctx)
	if err != nil || w.Register == nil {
		return done, err
	}
	due, err := s.dueReminders(ctx, w, found)
	if err != nil {
		return done, err
	}
	for _, to := range sortedKeys(due) {
		letter, err := s.reminder(ctx, w, to, due[to])
		if err != nil {
			return done, err
		}
		if err := s.sendReminder(ctx, w, letter, due[to]); err != nil {
			return done, err
		}
		done.Letters, done.Items = done.Letters+1, done.Items+len(due[to])
	}
	return done, nil
}

func sortedKeys[T any](m map[string]T) (keys []string) {
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// dueReminders are the findings that somebody is to be reminded of now, by whom
// they are for.
func (s *Service) dueReminders(ctx context.Context, w *World, found []Finding) (map[string][]Finding, error) {
	owners, err := s.owners(ctx, w, found)
	if err != nil {
		return nil, err
	}
	due, officer := map[string][]Finding{}, w.officer()
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		days, err := listReminded(tx)
		if err != nil {
			return err
		}
		for _, f := range found {
			to := cmp.Or(owners[f.Record], w.OwnerOf(f.Subject), officer)
			again := againWarned
			if f.Severity == register.Error {
				again = againBroken
			}
			if last, was := days[s.reminderMark(f, to)]; !was || !last.After(w.Today.AddDays(-again)) {
				due[to] = append(due[to], f)
			}
			old := !f.Day.IsZero() && f.Day.Before(w.Today.AddDays(-toOfficer)) && f.Severity == register.Error
			if last, was := days[s.reminderMark(f, officer)]; to != officer && old && (!was || !last.After(w.Today.AddDays(-againBroken))) {
				due[officer] = append(due[officer], f)
			}
		}
		return nil
	})
	return due, err
}

// officer is who hears of what belongs to nobody.
func (w *World) officer() string {
	o := w.Register.Organisation
	return cmp.Or(o.Officer.Email, o.Officer.Name, o.Contact.Email, o.Contact.Name, o.Name)
}

// owners are those of the records that findings are about.
func (s *Service) owners(ctx context.Context, w *World, found []Finding) (map[string]string, error) {
	var some []Record
	seen := map[string]bool{}
	for _, f := range found {
		if r, ok := w.Record(f.Record); ok && !seen[r.ID] {
			seen[r.ID] = true
			some = append(some, r)
		}
	}
	opened, err := s.Open(ctx, some)
	owners := map[string]string{}
	for _, r := range opened {
		owners[r.ID] = r.Owner
	}
	return owners, err
}

// reminderMark is one finding for one reader, as what it is remembered by.
func (s *Service) reminderMark(f Finding, to string) string {
	text := strings.Join(append([]string{string(f.Code), string(f.Kind), f.Subject.String(), f.Record, to}, f.Args...), "\x00")
	if f.Code == NoticeRuns { // its hours change
		text = string(f.Code) + f.Record + to
	}
	return hex.EncodeToString(s.Keeper.Mark(s.Tenant, "duty reminder", text))[:32]
}

// reminder is the letter to one owner.
func (s *Service) reminder(ctx context.Context, w *World, to string, found []Finding) (post.Item, error) {
	lang := cmp.Or(w.Register.Organisation.Language, varsam.Swedish)
	p := w.Printer(lang)
	var subjects []Subject
	for _, f := range found {
		subjects = append(subjects, f.Subject)
	}
	names, err := s.Names(ctx, w, subjects)
	if err != nil {
		return post.Item{}, err
	}
	lines := []string{p.T("mail.greeting"), p.N("duty.mail.reminder", len(found))}
	for _, f := range found[:min(len(found), mostReminded)] {
		about := f.Subject.Title(p, names)
		line := "– " + f.Says(p, about) + " " + f.Do(p, about) + " (" + f.Paragraph + ")"
		if s.Address != "" && f.Record != "" && !strings.HasPrefix(f.Record, "register:") {
			line += "\n  " + s.Address + "/duties/at/" + f.Record
		}
		lines = append(lines, line)
	}
	if more := len(found) - mostReminded; more > 0 {
		lines = append(lines, p.N("duty.mail.more", more))
	}
	if s.Address != "" {
		lines = append(lines, p.T("duty.mail.all", s.Address+"/duties"))
	}
	lines = append(lines, p.In(w.Register.Organisation.Title))
	return post.Item{
		Medium: mediumOf(to), About: "duties", Template: post.Duty, To: to, Language: lang,
		Subject: p.N("duty.mail.subject", len(found)), Text: strings.Join(lines, "\n\n") + "\n",
	}, nil
}

// mediumOf is how somebody is written to.
func mediumOf(to string) post.Medium {
	if strings.Contains(to, "@") && !strings.ContainsAny(to, " \n") {
		return post.Mail
	}
	return post.Letter
}

// Printer says things with the register's titles.
func (w *World) Printer(lang varsam.Lang) locale.Printer {
	reg := w.Register
	if reg == nil {
		return locale.For(lang)
	}
	return locale.For(lang).With(func(kind, name string) string {
		switch kind {
		case "activity":
			a, _ := reg.Activity(name)
			return a.Title.In(lang)
		case "system":
			s, _ := reg.System(name)
			return s.Title.In(lang)
		case "party":
			p, _ := reg.Party(name)
			return p.Title.In(lang)
		}
		return ""
	})
}

// sendReminder puts the letter in the queue and remembers what it says, in one
// transaction.
func (s *Service) sendReminder(ctx context.Context, w *World, letter post.Item, found []Finding) error {
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		for _, f := range found {
			if err := putReminded(tx, s.reminderMark(f, letter.To), w.Today); err != nil {
				return err
			}
		}
		if _, err := s.Post.Put(tx, letter); err != nil {
			return err
		}
		_, err := evidence.Append(tx, evidence.Leaf{Kind: evidence.Decision, Action: "duty-reminded", Before: evidence.Rows(len(found))})
		return err
	})
}
