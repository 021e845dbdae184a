package cli

import (
	"io"

	"github.com/varsam/varsam/internal/document"
	"github.com/varsam/varsam/internal/extract"
)

// taker takes documents apart in a child process, and hands over their texts under the path of the part in which they are. What
// it starts ends with close.
func (c *scanCommand) taker(s *session, limits extract.Limits) (take extract.Taker, close func() error, err error) {
	reader, err := documents(s.OCR, document.Limits{Limits: limits})
	if err != nil {
		return nil, nil, err
	}
	return func(p *extract.Part) (bool, error) {
		if is, err := document.Is(p); !is || err != nil {
			return false, err
		}
		unread, err := reader.Pieces(s.ctx, p.Name(), p, func(place, label string, text io.Reader) error {
			return p.Inner(place, label, text)
		})
		for _, why := range unread {
			p.Tell(why)
		}
		return true, err
	}, reader.Close, nil
}
