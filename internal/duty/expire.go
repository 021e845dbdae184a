package duty

import (
	"context"
	"time"
)

// Expire ends the access whose time is over, and logs that it did: the record then
// asks until somebody has seen that the system lets nobody in. It says how many.
func (s *Service) Expire(ctx context.Context) (n int, err error) {
	w, err := s.World(ctx)
	if err != nil {
		return 0, err
	}
	for _, r := range w.Of(Access) {
		if r.Facts["ended"] != "" || r.Facts["removed"] != "" || r.Facts.Moment("until").After(w.Now) {
			continue
		}
		_, err := s.rewrite(ctx, r.ID, r.Version, "expired", "varsam", func(r *Record, w *World) error {
			r.Facts["ended"] = w.Now.In(w.Zone()).Format(time.RFC3339)
			gone, err := s.shut(ctx, *r)
			if gone {
				r.Facts["removed"] = r.Facts["ended"]
			}
			return err
		})
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// shut closes the account of an access, here or in the connected system, and reports
// whether it did. Where the system cannot, or we may not, the finding stays until
// somebody has.
func (s *Service) shut(ctx context.Context, r Record) (bool, error) {
	account := r.Facts["account"]
	if account == "" {
		return false, nil
	}
	if s.CloseAccount != nil {
		if gone, err := s.CloseAccount(ctx, account); gone || err != nil {
			return gone, err
		}
	}
	return s.CloseIn != nil && s.CloseIn(ctx, r.Subject.Name, account) == nil, nil
}
