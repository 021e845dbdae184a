package mailbox

import (
	"slices"
	"strings"
	"unicode"

	"github.com/emersion/go-imap/v2"

	"github.com/varsam/varsam"
)

// private says whether the sender or the owner marked a message as such: by the
// header of RFC 4021, by a keyword, by the folder, by how the subject begins. A
// mail that a company calls confidential is the company's.
func (s *System) private(m *message) bool {
	switch strings.ToLower(strings.TrimSpace(m.head.fields[hSensitivity])) {
	case "personal", "private":
		return true
	}
	if slices.ContainsFunc(m.flags, isMark) || like(s.set.privateFolders, m.folder) || privateFolder(m.folder) {
		return true
	}
	subject := strings.ToLower(m.head.text(hSubject))
	for _, word := range s.set.privateSubjects {
		if strings.HasPrefix(strings.TrimLeft(subject, "[( "), word) {
			return true
		}
	}
	return privateSubject(subject)
}

// marks are the words by which people in the North mark what is their own. The
// Swedish word personal is none: it means staff.
var marks = []string{
	"privat", "privata", "privatpost", "privatmejl", "privatmail", "personligt", "personlig", "personliga",
	"yksityinen", "yksityistä", "yksityiset", "yksityisviesti", "henkilökohtainen", "henkilökohtaista", "henkilökohtaiset",
	"private", "privatt", "privatbrev", "personlige",
}

// loose are those of the marks that begin other words too – a private label, a
// personal development course – and count only when they stand apart.
var loose = []string{"private", "personlig", "personliga", "personlige"}

// isMark reads a keyword that a mail program sets: Privat, $Private.
func isMark(f imap.Flag) bool {
	return !strings.HasPrefix(string(f), `\`) && slices.Contains(marks, strings.ToLower(strings.TrimLeft(string(f), "$_")))
}

// privateFolder reports whether a folder, or one that it lies in, bears a mark as
// its name, or begins with one that is not loose.
func privateFolder(name string) bool {
	for part := range strings.FieldsFuncSeq(strings.ToLower(name), func(r rune) bool { return r == '/' || r == '.' || r == '\\' }) {
		part = strings.TrimFunc(part, func(r rune) bool { return !unicode.IsLetter(r) })
		first, _, more := cutWord(part)
		if slices.Contains(marks, first) && (!more || !slices.Contains(loose, first)) {
			return true
		}
	}
	return false
}

// privateSubject reads a subject in small letters: Privat: middag, [privat],
// SV: Privat, #privat.
func privateSubject(subject string) bool {
	subject = WithoutReplies(subject)
	bare := strings.TrimLeft(subject, "[({<*#_\"'")
	first, rest, _ := cutWord(bare)
	if !slices.Contains(marks, first) {
		return false
	}
	if len(bare) < len(subject) || !slices.Contains(loose, first) {
		return true
	}
	rest = strings.TrimSpace(rest)
	return rest == "" || strings.ContainsRune(":-–—!,/.|", []rune(rest)[0]) || strings.HasPrefix(rest, "and confidential")
}

// WithoutReplies is a subject without RE:, SV:, FW: and their kin, as often as they
// stand before it.
func WithoutReplies(subject string) string {
	for {
		subject = strings.TrimSpace(subject)
		before, after, ok := strings.Cut(subject, ":")
		if !ok || !slices.Contains([]string{"re", "sv", "aw", "vs", "fw", "fwd", "vb", "vl", "vidarebefordrat", "svar", "ang"}, strings.ToLower(strings.TrimSpace(before))) {
			return subject
		}
		subject = after
	}
}

// cutWord is the letters that a text begins with, and what follows; more reports
// whether another word does.
func cutWord(s string) (first, rest string, more bool) {
	end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 0 {
		return s, "", false
	}
	rest = s[end:]
	return s[:end], rest, strings.ContainsFunc(rest, unicode.IsLetter)
}

// withheld reports whether a message is marked private in a mailbox that is one
// employee's own: then no search looks at it, and it is counted as skipped.
func (q *question) withheld(m *message) bool {
	if !q.guarded || !q.s.personal[strings.ToLower(m.account)] || !q.s.private(m) {
		return false
	}
	q.found.Private++
	return true
}

func privateValue(s *System, m *message) varsam.Value { return varsam.BoolOf(s.private(m)) }
