// Package s3 is a bucket of Amazon S3, or of what speaks like it – MinIO, Ceph,
// OpenStack, Binero – as a [files.Store]: with all versions of an object, with its locks, and
// without unfinished uploads left behind.
package s3

import (
	"context"
	"crypto/md5"
	"encoding/base64"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/files"
	"github.com/varsam/varsam/internal/system/files/web"
)

// Connector connects a bucket.
func Connector() system.Connector {
	return files.Connector(varsam.ConnectorSpec{
		Name:  "s3",
		Title: varsam.Words{SV: "S3 (objektlagring)", EN: "S3 (object storage)"},
		Doc: "A bucket of Amazon S3 or of a service that speaks like it. Erasing removes every version of an object, its delete markers and unfinished uploads; what an " +
			"object lock or a legal hold keeps is reported as held, with its day, and never bypassed. The key needs the rights to list a bucket and its versions, to get, put and " +
			"delete objects and versions, and to read retention and legal holds. Replicas in other buckets are not reached.",
		Settings: []varsam.Setting{
			{Name: "endpoint", Doc: "The address of the service.", Required: true, Example: "https://s3.eu-north-1.amazonaws.com"},
			{Name: "region", Doc: "The region, which is part of the signature.", Default: "us-east-1", Example: "eu-north-1"},
			{Name: "bucket", Doc: "The bucket.", Required: true, Example: "projects"},
			{Name: "prefix", Doc: "What the names of all objects begin with; empty is the whole bucket.", Example: "archive"},
			{Name: "access_key", Doc: "The id of the access key.", Required: true, Secret: true, Example: "env:S3_ACCESS_KEY"},
			{Name: "secret_key", Doc: "The secret of the access key.", Required: true, Secret: true, Example: "env:S3_SECRET_KEY"},
			{Name: "session_token", Doc: "The token of a temporary key.", Secret: true, Example: "env:S3_SESSION_TOKEN"},
			{Name: "address", Doc: "Where the bucket's name stands: in the path, or in front of the host.", Default: "path", Options: []string{"path", "host"}},
			{Name: "ca", Doc: "A file with the certificates to trust, where the server's is not public.", Path: true, Example: "ca.pem"},
		},
	}, func(_ context.Context, cfg system.Config) (files.Store, error) { return Open(cfg.Settings) })
}

// Store implements [files.Store].
type Store struct {
	web    *web.Client
	bucket string // the path of the bucket
	prefix string // of keys, empty or with a slash at its end

	mu    sync.Mutex
	locks *bool // whether the bucket has object lock
}

// Open makes a store of the settings. Nothing is sent.
func Open(settings map[string]string) (*Store, error) {
	bucket, address := settings["bucket"], settings["endpoint"]
	if bucket == "" || strings.ContainsAny(bucket, "/?#") {
		return nil, varsam.Errorf(varsam.Invalid, "the bucket is missing, or no name of one")
	}
	s := &Store{bucket: "/" + bucket}
	if settings["address"] == "host" {
		scheme, host, _ := strings.Cut(address, "://")
		address, s.bucket = scheme+"://"+bucket+"."+host, ""
	}
	if prefix := strings.Trim(settings["prefix"], "/"); prefix != "" {
		s.prefix = prefix + "/"
	}
	client, err := web.New(address, settings["ca"])
	if err != nil {
		return nil, err
	}
	region := settings["region"]
	if region == "" {
		region = "us-east-1"
	}
	client.Sign = signer{region, settings["access_key"], settings["secret_key"], settings["session_token"], time.Now}.sign
	s.web = client
	return s, nil
}

// Engine implements [files.Store].
func (s *Store) Engine() string { return "S3" }

// Close implements [files.Store].
func (s *Store) Close() error { return s.web.Close() }

// object is a request about one object.
func (s *Store) object(method, path string, query url.Values) web.Call {
	return web.Call{
		Method: method, Path: s.bucket + "/" + s.prefix + path, Query: query, Header: map[string]string{},
		Changes: method != http.MethodGet && method != http.MethodHead,
	}
}

