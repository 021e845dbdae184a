// Package s3test is a small S3 service in memory, with versions, delete markers,
// object locks and unfinished uploads, for tests. What it answers was held against
// versitygw by running the same suite on both.
package s3test

import (
	"bytes"
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Server is the service.
type Server struct {
	*httptest.Server
	mu      sync.Mutex
	buckets map[string]*bucket
	last    int // version ids
	page    int // names in a page, at most
	room    int // objects that can still be written
}

// Room says how many more objects can be written.
func (s *Server) Room(objects int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.room = objects
}

type bucket struct {
	versions, locks bool
	objects         map[string][]*version // the newest last
	uploads         map[string]string     // keys by id
}

type version struct {
	id       string
	marker   bool
	content  []byte
	etag     string
	modified time.Time
	header   http.Header
	until    time.Time
	legal    bool
}

// New starts a service. It pages early, so that paging is tested.
func New() *Server {
	s := &Server{buckets: map[string]*bucket{}, page: 100, room: math.MaxInt}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	return s
}

// Holds reports whether a bucket still has a text in any version.
func (s *Server) Holds(name, text string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for key, all := range s.buckets[name].objects {
		for _, v := range all {
			if strings.Contains(key, text) || bytes.Contains(v.content, []byte(text)) {
				return true
			}
		}
	}
	return false
}

// answer is what a request is answered with.
type answer struct {
	status int
	header http.Header
	body   any // bytes, or what becomes XML
}

func fails(status int, code string) answer {
	return answer{status: status, body: struct {
		XMLName xml.Name `xml:"Error"`
		Code    string
	}{Code: code}}
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	a := fails(http.StatusBadRequest, "IncompleteBody")
	digest := sha256.Sum256(body)
	switch {
	case err != nil:
	case !strings.HasPrefix(r.Header.Get("Authorization"), "AWS4-HMAC-SHA256 Credential=id/"):
		a = fails(http.StatusForbidden, "InvalidAccessKeyId")
	case r.Header.Get("X-Amz-Content-Sha256") != hex.EncodeToString(digest[:]):
		a = fails(http.StatusBadRequest, "XAmzContentSHA256Mismatch")
	default:
		s.mu.Lock()
		a = s.answer(r, body)
		s.mu.Unlock()
	}
	for name, values := range a.header {
		w.Header()[name] = values
	}
	text, plain := a.body.([]byte)
	if !plain && a.body != nil {
		text, _ = xml.Marshal(a.body)
	}
	if r.Method != http.MethodHead {
		w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	}
	w.WriteHeader(a.status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(text)
	}
}

func (s *Server) answer(r *http.Request, body []byte) answer {
	name, key, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	q := r.URL.Query()
	b := s.buckets[name]
	switch {
	case key == "" && r.Method == http.MethodPut:
		return s.putBucket(name, b, q, r)
	case b == nil:
		return fails(http.StatusNotFound, "NoSuchBucket")
	case key == "":
		return s.list(b, q)
	}
	switch r.Method {
	case http.MethodPut:
		if s.room--; s.room < 0 {
			return fails(http.StatusForbidden, "QuotaExceeded")
		}
		return s.put(b, key, q, r, body)
	case http.MethodDelete:
		return s.delete(b, key, q, r)
	case http.MethodPost:
		s.last++
		b.uploads[strconv.Itoa(s.last)] = key
		return answer{status: http.StatusOK}
	}
	return b.get(key, q, r)
}

func (s *Server) putBucket(name string, b *bucket, q url.Values, r *http.Request) answer {
	switch {
	case b == nil:
		locks := r.Header.Get("X-Amz-Bucket-Object-Lock-Enabled") == "true"
		s.buckets[name] = &bucket{versions: locks, locks: locks, objects: map[string][]*version{}, uploads: map[string]string{}}
	case q.Has("versioning"):
		b.versions = true
	default:
		return fails(http.StatusConflict, "BucketAlreadyOwnedByYou")
	}
	return answer{status: http.StatusOK}
}

// current is the version that an object has now.
func (b *bucket) current(key string) *version {
	all := b.objects[key]
	if len(all) == 0 || all[len(all)-1].marker {
		return nil
	}
	return all[len(all)-1]
}

func (b *bucket) find(key, id string) *version {
	if id == "" {
		return b.current(key)
	}
	for _, v := range b.objects[key] {
		if v.id == id {
			return v
		}
	}
	return nil
}

func (s *Server) put(b *bucket, key string, q url.Values, r *http.Request, body []byte) answer {
	now := b.current(key)
	if q.Has("retention") || q.Has("legal-hold") {
		return lock(now, q, body)
	}
	if match := r.Header.Get("If-Match"); match != "" && (now == nil || `"`+now.etag+`"` != match) {
		return fails(http.StatusPreconditionFailed, "PreconditionFailed")
	}
	v := &version{id: "null", content: body, modified: time.Now().UTC(), header: http.Header{}}
	if from := r.Header.Get("X-Amz-Copy-Source"); from != "" {
		source := s.source(from)
		if source == nil {
			return fails(http.StatusNotFound, "NoSuchKey")
		}
		v.content, v.header = source.content, source.header
	} else {
		for name, values := range r.Header {
			if strings.HasPrefix(name, "X-Amz-Meta-") || name == "Content-Type" {
				v.header[name] = values
			}
		}
	}
	sum := md5.Sum(v.content)
	v.etag = hex.EncodeToString(sum[:])
	s.add(b, key, v)
	return answer{status: http.StatusOK, header: http.Header{"Etag": {`"` + v.etag + `"`}}, body: []byte("<CopyObjectResult/>")}
}

func (s *Server) add(b *bucket, key string, v *version) {
	if !b.versions {
		b.objects[key] = nil
	} else {
		s.last++
		v.id = fmt.Sprintf("v%06d", s.last)
	}
	b.objects[key] = append(b.objects[key], v)
}

func (s *Server) source(header string) *version {
	path, query, _ := strings.Cut(header, "?")
	path, _ = url.PathUnescape(path)
	name, key, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	q, _ := url.ParseQuery(query)
	if s.buckets[name] == nil {
		return nil
	}
	return s.buckets[name].find(key, q.Get("versionId"))
}

func lock(v *version, q url.Values, body []byte) answer {
	var l struct {
		RetainUntilDate time.Time
		Status          string
	}
	if v == nil || xml.Unmarshal(body, &l) != nil {
		return fails(http.StatusNotFound, "NoSuchKey")
	}
	if q.Has("retention") {
		v.until = l.RetainUntilDate
	} else {
		v.legal = l.Status == "ON"
	}
	return answer{status: http.StatusOK}
}

func (s *Server) delete(b *bucket, key string, q url.Values, r *http.Request) answer {
	if id := q.Get("uploadId"); id != "" {
		delete(b.uploads, id)
		return answer{status: http.StatusNoContent}
	}
	id := q.Get("versionId")
	if id == "" {
		if b.versions {
			s.add(b, key, &version{marker: true, modified: time.Now().UTC()})
		} else {
			delete(b.objects, key)
		}
		return answer{status: http.StatusNoContent}
	}
	if v := b.find(key, id); v != nil && (v.legal || v.until.After(time.Now())) {
		return fails(http.StatusForbidden, "AccessDenied")
	}
	b.objects[key] = slices.DeleteFunc(b.objects[key], func(v *version) bool { return v.id == id })
	if len(b.objects[key]) == 0 {
		delete(b.objects, key)
	}
	return answer{status: http.StatusNoContent}
}

func (b *bucket) get(key string, q url.Values, r *http.Request) answer {
	v := b.find(key, q.Get("versionId"))
	if v == nil || v.marker {
		return fails(http.StatusNotFound, "NoSuchKey")
	}
	switch {
	case q.Has("retention") && v.until.IsZero(), q.Has("legal-hold") && !v.legal:
		return fails(http.StatusNotFound, "NoSuchObjectLockConfiguration")
	case q.Has("retention"):
		return answer{status: http.StatusOK, body: struct {
			XMLName         xml.Name `xml:"Retention"`
			Mode            string
			RetainUntilDate time.Time
		}{Mode: "GOVERNANCE", RetainUntilDate: v.until}}
	case q.Has("legal-hold"):
		return answer{status: http.StatusOK, body: struct {
			XMLName xml.Name `xml:"LegalHold"`
			Status  string
		}{Status: "ON"}}
	}
	if match := r.Header.Get("If-Match"); match != "" && match != `"`+v.etag+`"` {
		return fails(http.StatusPreconditionFailed, "PreconditionFailed")
	}
	header := maps.Clone(v.header)
	header["Etag"] = []string{`"` + v.etag + `"`}
	header["Last-Modified"] = []string{v.modified.Format(http.TimeFormat)}
	header["Content-Length"] = []string{strconv.Itoa(len(v.content))}
	if v.id != "null" {
		header["X-Amz-Version-Id"] = []string{v.id}
	}
	return answer{status: http.StatusOK, header: header, body: v.content}
}

// Bucket makes a bucket, with versions or without.
func (s *Server) Bucket(name string, versions bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.buckets[name] = &bucket{versions: versions, objects: map[string][]*version{}, uploads: map[string]string{}}
}

// Put puts a file into a bucket, as a further version where it keeps them.
func (s *Server) Put(name, key string, content []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sum := md5.Sum(content)
	s.add(s.buckets[name], key, &version{id: "null", content: content, etag: hex.EncodeToString(sum[:]), modified: time.Now().UTC(), header: http.Header{}})
}

// Kept are all that a bucket keeps, versions and markers too, by key and version.
func (s *Server) Kept(name string) map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept := map[string]string{}
	for key, all := range s.buckets[name].objects {
		for _, v := range all {
			kept[key+"?"+v.id] = string(v.content)
		}
	}
	return kept
}
