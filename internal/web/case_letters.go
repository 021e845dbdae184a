package web

import (
	"archive/zip"
	"bytes"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/request/letter"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountLetters adds what is handed to the person.
func (o *Office) mountLetters() {
	o.seeing("GET /requests/{id}/letters/{kind}", o.letterPage)
	o.seeing("GET /requests/{id}/letters/{kind}/sheet", o.letterSheet)
	o.seeing("GET /requests/{id}/letters/{kind}/file", o.letterFile)
	o.seeing("POST /requests/{id}/letters/{kind}", o.letterOf)
	o.seeing("GET /requests/{id}/copy", o.stepUp(o.copyPage))
	o.seeing("GET /requests/{id}/copy/sheet", o.copySheet)
	o.seeing("GET /requests/{id}/copy/files", o.stepUp(o.copyFiles))
	o.onCase("copy", account.HandOver, o.giveCopy)
	o.onCase("answer", account.HandOver, o.answer)
}

// seeing adds a route for whoever hands things over and may see the case.
func (o *Office) seeing(pattern string, h frame.Handler) {
	o.area.Handle(pattern, needsRegister(allowed(account.HandOver, func(v *frame.Visit) error {
		if err := o.mustSee(v, v.Param("id")); err != nil {
			return err
		}
		return h(v)
	})))
}

// letterView is a letter before it is sent.
type letterView struct {
	Request  request.Request
	Kind     string
	Title    string
	Lang     varsam.Lang
	MayFinal bool
}

// languageOf is the person's language, which letters are written in.
func (o *Office) languageOf(v *frame.Visit, id string) (varsam.Lang, error) {
	r, err := o.Requests.Get(v.Context(), id)
	if err != nil {
		return "", err
	}
	c, err := o.Requests.Case(v.Context(), r)
	if c.Language == "" {
		c.Language = v.Lang()
	}
	return c.Language, err
}

func (o *Office) letter(v *frame.Visit) (letter.Document, error) {
	id := v.Param("id")
	lang, err := o.languageOf(v, id)
	if err != nil {
		return letter.Document{}, err
	}
	switch v.Param("kind") {
	case "receipt":
		return o.Requests.Receipt(v.Context(), id, lang)
	case "extension":
		return o.Requests.ExtensionLetter(v.Context(), id, lang)
	case "answer":
		return o.Requests.Answer(v.Context(), id, lang, false)
	case "pause":
		return o.Requests.PauseLetter(v.Context(), id, lang, v.Field("need"))
	case "forward":
		return o.Requests.ForwardLetter(v.Context(), id, v.Field("party"), lang)
	case "lifting":
		return o.Requests.LiftingLetter(v.Context(), id, lang, v.Day("on"), v.Field("lift-why"))
	}
	return letter.Document{}, varsam.Errorf(varsam.NotFound, "there is no letter of that kind")
}

func (o *Office) letterPage(v *frame.Visit) error {
	doc, err := o.letter(v)
	if err != nil {
		return err
	}
	r, err := o.Requests.Get(v.Context(), v.Param("id"))
	if err != nil {
		return err
	}
	kind := v.Param("kind")
	return v.Show("letter", letterView{r, kind, doc.Title, doc.Lang, kind == "answer" && r.State == request.Done})
}

func (o *Office) letterSheet(v *frame.Visit) error {
	doc, err := o.letter(v)
	if err != nil {
		return err
	}
	return v.Sheet(doc.HTML)
}

// letterOf is a letter that says what somebody just wrote; nothing of it stands
// in an address.
func (o *Office) letterOf(v *frame.Visit) error { return o.letterSheet(v) }

func (o *Office) letterFile(v *frame.Visit) error {
	doc, err := o.letter(v)
	if err != nil {
		return err
	}
	if v.Query("as") == "text" {
		return v.Download(doc.Name+".txt", "text/plain; charset=utf-8", doc.Text)
	}
	return v.Download(doc.Name+".html", "text/html; charset=utf-8", doc.HTML)
}

// answer makes the answer final: it is what was sent.
func (o *Office) answer(v *frame.Visit, id string) error {
	lang, err := o.languageOf(v, id)
	if err != nil {
		return err
	}
	v.Flash(frame.Good, "web.answer.final")
	_, err = o.Requests.Answer(v.Context(), id, lang, true)
	return err
}

func (o *Office) copyOf(v *frame.Visit, delivered bool) ([]letter.File, error) {
	id := v.Param("id")
	lang, err := o.languageOf(v, id)
	if err != nil {
		return nil, err
	}
	return o.Requests.Copy(v.Context(), id, 0, lang, delivered)
}

func (o *Office) copyPage(v *frame.Visit) error {
	files, err := o.copyOf(v, false)
	if err != nil {
		return err
	}
	r, err := o.Requests.Get(v.Context(), v.Param("id"))
	if err != nil {
		return err
	}
	return v.Show("copy", map[string]any{"Request": r, "Files": files})
}

// copySheet is the first page of the copy.
func (o *Office) copySheet(v *frame.Visit) error {
	files, err := o.copyOf(v, false)
	if err != nil {
		return err
	}
	for _, f := range files {
		if bytes.HasPrefix([]byte(f.MediaType), []byte("text/html")) {
			return v.Sheet(f.Data)
		}
	}
	return varsam.Errorf(varsam.NotFound, "the copy has no page to read; take its files")
}

func (o *Office) copyFiles(v *frame.Visit) error {
	files, err := o.copyOf(v, false)
	if err != nil {
		return err
	}
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	for _, f := range files {
		w, err := z.Create(f.Name)
		if err == nil {
			_, err = w.Write(f.Data)
		}
		if err != nil {
			return varsam.Wrap(varsam.Internal, err, "the copy cannot be packed")
		}
	}
	if err := z.Close(); err != nil {
		return varsam.Wrap(varsam.Internal, err, "the copy cannot be packed")
	}
	return v.Download("copy-"+v.Param("id")+".zip", "application/zip", packed.Bytes())
}

// giveCopy marks the copy as handed over, after which the case may run.
func (o *Office) giveCopy(v *frame.Visit, _ string) error {
	v.Flash(frame.Good, "web.copy.noted")
	_, err := o.copyOf(v, true)
	return err
}
