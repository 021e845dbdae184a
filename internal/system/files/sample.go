package files

import (
	"context"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

var _ system.Sampler = (*System)(nil)

// Sample implements [system.Sampler]: records spread evenly over the tree, in the order of keys. The tree is listed once; of what is
// met, every second is dropped whenever there are too many.
func (s *System) Sample(ctx context.Context, collection string, n int, yield func(varsam.Record) error) error {
	q, err := s.search(system.Selection{Collection: collection}, nil)
	if err != nil || n <= 0 {
		return err
	}
	var held []varsam.Record
	step, at := 1, 0
	err = q.each(ctx, func(r varsam.Record) error {
		if at++; (at-1)%step != 0 {
			return nil
		}
		if held = append(held, r); len(held) == 2*n {
			for i := range n {
				held[i] = held[2*i]
			}
			clear(held[n:])
			held, step = held[:n], 2*step
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i := range min(n, len(held)) {
		if err := yield(held[i*len(held)/min(n, len(held))]); err != nil {
			return err
		}
	}
	return nil
}
