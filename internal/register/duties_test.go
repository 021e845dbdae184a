package register_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/varsam/varsam/internal/register"
)

// The folder of duties is read by itself: it is no part of the register, whose
// digest does not know of it.
func TestDuties(t *testing.T) {
	t.Parallel()
	folder := func(duties string) fstest.MapFS {
		files := fstest.MapFS{"organisation.yaml": {Data: []byte("format: 1\norganisation: acme\ntitle: {en: Acme}\ncountry: SE\nzone: Europe/Stockholm\n")}}
		if duties != "" {
			files["duties/all.yaml"] = &fstest.MapFile{Data: []byte(duties)}
		}
		return files
	}
	const two = `duties:
  - {duty: cia, kind: staff, owner: hr@example.org, facts: {name: Cia, start: 2026-01-07, number: 017}}
  - duty: words
    kind: secrecy
    about: staff:cia
    facts: {clauses: [a, b], anonymity: true, hr: false}
    file: words.pdf
    over: true
`
	got, faults, err := register.Duties(folder(two))
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	want := []register.Duty{
		{Name: "cia", Kind: "staff", Owner: "hr@example.org", Facts: register.DutyFacts{"name": "Cia", "start": "2026-01-07", "number": "017"}, Place: "duties/all.yaml:2:5"},
		{Name: "words", Kind: "secrecy", About: "staff:cia", Facts: register.DutyFacts{"clauses": "a b", "anonymity": "yes", "hr": ""}, File: "words.pdf", Over: true, Place: "duties/all.yaml:3:5"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	with, err := register.Archive(folder(two))
	if err != nil {
		t.Fatal(err)
	}
	without, err := register.Archive(folder(""))
	if err != nil || string(with) != string(without) {
		t.Error("the duties are in the register's versions", err)
	}
	if none, faults, err := register.Duties(folder("")); err != nil || len(faults)+len(none) > 0 {
		t.Error(none, faults, err)
	}
}

// What is wrong with a file of duties is told with its place.
func TestDutiesFaults(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"duties:\n  - {duty: a, kind: staff}\n  - {duty: a, kind: staff}\n": "duties/x.yaml:3:",
		"duties:\n  - {duty: a}\n":                                           "kind",
		"duties:\n  - {duty: a, kind: staff, whose: b}\n":                    "whose",
		"duties:\n  - {duty: a, kind: staff, facts: {name: {first: Cia}}}\n": "duties/x.yaml:2:",
		"party: mailer\n":                      "begin it with duties:",
		"duties:\n  - {duty: a, kind: staff\n": "not YAML",
	} {
		all, faults, err := register.Duties(fstest.MapFS{"duties/x.yaml": {Data: []byte(text)}})
		if err != nil || len(all) > 0 || len(faults) == 0 || !strings.Contains(faults.String(), want) {
			t.Errorf("%q: %v %v; want %q", text, faults, err, want)
		}
	}
	misplaced := fstest.MapFS{"staff.yaml": {Data: []byte("duties: []\n")}}
	if _, faults, _ := register.Load(misplaced); !strings.Contains(faults.String(), "put the file in the folder duties") {
		t.Errorf("duties among the register's files: %v", faults)
	}
}
