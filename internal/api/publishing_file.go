package api

import (
	"context"
	"strconv"

	"github.com/varsam/varsam/internal/publish"
)

// documentFile is a document in one of its forms.
func (c *call) documentFile(write func(context.Context, publish.Wanted, publish.Format) ([]byte, error)) (f file, err error) {
	w, err := c.wanted()
	if err != nil {
		return f, err
	}
	form, err := c.form(w)
	if err != nil {
		return f, err
	}
	data, err := write(c.ctx, w, form)
	name := string(w.Kind)
	if w.Number > 0 {
		name += "-" + strconv.Itoa(w.Number)
	}
	return file{name + "." + string(w.Lang) + "." + string(form), form.MediaType(), data}, err
}
