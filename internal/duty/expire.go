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
			if s.CloseAccount == nil || r.Facts["account"] == "" {
				return nil
			}
			gone, err := s.CloseAccount(ctx, r.Facts["account"])
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
