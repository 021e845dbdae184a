package register

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
)

// Fault is something in the files that keeps the register from being loaded:
// where, what, and how to mend it.
type Fault struct {
	File    string `json:"file"`
	Line    int    `json:"line,omitempty"` // from 1; 0 is the file as a whole
	Column  int    `json:"column,omitempty"`
	Code    string `json:"code"`
	Message string `json:"message"`
	Mend    string `json:"mend,omitempty"`
	Excerpt string `json:"excerpt,omitempty"` // the lines with a caret; never shows a secret

	missing string // the key that is not there

	message, mend locale.Saying // what Message and Mend are in English
}

// says is the fault with its words.
func (f Fault) says(message, mend locale.Saying) Fault {
	f.message, f.mend = message, mend
	f.Message, f.Mend = shown(message.String()), shown(mend.String())
	return f
}

// Said is the fault with Message and Mend in the printer's language.
func (f Fault) Said(p locale.Printer) Fault {
	f.Message, f.Mend = shown(f.message.In(p)), shown(f.mend.In(p))
	return f
}

// Place is "systems/crm.yaml:12:5".
func (f Fault) Place() string {
	if f.Line == 0 {
		return f.File
	}
	return fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Column)
}

// String is the fault as a terminal shows it, on several lines.
func (f Fault) String() string {
	s := f.Place() + ": " + f.Message + "\n" + f.Excerpt
	if f.Mend != "" {
		s += "  → " + f.Mend + "\n"
	}
	return s
}

// Faults are all faults of a folder, sorted by place.
type Faults []Fault

// String shows them all, with an empty line between.
func (f Faults) String() string {
	all := make([]string, len(f))
	for i, fault := range f {
		all[i] = fault.String()
	}
	return strings.Join(all, "\n")
}

// Said are the faults in the printer's language.
func (f Faults) Said(p locale.Printer) Faults {
	said := slices.Clone(f)
	for i := range said {
		said[i] = said[i].Said(p)
	}
	return said
}

// In is String in the printer's language, where an error quotes the faults.
func (f Faults) In(p locale.Printer) string { return f.Said(p).String() }

// Err is nil without faults, and otherwise an error of code Invalid that shows
// them all.
func (f Faults) Err() error {
	switch len(f) {
	case 0:
		return nil
	case 1:
		return varsam.Errorf(varsam.Invalid, "the register has a fault:\n\n%s", f)
	}
	return varsam.Errorf(varsam.Invalid, "the register has %d faults:\n\n%s", len(f), f)
}

func (f Faults) sort() {
	slices.SortStableFunc(f, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}

// sayings are sentences on one line.
type sayings []locale.Saying

func (s sayings) String() string {
	all := make([]string, len(s))
	for i, one := range s {
		all[i] = one.String()
	}
	return strings.Join(all, "; ")
}

// In is String in the printer's language.
func (s sayings) In(p locale.Printer) string {
	all := make([]string, len(s))
	for i, one := range s {
		all[i] = one.In(p)
	}
	return strings.Join(all, "; ")
}
