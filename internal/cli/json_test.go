package cli_test

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
)

// What commands print as JSON has lists that are lists when they are empty, keys
// that begin small, and nothing beside it.
func TestJSONIsStrict(t *testing.T) {
	t.Parallel()
	w := shop(t)
	w.must(0, "register", "push", w.register)
	w.ask("--right", "access", "--right", "erasure", "--email", "anna@example.com")
	w.must(0, "cull", "plan")
	for _, command := range []string{
		"check " + w.register, "check --live " + w.register, "register diff " + w.register, "register history", "library list", "law rules",
		"request list", "cull status", "cull calendar", "cull schedule", "hold list", "suppression list", "suppression look", "task list", "mail list",
		"inbox requests list", "token list", "publish list", "publish sentences", "sweep", "work list", "config show", "migrate",
		"duty list", "duty cycle", "duty report", "duty kinds", "duty answers", "duty export", "duty remind", "incident list", "agreement list", "agreement subs",
		"transfer list", "disclosure list", "training list", "access list", "measure list", "assessment list",
		"demo --dir " + filepath.Join(w.dir, "demo"),
	} {
		r := w.here(append(strings.Fields(command), "--json")...)
		in := json.NewDecoder(strings.NewReader(r.out))
		var v any
		if err := in.Decode(&v); err != nil || in.More() {
			t.Errorf("%s (%d): %v\n%.300s%s", command, r.code, err, r.out, r.errout)
			continue
		}
		strict(t, command, v)
	}
}

func strict(t *testing.T, at string, v any) {
	t.Helper()
	switch v := v.(type) {
	case nil:
		t.Errorf("%s: null", at)
	case []any:
		for _, one := range v {
			strict(t, at+"[]", one)
		}
	case map[string]any:
		for key, one := range v {
			if key != "" && unicode.IsUpper(rune(key[0])) {
				t.Errorf("%s: the key %s", at, key)
			}
			strict(t, at+"."+key, one)
		}
	}
}
