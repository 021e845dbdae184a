package register

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
)

// Severity of a finding.
type Severity string

// The severities. An Error blocks publishing what the register says; a Warning
// is something a person should look at.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// Finding is something the register allows but the law does not, or that is
// missing. It never keeps a register from being loaded.
type Finding struct {
	Code      string   `json:"code"`
	Severity  Severity `json:"severity"`
	Paragraph string   `json:"paragraph"` // "Art. 28(3)"
	Where     Where    `json:"where"`
	Args      []string `json:"args,omitempty"`
}

// Where is the spot of a finding. The file and line are of the nearest thing
// that is written; they are empty in a register that was not read from files.
type Where struct {
	File       string `json:"file,omitempty"`
	Line       int    `json:"line,omitempty"`
	Column     int    `json:"column,omitempty"`
	System     string `json:"system,omitempty"`
	Collection string `json:"collection,omitempty"`
	Field      string `json:"field,omitempty"`
	Activity   string `json:"activity,omitempty"`
	Party      string `json:"party,omitempty"`
}

// String is "crm.customers.email", "activity payroll" or "party mailer".
func (w Where) String() string {
	switch {
	case w.System != "":
		parts := slices.DeleteFunc([]string{w.System, w.Collection, w.Field}, func(s string) bool { return s == "" })
		return strings.Join(parts, ".")
	case w.Activity != "":
		return "activity " + w.Activity
	case w.Party != "":
		return "party " + w.Party
	}
	return "organisation"
}

// Says is the finding in words, with the arguments as the register writes them.
func (f Finding) Says() varsam.Words { return fill(findingTexts[f.Code].says, f.Args) }

// Saying is the finding in words before the arguments are in it: {0}, or {0:party} where one is the name of something.
func (f Finding) Saying() varsam.Words { return findingTexts[f.Code].says }

// Next is what to do about it.
func (f Finding) Next() varsam.Words { return fill(findingTexts[f.Code].next, f.Args) }

// fill puts the arguments into {0}, {1:party} …
func fill(w varsam.Words, args []string) varsam.Words {
	pairs := make([]string, 0, 2*(1+len(slotKinds))*len(args))
	for i, arg := range args {
		slot := "{" + strconv.Itoa(i)
		pairs = append(pairs, slot+"}", arg)
		for _, kind := range slotKinds {
			pairs = append(pairs, slot+":"+kind+"}", arg)
		}
	}
	r := strings.NewReplacer(pairs...)
	return varsam.Words{SV: r.Replace(w.SV), SVFI: r.Replace(w.SVFI), EN: r.Replace(w.EN), FI: r.Replace(w.FI)}
}

// slotKinds are what an argument may be the name of: words of the locale have the same.
var slotKinds = []string{"activity", "basis", "category", "country", "date", "law", "party", "use"}

// Findings holds the register against the law and against itself. Errors come
// first, then by place; the same register and day give the same list.
func Findings(reg *Register, today varsam.Date) []Finding {
	f := &finder{reg: reg, today: today}
	f.organisation()
	for _, a := range reg.Activities {
		f.activity(a)
	}
	for _, s := range reg.Systems {
		f.system(s)
	}
	for _, p := range reg.Parties {
		f.party(p)
	}
	return f.sorted()
}

// finder gathers findings.
type finder struct {
	reg   *Register
	today varsam.Date
	all   []Finding
}

func (f *finder) sorted() []Finding {
	slices.SortStableFunc(f.all, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(a.Severity, b.Severity), // "error" sorts before "warning"
			cmp.Compare(a.Where.File, b.Where.File), cmp.Compare(a.Where.Line, b.Where.Line),
			cmp.Compare(a.Where.String(), b.Where.String()), cmp.Compare(a.Code, b.Code),
			slices.Compare(a.Args, b.Args),
		)
	})
	return f.all
}

// spot is where a finding is: the words for people and the path into the file.
type spot struct {
	f     *finder
	where Where
	file  *file
	path  []string
}

func (f *finder) atOrganisation() spot { return spot{f: f, file: f.reg.file("organisation", "")} }

func (f *finder) atActivity(name string) spot {
	return spot{f: f, where: Where{Activity: name}, file: f.reg.file("activity", name)}
}

func (f *finder) atSystem(name string) spot {
	return spot{f: f, where: Where{System: name}, file: f.reg.file("system", name)}
}

func (f *finder) atParty(name string) spot {
	return spot{f: f, where: Where{Party: name}, file: f.reg.file("party", name)}
}

func (s spot) in(steps ...string) spot {
	s.path = append(slices.Clone(s.path), steps...)
	return s
}

func (s spot) collection(name string) spot {
	s.where.Collection = name
	return s.in("collections", name)
}

func (s spot) field(name string) spot {
	s.where.Field = name
	return s.in("fields", name)
}

// found reports a finding there; severity and paragraph stand with its words.
func (s spot) found(code string, args ...string) {
	text, ok := findingTexts[code]
	if !ok {
		panic("register: the finding " + code + " has no words")
	}
	if s.file != nil && s.file.root != nil {
		at := s.file.root.key(s.path...).pos
		s.where.File, s.where.Line, s.where.Column = s.file.path, at.line, at.column
	}
	s.f.all = append(s.f.all, Finding{Code: code, Severity: text.severity, Paragraph: fill(varsam.Words{EN: text.paragraph}, args).EN, Where: s.where, Args: args})
}
