package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/document"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/publish/lint"
)

type lintCommand struct {
	Notice   string `arg:"" help:"The notice: HTML, PDF, text, DOCX, ODT; - is standard input."`
	Register string `help:"Folder with the register to hold it against; only the law when left out." type:"existingdir" placeholder:"DIR"`
	Country  string `help:"Whose law and authority: SE or FI. Told from the register or the text when left out." enum:"SE,FI," default:"" placeholder:"COUNTRY"`
	Text     bool   `help:"Print the text as it was read, to which offsets refer, and nothing else."`
}

// Help is the longer text of the command's help.
func (c *lintCommand) Help() string {
	return `Reads a privacy notice in Swedish (of Sweden or Finland) or English and holds it against the law, and with --register against
the register, both ways: what is missing, outdated or wrong, what contradicts itself, what nothing keeps. It knows words, not
meanings: an error is worth a look, and no errors are no proof.

With --json, one object: language, supported, country, offsets_in, findings (code, severity, paragraph, quote with start and end,
says and next in sv and en) and contents (what Art. 13 and 14 ask for, with the quote that shows it). Offsets are bytes: offsets_in
"file" means of the file as it lies; "text" means of the text that --text prints.

Exit codes: 0 no errors, though there may be warnings; 1 errors; 2 wrong use, a language that is not read, or a file without text,
such as a scanned PDF; 3 no such file.`
}

// maxNotice is the largest file that is read as a notice.
const maxNotice = 64 << 20

// Run prints what is not right in a notice.
func (c *lintCommand) Run(s *session) error {
	lang, err := s.language()
	if err != nil {
		return err
	}
	text, ofFile, err := c.read(s, lang)
	if err != nil {
		return err
	}
	if c.Text {
		_, err := io.WriteString(s.out, text)
		return err
	}
	opt := lint.Options{Country: c.Country, Today: varsam.DateIn(time.Now(), time.Local)}
	if c.Register != "" {
		if opt.Register, err = loadFolder(c.Register); err != nil {
			return err
		}
		opt.Today = today(opt.Register)
	}
	report, err := lint.Check(text, opt)
	if err != nil {
		return err
	}
	if err := c.print(s, report, lang, ofFile); err != nil {
		return err
	}
	switch {
	case !report.Supported:
		return varsam.Errorf(varsam.Unsupported, "the notice is in %s; Swedish and English are read", lint.LanguageName(report.Language).EN)
	case report.Errors():
		return errNo
	}
	return nil
}

// read is the notice's text, and whether it is the file's own bytes.
func (c *lintCommand) read(s *session, lang varsam.Lang) (text string, ofFile bool, err error) {
	in, close, err := s.input(c.Notice)
	if err != nil {
		return "", false, err
	}
	defer close()
	raw, err := io.ReadAll(io.LimitReader(in, maxNotice+1))
	switch {
	case err != nil:
		return "", false, varsam.Errorf(varsam.Unavailable, "the notice cannot be read to its end")
	case len(raw) > maxNotice:
		return "", false, varsam.Errorf(varsam.Invalid, "the file is larger than %d MiB: no notice is", maxNotice>>20)
	}
	reader, err := documents(s.OCR, document.Limits{})
	if err != nil {
		return "", false, err
	}
	defer reader.Close()
	var b noticeText
	unread, err := reader.Texts(s.ctx, c.Notice, strings.NewReader(string(raw)), b.add)
	if err != nil {
		return "", false, err
	}
	for _, why := range unread {
		fmt.Fprintf(s.err, "varsam: %s\n", locale.For(lang).Reason(why))
	}
	text = b.String()
	if strings.TrimSpace(text) == "" {
		return "", false, varsam.Errorf(varsam.Invalid, "there is no text in the notice; a scanned one must be read by OCR first")
	}
	if plain := strings.TrimPrefix(string(raw), "\ufeff"); utf8.Valid(raw) && strings.TrimSpace(plain) == strings.TrimSpace(text) {
		return string(raw), true, nil
	}
	return text, false, nil
}

// noticeText gathers what people read of a document, and where its links lead.
type noticeText struct {
	body, links strings.Builder
}

// unseen are the places of a document that its readers do not see.
var unseen = []string{"style", "script", "meta", "title", "comment", "deleted", "property", "header"}

func (t *noticeText) add(place string, text io.Reader) error {
	_, of, _ := strings.Cut(place, "#")
	kind, _, _ := strings.Cut(of, "=")
	if slices.Contains(unseen, kind) {
		return nil
	}
	into := &t.body
	if kind == "link" {
		into = &t.links
	}
	if into.Len() > lint.MaxText {
		return nil
	}
	_, err := io.Copy(into, io.LimitReader(text, lint.MaxText+1))
	into.WriteByte('\n')
	return err
}

// String is the body, and then the links that it does not show.
func (t *noticeText) String() string {
	if t.links.Len() == 0 {
		return t.body.String()
	}
	return t.body.String() + "\n" + t.links.String()
}

// lintOut is the report as others script against it.
type lintOut struct {
	*lint.Report
	OffsetsIn string        `json:"offsets_in"`
	Findings  []lintFinding `json:"findings"`
}

type lintFinding struct {
	lint.Finding
	Says varsam.Words `json:"says"`
	Next varsam.Words `json:"next"`
}

func (c *lintCommand) print(s *session, report *lint.Report, lang varsam.Lang, ofFile bool) error {
	if report.Country == "FI" && lang == varsam.Swedish {
		lang = varsam.FinlandSwedish
	}
	out := lintOut{Report: report, OffsetsIn: "text", Findings: []lintFinding{}}
	if ofFile {
		out.OffsetsIn = "file"
	}
	for _, f := range report.Findings {
		out.Findings = append(out.Findings, lintFinding{f, f.Says(), f.Next()})
	}
	return s.print(out, func() {
		for _, f := range out.Findings {
			s.printf("%s  %s  %s\n", s.word("list.severity.", string(f.Severity)), s.words().Cite(f.Paragraph), f.Code)
			if f.Quote != nil {
				s.printf("  “%s”\n", plain(f.Quote.Text))
			}
			s.printf("  %s\n  → %s\n", plain(f.Says.In(lang)), plain(f.Next.In(lang)))
		}
		s.printf("%d finding(s)\n", len(out.Findings))
	})
}
