package files

import (
	"context"
	"io"

	"github.com/varsam/varsam"
)

// Content implements [system.System]: the field text is the document's texts, one
// after the other, as UTF-8; the field "" is the document itself. When a part of a
// document cannot be read, the reading ends with an error and not as if that were all.
func (s *System) Content(ctx context.Context, ref varsam.Ref, field string) (io.ReadCloser, error) {
	if _, err := s.collection(ref.Collection); err != nil {
		return nil, err
	}
	if field != "text" && field != "" || ref.Collection == folders || len(ref.Key) != 1 {
		return nil, varsam.Errorf(varsam.Invalid, "%s: %s has no field %q that can be opened", s.cfg.System, ref.Collection, field)
	}
	if err := s.settle(ctx); err != nil {
		return nil, err
	}
	r, here, err := s.get(ctx, s.projects(), ref.Collection, ref.Key[0].String(), nil)
	if err == nil && !here {
		err = varsam.Errorf(varsam.NotFound, "%s: the document is no longer there", s.cfg.System)
	}
	if err == nil && r.Open == nil {
		err = varsam.Errorf(varsam.Unsupported, "%s: a %s has no content", s.cfg.System, r.Get("kind"))
	}
	if err != nil {
		return nil, err
	}
	content, err := r.Open()
	if err != nil || field == "" {
		return content, err
	}
	return s.textOf(ctx, r.Get("name").String(), content), nil
}

// textOf joins the texts of a document, with a line between.
func (s *System) textOf(ctx context.Context, name string, content io.ReadCloser) io.ReadCloser {
	out, in := io.Pipe()
	go func() {
		defer content.Close()
		first := true
		unread, err := s.texts(ctx, name, content, func(_ string, text io.Reader) error {
			if !first {
				if _, err := io.WriteString(in, "\n"); err != nil {
					return err
				}
			}
			first = false
			_, err := io.Copy(in, text)
			return err
		})
		if err == nil && len(unread) > 0 {
			err = varsam.Errorf(varsam.Unsupported, "%s: %d parts of a document could not be read", s.cfg.System, len(unread))
		}
		in.CloseWithError(err)
	}()
	return out
}
