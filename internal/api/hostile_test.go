package api_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam/internal/api"
	"github.com/varsam/varsam/internal/store"
)

// bad is a body that no route takes.
type bad struct{ name, body string }

var badBodies = []bad{
	{"nothing", ""},
	{"no JSON", "{"},
	{"two values", `{} {}`},
	{"a list", `[]`},
	{"a word", `"x"`},
	{"null", `null`},
	{"a number without end", `{"a": ` + strings.Repeat("9", 100_000) + `}`},
	{"lists in lists", strings.Repeat("[", 200_000)},
	{"objects in objects", strings.Repeat(`{"a":`, 50_000) + "1" + strings.Repeat("}", 50_000)},
	{"bytes that are no text", "{\"a\": \"\xff\xfe\"}"},
	{"a name that nobody reads", `{"nobody-reads-this": 1}`},
	{"ten megabytes", `{"a": "` + strings.Repeat("å", 5<<20) + `"}`},
}

// wrongs are bodies that a schema does not take, made of it: each member, however deep
// it lies, of another type, with a character that is none, too long, and one member
// more.
func wrongs(h *house, schema map[string]any) (all []bad) {
	good := h.sample(schema)
	h.spoil(schema, good, "", func(name string, changed any) {
		data, err := json.Marshal(changed)
		h.must(err)
		all = append(all, bad{name, string(data)})
	})
	return all
}

// spoil hands over a value in every way in which a part of it can be wrong.
func (h *house) spoil(schema map[string]any, good any, at string, wrong func(name string, changed any)) {
	schema = h.follow(schema)
	switch good := good.(type) {
	case map[string]any:
		with := func(name string, value any) map[string]any {
			changed := maps.Clone(good)
			changed[name] = value
			return changed
		}
		properties, named := schema["properties"].(map[string]any)
		if !named {
			return // any name will do
		}
		wrong(at+" with one member more", with("nobody-reads-this", 1))
		for _, name := range slices.Sorted(maps.Keys(properties)) {
			property, here := properties[name].(map[string]any), at+"/"+name
			wrong(here+" of another type", with(name, map[string]any{"x": []any{1}}))
			wrong(here+" as two", with(name, []any{[]any{}, []any{}}))
			h.spoil(property, h.sample(property), here, func(what string, changed any) { wrong(what, with(name, changed)) })
		}
	case []any:
		items, _ := schema["items"].(map[string]any)
		for i, item := range good {
			h.spoil(items, item, at+"/0", func(what string, changed any) {
				several := slices.Clone(good)
				several[i] = changed
				wrong(what, several)
			})
		}
	case string:
		if schema["enum"] == nil {
			wrong(at+" with NUL", "a\x00b")
			wrong(at+" turned round", "a\u202eb")
		}
		if schema["maxLength"] != nil {
			wrong(at+" too long", strings.Repeat("a", 600_000))
		}
	}
}

// follow is the schema that a schema means.
func (h *house) follow(schema map[string]any) map[string]any {
	for {
		ref, ok := schema["$ref"].(string)
		if !ok {
			return schema
		}
		at := any(h.contract().doc)
		for _, step := range strings.Split(strings.TrimPrefix(ref, "#/"), "/") {
			at = at.(map[string]any)[step]
		}
		schema = at.(map[string]any)
	}
}

// sample is a value that a schema takes, or nearly.
func (h *house) sample(schema map[string]any) any {
	schema = h.follow(schema)
	if enum, ok := schema["enum"].([]any); ok {
		return enum[0]
	}
	kind := schema["type"]
	if several, ok := kind.([]any); ok {
		kind = several[0]
	}
	switch kind {
	case "object":
		made := map[string]any{}
		properties, _ := schema["properties"].(map[string]any)
		required, _ := schema["required"].([]any)
		for _, name := range required {
			if property, ok := properties[name.(string)].(map[string]any); ok {
				made[name.(string)] = h.sample(property)
			}
		}
		return made
	case "array":
		if items, ok := schema["items"].(map[string]any); ok {
			return []any{h.sample(items)}
		}
		return []any{}
	case "integer", "number":
		return 1
	case "boolean":
		return true
	}
	switch schema["format"] {
	case "date":
		return "2099-01-01"
	case "date-time":
		return "2099-01-01T00:00:00Z"
	}
	return "x"
}

