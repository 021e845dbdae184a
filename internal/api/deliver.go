package api

import (
	"archive/zip"
	"bytes"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/request/letter"
)

// NewLetter is what a letter is to say beside what the case says.
type NewLetter struct {
	Need string      `json:"need,omitempty" most:"4000" doc:"For pause: what the person is asked for."`
	On   varsam.Date `json:"on,omitzero" doc:"For lifting: the day the restriction ends."`
	Why  string      `json:"why,omitempty" most:"4000" doc:"For lifting: why."`
	As   string      `json:"as,omitempty" pattern:"^(html|text)?$" doc:"html, when left out, or text."`
}

// letters are the kinds that there are.
const letters = "receipt, pause, extension, lifting or answer"

func (c *call) letter(in NewLetter) (f file, err error) {
	lang, err := c.language()
	if err != nil {
		return f, err
	}
	id, s := c.param("id"), c.Requests
	var doc letter.Document
	switch c.param("kind") {
	case "receipt":
		doc, err = s.Receipt(c.ctx, id, lang)
	case "pause":
		doc, err = s.PauseLetter(c.ctx, id, lang, in.Need)
	case "extension":
		doc, err = s.ExtensionLetter(c.ctx, id, lang)
	case "lifting":
		doc, err = s.LiftingLetter(c.ctx, id, lang, in.On, in.Why)
	case "answer":
		doc, err = s.Answer(c.ctx, id, lang, false)
	default:
		err = varsam.Errorf(varsam.NotFound, "there is no letter of that kind; there are %s", letters)
	}
	return pageOf(doc, in.As), err
}

func pageOf(doc letter.Document, as string) file {
	if as == "text" {
		return file{doc.Name + ".txt", "text/plain; charset=utf-8", doc.Text}
	}
	return file{doc.Name + ".html", "text/html; charset=utf-8", doc.HTML}
}

// language is the person's, which letters are written in.
func (c *call) language() (varsam.Lang, error) {
	kept, err := c.caseOf(c.param("id"))
	if kept.Language == "" {
		kept.Language = varsam.Swedish
	}
	return kept.Language, err
}

// finish makes the answer final: it is what was sent.
func (c *call) finish(nothing) (f file, err error) {
	lang, err := c.language()
	if err != nil {
		return f, err
	}
	doc, err := c.requests().Answer(c.ctx, c.param("id"), lang, true)
	return pageOf(doc, ""), err
}

// copy is the files of the copy as they are now.
func (c *call) copy() (file, error) { return c.copyAs(false) }

// giveCopy marks the copy as handed over and returns the very files that were.
func (c *call) giveCopy(nothing) (file, error) { return c.copyAs(true) }

func (c *call) copyAs(delivered bool) (f file, err error) {
	lang, err := c.language()
	if err != nil {
		return f, err
	}
	files, err := c.requests().Copy(c.ctx, c.param("id"), 0, lang, delivered)
	if err != nil {
		return f, err
	}
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	for _, part := range files {
		w, err := z.Create(part.Name)
		if err == nil {
			_, err = w.Write(part.Data)
		}
		if err != nil {
			return f, varsam.Wrap(varsam.Internal, err, "the copy cannot be packed")
		}
	}
	if err := z.Close(); err != nil {
		return f, varsam.Wrap(varsam.Internal, err, "the copy cannot be packed")
	}
	return file{"copy-" + c.param("id") + ".zip", "application/zip", packed.Bytes()}, nil
}

// pack is the proof of a request, under a fresh checkpoint.
func (c *call) pack() (f file, err error) {
	id := c.param("id")
	if _, err := c.Requests.Get(c.ctx, id); err != nil {
		return f, err
	}
	var pack bytes.Buffer
	if err := c.Log.Export(c.ctx, c.Tenant, id, &pack, evidence.ExportOptions{}); err != nil {
		return f, err
	}
	return file{"pack-" + id + ".varsam", "application/octet-stream", pack.Bytes()}, nil
}
