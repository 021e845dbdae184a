package locale

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/varsam/varsam"
)

// Fault says what went wrong in the printer's language. What [varsam.Errorf] and
// [varsam.Wrap] made is said by the translation of its format, also where it is a
// cause or an argument. English, and what has no translation, is Error().
func (p Printer) Fault(err error) string {
	if err == nil {
		return ""
	}
	if said := faults()[p.lang]; said != nil {
		return p.fault(said, err)
	}
	return err.Error()
}

func (p Printer) fault(said map[string]string, err error) string {
	e, ours := err.(*varsam.Error)
	if !ours {
		return p.foreign(said, err)
	}
	text := p.message(said, e)
	if e.Err != nil {
		text += ": " + p.fault(said, e.Err)
	}
	return text
}

// foreign says what others' errors wrap, in the words that they have around it.
func (p Printer) foreign(said map[string]string, err error) string {
	text := err.Error()
	if ours, ok := said[text]; ok {
		return ours
	}
	wrapped := []error{errors.Unwrap(err)}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		wrapped = joined.Unwrap()
	}
	for _, inner := range wrapped {
		if inner != nil {
			text = strings.Replace(text, inner.Error(), p.fault(said, inner), 1)
		}
	}
	return text
}

// message says an error without its cause.
func (p Printer) message(said map[string]string, e *varsam.Error) string {
	format, args := e.Said()
	if format == "" { // made by hand
		format = e.Message
	}
	if ours, ok := said[format]; ok {
		return p.fillFault(ours, p.shown(said, format, args))
	}
	return e.Message
}

// shown are the arguments of a format as its verbs write them; errors, sayings and
// what is made of them are said in the printer's language.
func (p Printer) shown(said map[string]string, format string, args []any) []string {
	verbs := verbsOf(format)
	all := make([]string, min(len(verbs), len(args)))
	for i := range all {
		switch arg := args[i].(type) {
		case error:
			all[i] = p.fault(said, arg)
		case interface{ In(p Printer) string }:
			all[i] = arg.In(p)
		default:
			all[i] = fmt.Sprintf(verbs[i], arg)
		}
	}
	return all
}

// verbsOf are the verbs of a format, each with its flags: %s, %02d.
func verbsOf(format string) (verbs []string) {
	for {
		_, rest, found := strings.Cut(format, "%")
		if !found {
			return verbs
		}
		end := strings.IndexFunc(rest, func(r rune) bool { return unicode.IsLetter(r) || r == '%' })
		if end < 0 {
			return verbs
		}
		if rest[end] != '%' {
			verbs = append(verbs, "%"+rest[:end+1])
		}
		format = rest[end+1:]
	}
}

// fillFault puts arguments into {0} and {1:state.}, and leaves every other brace as
// it is: what is said of flags and files has some of its own.
func (p Printer) fillFault(text string, args []string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		slot, after, _ := strings.Cut(rest, "}")
		n, kind := slotOf(slot)
		if n < 0 || n >= len(args) {
			b.WriteByte('{')
			text = rest
			continue
		}
		b.WriteString(p.inFault(kind, args[n]))
		text = after
	}
}

// slotOf reads the inside of a slot; -1 is none.
func slotOf(slot string) (n int, kind string) {
	number, kind, _ := strings.Cut(slot, ":")
	if n, err := strconv.Atoi(number); err == nil && len(number) == 1 {
		return n, kind
	}
	return -1, ""
}

// inFault shows an argument as what it is: of a kind that sentences have, or by
// the sentence of a family of keys, as in {0:web.state.}.
func (p Printer) inFault(kind, arg string) string {
	if strings.HasSuffix(kind, ".") {
		return p.Word(kind, arg)
	}
	return p.argument(kind, arg)
}

// Word is a code by the sentence that a family of keys has for it, as it stands
// inside another; a code without one is shown as it is.
func (p Printer) Word(family, code string) string {
	if s, ok := p.words[family+strings.ReplaceAll(code, " ", "-")]; ok {
		return small(s.other)
	}
	return code
}

// small takes the capital letter from the beginning of a sentence.
func small(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(first)) + s[size:]
}
