package post

import (
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
)

// Template is what a letter is about.
type Template string

// The templates. None says whether anything is known of whoever reads it.
const (
	Confirm Template = "confirm" // did you ask this?
	Notice  Template = "notice"  // somebody asked; was it you?
	Code    Template = "code"
	News    Template = "news"    // there is something new in your case
	Invite  Template = "invite"  // the way to a case, for somebody whom staff have met
	Task    Template = "task"    // to the owner of a system: something to do by hand
	Receipt Template = "receipt" // to a mail that uses a right
	Opening Template = "opening" // to an employee whose mailbox was opened without them
	Duty    Template = "duty"    // a reminder or a notice about the organisation's duties, written by that room

	Deadline Template = "deadline" // to the officer: cases whose last day is near, written where requests are received
)

// Facts fill a template's slots.
type Facts struct {
	Organisation string
	Contact      string   // where to ask
	Wishes       []string // what was asked for, in words
	Link         string
	Stop         string
	Code         string
	Number       string // of the case
	Day          string // in words: the last day to answer, or when something was done
	Stopped      bool   // advertising has been stopped
	Ground       string // in words: why something was done
}

// sentences are the keys of each template: a subject, and paragraphs. A
// paragraph whose slot is empty falls away.
var sentences = map[Template][]string{
	Confirm: {"mail.confirm.subject", "mail.confirm.asked", "mail.confirm.press", "mail.confirm.not-you", "mail.stop"},
	Notice:  {"mail.notice.subject", "mail.notice.asked", "mail.notice.you", "mail.notice.not-you", "mail.stop"},
	Code:    {"mail.code.subject", "mail.code.code", "mail.code.never", "mail.notice.not-you", "mail.stop"},
	News:    {"mail.news.subject", "mail.news.new", "mail.news.find"},
	Receipt: {"mail.receipt.subject", "mail.receipt.came", "mail.receipt.time", "mail.receipt.stopped", "mail.receipt.machine"},
	Opening: {"mail.opening.subject", "mail.opening.done", "mail.opening.ground", "mail.opening.ask"},
	Task:    {"mail.task.subject", "mail.task.asked", "mail.task.open"},
	Invite:  {"mail.invite.subject", "mail.invite.asked", "mail.invite.find"},
}

// Write makes a letter from a template, in a language.
func Write(t Template, lang varsam.Lang, f Facts) (subject, text string) {
	say := locale.For(lang)
	keys := sentences[t]
	args := []string{f.Organisation, say.List(f.Wishes), f.Link, f.Stop, spaced(f.Code), f.Number, f.Day, f.Ground}
	paragraphs := []string{say.T("mail.greeting")}
	for _, key := range keys[1:] {
		if (key == "mail.stop" && f.Stop == "") || (key == "mail.receipt.stopped" && !f.Stopped) || (key == "mail.receipt.time" && f.Day == "") {
			continue
		}
		paragraphs = append(paragraphs, say.T(key, args...))
	}
	paragraphs = append(paragraphs, f.Organisation, say.T("mail.contact", f.Contact))
	return say.T(keys[0], args...), strings.Join(paragraphs, "\n\n") + "\n"
}

// spaced is a code in two halves, as it is read aloud.
func spaced(code string) string {
	if len(code) < 6 {
		return code
	}
	return code[:len(code)/2] + " " + code[len(code)/2:]
}
