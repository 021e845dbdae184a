package dropbox

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system/files/web"
)

// The errors of the routes that are used, by the unions of Dropbox's specification
// (files.stone, auth.stone, common.stone, team_namespaces.stone).
func TestTheErrorsOfTheSpecification(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status  int
		summary string
		want    varsam.Code
	}{
		// LookupError
		{409, "path/not_found", varsam.NotFound},
		{409, "path/not_file", varsam.NotFound},
		{409, "path/not_folder", varsam.NotFound},
		{409, "path/malformed_path", varsam.Invalid},
		{409, "path/restricted_content", varsam.Denied},
		{409, "path/unsupported_content_type", varsam.Unsupported},
		{409, "path/locked", varsam.Conflict},
		// DownloadError, ListRevisionsError
		{409, "unsupported_file", varsam.Unsupported},
		{409, "path/unsupported_file", varsam.Unsupported},
		// WriteError, in uploads, moves and deletions
		{409, "path/conflict/file", varsam.Conflict},
		{409, "path/conflict/folder", varsam.Conflict},
		{409, "path/conflict/file_ancestor", varsam.Conflict},
		{409, "path/no_write_permission", varsam.Denied},
		{409, "path/insufficient_space", varsam.Full},
		{409, "path/disallowed_name", varsam.Invalid},
		{409, "path_write/team_folder", varsam.Denied},
		{409, "path_write/operation_suppressed", varsam.Denied},
		{409, "path_write/access_restricted", varsam.Denied},
		{409, "too_many_write_operations", varsam.Unavailable},
		{409, "path_write/too_many_write_operations", varsam.Unavailable},
		{409, "too_many_files", varsam.Unsupported},
		{409, "payload_too_large", varsam.Unsupported},
		{409, "content_hash_mismatch", varsam.Unavailable},
		// RelocationError
		{409, "from_lookup/not_found", varsam.NotFound},
		{409, "from_write/no_write_permission", varsam.Denied},
		{409, "to/conflict/file", varsam.Conflict},
		{409, "cant_copy_shared_folder", varsam.Denied},
		{409, "cant_nest_shared_folder", varsam.Denied},
		{409, "cant_move_folder_into_itself", varsam.Denied},
		{409, "cant_transfer_ownership", varsam.Denied},
		{409, "cant_move_shared_folder", varsam.Denied},
		{409, "cant_move_into_vault", varsam.Denied},
		{409, "cant_move_into_family", varsam.Denied},
		{409, "duplicated_or_nested_paths", varsam.Conflict},
		{409, "insufficient_quota", varsam.Full},
		{409, "internal_error", varsam.Unavailable},
		// ListFolderContinueError, TeamNamespacesListContinueError
		{409, "reset", varsam.Changed},
		{409, "invalid_cursor", varsam.Changed},
		{409, "invalid_arg", varsam.Invalid},
		// what nobody has heard of
		{409, "other", varsam.Unavailable},
		// AuthError, AccessError, PathRootError
		{401, "expired_access_token", varsam.Denied},
		{401, "invalid_select_admin", varsam.Denied},
		{401, "user_suspended", varsam.Denied},
		{401, "missing_scope", varsam.Denied},
		{403, "invalid_account_type/feature", varsam.Denied},
		{422, "invalid_root", varsam.Invalid},
		{422, "no_permission", varsam.Denied},
	} {
		body, err := json.Marshal(map[string]string{"error_summary": c.summary + "/.."})
		if err != nil {
			t.Fatal(err)
		}
		server := http.StatusText(c.status)
		got := meant(varsam.Wrap(byStatus[c.status], web.Status{Code: c.status, Body: body}, "%s", server))
		if varsam.CodeOf(got) != c.want {
			t.Errorf("%d %s: %s, want %s", c.status, c.summary, varsam.CodeOf(got), c.want)
		}
	}
}

// byStatus is what the client makes of a status without Dropbox's words.
var byStatus = map[int]varsam.Code{401: varsam.Denied, 403: varsam.Denied, 409: varsam.Conflict, 422: varsam.Invalid}