// send sends a request and reads an answer that is small.
func (s *Store) send(ctx context.Context, call web.Call) ([]byte, http.Header, error) {
	body, header, err := s.web.Read(ctx, call, 16<<20)
	return body, header, meant(err)
}

// named refuses paths that are keys of objects, but none that can be said without
// doubt: servers and what stands before them make others of them.
func named(path string) error {
	if path == "" {
		return varsam.Errorf(varsam.Invalid, "the bucket itself is not an object")
	}
	return files.CheckPath(path)
}

// Stat implements [files.Store]. A folder is what objects lie below.
func (s *Store) Stat(ctx context.Context, path string) (files.Entry, error) {
	if path == "" {
		return files.Entry{Kind: files.Folder}, nil
	}
	if err := named(path); err != nil {
		return files.Entry{}, err
	}
	_, header, err := s.send(ctx, s.object(http.MethodHead, path, nil))
	switch {
	case err == nil:
		return entryOf(path, header), nil
	case varsam.CodeOf(err) != varsam.NotFound:
		return files.Entry{}, err
	}
	page, lost := s.page(ctx, url.Values{"list-type": {"2"}, "max-keys": {"1"}, "prefix": {s.prefix + path + "/"}})
	if lost != nil {
		return files.Entry{}, lost
	}
	if len(page.Contents)+len(page.Prefixes) == 0 {
		return files.Entry{}, err
	}
	return files.Entry{Path: path, Kind: files.Folder}, nil
}

// entryOf reads what the server says of an object. The entity tag is its version:
// another content has another.
func entryOf(path string, header http.Header) files.Entry {
	e := files.Entry{Path: path, Kind: files.File, Version: strings.Trim(header.Get("ETag"), `"`), Tag: header.Get("X-Amz-Version-Id")}
	e.Size, _ = strconv.ParseInt(header.Get("Content-Length"), 10, 64)
	e.Modified, _ = http.ParseTime(header.Get("Last-Modified"))
	return e
}

// still checks that an object is the version it was.
func (s *Store) still(ctx context.Context, e files.Entry) (http.Header, error) {
	if err := named(e.Path); err != nil {
		return nil, err
	}
	_, header, err := s.send(ctx, s.object(http.MethodHead, e.Path, nil))
	if err == nil && entryOf(e.Path, header).Version != e.Version {
		err = varsam.Errorf(varsam.Changed, "an object is another than it was")
	}
	return header, err
}

// Open implements [files.Store].
func (s *Store) Open(ctx context.Context, e files.Entry) (io.ReadCloser, error) {
	if err := named(e.Path); err != nil {
		return nil, err
	}
	call := s.object(http.MethodGet, e.Path, nil)
	call.Header["If-Match"] = `"` + e.Version + `"`
	resp, err := s.web.Do(ctx, call)
	if err != nil {
		return nil, meant(err)
	}
	return resp.Body, nil
}

// Replace implements [files.Store]. The older versions go with what they held, but
// those that a lock keeps.
func (s *Store) Replace(ctx context.Context, e files.Entry, content []byte) (files.Entry, error) {
	old, err := s.still(ctx, e)
	if err != nil {
		return e, err
	}
	call := s.object(http.MethodPut, e.Path, nil)
	call.Body = content
	for name := range old {
		if lower := strings.ToLower(name); strings.HasPrefix(lower, "x-amz-meta-") || lower == "content-type" || lower == "cache-control" ||
			lower == "content-disposition" || lower == "content-language" || lower == "x-amz-storage-class" {
			call.Header[name] = old.Get(name)
		}
	}
	call.Header["If-Match"] = `"` + e.Version + `"`
	call.Header["Content-MD5"] = sumOf(content) // buckets with locks want it
	if _, _, err := s.send(ctx, call); err != nil {
		return e, err
	}
	now, err := s.Stat(ctx, e.Path)
	if err != nil {
		return e, err
	}
	return now, s.drop(ctx, e.Path, func(v version) bool { return !v.Latest })
}

