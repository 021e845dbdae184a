package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A file with defaults is followed where neither the command nor a variable says
// otherwise, in flags of every command and of one alone.
func TestDefaultsFromAFile(t *testing.T) {
	file := configIn(t, `{"lang": "en", "tenant": "kommun", "webhook-networks": ["10.0.0.0/8", "192.0.2.7"], "json": true, "received": "2026-01-31"}`)

	if got := optionsIn(t, "--config", file, "config", "show"); got["--tenant"] != "kommun" || got["--webhook-networks"] != "[10.0.0.0/8 192.0.2.7]" {
		t.Errorf("the file is not followed: %v", got)
	}
	if got := optionsIn(t, "config", "show", "--config="+file, "--tenant=skola"); got["--tenant"] != "skola" {
		t.Errorf("a flag is overruled by the file: %v", got["--tenant"])
	}
	t.Setenv("VARSAM_CONFIG", file)
	if got := optionsIn(t, "config", "show"); got["--tenant"] != "kommun" {
		t.Errorf("the file of the variable is not followed: %v", got["--tenant"])
	}
	t.Setenv("VARSAM_TENANT", "region")
	if got := optionsIn(t, "config", "show"); got["--tenant"] != "region" {
		t.Errorf("a variable is overruled by the file: %v", got["--tenant"])
	}
	var out, errs bytes.Buffer
	if code := Main(t.Context(), []string{"law", "deadline"}, nil, &out, &errs); code != 0 || !strings.Contains(out.String(), "2026-03-02") {
		t.Errorf("a flag of one command: %d %s%s", code, out.String(), errs.String())
	}
}

func configIn(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "varsam.json")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func optionsIn(t *testing.T, args ...string) map[string]string {
	t.Helper()
	var out, errs bytes.Buffer
	if code := Main(t.Context(), args, nil, &out, &errs); code != 0 {
		t.Fatalf("%q: %d %s", args, code, errs.String())
	}
	var all []option
	if err := json.Unmarshal(out.Bytes(), &all); err != nil {
		t.Fatal(err)
	}
	values := map[string]string{}
	for _, o := range all {
		values[o.Flag] = o.Value
	}
	return values
}

// What is wrong in a file with defaults is told with its line, in the language that
// the file asks for as far as it was read.
func TestWrongDefaultsNameTheirLine(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"{\n \"lang\": \"en\",\n \"tennant\": \"x\"\n}":          ", line 3: no command has a flag --tennant",
		"{\n \"lang\": \"sv\",\n \"tennant\": \"x\"\n}":          ", rad 3: inget kommando har en flagga --tennant",
		"{\n \"lang\": \"en\",\n \"json\": tru\n}":               ", line 3: this is no JSON",
		"{\"lang\": \"en\"\n\"tenant\": \"x\"}":                  ", line 2: this is no JSON",
		"{\"lang\": \"en\",\n \"tenant\": \"x\"":                 ", line 2: the bracket } is missing",
		"{\"lang\": \"en\"}\n{}":                                 ", line 2: something stands after the last bracket",
		"{\"lang\": \"en\",\n\"tenant\": \"a\",\n\"tenant\": 1}": ", line 3: tenant stands here for the second time",
		"{\"lang\": \"en\",\n\"tenant\": null}":                  ", line 2: the value of tenant is a text",
		"{\"lang\": \"en\",\n\"webhook-networks\": [1]}":         ", line 2: a list for webhook-networks has texts alone",
		"{\"lang\": \"en\", \"json\": \"maybe\"}":                "--json: bool value must be",
		"[]": ", rad 1: här står inget JSON-objekt",
		"":   ", rad 1: här står inget JSON-objekt",
	} {
		file := configIn(t, text)
		var out, errs bytes.Buffer
		if code := Main(t.Context(), []string{"version", "--config", file}, nil, &out, &errs); code != exitUsage || !strings.Contains(errs.String(), want) || strings.Contains(errs.String(), "%!") {
			t.Errorf("%s: %d %s, want %s", text, code, errs.String(), want)
		}
	}
	var out, errs bytes.Buffer
	if code := Main(t.Context(), []string{"version", "--lang=en", "--config", t.TempDir()}, nil, &out, &errs); code != exitUsage || !strings.Contains(errs.String(), "cannot be read") {
		t.Errorf("a folder: %d %s", code, errs.String())
	}
}
