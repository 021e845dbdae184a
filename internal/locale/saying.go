package locale

import (
	"fmt"

	"github.com/varsam/varsam"
)

// Saying is a sentence in English with what it was made of, so that whoever shows
// it can say it in another language. The zero Saying says nothing.
type Saying struct {
	format string
	args   []any
}

// Says makes one. The format is a constant, as its translations in faults hang on
// it; an argument may be a Saying.
func Says(format string, args ...any) Saying { return Saying{format, args} }

// Plain is a sentence of a table, whose translation hangs on all of it.
func Plain(text string) Saying { return Saying{format: text} }

// IsZero reports whether nothing is said.
func (s Saying) IsZero() bool { return s.format == "" }

// String is the sentence in English.
func (s Saying) String() string {
	if len(s.args) == 0 {
		return s.format
	}
	return fmt.Sprintf(s.format, s.args...)
}

// In is the sentence in the printer's language.
func (s Saying) In(p Printer) string {
	said := faults()[p.lang]
	if ours, ok := said[s.format]; ok {
		return p.fillFault(ours, p.shown(said, s.format, s.args))
	}
	return s.String()
}

// Say is a sentence in the printer's language, at once; commands print by it.
func (p Printer) Say(format string, args ...any) string {
	if p.lang == varsam.English {
		return fmt.Sprintf(format, args...)
	}
	return Saying{format, args}.In(p)
}
