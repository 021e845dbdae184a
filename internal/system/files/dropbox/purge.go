package dropbox

import (
	"context"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system/files"
)

// Purge implements [files.Store]. Dropbox may say that it deleted and fail to purge,
// so that it is asked afterwards.
func (s *Store) Purge(ctx context.Context, path string) (files.Ending, error) {
	binned := files.Ending{Finality: varsam.Binned, Until: s.bin.After(s.today)}
	at, err := s.at(path)
	if err != nil || path == "" || !s.purges.Load() {
		return binned, err
	}
	if _, err := s.Stat(ctx, path); varsam.CodeOf(err) != varsam.NotFound {
		if err == nil {
			err = varsam.Errorf(varsam.Changed, "a new file is where one was deleted")
		}
		return files.Ending{}, err
	}
	err = s.change(ctx, "files/permanently_delete", map[string]any{"path": at})
	switch varsam.CodeOf(err) {
	case "", varsam.NotFound:
	case varsam.Denied, varsam.Unsupported:
		s.purges.Store(false) // the app or the plan does not allow it
		return binned, nil
	default:
		return files.Ending{}, err
	}
	var m metadata
	err = s.rpc(ctx, "files/get_metadata", map[string]any{"path": at, "include_deleted": true}, &m)
	switch {
	case err == nil:
		return binned, nil
	case varsam.CodeOf(err) != varsam.NotFound:
		return files.Ending{}, err
	}
	held, err := s.held(ctx)
	if held {
		return files.Ending{Finality: varsam.Held}, err
	}
	return files.Ending{Finality: varsam.Gone}, err
}

// held reports whether the team has a legal hold that is in force: it keeps what its
// members erase, out of sight. Which files it covers cannot be asked.
func (s *Store) held(ctx context.Context) (bool, error) {
	if !s.team {
		return false, nil
	}
	var all struct {
		Policies []struct{} `json:"policies"`
	}
	err := s.asTeam(ctx, "team/legal_holds/list_policies", map[string]any{"include_released": false}, &all)
	if code := varsam.CodeOf(err); code == varsam.Denied || code == varsam.Unsupported || code == varsam.Invalid {
		return false, nil // the plan has no holds, or the app may not ask
	}
	return len(all.Policies) > 0, err
}

// Versions implements [files.Store]. What lies in the bin and cannot be purged by us
// is not counted: that is what Purge says.
func (s *Store) Versions(ctx context.Context, path string) (int, error) {
	at, err := s.at(path)
	if err != nil {
		return 0, err
	}
	var r struct {
		Deleted bool       `json:"is_deleted"`
		Entries []struct{} `json:"entries"`
	}
	err = s.rpc(ctx, "files/list_revisions", map[string]any{"path": at, "mode": "path", "limit": 100}, &r)
	switch {
	case varsam.CodeOf(err) == varsam.NotFound, err == nil && r.Deleted && !s.purges.Load():
		return 0, nil
	case err != nil:
		return 0, err
	case r.Deleted:
		return len(r.Entries), nil
	}
	return max(0, len(r.Entries)-1), nil
}

// Holds implements [files.Store]: Dropbox tells nobody which files a hold covers.
// Purge says when there is one.
func (s *Store) Holds(context.Context, string) (files.Hold, error) { return files.Hold{}, nil }