// rows are how many there are in every table, but for those of limits and keys of
// calls.
func (h *house) rows() map[string]int {
	h.Helper()
	counts := map[string]int{}
	h.must(h.Store.Read(h.Context(), "main", func(tx *store.Tx) error {
		names, err := store.List(tx, store.One[string], `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
		if err != nil {
			return err
		}
		for _, name := range names {
			n := 0
			if err := tx.QueryRow(`SELECT count(*) FROM ` + name).Scan(&n); err != nil {
				return err
			}
			counts[name] = n
		}
		return nil
	}))
	return counts
}

// real puts what exists in a path where there is such a thing.
func real(path, request, claim string) string {
	switch {
	case strings.HasPrefix(path, "/requests/{id}"):
		path = strings.Replace(path, "{id}", request, 1)
	case strings.HasPrefix(path, "/claims/{id}"):
		path = strings.Replace(path, "{id}", claim, 1)
	}
	return fill(path)
}

// Every route that takes a body refuses what is none, what is of another type, what
// is too large or too deep, what holds no text and what it does not know: with a
// problem that says so, never with a fault of ours, and nothing is changed.
func TestHostileBodies(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", every()...)
	r := p.enters(nil)
	var claim api.ClaimReceipt
	p.does(&claim, "POST", "/claims", map[string]any{"email": "zola@example.com", "asks": []any{map[string]any{"right": "access"}}})
	h.work()
	before := h.rows()
	routes, sent := 0, 0
	for _, path := range slices.Sorted(maps.Keys(h.contract().doc["paths"].(map[string]any))) {
		for method, op := range h.contract().doc["paths"].(map[string]any)[path].(map[string]any) {
			body, takes := op.(map[string]any)["requestBody"].(map[string]any)
			if !takes || path == "/evidence/verify" { // whether a file holds is what is asked there
				continue
			}
			content := body["content"].(map[string]any)
			media, ok := content["application/json"].(map[string]any)
			routes++
			tries := badBodies
			if ok {
				tries = slices.Concat(tries, wrongs(h, media["schema"].(map[string]any)))
			}
			at := real(path, r.ID, claim.Claim)
			for _, b := range tries {
				h.hurries()
				sent++
				one := p.with("If-Match", `"0"`)
				if !ok {
					one = one.with("Content-Type", slices.Sorted(maps.Keys(content))[0])
				}
				p.refuses(one.asks(strings.ToUpper(method), at, b.body), strings.ToUpper(method)+" "+path+" with "+b.name)
			}
			p.refuses(p.with("Content-Type", "text/plain").asks(strings.ToUpper(method), at, "x"), method+" "+path+" as text")
		}
	}
	for table, n := range h.rows() {
		if n != before[table] {
			t.Errorf("%s had %d rows and has %d", table, before[table], n)
		}
	}
	if routes < 40 || sent < 40*len(badBodies) {
		t.Errorf("only %d routes were tried with %d bodies", routes, sent)
	}
	t.Logf("%d bodies were refused by %d routes", sent, routes)
}

// refuses fails the test unless an answer is a problem of the caller's.
func (p *program) refuses(a answer, what string) {
	p.Helper()
	var problem api.Problem
	if a.StatusCode < 400 || a.StatusCode >= 500 || json.Unmarshal(a.body, &problem) != nil || problem.Title == "" {
		p.Errorf("%s: %s %.300s", what, a.Status, a.body)
	}
}

// Whatever stands in an address, the answer is never a fault of ours.
func TestHostileAddresses(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", every()...)
	values := []string{"..", "%00", "' OR 1=1 --", strings.Repeat("a", 8000), "-1", "9223372036854775808", "\xff\xfe", "../../etc/passwd", "{}", "%2e%2e%2f"}
	for path, item := range h.contract().doc["paths"].(map[string]any) {
		for method, op := range item.(map[string]any) {
			method = strings.ToUpper(method)
			parameters, _ := op.(map[string]any)["parameters"].([]any)
			for _, value := range values {
				h.hurries()
				if strings.Contains(path, "{") {
					parts := strings.Split(path, "/")
					for i, part := range parts {
						if strings.HasPrefix(part, "{") {
							parts[i] = url.PathEscape(value)
						}
					}
					p.standsUp(method, strings.Join(parts, "/"))
				}
				query := url.Values{}
				for _, x := range parameters {
					if x := h.follow(x.(map[string]any)); x["in"] == "query" {
						query.Set(x["name"].(string), value)
					}
				}
				if len(query) > 0 && method == http.MethodGet {
					p.standsUp(method, fill(path)+"?"+query.Encode())
				}
			}
		}
	}
}

// standsUp asks without holding the answer against the document.
func (p *program) standsUp(method, path string) {
	p.Helper()
	r, err := http.NewRequestWithContext(p.Context(), method, p.url+api.Root+path, nil)
	p.must(err)
	r.Header.Set("Authorization", "Bearer "+p.secret)
	a, err := http.DefaultClient.Do(r)
	p.must(err)
	a.Body.Close()
	if a.StatusCode >= 500 && a.StatusCode != http.StatusServiceUnavailable {
		p.Errorf("%s %.100s: %s", method, path, a.Status)
	}
}

// A zip that is none, that grows without end or that leads out of its folder is no
// register.
func TestHostileUploads(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", every()...).with("Content-Type", "application/zip").with("If-Match", `"1"`)
	made := func(name string, size int) []byte {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		f, err := w.Create(name)
		h.must(err)
		chunk := make([]byte, 1<<20)
		for range size {
			_, err = f.Write(chunk)
			h.must(err)
		}
		h.must(w.Close())
		return b.Bytes()
	}
	before := h.rows()
	for name, body := range map[string][]byte{
		"none": []byte("PK\x03\x04 and no more"), "a bomb": made("organisation.yaml", 300), "a way out": made("../../organisation.yaml", 1),
		"an absolute path": made("/etc/organisation.yaml", 1), "no YAML": made("organisation.yaml", 1),
	} {
		for _, at := range []string{"/register/files", "/register/check"} {
			method := map[bool]string{true: "PUT", false: "POST"}[at == "/register/files"]
			a := p.asks(method, at, body)
			if at == "/register/check" && a.StatusCode == http.StatusOK && bytes.Contains(a.body, []byte(`"faults":[{`)) {
				continue // that it cannot be used is what was asked
			}
			p.refuses(a, at+" with "+name)
		}
	}
	if after := h.rows(); after["register_versions"] != before["register_versions"] {
		t.Error("one of them is in force")
	}
}
