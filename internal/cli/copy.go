package cli

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/varsam/varsam"
)

// copyMark is the file in a data folder that was restored only to be looked at.
const copyMark = "look-only"

// isCopy reports whether a data folder is only to be looked at.
func isCopy(data string) bool {
	_, err := os.Stat(filepath.Join(data, copyMark))
	return err == nil
}

// markCopy makes a data folder one that is only looked at.
func markCopy(data string) error {
	text := "This folder was restored to be looked at. Varsam changes nothing in it and sends nothing; restore it without --read-only to work with it.\n"
	if err := os.WriteFile(filepath.Join(data, copyMark), []byte(text), 0o600); err != nil {
		return varsam.Errorf(varsam.Unavailable, "the data folder %s cannot be marked as a copy", data)
	}
	return nil
}

// comingIn are the paths by which somebody signs in or out of a copy, and chooses
// their language: what they change is their own session.
var comingIn = []string{"/sign-in", "/sign-out", "/step-up", "/language"}

// frozen refuses what would change a copy; nil where it is none.
func (f pagesFlags) frozen() func(*http.Request) bool {
	if !f.ReadOnly {
		return nil
	}
	return func(r *http.Request) bool {
		if r.Method == http.MethodGet || r.Method == http.MethodHead {
			return false
		}
		return !slices.ContainsFunc(comingIn, func(path string) bool { return r.URL.Path == path || strings.HasPrefix(r.URL.Path, path+"/") })
	}
}
