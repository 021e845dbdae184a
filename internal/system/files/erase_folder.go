package files

import (
	"context"
	"slices"

	"github.com/varsam/varsam"
)

// eraseFolder removes a project folder in which nothing is left but folders and its
// index. A document that is still there was in no plan: nothing is removed.
func (s *System) eraseFolder(ctx context.Context, path string) error {
	var left []Entry
	p := s.projects()
	w := s.walker(documents, nil)
	var missed error
	w.gap = func(_ string, err error) { missed = err }
	err := w.walk(ctx, path, "", func(e Entry) error {
		left = append(left, e)
		if e.Kind == Folder {
			return nil
		}
		if is, err := p.isIndex(ctx, e.Path); is || err != nil {
			return err
		}
		return varsam.Errorf(varsam.Changed, "%s: documents that were not planned lie in a folder; nothing was changed", s.cfg.System)
	})
	if err == nil {
		err = missed
	}
	if code := varsam.CodeOf(err); err != nil && code != varsam.NotFound {
		return err
	}
	for _, e := range slices.Backward(left) {
		if err := s.remove(ctx, e); err != nil {
			return err
		}
	}
	e, err := s.store.Stat(ctx, path)
	if err == nil {
		err = s.remove(ctx, e)
	}
	if varsam.CodeOf(err) == varsam.NotFound {
		return nil
	}
	return err
}

// remove deletes one entry, with what is left of it. That something came into a
// folder meanwhile is a change of the plan's world.
func (s *System) remove(ctx context.Context, e Entry) error {
	err := s.store.Delete(ctx, e)
	switch varsam.CodeOf(err) {
	case varsam.Conflict:
		return varsam.Errorf(varsam.Changed, "%s: something came into a folder while it was erased", s.cfg.System)
	case "", varsam.NotFound:
		if _, err = s.store.Purge(ctx, e.Path); err == nil && e.Kind == File {
			_, err = s.emptyBin(ctx, e)
		}
	}
	return err
}
