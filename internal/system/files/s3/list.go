package s3

import (
	"context"
	"encoding/xml"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system/files"
	"github.com/varsam/varsam/internal/system/files/web"
)

// listing is an answer to ListObjectsV2 and ListObjectVersions.
type listing struct {
	Encoding  string `xml:"EncodingType"`
	Truncated bool   `xml:"IsTruncated"`
	Next      string `xml:"NextContinuationToken"`
	Contents  []struct {
		Key      string
		Modified string `xml:"LastModified"`
		ETag     string
		Size     int64
	}
	Prefixes []struct{ Prefix string } `xml:"CommonPrefixes"`

	NextKey     string `xml:"NextKeyMarker"`
	NextVersion string `xml:"NextVersionIdMarker"`
	Versions    []version
	Entries     []version `xml:",any"`
}

// version is one version of an object, or a mark that it was deleted.
type version struct {
	XMLName xml.Name
	Key     string
	ID      string `xml:"VersionId"`
	Latest  bool   `xml:"IsLatest"`
	marker  bool
}

// name reads a name, which control characters make necessary to encode.
func (l listing) name(key string) (string, error) {
	if l.Encoding != "url" {
		return key, nil
	}
	name, err := url.QueryUnescape(key)
	if err != nil {
		return "", varsam.Errorf(varsam.Unavailable, "the server's list holds a name that cannot be read")
	}
	return name, nil
}

// page asks for one page of a listing of the bucket.
func (s *Store) page(ctx context.Context, query url.Values) (l listing, err error) {
	query.Set("encoding-type", "url")
	path := s.bucket
	if path == "" {
		path = "/"
	}
	body, _, err := s.send(ctx, web.Call{Method: http.MethodGet, Path: path, Query: query})
	if err != nil {
		return l, err
	}
	if err := xml.Unmarshal(body, &l); err != nil {
		return l, varsam.Errorf(varsam.Unavailable, "the server's list ended in the middle, or is no XML")
	}
	return l, nil
}

// List implements [files.Store].
func (s *Store) List(ctx context.Context, folder string, yield func(files.Entry) error) error {
	prefix := s.prefix
	if folder != "" {
		if err := named(folder); err != nil {
			return err
		}
		prefix += folder + "/"
	}
	query := url.Values{"list-type": {"2"}, "delimiter": {"/"}, "prefix": {prefix}, "max-keys": {"1000"}}
	for {
		l, err := s.page(ctx, query)
		if err != nil {
			return err
		}
		if err := s.yield(l, prefix, yield); err != nil {
			return err
		}
		if !l.Truncated || l.Next == "" {
			return nil
		}
		query.Set("continuation-token", l.Next)
	}
}

// yield hands on a page. The object that stands for the folder itself is none.
func (s *Store) yield(l listing, prefix string, yield func(files.Entry) error) error {
	for _, c := range l.Contents {
		key, err := l.name(c.Key)
		if err != nil {
			return err
		}
		if key == prefix {
			continue
		}
		e := files.Entry{Path: key[len(s.prefix):], Kind: files.File, Size: c.Size, Version: strings.Trim(c.ETag, `"`)}
		e.Modified, _ = time.Parse(time.RFC3339, c.Modified)
		if err := yield(e); err != nil {
			return err
		}
	}
	for _, p := range l.Prefixes {
		key, err := l.name(p.Prefix)
		if err == nil {
			err = yield(files.Entry{Path: strings.TrimSuffix(key[len(s.prefix):], "/"), Kind: files.Folder})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// versions are all versions and markers of one object, the newest first. A bucket
// that never had versions has one of each object.
func (s *Store) versions(ctx context.Context, path string) (all []version, err error) {
	key := s.prefix + path
	query := url.Values{"versions": {""}, "prefix": {key}, "max-keys": {"1000"}}
	for {
		l, err := s.page(ctx, query)
		if err != nil {
			return nil, err
		}
		past := false
		for _, v := range append(l.Versions, l.Entries...) {
			kind := v.XMLName.Local
			if kind != "Version" && kind != "DeleteMarker" {
				continue
			}
			name, err := l.name(v.Key)
			if err != nil {
				return nil, err
			}
			if v.marker = kind == "DeleteMarker"; name == key {
				all = append(all, v)
			}
			past = past || name > key
		}
		if !l.Truncated || past || l.NextKey == "" {
			return all, nil
		}
		query.Set("key-marker", l.NextKey)
		query.Set("version-id-marker", l.NextVersion)
	}
}

// fault is the body of an error.
type fault struct {
	Code string
}

// meant gives an error the code that the service's own word has.
func meant(err error) error {
	status := web.StatusOf(err)
	var f fault
	if status.Code == 0 || xml.Unmarshal(status.Body, &f) != nil {
		return err
	}
	code := varsam.Code("")
	switch f.Code {
	case "NoSuchKey", "NoSuchVersion", "NoSuchBucket", "NoSuchObjectLockConfiguration", "ObjectLockConfigurationNotFoundError":
		code = varsam.NotFound
	case "PreconditionFailed":
		code = varsam.Changed
	case "QuotaExceeded", "XMinioAdminBucketQuotaExceeded", "XMinioStorageFull", "ServiceQuotaExceededException":
		code = varsam.Full
	case "InvalidBucketState", "ConditionalRequestConflict", "OperationAborted":
		code = varsam.Conflict
	case "NotImplemented", "MethodNotAllowed":
		code = varsam.Unsupported
	default:
		return err
	}
	return varsam.Wrap(code, status, "the service answered %s", f.Code)
}
