package api

import (
	"slices"
	"strconv"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/publish"
	"github.com/varsam/varsam/internal/publish/document"
	"github.com/varsam/varsam/internal/register"
)

// DocumentState is one document that is, or could be, published.
type DocumentState struct {
	Kind    document.Kind     `json:"kind"`
	Party   string            `json:"party,omitempty" doc:"Of a document that is made for each of some parties."`
	Public  bool              `json:"public" doc:"Everybody may read it."`
	InForce int               `json:"in_force" doc:"Number of the version in force; 0 for none."`
	Ready   bool              `json:"ready" doc:"Nothing is missing that keeps it from being published."`
	Gaps    []DocumentGap     `json:"gaps" list:""`
	Changes []document.Change `json:"changes" list:"" doc:"What would change in words."`
}

// DocumentGap is something that the law asks for and the document does not say.
type DocumentGap struct {
	Severity register.Severity `json:"severity"`
	Article  string            `json:"article"`
	Says     string            `json:"says"`
	Next     string            `json:"next"`
}

// wanted is the kind and party that a call names, of those that the register has
// something for.
func (c *call) wanted() (w publish.Wanted, err error) {
	reg, err := c.register()
	if err != nil {
		return w, err
	}
	w = publish.Wanted{Kind: document.Kind(c.param("kind")), Party: c.value("party"), Lang: c.say.Lang()}
	if !w.Kind.Valid() || !document.Has(reg, w.Kind) {
		return w, varsam.Errorf(varsam.NotFound, "the register has nothing for a document of that kind")
	}
	if !slices.Contains(partiesOf(reg, w.Kind), w.Party) {
		return w, varsam.Errorf(varsam.NotFound, "the document %s is not made for that party", w.Kind)
	}
	if text := c.value("language"); text != "" {
		if w.Lang, err = document.ParseLang(text); err != nil {
			return w, varsam.Errorf(varsam.Invalid, "language is not one that documents are written in")
		}
	}
	if text := c.param("number"); text != "" {
		if w.Number, err = strconv.Atoi(text); err != nil || w.Number < 1 {
			return w, varsam.Errorf(varsam.NotFound, "there is no such version")
		}
	}
	return w, nil
}

func partiesOf(reg *register.Register, kind document.Kind) []string {
	if kind.ByParty() {
		return document.Parties(reg, kind)
	}
	return []string{""}
}

func (c *call) documentState(reg *register.Register, w publish.Wanted) (out DocumentState, err error) {
	p, err := c.Publishing.Preview(c.ctx, w)
	if err != nil {
		return out, err
	}
	out = DocumentState{
		Kind: w.Kind, Party: w.Party, Public: w.Kind.Public(), InForce: p.InForce, Ready: document.Complete(p.Gaps), Gaps: []DocumentGap{},
		Changes: append([]document.Change{}, p.Changes...),
	}
	say := document.Titles(c.say, reg)
	for _, g := range p.Gaps {
		out.Gaps = append(out.Gaps, DocumentGap{g.Severity, g.Article, g.Says(say), g.Next(say)})
	}
	return out, nil
}

func (c *call) listDocuments() (list List[DocumentState], err error) {
	reg, err := c.register()
	if err != nil {
		return list, err
	}
	list.Items = []DocumentState{}
	for _, kind := range document.Kinds() {
		if !document.Has(reg, kind) {
			continue
		}
		for _, party := range partiesOf(reg, kind) {
			state, err := c.documentState(reg, publish.Wanted{Kind: kind, Party: party, Lang: c.say.Lang()})
			if err != nil {
				return list, err
			}
			list.Items = append(list.Items, state)
		}
	}
	return list, nil
}

func (c *call) getDocument() (out DocumentState, err error) {
	w, err := c.wanted()
	if err != nil {
		return out, err
	}
	reg, err := c.register()
	if err != nil {
		return out, err
	}
	return c.documentState(reg, w)
}

// form is the form that a call asks for; HTML when it names none.
func (c *call) form(w publish.Wanted) (publish.Format, error) {
	f := publish.Format(c.value("as"))
	if f == "" {
		f = publish.HTML
	}
	if !slices.Contains(publish.FormatsOf(w.Kind), f) {
		return f, varsam.Errorf(varsam.Invalid, "a document %s has no such form", w.Kind)
	}
	return f, nil
}

func (c *call) documentDraft() (file, error) {
	return c.documentFile(c.Publishing.Draft)
}

func (c *call) documentVersion() (file, error) {
	return c.documentFile(c.Publishing.Form)
}

func (c *call) listPublications() (list List[publish.Publication], err error) {
	w, err := c.wanted()
	if err != nil {
		return list, err
	}
	all, err := c.Publishing.List(c.ctx)
	list.Items = []publish.Publication{}
	for _, p := range all {
		if p.Kind == w.Kind && p.Party == w.Party {
			list.Items = append(list.Items, p)
		}
	}
	return list, err
}

// compareVersions says what changed in words from one version to another.
func (c *call) compareVersions() (list List[document.Change], err error) {
	w, err := c.wanted()
	if err != nil {
		return list, err
	}
	from, to := w, w
	if from.Number, err = c.number("from"); err != nil {
		return list, err
	}
	if to.Number, err = c.number("to"); err != nil {
		return list, err
	}
	changes, err := c.Publishing.Diff(c.ctx, from, to)
	list.Items = append([]document.Change{}, changes...)
	return list, err
}

// number is the number of a version in the address.
func (c *call) number(name string) (int, error) {
	n, err := strconv.Atoi(c.value(name))
	if err != nil || n < 1 {
		return 0, varsam.Errorf(varsam.Invalid, "%s is the number of a version", name)
	}
	return n, nil
}

// Publish names the version that was looked at, so that nobody replaces unseen what
// somebody else has published meanwhile.
type Publish struct {
	InForce int `json:"in_force" min:"0" doc:"Number of the version in force that was seen; 0 for none."`
}

// Published is what came of it.
type Published struct {
	Published bool          `json:"published" doc:"A new version was made; false when it would say the same."`
	Number    int           `json:"number" doc:"Of the version in force."`
	Gaps      []DocumentGap `json:"gaps" list:""`
}

func (c *call) publishDocument(in Publish) (out Published, err error) {
	w, err := c.wanted()
	if err != nil {
		return out, err
	}
	reg, err := c.register()
	if err != nil {
		return out, err
	}
	done, err := c.Publishing.Publish(c.ctx, publish.Order{Kinds: []document.Kind{w.Kind}, Party: w.Party, By: c.token.By, Expect: in.InForce, Seen: true})
	if err != nil {
		return out, err
	}
	out.Gaps = []DocumentGap{}
	say := document.Titles(c.say, reg)
	for _, outcome := range done {
		out.Number, out.Published = outcome.Number, outcome.Published != nil
		for _, g := range outcome.Gaps {
			out.Gaps = append(out.Gaps, DocumentGap{g.Severity, g.Article, g.Says(say), g.Next(say)})
		}
		if outcome.Refused() {
			f := &fault{status: statuses[varsam.Invalid], error: varsam.Errorf(varsam.Invalid, "the document lacks what the law asks for; nothing was published")}
			for _, g := range out.Gaps {
				f.faults = append(f.faults, Fault{g.Article, g.Says})
			}
			return out, f
		}
	}
	return out, nil
}
