package api_test

import (
	"archive/zip"
	"bytes"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/api"
	"github.com/varsam/varsam/internal/api/token"
	"github.com/varsam/varsam/internal/duty"
)

// beside adds files to a zip.
func beside(t *testing.T, packed []byte, files map[string]string) []byte {
	t.Helper()
	from, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	to := zip.NewWriter(&b)
	for _, f := range from.File {
		if _, instead := files[f.Name]; !instead {
			if err := to.Copy(f); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, text := range files {
		w, err := to.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Duties beside a pushed register are taken down with it, shown before, given back
// with it, and known again; a token that may take down no duties pushes none.
func TestDutiesBesideARegister(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", every()...).with("Content-Type", "application/zip")
	before := p.does(nil, "GET", "/register/files", nil)
	with := beside(t, before.body, map[string]string{
		"duties/new.yaml": "duties:\n  - {duty: words-read, kind: training, about: 'staff:dana', facts: {course: words, done: today-3, outcome: passed}}\n" +
			"  - {duty: dana, kind: staff, facts: {name: '<b>Dana</b>', start: today-10}}\n" +
			"  - {duty: words, kind: course, facts: {title: Orden}, file: words.md}\n",
		"duties/words.md": "# Ord\n\n? Ja?\n- nej\n* ja\n",
	})
	filings := func(zip []byte, news int) {
		t.Helper()
		var check api.RegisterCheck
		p.does(&check, "POST", "/register/check", zip)
		n := 0
		for _, f := range check.Duties {
			if !f.Stands {
				n++
			}
		}
		if n != news || len(check.Faults) != 0 {
			t.Errorf("%d new duties, want %d: %+v", n, news, check.Faults)
		}
	}
	filings(with, 3)

	narrow := h.program("Bo Ek", token.WriteRegister, token.ReadWork).with("Content-Type", "application/zip")
	narrow.with("If-Match", `"1"`).fails(403, varsam.Denied, "PUT", "/register/files", with)
	bad := beside(t, before.body, map[string]string{"duties/new.yaml": "duties: [{duty: a, kind: course, nonsense: 1}]"})
	if problem := p.with("If-Match", `"1"`).fails(422, varsam.Invalid, "PUT", "/register/files", bad); len(problem.Faults) == 0 {
		t.Error("the faults of duties are not told")
	}
	gone := beside(t, before.body, map[string]string{"duties/new.yaml": "duties: [{duty: a, kind: course, facts: {title: x}, file: gone.md}]"})
	p.with("If-Match", `"1"`).fails(422, varsam.Invalid, "PUT", "/register/files", gone)
	p.with("If-Match", `"1"`).does(nil, "PUT", "/register/files", with)
	filings(with, 0)
	var courses api.List[api.Duty]
	p.does(&courses, "GET", "/duties?kind="+string(duty.Course), nil)
	if len(courses.Items) == 0 || courses.Items[0].Files != 1 {
		t.Errorf("the courses are %+v", courses.Items)
	}

	after := p.does(nil, "GET", "/register/files", nil)
	filings(after.body, 0)
	if z, err := zip.NewReader(bytes.NewReader(after.body), int64(len(after.body))); err != nil {
		t.Error(err)
	} else if _, err := z.Open("duties/duties.yaml"); err != nil {
		t.Error("the duties are not given back")
	}
	if other := narrow.does(nil, "GET", "/register/files", nil); bytes.Contains(other.body, []byte("duties/")) {
		t.Error("a token without people:read gets duties")
	}
	other := build(t).program("Astrid Lind", every()...).with("Content-Type", "application/zip")
	other.with("If-Match", `"1"`).does(nil, "PUT", "/register/files", after.body)
	other.does(&courses, "GET", "/duties?kind="+string(duty.Course), nil)
	if len(courses.Items) == 0 || courses.Items[0].Files != 1 {
		t.Errorf("in another place the courses are %+v", courses.Items)
	}
}
