package dropboxtest

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"time"
)

func (s *Server) number() string { return fmt.Sprintf("%09x", s.last) }

// write makes a revision, and the folders above it.
func (s *Server) write(at string, content []byte, modified time.Time) *node {
	s.folders(path.Dir(at))
	key := strings.ToLower(at)
	n := s.nodes[key]
	if n == nil {
		n = &node{name: path.Base(at)}
		s.nodes[key] = n
	}
	s.last++
	n.deleted = false
	n.revs = append(n.revs, revision{s.number(), content, modified})
	return n
}

func (s *Server) folders(at string) {
	if at == "/" || at == "." {
		return
	}
	s.folders(path.Dir(at))
	if n := s.nodes[strings.ToLower(at)]; n == nil || n.deleted {
		s.nodes[strings.ToLower(at)] = &node{name: path.Base(at), folder: true}
	}
}

// find is what a path names, deleted things too when asked for.
func (s *Server) find(at string, deleted bool) (*node, *failure) {
	switch {
	case !strings.HasPrefix(at, "/") || strings.HasSuffix(at, "/"):
		return nil, bad("path: did not match pattern")
	case s.nodes[strings.ToLower(at)] == nil, s.nodes[strings.ToLower(at)].deleted && !deleted:
		return nil, union("path/not_found")
	}
	return s.nodes[strings.ToLower(at)], nil
}

// contentHash is Dropbox's: SHA-256 of the hashes of blocks of 4 MB.
func contentHash(content []byte) string {
	var all []byte
	for block := range slices.Chunk(content, 4<<20) {
		h := sha256.Sum256(block)
		all = append(all, h[:]...)
	}
	h := sha256.Sum256(all)
	return hex.EncodeToString(h[:])
}

func (n *node) metadata(at string) map[string]any {
	m := map[string]any{".tag": "folder", "name": n.name, "path_lower": strings.ToLower(at), "path_display": at, "id": "id:" + n.name}
	switch {
	case n.deleted:
		m[".tag"] = "deleted"
		delete(m, "id")
	case !n.folder:
		r := n.revs[len(n.revs)-1]
		m[".tag"] = "file"
		maps.Copy(m, r.fields())
	}
	return m
}

func (r revision) fields() map[string]any {
	return map[string]any{
		"rev": r.rev, "size": len(r.content), "content_hash": contentHash(r.content), "is_downloadable": true,
		"client_modified": r.modified.Format(time.RFC3339), "server_modified": r.modified.Format(time.RFC3339),
	}
}

func (s *Server) listFolder(r *request) (any, *failure) {
	var arg struct {
		Path           string `json:"path"`
		Recursive      bool   `json:"recursive"`
		Deleted        bool   `json:"include_deleted"`
		NoDownload     bool   `json:"include_non_downloadable_files"`
		Limit          int    `json:"limit"`
		SharedMembers  bool   `json:"include_has_explicit_shared_members"`
		MountedFolders bool   `json:"include_mounted_folders"`
	}
	if f := r.into(&arg); f != nil {
		return nil, f
	}
	if arg.Limit < 0 || arg.Limit > 2000 {
		return nil, bad("limit: not within range")
	}
	if arg.Path != "" {
		n, f := s.find(arg.Path, false)
		if f != nil {
			return nil, f
		}
		if !n.folder {
			return nil, union("path/not_folder")
		}
	}
	c := &cursor{}
	if arg.MountedFolders && arg.Path == "" {
		s.mount()
	}
	for key, n := range s.nodes {
		if path.Dir(key) == "/"+strings.TrimPrefix(strings.ToLower(arg.Path), "/") && !n.deleted {
			c.names = append(c.names, key)
		}
	}
	slices.SortFunc(c.names, func(a, b string) int { return cmp.Or(len(a)-len(b), strings.Compare(b, a)) }) // in an order of its own
	return s.page(c, arg.Path), nil
}

// page tells the last entry of the page before once more: Dropbox may.
func (s *Server) page(c *cursor, folder string) any {
	from, to := max(0, c.from-1), min(len(c.names), c.from+s.faults.Page)
	entries := []any{}
	for _, key := range c.names[from:to] {
		if n := s.nodes[key]; n != nil {
			entries = append(entries, n.metadata(folder+"/"+n.name))
		}
	}
	s.last++
	id := "c" + s.number()
	c.from = to
	s.cursors[id] = c
	return map[string]any{"entries": entries, "cursor": id, "has_more": to < len(c.names)}
}

func (s *Server) listMore(r *request) (any, *failure) {
	var arg struct {
		Cursor string `json:"cursor"`
	}
	if f := r.into(&arg); f != nil {
		return nil, f
	}
	c := s.cursors[arg.Cursor]
	if c == nil || s.faults.Resets > 0 {
		s.faults.Resets--
		return nil, union("reset")
	}
	return s.page(c, path.Dir(c.names[0])), nil
}

func (s *Server) getMetadata(r *request) (any, *failure) {
	var arg struct {
		Path    string `json:"path"`
		Deleted bool   `json:"include_deleted"`
		Media   bool   `json:"include_media_info"`
	}
	if f := r.into(&arg); f != nil {
		return nil, f
	}
	n, f := s.find(arg.Path, arg.Deleted)
	if f != nil {
		return nil, f
	}
	return n.metadata(arg.Path), nil
}