func sumOf(content []byte) string {
	sum := md5.Sum(content)
	return base64.StdEncoding.EncodeToString(sum[:])
}

// Move implements [files.Store]: each version is copied, the oldest first, before any
// goes. What a lock keeps cannot move.
func (s *Store) Move(ctx context.Context, e files.Entry, to string) (files.Entry, error) {
	if named(to) != nil {
		return e, varsam.Errorf(varsam.Invalid, "a path that leads elsewhere")
	}
	if _, err := s.still(ctx, e); err != nil {
		return e, err
	}
	if _, err := s.Stat(ctx, to); varsam.CodeOf(err) != varsam.NotFound {
		if err == nil {
			err = varsam.Errorf(varsam.Conflict, "something is where an object should move to")
		}
		return e, err
	}
	hold, err := s.Holds(ctx, e.Path)
	if err == nil && hold.Held {
		err = varsam.Errorf(varsam.Conflict, "a lock keeps an object where it is")
	}
	if err != nil {
		return e, err
	}
	all, err := s.versions(ctx, e.Path)
	if err != nil {
		return e, err
	}
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].marker {
			continue
		}
		if err := s.copy(ctx, e.Path, all[i].ID, to); err != nil {
			return e, s.undo(ctx, to, err)
		}
	}
	if err := s.drop(ctx, e.Path, func(version) bool { return true }); err != nil {
		return e, err
	}
	return s.Stat(ctx, to)
}

// undo takes back the versions that were copied before one was refused, so that the
// object lies where it was and nowhere else. It returns why.
func (s *Store) undo(ctx context.Context, to string, why error) error {
	if varsam.CodeOf(why) == varsam.Unknown {
		return why
	}
	if s.drop(ctx, to, func(version) bool { return true }) != nil {
		return varsam.Errorf(varsam.Unknown, "copying an object broke off, and what was copied could not be taken back")
	}
	return why
}

func (s *Store) copy(ctx context.Context, path, id, to string) error {
	call := s.object(http.MethodPut, to, nil)
	call.Header["X-Amz-Copy-Source"] = web.EscapePath("/" + strings.TrimPrefix(s.bucketName(), "/") + "/" + s.prefix + path)
	if id != "" && id != "null" {
		call.Header["X-Amz-Copy-Source"] += "?versionId=" + url.QueryEscape(id)
	}
	body, _, err := s.send(ctx, call)
	if err == nil && strings.Contains(string(body), "<Error>") { // a copy can fail after it answered 200
		err = meant(varsam.Wrap(varsam.Unavailable, web.Status{Code: http.StatusOK, Body: body}, "copying an object failed"))
	}
	return err
}

func (s *Store) bucketName() string {
	if s.bucket != "" {
		return s.bucket[1:]
	}
	name, _, _ := strings.Cut(s.web.Host(), ".")
	return name
}

// Delete implements [files.Store]. In a bucket with versions this hides the object;
// Purge removes what it was.
func (s *Store) Delete(ctx context.Context, e files.Entry) error {
	if e.Kind == files.Folder {
		return s.deleteFolder(ctx, e.Path)
	}
	if _, err := s.still(ctx, e); err != nil {
		return err
	}
	_, _, err := s.send(ctx, s.object(http.MethodDelete, e.Path, nil))
	return err
}

// deleteFolder removes the empty object that some programs make of a folder.
func (s *Store) deleteFolder(ctx context.Context, path string) error {
	if err := named(path); err != nil {
		return err
	}
	empty := varsam.Errorf(varsam.Conflict, "a folder is not empty")
	err := s.List(ctx, path, func(files.Entry) error { return empty })
	if err == nil {
		_, _, err = s.send(ctx, s.object(http.MethodDelete, path+"/", nil))
	}
	if err == nil {
		err = s.drop(ctx, path+"/", func(version) bool { return true })
	}
	return err
}
