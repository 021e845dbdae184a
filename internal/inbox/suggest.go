package inbox

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/mailcheck"
	"github.com/varsam/varsam/internal/register"
)

// Action is what becomes of a mail.
type Action string

// The actions. A mail without one stays where it is.
const (
	Delete  Action = "delete"
	File    Action = "file"    // to a folder of the same mailbox
	Request Action = "request" // it uses a right: a case is proposed
	Ask     Action = "ask"     // nothing tells what it is; its owner says
	Skip    Action = "skip"    // marked private: not looked at
)

// Suggestion is what a mail could become, and why.
type Suggestion struct {
	Action Action        `json:"action"`
	Into   string        `json:"into,omitempty"` // the folder where it is filed
	Rule   string        `json:"rule,omitempty"` // the owner's own rule that decides it
	Why    varsam.Reason `json:"why"`
}

// Rule is an owner's decision for all mails of a kind. Every condition that is
// given must hold; without any it is no rule.
type Rule struct {
	ID      string `json:"id"`
	From    string `json:"from,omitempty"` // an address, or @domain
	Subject string `json:"subject,omitempty"`
	Lists   bool   `json:"lists,omitempty"` // only what is sent to a list
	Action  Action `json:"action"`          // delete or file
	Folder  string `json:"folder,omitempty"`
}

// Known is what the organisation's systems know of the numbers and senders in an
// inbox.
type Known struct {
	Cases   map[string]bool // numbers
	Senders map[string]bool // addresses
}

// advisor suggests for the mails of one routine. It is pure.
type advisor struct {
	routine register.Routine
	number  *regexp.Regexp // nil without cases
	known   Known
	rules   []Rule
}

func newAdvisor(r register.Routine, known Known, rules []Rule) *advisor {
	a := &advisor{routine: r, known: known, rules: rules}
	if r.Cases != nil && r.Cases.Subject != "" {
		a.number = regexp.MustCompile(r.Cases.Subject) // the register has checked it
	}
	return a
}

// suggest says what a mail could become: what its owner has ruled, then what asks
// for something, then what the subject, the sender and the headers tell.
func (a *advisor) suggest(m Mail) Suggestion {
	if m.Private {
		return Suggestion{Action: Skip, Why: varsam.Because(ReasonPrivate)}
	}
	for _, r := range a.rules {
		if r.takes(m) {
			return Suggestion{Action: r.Action, Into: r.Folder, Rule: r.ID, Why: varsam.Because(ReasonRule, r.ID)}
		}
	}
	if len(m.Wishes) > 0 && !m.List && !m.Auto {
		return Suggestion{Action: Request, Why: varsam.Because(ReasonWish, string(m.Wishes[0].Right))}
	}
	if number := a.caseOf(m); number != "" {
		return a.filed(*a.routine.Cases, m, number, varsam.Because(ReasonCase, number))
	}
	switch {
	case m.List:
		return Suggestion{Action: Delete, Why: varsam.Because(ReasonList)}
	case m.Auto:
		return Suggestion{Action: Delete, Why: varsam.Because(ReasonAuto)}
	case a.routine.Customers != nil && a.known.Senders[m.From]:
		return a.filed(*a.routine.Customers, m, "", varsam.Because(ReasonKnown))
	}
	switch {
	case slices.Contains(m.Holds, mailcheck.NationalID):
		return Suggestion{Action: Ask, Why: varsam.Because(ReasonHoldsNumber)}
	case slices.Contains(m.Holds, mailcheck.Special):
		return Suggestion{Action: Ask, Why: varsam.Because(ReasonHoldsSpecial)}
	}
	return Suggestion{Action: Ask, Why: varsam.Because(ReasonAsk)}
}

// caseOf is the number of a case in the subject, if there is such a case.
func (a *advisor) caseOf(m Mail) string {
	if a.number == nil {
		return ""
	}
	for _, found := range a.number.FindAllStringSubmatch(m.Subject, 10) {
		if number := found[1]; number != "" && (a.routine.Cases.Known == "" || a.known.Cases[number]) {
			return number
		}
	}
	return ""
}

// numbers are all that may be numbers of cases in the subject.
func (a *advisor) numbers(m Mail) (all []string) {
	if a.number == nil {
		return nil
	}
	for _, found := range a.number.FindAllStringSubmatch(m.Subject, 10) {
		all = append(all, found[1])
	}
	return all
}

// filed fills in the folder's name. What a stranger wrote makes no folders: a part
// that is not a plain word is left to the owner.
func (a *advisor) filed(f register.Filing, m Mail, number string, why varsam.Reason) Suggestion {
	parts := map[string]string{"{number}": number, "{address}": m.From, "{domain}": m.domain(), "{year}": strconv.Itoa(m.Received.Year())}
	folder := f.Folder
	for name, value := range parts {
		if strings.Contains(folder, name) && !plainWord(value) {
			return Suggestion{Action: Ask, Why: varsam.Because(ReasonAsk)}
		}
		folder = strings.ReplaceAll(folder, name, value)
	}
	return Suggestion{Action: File, Into: folder, Why: why}
}

// plainWord reports whether a value is letters and digits, perhaps with the signs of an
// address between them, and no longer than names are.
func plainWord(value string) bool {
	return utf8.RuneCountInString(value) <= 100 && plain.MatchString(value)
}

var plain = regexp.MustCompile(`^[\pL\pN][\pL\pN@._+-]*$`)

func (r Rule) takes(m Mail) bool {
	if r.From == "" && r.Subject == "" && !r.Lists {
		return false
	}
	from := r.From == "" || r.From == m.From || strings.HasPrefix(r.From, "@") && strings.HasSuffix(m.From, r.From)
	subject := r.Subject == "" || strings.Contains(strings.ToLower(m.Subject), strings.ToLower(r.Subject))
	return from && subject && (!r.Lists || m.List)
}

// check refuses a rule that would take every mail, or says too little.
func (r Rule) check() error {
	switch {
	case r.From == "" && r.Subject == "" && !r.Lists:
		return varsam.Errorf(varsam.Invalid, "a rule says which mails it takes: by sender, by words in the subject, or lists")
	case r.Action == File && r.Folder == "":
		return varsam.Errorf(varsam.Invalid, "a rule that files says to which folder")
	case r.Action != File && r.Action != Delete:
		return varsam.Errorf(varsam.Invalid, "a rule deletes or files")
	}
	return nil
}
