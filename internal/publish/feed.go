package publish

import (
	"bytes"
	"cmp"
	"context"
	"encoding/xml"
	"html"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/publish/document"
	"github.com/varsam/varsam/internal/store"
)

// maxEntries is how many versions a feed goes back.
const maxEntries = 50

// feed is Atom (RFC 4287).
type feed struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string   `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Author  author   `xml:"author"`
	Links   []link   `xml:"link"`
	Entries []entry  `xml:"entry"`
}

type author struct {
	Name string `xml:"name"`
}

type link struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Href string `xml:"href,attr"`
	Type string `xml:"type,attr,omitempty"`
}

type entry struct {
	ID      string  `xml:"id"`
	Title   string  `xml:"title"`
	Updated string  `xml:"updated"`
	Link    link    `xml:"link"`
	Content content `xml:"content"`
}

type content struct {
	Type string `xml:"type,attr"`
	HTML string `xml:",chardata"`
}

// Feed is the changes of one public document, or of all ("" for the kind), newest
// first. Base is the address that people use, without a slash behind.
func (s *Service) Feed(ctx context.Context, kind document.Kind, lang varsam.Lang, base string) ([]byte, error) {
	say := locale.For(lang)
	f := feed{Lang: string(say.Lang()), ID: cmp.Or(base, "urn:varsam:feed:") + Path(kind), Title: say.T("document.changes")}
	if kind != "" {
		f.Title = say.T("document.kind."+string(kind)) + ": " + strings.ToLower(f.Title)
	}
	f.Links = []link{{"self", base + Path(kind) + "/feed.atom", "application/atom+xml"}, {"alternate", base + Path(kind), "text/html"}}
	f.Updated = time.Unix(0, 0).UTC().Format(time.RFC3339)
	err := s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		all, err := listed(tx)
		for _, p := range newest(all, kind) {
			if err != nil {
				break
			}
			var shown Shown
			if shown, err = show(tx, Wanted{p.Kind, p.Party, p.Number, lang}); err == nil {
				f.Author.Name = shown.Document.Organisation.Title
				f.Entries = append(f.Entries, entryOf(shown, say, base))
			}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(f.Entries) > 0 {
		f.Updated = f.Entries[0].Updated
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(&b)
	enc.Indent("", " ")
	if err := enc.Encode(f); err != nil {
		return nil, varsam.Wrap(varsam.Internal, err, "a feed cannot be written")
	}
	return append(b.Bytes(), '\n'), nil
}

// newest are the public versions of a kind, or of all, the latest first.
func newest(all []Publication, kind document.Kind) (out []Publication) {
	for _, p := range all {
		if p.Kind.Public() && (kind == "" || p.Kind == kind) {
			out = append(out, p)
		}
	}
	sortByTime(out)
	return out[:min(len(out), maxEntries)]
}

func entryOf(s Shown, say locale.Printer, base string) entry {
	at := base + Path(s.Kind) + "/" + strconv.Itoa(s.Number)
	id := at
	if base == "" { // an address that nobody can follow names nothing
		id = "urn:varsam:publication:" + s.Digest
	}
	return entry{
		ID: id, Title: s.Document.Title.String() + " – " + say.T("document.edition", say.Number(s.Number), s.Day.String()),
		Updated: s.At.Format(time.RFC3339), Link: link{"alternate", at, "text/html"}, Content: content{"html", changesHTML(s.Edition.Changes, s.Number, say)},
	}
}

// changesHTML is what changed, for readers of feeds.
func changesHTML(changes []document.Change, number int, say locale.Printer) string {
	if number == 1 {
		return "<p>" + html.EscapeString(say.T("document.first")) + "</p>"
	}
	if len(changes) == 0 {
		return "<p>" + html.EscapeString(say.T("document.changes.none")) + "</p>"
	}
	var b strings.Builder
	b.WriteString("<ul>")
	for _, c := range changes {
		b.WriteString("<li><strong>" + html.EscapeString(c.Section) + "</strong> (" + html.EscapeString(strings.ToLower(say.T("document.change."+string(c.What)))) + "): ")
		for _, span := range document.Words(strings.Join(c.Before, " · "), strings.Join(c.After, " · ")) {
			text := html.EscapeString(span.Text)
			switch span.What {
			case document.Added:
				text = "<ins>" + text + "</ins>"
			case document.Removed:
				text = "<del>" + text + "</del>"
			}
			b.WriteString(text + " ")
		}
		b.WriteString("</li>")
	}
	return b.String() + "</ul>"
}

// sortByTime puts the latest first.
func sortByTime(all []Publication) {
	slices.SortFunc(all, func(a, b Publication) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.Kind, b.Kind), cmp.Compare(b.Number, a.Number))
	})
}

// Path is where a public document is on the pages; their root, without one.
func Path(kind document.Kind) string {
	if kind == "" {
		return "/privacy"
	}
	return "/privacy/" + string(kind)
}
