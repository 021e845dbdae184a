package s3

import (
	"context"
	"encoding/xml"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system/files"
	"github.com/varsam/varsam/internal/system/files/web"
)

// drop removes versions of an object by their ids. One that a lock keeps stays.
func (s *Store) drop(ctx context.Context, path string, which func(version) bool) error {
	all, err := s.versions(ctx, path)
	if err != nil {
		return err
	}
	for _, v := range slices.Backward(all) {
		if !which(v) {
			continue
		}
		query := url.Values{}
		if v.ID != "" {
			query.Set("versionId", v.ID)
		}
		_, _, err := s.send(ctx, s.object(http.MethodDelete, path, query))
		if code := varsam.CodeOf(err); err != nil && code != varsam.NotFound && code != varsam.Denied {
			return err
		}
	}
	return nil
}

// Purge implements [files.Store]. What somebody wrote since the object was deleted
// is another object, and stays.
func (s *Store) Purge(ctx context.Context, path string) (files.Ending, error) {
	if err := named(path); err != nil {
		return files.Ending{}, err
	}
	if err := s.abort(ctx, path); err != nil {
		return files.Ending{}, err
	}
	if err := s.drop(ctx, path, func(v version) bool { return v.marker || !v.Latest }); err != nil {
		return files.Ending{}, err
	}
	left, err := s.Versions(ctx, path)
	if err != nil || left == 0 {
		return files.Ending{Finality: varsam.Gone}, err
	}
	hold, err := s.Holds(ctx, path)
	if err != nil || !hold.Held {
		return files.Ending{Finality: varsam.Archived}, err
	}
	return files.Ending{Finality: varsam.Held, Until: hold.Until}, nil
}

// Versions implements [files.Store].
func (s *Store) Versions(ctx context.Context, path string) (n int, err error) {
	if err := named(path); err != nil {
		return 0, err
	}
	all, err := s.versions(ctx, path)
	for _, v := range all {
		if v.marker || !v.Latest {
			n++
		}
	}
	return n, err
}

// abort ends uploads of an object that were never finished: their parts are kept.
func (s *Store) abort(ctx context.Context, path string) error {
	call := web.Call{Method: http.MethodGet, Path: s.bucket + "/", Query: url.Values{"uploads": {""}, "prefix": {s.prefix + path}}}
	body, _, err := s.send(ctx, call)
	if code := varsam.CodeOf(err); code == varsam.Unsupported || code == varsam.Denied {
		return nil // no such uploads, or not ours to see
	}
	if err != nil {
		return err
	}
	var l struct {
		Upload []struct{ Key, UploadId string }
	}
	if xml.Unmarshal(body, &l) != nil {
		return varsam.Errorf(varsam.Unavailable, "the server's list of uploads is no XML")
	}
	for _, u := range l.Upload {
		if u.Key != s.prefix+path {
			continue
		}
		_, _, err := s.send(ctx, s.object(http.MethodDelete, path, url.Values{"uploadId": {u.UploadId}}))
		if err != nil && varsam.CodeOf(err) != varsam.NotFound {
			return err
		}
	}
	return nil
}

// Holds implements [files.Store]: the latest day of any version's retention, and a
// legal hold, which has none.
func (s *Store) Holds(ctx context.Context, path string) (hold files.Hold, err error) {
	locks, err := s.hasLocks(ctx)
	if err != nil || !locks {
		return hold, err
	}
	all, err := s.versions(ctx, path)
	if err != nil {
		return hold, err
	}
	endless := false
	for _, v := range all {
		if v.marker {
			continue
		}
		until, legal, err := s.lock(ctx, path, v.ID)
		if err != nil {
			return hold, err
		}
		endless = endless || legal
		if until.After(time.Now()) {
			hold.Held = true
			hold.Until = varsam.Latest(hold.Until, varsam.DateIn(until, time.UTC))
		}
	}
	if endless {
		return files.Hold{Held: true}, nil
	}
	return hold, nil
}

// lock reads the retention and the legal hold of one version.
func (s *Store) lock(ctx context.Context, path, id string) (until time.Time, legal bool, err error) {
	var r struct{ RetainUntilDate time.Time }
	var l struct{ Status string }
	for ask, into := range map[string]any{"retention": &r, "legal-hold": &l} {
		body, _, err := s.send(ctx, s.object(http.MethodGet, path, url.Values{ask: {""}, "versionId": {id}}))
		switch {
		case varsam.CodeOf(err) == varsam.NotFound:
			continue
		case err != nil:
			return until, false, err
		case xml.Unmarshal(body, into) != nil:
			return until, false, varsam.Errorf(varsam.Unavailable, "the service's answer about a lock cannot be read")
		}
	}
	return r.RetainUntilDate, l.Status == "ON", nil
}

// hasLocks asks once whether the bucket has object lock.
func (s *Store) hasLocks(ctx context.Context) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.locks != nil {
		return *s.locks, nil
	}
	_, _, err := s.send(ctx, web.Call{Method: http.MethodGet, Path: s.bucket + "/", Query: url.Values{"object-lock": {""}}})
	has := err == nil
	if code := varsam.CodeOf(err); has || code == varsam.NotFound || code == varsam.Unsupported {
		s.locks = &has
		return has, nil
	}
	return false, err
}
