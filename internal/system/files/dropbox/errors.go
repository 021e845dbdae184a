package dropbox

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system/files/web"
)

// summary is Dropbox's own word for an error of an endpoint: the tags of its union,
// as in "path/not_found/..".
func summary(err error) string {
	status := web.StatusOf(err)
	var body struct {
		Summary string `json:"error_summary"`
	}
	if status.Code == 0 || json.Unmarshal(status.Body, &body) != nil {
		return ""
	}
	return body.Summary
}

// meanings are what tags mean, the particular before the general.
var meanings = []struct {
	tag  string
	code varsam.Code
}{
	{"reset", varsam.Changed},
	{"invalid_cursor", varsam.Changed},
	{"not_found", varsam.NotFound},
	{"not_file", varsam.NotFound},
	{"not_folder", varsam.NotFound},
	{"unsupported_file", varsam.Unsupported},
	{"unsupported_content_type", varsam.Unsupported},
	{"too_many_files", varsam.Unsupported},
	{"payload_too_large", varsam.Unsupported},
	{"content_hash_mismatch", varsam.Unavailable},
	{"too_many_write_operations", varsam.Unavailable},
	{"internal_error", varsam.Unavailable},
	{"invalid_arg", varsam.Invalid},
	{"malformed_path", varsam.Invalid},
	{"disallowed_name", varsam.Invalid},
	{"no_write_permission", varsam.Denied},
	{"no_permission", varsam.Denied},
	{"restricted_content", varsam.Denied},
	{"access_restricted", varsam.Denied},
	{"team_folder", varsam.Denied},
	{"operation_suppressed", varsam.Denied},
	{"cant_", varsam.Denied},
	{"insufficient_space", varsam.Full},
	{"insufficient_quota", varsam.Full},
	{"insufficient_plan", varsam.Denied},
	{"insufficient_permissions", varsam.Denied},
	{"conflict", varsam.Conflict},
	{"locked", varsam.Conflict},
	{"duplicated_or_nested_paths", varsam.Conflict},
}

// meant gives an error of an endpoint (409), or of the namespace that paths begin in
// (422), the code that its tags mean.
func meant(err error) error {
	status := web.StatusOf(err)
	if err == nil || status.Code != http.StatusConflict && status.Code != http.StatusUnprocessableEntity {
		return err
	}
	var e *varsam.Error
	if errors.As(err, &e) && e.Code == varsam.Unknown {
		return err
	}
	text := summary(err)
	for _, m := range meanings {
		if strings.Contains(text, m.tag) {
			return varsam.Wrap(m.code, status, "dropbox answered %s", m.tag)
		}
	}
	if status.Code == http.StatusUnprocessableEntity {
		return err
	}
	return varsam.Wrap(varsam.Unavailable, status, "dropbox refused in words that are not known")
}
