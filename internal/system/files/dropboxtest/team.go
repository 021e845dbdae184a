package dropboxtest

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// space is one namespace of a team.
type space struct {
	name, id, kind string
	member         string   // whose it is
	mounts         []string // names of shared folders that lie in it
	nodes          map[string]*node
}

// Space adds a namespace: kind is that of the specification, member whose home it
// is, and mounts are shared folders that the member sees in it.
func (s *Server) Space(name, id, kind, member string, mounts ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.spaces = append(s.spaces, &space{name: name, id: id, kind: kind, member: member, mounts: mounts, nodes: map[string]*node{}})
}

// PutIn writes a file into a namespace.
func (s *Server) PutIn(id, path, content string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range s.spaces {
		if one.id == id {
			s.nodes = one.nodes
			s.write("/"+path, []byte(content), time.Now().UTC().Truncate(time.Second))
		}
	}
}

// enter makes the namespace of a request the one that is asked. A member's own is
// that member's alone, any other the administrator's.
func (s *Server) enter(header http.Header) bool {
	var root struct {
		ID string `json:"namespace_id"`
	}
	if json.Unmarshal([]byte(header.Get("Dropbox-API-Path-Root")), &root) != nil {
		return false
	}
	for _, one := range s.spaces {
		if one.id == root.ID {
			s.nodes, s.asked = one.nodes, one
			return header.Get("Dropbox-API-Select-User") == one.member && (one.member != "") == (header.Get("Dropbox-API-Select-Admin") == "")
		}
	}
	return false
}

// mount shows the shared folders that lie in the namespace that is asked, with what
// is in them.
func (s *Server) mount() {
	if s.asked == nil {
		return
	}
	for _, name := range s.asked.mounts {
		s.folders("/" + name)
		for _, one := range s.spaces {
			if one.name != name {
				continue
			}
			for path, n := range one.nodes {
				s.nodes["/"+strings.ToLower(name)+path] = n
			}
		}
	}
}

// asTeam refuses whoever asks as somebody.
func (r *request) asTeam() *failure {
	if r.header.Get("Dropbox-API-Select-User")+r.header.Get("Dropbox-API-Select-Admin")+r.header.Get("Dropbox-API-Path-Root") != "" {
		return bad("this route is for teams, without a member")
	}
	return nil
}

func (s *Server) listSpaces(r *request) (any, *failure) {
	var arg struct {
		Limit int `json:"limit"`
	}
	if f := r.into(&arg); f != nil {
		return nil, f
	}
	if f := r.asTeam(); f != nil {
		return nil, f
	}
	return s.pageOfSpaces(0), nil
}

// pageOfSpaces tells one namespace a page, and the one before once more.
func (s *Server) pageOfSpaces(from int) any {
	list := []any{}
	for i := max(0, from-1); i <= from && i < len(s.spaces); i++ {
		one := s.spaces[i]
		m := map[string]any{"name": one.name, "namespace_id": one.id, "namespace_type": map[string]string{".tag": one.kind}}
		if one.member != "" {
			m["team_member_id"] = one.member
		}
		list = append(list, m)
	}
	s.last++
	id := "n" + s.number()
	s.cursors[id] = &cursor{from: from + 1}
	return map[string]any{"namespaces": list, "cursor": id, "has_more": from+1 < len(s.spaces)}
}

func (s *Server) listMoreSpaces(r *request) (any, *failure) {
	var arg struct {
		Cursor string `json:"cursor"`
	}
	if f := r.into(&arg); f != nil {
		return nil, f
	}
	c := s.cursors[arg.Cursor]
	if c == nil || s.faults.Resets > 0 {
		s.faults.Resets--
		return nil, union("invalid_cursor")
	}
	return s.pageOfSpaces(c.from), nil
}
