package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCullCertificate writes the certificate of a run in each form.
func TestCullCertificate(t *testing.T) {
	t.Parallel()
	w := shop(t)
	w.exec(oldInvoices)
	var run cullRun
	w.json(0, &run, "cull", "plan", "--register", w.register)
	w.must(1, "cull", "approve", run.Run, "--digest", run.Digest, "--by", "anna")
	w.must(0, "cull", "approve", run.Run, "--digest", run.Digest, "--by", "bo")
	w.must(0, "cull", "run", run.Run)
	text := w.must(0, "cull", "certificate", run.Run, "--lang", "en")
	for _, want := range []string{run.Run, "2 names, typed on a command line", "Systems that were not culled", "varsam evidence export " + run.Run} {
		if !strings.Contains(text, want) {
			t.Errorf("without %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "Exempel") || strings.Contains(text, "anna") {
		t.Errorf("a certificate names somebody:\n%s", text)
	}
	var content struct {
		Format string
		Rules  []struct {
			Collection, Action string
			Due, Done          int
		}
	}
	w.json(0, &content, "cull", "certificate", run.Run)
	done := 0
	for _, r := range content.Rules {
		done += r.Done
	}
	if content.Format != "varsam/certificate/1" || done != run.done("invoices", "erase")+run.done("invoices", "restrict")+4 {
		t.Errorf("%+v", content)
	}
	w.must(3, "cull", "certificate", "g0000000000")
	w.forms("certificate", "cull", "certificate", run.Run)
}

// TestCullSchedule needs a register and nothing else.
func TestCullSchedule(t *testing.T) {
	t.Parallel()
	w := shop(t)
	text := w.must(0, "cull", "schedule", "--register", w.register, "--lang", "en")
	if !strings.Contains(text, "Bookkeeping Act 7:2") {
		t.Errorf("without the law:\n%s", text)
	}
	w.forms("schedule", "cull", "schedule", "--register", w.register)
	w.must(3, "cull", "schedule") // the store holds no register: the folder was only read
	w.must(0, "register", "push", w.register)
	if stored := w.must(0, "cull", "schedule", "--lang", "en"); stored != text {
		t.Errorf("the stored register's schedule is another one:\n%s", stored)
	}
}

// forms writes a report to files of each kind, and to one of none.
func (w *workplace) forms(name string, args ...string) {
	w.Helper()
	for ending, begins := range map[string]string{".html": "<!doctype html>", ".pdf": "%PDF-", ".json": "{", ".txt": ""} {
		path := filepath.Join(w.dir, name+ending)
		w.must(0, append(args, "--out", path)...)
		form, err := os.ReadFile(path)
		if err != nil || len(form) < 500 || !strings.HasPrefix(string(form), begins) {
			w.Errorf("%s: %d bytes, %v", path, len(form), err)
		}
		if ending == ".json" && !json.Valid(form) {
			w.Errorf("%s is no JSON", path)
		}
	}
	w.must(2, append(args, "--out", filepath.Join(w.dir, name+".docx"))...)
}
