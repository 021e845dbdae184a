package dropboxtest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/varsam/varsam/internal/system/files/dropboxtest"
)

// fact is what the specification says that Dropbox answers.
type fact struct {
	name   string
	faults dropboxtest.Faults
	method string // POST
	route  string
	arg    string            // the body, or the header of a route of contents
	header map[string]string // more of them, or others
	status int
	has    string // in the answer
	hasNot string
}

// What this Dropbox answers is held against the specification, and not against our
// own client: arguments and their bounds, unions by their tags, what a listing may do.
var facts = []fact{
	{name: "routes are posted to", method: "GET", route: "files/get_metadata", arg: `{"path":"/a.txt"}`, status: 404},
	{name: "no route, no answer", route: "files/search_v3", arg: `{}`, status: 404},
	{name: "a token that ended", route: "files/get_metadata", arg: `{"path":"/a.txt"}`, header: map[string]string{"Authorization": "Bearer old"}, status: 401, has: `".tag":"expired_access_token"`},
	{name: "arguments are JSON", route: "files/get_metadata", arg: `path=/a.txt`, status: 400},
	{name: "of the right type", route: "files/get_metadata", arg: `{"path":"/a.txt"}`, header: map[string]string{"Content-Type": "text/plain"}, status: 400},
	{name: "and none that is not known", route: "files/get_metadata", arg: `{"path":"/a.txt","deep":true}`, status: 400},
	{name: "too many requests", faults: dropboxtest.Faults{Busy: 1}, route: "files/get_metadata", arg: `{"path":"/a.txt"}`, status: 429, has: `"reason":{".tag":"too_many_requests"}`},
	{name: "a file", route: "files/get_metadata", arg: `{"path":"/A.TXT"}`, status: 200, has: `".tag":"file"`},
	{name: "has a revision and a hash", route: "files/get_metadata", arg: `{"path":"/a.txt"}`, status: 200, has: `"content_hash":`},
	{name: "a folder", route: "files/get_metadata", arg: `{"path":"/in"}`, status: 200, has: `".tag":"folder"`},
	{name: "of the root nothing is told", route: "files/get_metadata", arg: `{"path":""}`, status: 400},
	{name: "a path begins with a slash", route: "files/get_metadata", arg: `{"path":"a.txt"}`, status: 400},
	{name: "what is not there", route: "files/get_metadata", arg: `{"path":"/b.txt"}`, status: 409, has: `"error_summary":"path/not_found/..`},
	{name: "what was deleted is not there", route: "files/get_metadata", arg: `{"path":"/gone.txt"}`, status: 409, has: "path/not_found"},
	{name: "but when asked for", route: "files/get_metadata", arg: `{"path":"/gone.txt","include_deleted":true}`, status: 200, has: `".tag":"deleted"`},
	{name: "a listing of the root", route: "files/list_folder", arg: `{"path":""}`, status: 200, has: `"has_more":true`, hasNot: "gone.txt"},
	{name: "the root is not a slash", route: "files/list_folder", arg: `{"path":"/"}`, status: 400},
	{name: "of a file", route: "files/list_folder", arg: `{"path":"/a.txt"}`, status: 409, has: "path/not_folder"},
	{name: "of nothing", route: "files/list_folder", arg: `{"path":"/none"}`, status: 409, has: "path/not_found"},
	{name: "a page has at most 2000", route: "files/list_folder", arg: `{"path":"","limit":2001}`, status: 400},
	{name: "a cursor that is none", route: "files/list_folder/continue", arg: `{"cursor":"x"}`, status: 409, has: `"error":{".tag":"reset"}`},
	{name: "a header is plain", route: "files/download", header: map[string]string{"Dropbox-API-Arg": `{"path":"/å.txt"}`}, status: 400},
	{name: "a download", route: "files/download", arg: `{"path":"/a.txt"}`, status: 200, has: "second"},
	{name: "of nothing", route: "files/download", arg: `{"path":"/b.txt"}`, status: 409, has: "path/not_found"},
	{name: "an upload over another revision", route: "files/upload", arg: `{"path":"/a.txt","mode":{".tag":"update","update":"000000001"}}`, status: 409, has: "path/conflict/file"},
	{name: "without room", faults: dropboxtest.Faults{NoRoom: true}, route: "files/upload", arg: `{"path":"/a.txt"}`, status: 409, has: "path/insufficient_space"},
	{name: "a move over another file", route: "files/move_v2", arg: `{"from_path":"/a.txt","to_path":"/in/c.txt"}`, status: 409, has: "to/conflict/file"},
	{name: "of nothing", route: "files/move_v2", arg: `{"from_path":"/b.txt","to_path":"/c.txt"}`, status: 409, has: "from_lookup/not_found"},
	{name: "without room", faults: dropboxtest.Faults{NoRoom: true}, route: "files/move_v2", arg: `{"from_path":"/a.txt","to_path":"/c.txt"}`, status: 409, has: "insufficient_quota"},
	{name: "a deletion of another revision", route: "files/delete_v2", arg: `{"path":"/a.txt","parent_rev":"000000001"}`, status: 409, has: "path_write/conflict"},
	{name: "of nothing", route: "files/delete_v2", arg: `{"path":"/b.txt"}`, status: 409, has: "path_lookup/not_found"},
	{name: "at a busy moment", faults: dropboxtest.Faults{WriteBusy: 1}, route: "files/delete_v2", arg: `{"path":"/a.txt"}`, status: 409, has: "too_many_write_operations"},
	{name: "for good, without the scope", faults: dropboxtest.Faults{NoPermanent: true}, route: "files/permanently_delete", arg: `{"path":"/a.txt"}`, status: 403, has: "missing_scope"},
	{name: "for good answers null", route: "files/permanently_delete", arg: `{"path":"/gone.txt"}`, status: 200, has: "null"},
	{name: "revisions, the newest first", route: "files/list_revisions", arg: `{"path":"/a.txt","limit":100}`, status: 200, has: `"is_deleted":false`},
	{name: "also of what was deleted", route: "files/list_revisions", arg: `{"path":"/gone.txt","limit":100}`, status: 200, has: `"is_deleted":true`},
	{name: "at most a hundred", route: "files/list_revisions", arg: `{"path":"/a.txt","limit":101}`, status: 400},
	{name: "not of folders", route: "files/list_revisions", arg: `{"path":"/in","limit":10}`, status: 409, has: "path/not_file"},
	{name: "holds are the team's to ask", route: "team/legal_holds/list_policies", arg: `{"include_released":false}`, header: map[string]string{"Dropbox-API-Select-User": "dbmid:A"}, status: 400},
	{name: "and told to it", faults: dropboxtest.Faults{Holds: 1}, route: "team/legal_holds/list_policies", arg: `{"include_released":false}`, status: 200, has: `".tag":"active"`},
	{name: "so are namespaces", route: "team/namespaces/list", arg: `{"limit":1000}`, header: map[string]string{"Dropbox-API-Select-Admin": "dbmid:A"}, status: 400},
	{name: "of a cursor that is none", route: "team/namespaces/list/continue", arg: `{"cursor":"x"}`, status: 409, has: "invalid_cursor"},
}