func (s *Server) download(r *request) (any, *failure) {
	var arg struct {
		Path string `json:"path"`
	}
	if f := r.into(&arg); f != nil {
		return nil, f
	}
	rev, byRev := strings.CutPrefix(arg.Path, "rev:")
	if !byRev {
		n, f := s.find(arg.Path, false)
		if f != nil || n.folder {
			return nil, cmp.Or(f, union("path/not_file"))
		}
		return n.revs[len(n.revs)-1].content, nil
	}
	for _, n := range s.nodes {
		for _, one := range n.revs {
			if one.rev == rev {
				return one.content, nil
			}
		}
	}
	return nil, union("path/not_found")
}

func (s *Server) upload(r *request) (any, *failure) {
	var arg struct {
		Path string `json:"path"`
		Mode struct {
			Tag    string `json:".tag"`
			Update string `json:"update"`
		} `json:"mode"`
		Rename   bool      `json:"autorename"`
		Mute     bool      `json:"mute"`
		Strict   bool      `json:"strict_conflict"`
		Modified time.Time `json:"client_modified"`
	}
	if f := r.into(&arg); f != nil {
		return nil, f
	}
	if s.faults.NoRoom {
		return nil, union("path/insufficient_space")
	}
	n, f := s.find(arg.Path, false)
	if f != nil || n.folder || arg.Mode.Tag != "update" || n.revs[len(n.revs)-1].rev != arg.Mode.Update {
		return nil, union("path/conflict/file")
	}
	n = s.write(arg.Path, r.content, arg.Modified)
	return n.metadata(arg.Path), nil
}

func (s *Server) move(r *request) (any, *failure) {
	var arg struct {
		From      string `json:"from_path"`
		To        string `json:"to_path"`
		Rename    bool   `json:"autorename"`
		Ownership bool   `json:"allow_ownership_transfer"`
	}
	if f := r.into(&arg); f != nil {
		return nil, f
	}
	n, f := s.find(arg.From, false)
	if f != nil {
		return nil, union("from_lookup/not_found")
	}
	if s.faults.NoRoom {
		return nil, union("insufficient_quota")
	}
	if _, f := s.find(arg.To, false); f == nil {
		return nil, union("to/conflict/file")
	}
	delete(s.nodes, strings.ToLower(arg.From))
	s.folders(path.Dir(arg.To))
	s.last++
	now := n.revs[len(n.revs)-1]
	now.rev = s.number()
	moved := &node{name: path.Base(arg.To), revs: append(slices.Clone(n.revs), now)}
	s.nodes[strings.ToLower(arg.To)] = moved
	return map[string]any{"metadata": moved.metadata(arg.To)}, nil
}

type deleteArg struct {
	Path string `json:"path"`
	Rev  string `json:"parent_rev,omitempty"`
}

func (s *Server) delete(r *request) (any, *failure) {
	var arg deleteArg
	if f := r.into(&arg); f != nil {
		return nil, f
	}
	n, f := s.find(arg.Path, false)
	switch {
	case f != nil && f.status == 409:
		return nil, union("path_lookup/not_found")
	case f != nil:
		return nil, f
	case arg.Rev != "" && (n.folder || n.revs[len(n.revs)-1].rev != arg.Rev):
		return nil, union("path_write/conflict/file")
	}
	for key, one := range s.nodes {
		if key == strings.ToLower(arg.Path) || strings.HasPrefix(key, strings.ToLower(arg.Path)+"/") {
			one.deleted = true
		}
	}
	return map[string]any{"metadata": n.metadata(arg.Path)}, nil
}

func (s *Server) permanentlyDelete(r *request) (any, *failure) {
	var arg deleteArg
	if f := r.into(&arg); f != nil {
		return nil, f
	}
	if s.faults.NoPermanent {
		return nil, &failure{403, map[string]any{"error_summary": "missing_scope/..", "error": map[string]string{".tag": "missing_scope"}}}
	}
	if _, f := s.find(arg.Path, true); f != nil {
		return nil, union("path_lookup/not_found")
	}
	for key, one := range s.nodes {
		if key != strings.ToLower(arg.Path) && !strings.HasPrefix(key, strings.ToLower(arg.Path)+"/") {
			continue
		}
		if one.deleted = true; !s.faults.NoPurge {
			delete(s.nodes, key)
		}
	}
	return nil, nil
}

func (s *Server) listRevisions(r *request) (any, *failure) {
	var arg struct {
		Path  string `json:"path"`
		Mode  string `json:"mode"`
		Limit int    `json:"limit"`
	}
	if f := r.into(&arg); f != nil {
		return nil, f
	}
	n, f := s.find(arg.Path, true)
	switch {
	case f != nil:
		return nil, f
	case n.folder:
		return nil, union("path/not_file")
	case arg.Limit < 1 || arg.Limit > 100:
		return nil, bad("limit: not within range")
	}
	entries := []any{}
	for _, one := range slices.Backward(n.revs) {
		m := one.fields()
		m["name"] = n.name
		entries = append(entries, m)
	}
	return map[string]any{"is_deleted": n.deleted, "entries": entries[:min(len(entries), arg.Limit)]}, nil
}

func (s *Server) listPolicies(r *request) (any, *failure) {
	var arg struct {
		Released bool `json:"include_released"`
	}
	if f := r.into(&arg); f != nil {
		return nil, f
	}
	if r.header.Get("Dropbox-API-Select-User")+r.header.Get("Dropbox-API-Select-Admin") != "" {
		return nil, bad("this route is for teams, without a member")
	}
	policies := []any{}
	for range s.faults.Holds {
		policies = append(policies, map[string]any{"id": "pid_dbhid:x", "name": "hold", "status": map[string]string{".tag": "active"}})
	}
	return map[string]any{"policies": policies}, nil
}
