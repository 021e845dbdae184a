package published

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/publish"
	"github.com/varsam/varsam/internal/publish/document"
	"github.com/varsam/varsam/internal/web/frame"
)

// gpc says since when a browser's signal is a no (Global Privacy Control, W3C);
// an organisation that does not honour it has no such file.
func (p *Pages) gpc(v *frame.Visit) error {
	reg, err := p.register(v.Context())
	if err != nil {
		return err
	}
	since := reg.Organisation.GPC
	if since.IsZero() || since.After(varsam.DateIn(time.Now(), reg.Organisation.Location())) {
		return varsam.Errorf(varsam.NotFound, "there is no such file")
	}
	data, err := json.Marshal(map[string]any{"gpc": true, "lastUpdate": since})
	if err != nil {
		return varsam.Wrap(varsam.Internal, err, "a file cannot be written")
	}
	return send(v, "application/json", data)
}

// security tells whom to tell of a weakness (RFC 9116). It is there when the page
// of security measures is, which invites to it.
func (p *Pages) security(v *frame.Visit) error {
	shown, err := p.Publishing.Show(v.Context(), publish.Wanted{Kind: document.Measures, Lang: varsam.English})
	if err != nil {
		return err
	}
	reg, err := p.register(v.Context())
	if err != nil {
		return err
	}
	to := reg.Organisation.Contact.Email
	if to == "" {
		return varsam.Errorf(varsam.NotFound, "there is no such file")
	}
	var names []string
	for _, lang := range shown.Languages {
		names = append(names, string(lang))
	}
	text := "Contact: mailto:" + strings.Map(printable, to) +
		"\nExpires: " + time.Now().UTC().AddDate(0, 6, 0).Format(time.RFC3339) +
		"\nPreferred-Languages: " + strings.Join(names, ", ") +
		"\nPolicy: " + p.Address + publish.Path(document.Measures) + "\n"
	return send(v, "text/plain; charset=utf-8", []byte(text))
}

// printable keeps a value on its line.
func printable(r rune) rune {
	if r <= ' ' || r > '~' {
		return -1
	}
	return r
}

// listed is a document in force, for programs.
type listed struct {
	Kind      document.Kind     `json:"kind"`
	Version   int               `json:"version"`
	Published varsam.Date       `json:"published"`
	URL       string            `json:"url"`
	Languages []varsam.Lang     `json:"languages"`
	Forms     map[string]string `json:"forms"` // {language} is filled in
	Feed      string            `json:"feed"`
}

// index is what a program finds first.
type index struct {
	Format    string   `json:"format"`
	Documents []listed `json:"documents"`
	Feed      string   `json:"feed"`
}

// inForce are the newest versions: those that come first of their kind.
func inForce(all []publish.Publication) (newest []publish.Publication) {
	for i, p := range all {
		if i == 0 || all[i-1].Kind != p.Kind {
			newest = append(newest, p)
		}
	}
	return newest
}

// all leads programs to every document in force and its forms.
func (p *Pages) all(v *frame.Visit) error {
	all, err := p.public(v.Context())
	if err != nil {
		return err
	}
	out := index{"varsam/published/1", []listed{}, p.Address + "/privacy/feed.atom"}
	for _, one := range inForce(all) {
		at := p.Address + publish.Path(one.Kind)
		l := listed{one.Kind, one.Number, one.Day, at, one.Languages, map[string]string{}, at + "/feed.atom"}
		for _, f := range publish.FormatsOf(one.Kind) {
			l.Forms[string(f)] = at + "/" + strconv.Itoa(one.Number) + "/{language}." + string(f)
		}
		out.Documents = append(out.Documents, l)
	}
	data, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		return varsam.Wrap(varsam.Internal, err, "a file cannot be written")
	}
	return send(v, "application/json", data)
}