func TestItIsWhatTheSpecificationSays(t *testing.T) {
	t.Parallel()
	for _, f := range facts {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			f.faults.Page = 1
			server := dropboxtest.New(dropboxtest.Faults{Page: 1})
			t.Cleanup(server.Close)
			token := signIn(t, server)
			server.Put("a.txt", "first")
			server.Put("a.txt", "second")
			server.Put("in/c.txt", "x")
			server.Put("gone.txt", "x")
			if status, text := f.sent(t, server, token, "files/delete_v2", `{"path":"/gone.txt"}`, nil); status != 200 {
				t.Fatalf("%d %s", status, text)
			}
			server.Break(f.faults)
			status, text := f.sent(t, server, token, f.route, f.arg, f.header)
			if status != f.status || !strings.Contains(text, f.has) || f.hasNot != "" && strings.Contains(text, f.hasNot) {
				t.Errorf("%d %s, want %d with %q and without %q", status, text, f.status, f.has, f.hasNot)
			}
		})
	}
}

func signIn(t *testing.T, s *dropboxtest.Server) string {
	t.Helper()
	resp, err := http.PostForm(s.URL+"/oauth2/token", map[string][]string{"grant_type": {"refresh_token"}, "refresh_token": {"refresh"}, "client_id": {"key"}})
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var answer struct {
		Token string `json:"access_token"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil || answer.Token == "" {
		t.Fatal("no token")
	}
	return answer.Token
}

// sent sends a request as the specification has it, and returns the answer.
func (f fact) sent(t *testing.T, s *dropboxtest.Server, token, route, arg string, more map[string]string) (int, string) {
	t.Helper()
	method, content := "POST", route == "files/download" || route == "files/upload"
	body := arg
	if content {
		body = ""
	}
	if f.method != "" && route == f.route {
		method = f.method
	}
	r, err := http.NewRequest(method, s.URL+"/2/"+route, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/json")
	if content {
		r.Header.Set("Content-Type", "application/octet-stream")
		r.Header.Set("Dropbox-API-Arg", arg)
	}
	for name, value := range more {
		r.Header.Set(name, value)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode == 429 && resp.Header.Get("Retry-After") == "" {
		t.Error("429 without Retry-After")
	}
	return resp.StatusCode, strings.TrimSpace(string(text))
}
