package files

import (
	"context"
	"slices"

	"github.com/varsam/varsam"
)

// eraseFolder removes a project folder in which nothing is left but folders and its
// index; one that goes whole, with its documents. A document that no plan knew stays,
// and so does the rest.
func (c *change) eraseFolder(ctx context.Context, a *at) (Ending, error) {
	left, in, err := c.projects.gather(ctx, a.path)
	if code := varsam.CodeOf(err); err != nil && code != varsam.NotFound {
		return c.ending(), err
	}
	if in.files > 0 && !(c.opt.whole && in.sum == a.sum) {
		return c.ending(), varsam.Errorf(varsam.Changed, "%s: documents that were not planned lie in a folder; nothing was changed", c.cfg.System)
	}
	if held, err := c.anyHeld(ctx, left); held.Held || err != nil {
		if err == nil {
			err = errHeld
		}
		return Ending{varsam.Held, held.Until}, err
	}
	end := c.ending()
	for _, e := range slices.Backward(left) {
		more, err := c.remove(ctx, e)
		if err != nil {
			return end, err
		}
		end = worse(end, more)
	}
	e, err := c.store.Stat(ctx, a.path)
	if err == nil {
		_, err = c.remove(ctx, e)
	}
	if varsam.CodeOf(err) == varsam.NotFound {
		return end, nil
	}
	return end, err
}

// anyHeld is the longest hold on any of the files: a folder goes as a whole or not
// at all.
func (s *System) anyHeld(ctx context.Context, all []Entry) (longest Hold, err error) {
	for _, e := range all {
		if e.Kind != File {
			continue
		}
		hold, err := s.store.Holds(ctx, e.Path)
		if err != nil {
			return longest, err
		}
		if hold.Held {
			longest = Hold{Held: true, Until: varsam.Latest(longest.Until, hold.Until)}
		}
	}
	return longest, nil
}

// remove deletes one entry, with what is left of it. That something came into a
// folder meanwhile is a change of the plan's world.
func (s *System) remove(ctx context.Context, e Entry) (end Ending, err error) {
	err = s.store.Delete(ctx, e)
	switch varsam.CodeOf(err) {
	case varsam.Conflict:
		if e.Kind != Folder {
			return end, err
		}
		return end, varsam.Errorf(varsam.Changed, "%s: something came into a folder while it was erased", s.cfg.System)
	case "", varsam.NotFound:
	default:
		return end, err
	}
	if e.Kind == Folder {
		_, err = s.store.Purge(ctx, e.Path)
		return s.withCopies(Ending{Finality: varsam.Gone}), err
	}
	return s.purge(ctx, e)
}

// purge removes what deleting a file left of it, and says what has become of it.
func (s *System) purge(ctx context.Context, e Entry) (Ending, error) {
	end, err := s.store.Purge(ctx, e.Path)
	if err != nil {
		return end, err
	}
	if binned, err := s.emptyBin(ctx, e); binned || err != nil {
		return Ending{Finality: varsam.Binned}, err
	}
	return s.withCopies(end), nil
}
