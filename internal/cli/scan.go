package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/extract"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/pii"
)

type scanCommand struct {
	File string `arg:"" optional:"" default:"-" help:"File to read; - is standard input."`

	Value string `help:"Check one candidate a line instead: valid, or invalid and why." placeholder:"TYPE" group:"values"`

	Types    []string `help:"Only these types." placeholder:"TYPE"`
	MinScore float64  `help:"Least score of a hit, above 0 and at most 1." default:"0.5" placeholder:"SCORE"`
	Names    bool     `help:"Look for people's names." default:"true" negatable:""`
	Label    string   `help:"What the text is a value of, as a column's heading would say." placeholder:"WORDS"`
	Country  string   `help:"Whose way of writing numbers to read, ISO 3166: SE, FI, NO …" placeholder:"COUNTRY"`
	Pattern  []string `help:"Look for a type of one's own too, given as an expression (RE2)." sep:"none" placeholder:"TYPE=EXPRESSION"`
	Words    []string `help:"Look for a type of one's own too, given as a file with a word or words a line." sep:"none" placeholder:"TYPE=FILE"`
	Show     bool     `help:"Print what was found and not a mask of it."`

	Redact bool   `help:"Write the text without what was found." group:"redaction"`
	Style  string `help:"What to put instead: marker, mask or pseudonym." enum:"marker,mask,pseudonym" default:"marker" group:"redaction"`

	Person bool     `help:"Look for one person, by the identifiers given, and for nothing else." group:"person"`
	Name   []string `help:"Name of the person." placeholder:"NAME" group:"person"`
	personFlags

	MaxUnpacked int64 `help:"Most bytes to unpack." default:"${unpacked}" placeholder:"BYTES"`
	MaxRatio    int64 `help:"Most that an archive may unpack to, as a multiple of its size." default:"${ratio}" placeholder:"N"`
	MaxDepth    int   `help:"Most archives within archives." default:"${depth}" placeholder:"N"`
}

// scanDefaults are the limits in the command's help.
var scanDefaults = kong.Vars{
	"unpacked": strconv.FormatInt(extract.Defaults.Bytes, 10), "ratio": strconv.FormatInt(extract.Defaults.Ratio, 10),
	"depth": strconv.Itoa(extract.Defaults.Depth),
}

// Help is the longer text of the command's help.
func (c *scanCommand) Help() string {
	return `Reads plain text, CSV, JSON and JSON lines, mail, HTML, XML, PDF, the formats of Office, OpenDocument and Outlook, RTF, what
pictures say of themselves, and all of these in gzip, zip and tar; what it is, is seen from its first bytes. Documents are read in
another process, and path names the place in them: letter.docx#comment=2, people.xlsx#cell=Sheet!B7.

Prints a line for each hit, with a mask in the place of the value; with --json, an object for each with file, path, type, start,
end, char_start, char_end, score, check, context and also. The offsets are those in the file or, where offsets_in says value, in
the value that path names: it lies in an archive or in a document.

Exit codes: 0 all was read, whatever was found (with --value: all lines were answered); 1 something could not be read, as
standard error says, and what was printed is only a part; 2 wrong use, or a file that cannot be redacted; 3 no such file.`
}

// Run reads the file and prints what it finds.
func (c *scanCommand) Run(s *session) error {
	in, close, err := s.input(c.File)
	if err != nil {
		return err
	}
	defer close()
	if c.Value != "" {
		return c.values(s, in)
	}
	if c.Person = c.Person || c.named(); c.Person && !c.named() {
		return varsam.Errorf(varsam.Invalid, "say whom to look for: --name, --email, --phone, --national-id, --id or --people")
	}
	find, err := c.finder()
	if err != nil {
		return err
	}
	if c.Redact {
		return c.redact(s, in, find)
	}
	return c.scan(s, in, find)
}

// input opens a file, or standard input for "-".
func (s *session) input(name string) (io.Reader, func() error, error) {
	if name == "-" {
		return s.in, func() error { return nil }, nil
	}
	file, err := os.Open(name)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, nil, varsam.Errorf(varsam.NotFound, "there is no file %s", name)
	case errors.Is(err, os.ErrPermission):
		return nil, nil, varsam.Errorf(varsam.Denied, "the file %s may not be read", name)
	case err != nil:
		return nil, nil, varsam.Errorf(varsam.Unavailable, "the file %s cannot be opened", name)
	}
	if info, err := file.Stat(); err == nil && info.IsDir() {
		file.Close()
		return nil, nil, varsam.Errorf(varsam.Invalid, "%s is a folder; name one file", name)
	}
	return file, file.Close, nil
}

