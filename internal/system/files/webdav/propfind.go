package webdav

import (
	"context"
	"encoding/xml"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system/files"
	"github.com/varsam/varsam/internal/system/files/web"
)

const asked = `<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop>` +
	`<resourcetype/><getcontentlength/><getlastmodified/><creationdate/><getetag/></prop></propfind>`

// answer is one response of a multistatus (RFC 4918, 14.24).
type answer struct {
	Href     string `xml:"DAV: href"`
	Propstat []struct {
		Status string `xml:"DAV: status"`
		Prop   struct {
			Folder   *struct{} `xml:"DAV: resourcetype>collection"`
			Length   string    `xml:"DAV: getcontentlength"`
			Modified string    `xml:"DAV: getlastmodified"`
			Created  string    `xml:"DAV: creationdate"`
			Tag      string    `xml:"DAV: getetag"`
		} `xml:"DAV: prop"`
	} `xml:"DAV: propstat"`
}

// propfind asks for a path, or also for what lies in it, and reads the answer as it
// comes.
func (s *Store) propfind(ctx context.Context, path, depth string, yield func(files.Entry) error) error {
	header := map[string]string{"Depth": depth, "Content-Type": "application/xml; charset=utf-8"}
	call, err := s.call("PROPFIND", path, header, []byte(asked))
	if err != nil {
		return err
	}
	if path != "" && depth == "1" {
		call.Path += "/"
	}
	resp, err := s.web.Do(ctx, call)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusMultiStatus {
		return varsam.Errorf(varsam.Unsupported, "the server does not speak WebDAV")
	}
	d := xml.NewDecoder(resp.Body)
	ended := false
	for {
		token, err := d.Token()
		if err == io.EOF && ended {
			return nil
		}
		if err != nil {
			return cut(ctx)
		}
		switch t := token.(type) {
		case xml.EndElement:
			ended = ended || t.Name.Local == "multistatus"
		case xml.StartElement:
			if t.Name.Local != "response" {
				continue
			}
			var a answer
			if d.DecodeElement(&a, &t) != nil {
				return cut(ctx)
			}
			if e, ok := s.entry(a); ok {
				if err := yield(e); err != nil {
					return err
				}
			}
		}
	}
}

// cut is the error of an answer that ended early: it must not look like a short list.
func cut(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return varsam.Wrap(varsam.Unavailable, err, "cancelled")
	}
	return varsam.Errorf(varsam.Unavailable, "the server's list ended in the middle, or is no XML")
}

// entry reads one response; false when it is about something else.
func (s *Store) entry(a answer) (e files.Entry, ok bool) {
	if e.Path, ok = s.pathOf(a.Href); !ok {
		return e, false
	}
	e.Kind = files.File
	for _, p := range a.Propstat {
		if !strings.Contains(p.Status, " 200") {
			continue
		}
		if p.Prop.Folder != nil {
			e.Kind = files.Folder
		}
		e.Size, _ = strconv.ParseInt(p.Prop.Length, 10, 64)
		e.Modified, _ = http.ParseTime(p.Prop.Modified)
		e.Created, _ = time.Parse(time.RFC3339, p.Prop.Created)
		e.Tag = p.Prop.Tag
	}
	if e.Kind == files.Folder {
		e.Size, e.Tag = 0, ""
	}
	e.Version = strings.TrimPrefix(e.Tag, "W/") // a tag that was weak for a moment is the same one
	if strings.HasPrefix(e.Tag, "W/") {
		e.Tag = ""
	}
	if e.Version == "" {
		e.Version = strconv.FormatInt(e.Size, 10) + " " + e.Modified.UTC().Format(time.RFC3339)
	}
	return e, true
}

// pathOf is the path that an href names, below the base.
func (s *Store) pathOf(href string) (string, bool) {
	u, err := url.Parse(strings.TrimSpace(href))
	if err != nil {
		return "", false
	}
	rest, ok := strings.CutPrefix(web.EscapePath(u.Path), web.EscapePath(s.web.Base()))
	if !ok {
		return "", false
	}
	path, err := url.PathUnescape(strings.Trim(rest, "/"))
	return path, err == nil && files.CheckPath(path) == nil
}
