package files

import (
	"context"
	"slices"
	"strings"

	"github.com/varsam/varsam"
)

// snapshots reports whether the store shows some.
func (s *System) snapshots() bool {
	seen := s.seen.Load()
	return seen != nil && len(seen.copies) > 0
}

// emptyBin removes what a share put into its bin when a file was erased or
// rewritten: Samba's recycle and its kin move it there under its own path, or all into
// one folder, and call a second one "Copy #1 of" it. It reports whether a copy
// stayed because we may not remove it, or because in the one folder it may be
// somebody else's of the same name.
func (s *System) emptyBin(ctx context.Context, was Entry) (stays bool, err error) {
	seen := s.seen.Load()
	if seen == nil || was.Kind != File {
		return false, nil
	}
	for _, bin := range seen.bins {
		if was.Path == bin || below(was.Path, bin) {
			continue // it was erased from the bin itself
		}
		own := strings.TrimSuffix(join(bin, parent(was.Path)), "/")
		for _, folder := range slices.Compact([]string{own, bin}) {
			left, err := s.emptyFolderOfBin(ctx, bin, folder, was)
			if err != nil {
				return stays, err
			}
			stays = stays || left
		}
	}
	return stays, nil
}

// emptyFolderOfBin removes the copies that lie in one folder of a bin, and the
// folders that are empty then, whose names are of no use to anybody either. Where
// all folders' files lie together, only the very file is a copy for certain.
func (s *System) emptyFolderOfBin(ctx context.Context, bin, folder string, was Entry) (stays bool, err error) {
	var copies []Entry
	together := folder == bin && parent(was.Path) != ""
	err = s.store.List(ctx, folder, func(e Entry) error {
		switch {
		case e.Kind != File || e.Size != was.Size || !isCopy(base(e.Path), base(was.Path)) || e.Modified.Before(was.Modified):
		case together && e.Version != was.Version:
			stays = true
		default:
			copies = append(copies, e)
		}
		return nil
	})
	switch varsam.CodeOf(err) {
	case "":
	case varsam.NotFound:
		return false, nil
	case varsam.Denied:
		return true, nil // we cannot look
	default:
		return false, err
	}
	for _, e := range copies {
		switch err := s.store.Delete(ctx, e); varsam.CodeOf(err) {
		case "", varsam.NotFound, varsam.Changed:
		case varsam.Denied, varsam.Conflict:
			stays = true
		default:
			return stays, err
		}
	}
	if len(copies) > 0 && !stays {
		s.prune(ctx, bin, folder)
	}
	return stays, nil
}

// isCopy reports whether a name in a bin is what a file of that name became.
func isCopy(name, of string) bool {
	if name == of {
		return true
	}
	if rest, ok := strings.CutPrefix(name, "Copy #"); ok {
		_, rest, ok = strings.Cut(rest, " of ")
		return ok && rest == of
	}
	return false
}

// prune removes empty folders, innermost first, up to the one that they lie in. One
// that is not empty, or not ours to remove, stays.
func (s *System) prune(ctx context.Context, root, folder string) {
	for ; folder != root && below(folder, root); folder = parent(folder) {
		e, err := s.store.Stat(ctx, folder)
		if err != nil || e.Kind != Folder || s.store.Delete(ctx, e) != nil {
			return
		}
	}
}