// named reports whether an identifier of a person was given.
func (c *scanCommand) named() bool {
	return len(c.Name)+len(c.Email)+len(c.Phone)+len(c.NationalID)+len(c.ID) > 0 || c.People != ""
}

// finder is what looks for the hits.
func (c *scanCommand) finder() (finder, error) {
	today := varsam.DateIn(time.Now(), time.Local)
	if c.Person {
		return c.personFinder(today)
	}
	if c.MinScore <= 0 || c.MinScore > 1 {
		return nil, varsam.Errorf(varsam.Invalid, "--min-score is above 0 and at most 1")
	}
	own, err := c.ownPatterns()
	if err != nil {
		return nil, err
	}
	options := pii.Options{MinScore: pii.Score(c.MinScore), Names: c.Names, Today: today, Patterns: own}
	for _, name := range c.Types {
		of := func(p pii.Pattern) bool { return string(p.Name) == name }
		if !slices.Contains(pii.Types(), pii.Type(name)) && !slices.ContainsFunc(own, of) {
			return nil, varsam.Errorf(varsam.Invalid, "%q is no type; the types are %s", name, typeNames())
		}
		options.Types = append(options.Types, pii.Type(name))
	}
	scanner, err := pii.New(options)
	if err != nil {
		return nil, err
	}
	return &typeFinder{scanner: scanner, hint: pii.Hint{Label: c.Label, Country: strings.ToUpper(c.Country)}}, nil
}

func typeNames() string {
	var names []string
	for _, t := range pii.Types() {
		names = append(names, string(t))
	}
	return strings.Join(names, ", ")
}

// scan prints the hits as they come.
func (c *scanCommand) scan(s *session, in io.Reader, find finder) error {
	out := bufio.NewWriter(s.out)
	defer out.Flush()
	watched, seen := watch(in)
	hits := c.printer(s, out)
	err := c.walk(s, watched, func(p extract.Piece) error {
		return find.piece(p, seen, func(h hit) error { return hits.print(p, h.inFile(p, seen)) })
	})
	if err := hits.end(); err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return varsam.Wrap(varsam.Unavailable, err, "writing the hits")
	}
	return err
}

// walk takes the input apart; what could not be read is told, and makes the answer no.
func (c *scanCommand) walk(s *session, in io.Reader, yield func(extract.Piece) error) error {
	lang, err := s.language()
	if err != nil {
		return err
	}
	limits := extract.Limits{Bytes: c.MaxUnpacked, Ratio: c.MaxRatio, Depth: c.MaxDepth}
	var take extract.Taker
	if !c.Redact { // of a document the text alone would be left
		var done func() error
		if take, done, err = c.taker(s, limits); err != nil {
			return err
		}
		defer done()
	}
	report, err := extract.WalkWith(s.ctx, c.File, in, limits, take, yield)
	say := locale.For(lang)
	for _, g := range report.Gaps {
		s.complain(c.File, g, say)
	}
	if report.Omitted > 0 {
		s.warnf("%d more parts were not read", report.Omitted)
	}
	var ours *varsam.Error
	switch {
	case err != nil && !errors.As(err, &ours) && s.ctx.Err() == nil:
		return varsam.Errorf(varsam.Unavailable, "%s cannot be read on; what was found so far is only a part", c.File)
	case err != nil:
		return err
	case report.Partial():
		return errNo
	}
	return nil
}

// complain tells a gap, with the file's name in the place of an empty path.
func (s *session) complain(file string, g extract.Gap, say locale.Printer) {
	why := varsam.Reason{Code: g.Why.Code, Args: slices.Clone(g.Why.Args)}
	if why.Args[0] = file; g.Path != "" {
		why.Args[0] = file + ": " + g.Path
	}
	fmt.Fprintf(s.err, "varsam: %s\n", plain(say.Reason(why)))
}
