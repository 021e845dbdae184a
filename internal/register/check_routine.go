package register

import (
	"regexp"
	"strings"

	"github.com/varsam/varsam/internal/locale"
)

func (l *loader) checkRoutine(p place, s *System) {
	l.referCollection(p.in("messages"), s, s.Routine.Messages)
	if s.Routine.Cases != nil {
		l.checkFiling(p.in("cases"), *s.Routine.Cases)
	}
	if s.Routine.Customers != nil {
		l.checkFiling(p.in("customers"), *s.Routine.Customers)
	}
}

func (l *loader) checkFiling(p place, f Filing) {
	switch re, err := regexp.Compile(f.Subject); {
	case err != nil:
		p.in("subject").fault("wrong-pattern", locale.Says("it is no regular expression: %s", strings.TrimPrefix(err.Error(), "error parsing regexp: ")), locale.Says("write it as RE2 does, such as #(\\d+)"))
	case f.Subject != "" && re.NumSubexp() == 0:
		p.in("subject").fault("wrong-pattern", locale.Says("it does not say which part of the subject is the number"), locale.Says("put the number in parentheses: #(\\d+)"))
	case f.Subject == "" && f.Known == "":
		p.fault("wrong-filing", locale.Says("it takes every mail"), locale.Says("say by subject: or known: which mails belong there"))
	}
	if f.Known != "" {
		l.checkKnown(p.in("known"), f.Known)
	}
}

func (l *loader) checkKnown(p place, known string) {
	system, collection, column, ok := Filing{Known: known}.Target()
	if !ok {
		p.fault("wrong-filing", locale.Says("%s names no column", quote(known)), locale.Says("write system.collection.column"))
		return
	}
	l.refer(p, "system", system)
	for i := range l.reg.Systems {
		if s := &l.reg.Systems[i]; s.Name == system {
			l.referCollection(p, s, collection)
			if c, declared := s.Collection(collection); declared {
				if _, named := c.Field(column); !named {
					p.fault("unknown-field", locale.Says("%s declares no field %s", quote(collection), quote(column)), locale.Says("declare it under fields, so that the search there is in the register"))
				}
			}
		}
	}
}

// Target is what Known names: system.collection.column.
func (f Filing) Target() (system, collection, column string, ok bool) {
	system, rest, _ := strings.Cut(f.Known, ".")
	dot := strings.LastIndex(rest, ".")
	if system == "" || dot <= 0 || dot == len(rest)-1 {
		return "", "", "", false
	}
	return system, rest[:dot], rest[dot+1:], true
}
