package s3test

import (
	"encoding/xml"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

type object struct {
	XMLName      xml.Name
	Key          string
	VersionId    string `xml:",omitempty"`
	IsLatest     bool   `xml:",omitempty"`
	LastModified string
	ETag         string `xml:",omitempty"`
	Size         int
}

type prefix struct{ Prefix string }

type upload struct{ Key, UploadId string }

type result struct {
	XMLName               xml.Name
	EncodingType          string
	IsTruncated           bool
	NextContinuationToken string   `xml:",omitempty"`
	NextKeyMarker         string   `xml:",omitempty"`
	NextVersionIdMarker   string   `xml:",omitempty"`
	Objects               []object `xml:"x"`
	CommonPrefixes        []prefix
	Upload                []upload
}

// list answers the listings of a bucket.
func (s *Server) list(b *bucket, q url.Values) answer {
	switch {
	case q.Has("object-lock") && !b.locks:
		return fails(http.StatusNotFound, "ObjectLockConfigurationNotFoundError")
	case q.Has("object-lock"):
		return answer{status: http.StatusOK, body: []byte("<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>")}
	case q.Has("uploads"):
		r := result{XMLName: xml.Name{Local: "ListMultipartUploadsResult"}}
		for id, key := range b.uploads {
			if strings.HasPrefix(key, q.Get("prefix")) {
				r.Upload = append(r.Upload, upload{key, id})
			}
		}
		return answer{status: http.StatusOK, body: r}
	case q.Has("versions"):
		return s.listVersions(b, q)
	}
	return s.listObjects(b, q)
}

func (s *Server) size(q url.Values) int {
	n, err := strconv.Atoi(q.Get("max-keys"))
	if err != nil {
		return s.page
	}
	return min(n, s.page)
}

func (s *Server) listObjects(b *bucket, q url.Values) answer {
	r := result{XMLName: xml.Name{Local: "ListBucketResult"}, EncodingType: "url"}
	start := q.Get("prefix")
	last := ""
	for _, key := range slices.Sorted(maps.Keys(b.objects)) {
		v := b.current(key)
		if v == nil || !strings.HasPrefix(key, start) {
			continue
		}
		name, folder := key, false
		if i := strings.Index(key[len(start):], "/"); i >= 0 && q.Get("delimiter") == "/" {
			name, folder = key[:len(start)+i+1], true
		}
		if name <= q.Get("continuation-token") || name == last {
			continue
		}
		if len(r.Objects)+len(r.CommonPrefixes) == s.size(q) {
			r.IsTruncated, r.NextContinuationToken = true, last
			break
		}
		if last = name; folder {
			r.CommonPrefixes = append(r.CommonPrefixes, prefix{url.QueryEscape(name)})
			continue
		}
		r.Objects = append(r.Objects, object{
			XMLName: xml.Name{Local: "Contents"}, Key: url.QueryEscape(key),
			LastModified: v.modified.Format(time.RFC3339Nano), ETag: `"` + v.etag + `"`, Size: len(v.content),
		})
	}
	return answer{status: http.StatusOK, body: r}
}

func (s *Server) listVersions(b *bucket, q url.Values) answer {
	r := result{XMLName: xml.Name{Local: "ListVersionsResult"}, EncodingType: "url"}
	after, id := q.Get("key-marker"), q.Get("version-id-marker")
	for _, key := range slices.Sorted(maps.Keys(b.objects)) {
		if !strings.HasPrefix(key, q.Get("prefix")) || key < after || key == after && id == "" {
			continue
		}
		all := b.objects[key]
		for i, v := range slices.Backward(all) {
			if key == after && v.id >= id {
				continue
			}
			if len(r.Objects) == s.size(q) {
				r.IsTruncated = true
				return answer{status: http.StatusOK, body: r}
			}
			kind := "Version"
			if v.marker {
				kind = "DeleteMarker"
			}
			r.Objects = append(r.Objects, object{
				XMLName: xml.Name{Local: kind}, Key: url.QueryEscape(key), VersionId: v.id, IsLatest: i == len(all)-1,
				LastModified: v.modified.Format(time.RFC3339Nano), Size: len(v.content),
			})
			r.NextKeyMarker, r.NextVersionIdMarker = key, v.id
		}
	}
	return answer{status: http.StatusOK, body: r}
}
