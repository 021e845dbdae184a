package evidence

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// python runs the second verifier over packs and returns its line for each.
func python(t *testing.T, key string, packs ...[]byte) []string {
	t.Helper()
	path, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not here: the second verifier is left out")
	}
	args := []string{filepath.Join("testdata", "verify.py")}
	if key != "" {
		args = append(args, "--key", key)
	}
	folder := t.TempDir()
	for i, pack := range packs {
		file := filepath.Join(folder, fmt.Sprint(i))
		if err := os.WriteFile(file, pack, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, file)
	}
	cmd := exec.Command(path, args...)
	cmd.Env = append(os.Environ(), "PYTHONIOENCODING=utf-8")
	out, err := cmd.Output() // it ends with 1 when a pack was refused
	lines := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	if len(lines) != len(packs) {
		t.Fatalf("%d lines for %d packs (%v)", len(lines), len(packs), err)
	}
	return lines
}

// line is what the second verifier prints for a report.
func line(r Report) string {
	var findings []string
	for _, f := range r.Findings {
		findings = append(findings, fmt.Sprintf("%s@%d", f.Fault, f.Index))
	}
	return fmt.Sprintf("consistent %d %s %d %s", r.Tree.N, r.Tree.Hash, r.Leaves, strings.Join(findings, " "))
}

func TestSecondVerifierAgrees(t *testing.T) {
	var packs [][]byte
	var want []string
	for _, c := range auditCases {
		f := newForge()
		c.build(f)
		packed := f.pack("r").encode()
		report, err := Verify(packed, f.public())
		if err != nil {
			t.Fatal(err)
		}
		packs, want = append(packs, packed), append(want, line(report))
	}
	f, p := small()
	packed := p.encode()
	report, err := Verify(packed, f.public())
	if err != nil {
		t.Fatal(err)
	}
	packs, want = append(packs, packed), append(want, line(report))
	for i, got := range python(t, newForge().public(), packs...) {
		if got != want[i] {
			t.Errorf("pack %d: python says %q, Go %q", i, got, want[i])
		}
	}
	if got := python(t, "other+00000000+AAAA", packed)[0]; !strings.HasPrefix(got, "refused") {
		t.Errorf("another key: %s", got)
	}
}

func TestSecondVerifierRefuses(t *testing.T) {
	f, p := small()
	packed, body := p.encode(), p.body()
	var changed [][]byte
	for at := 0; at < len(packed); at += 53 {
		c := bytes.Clone(packed)
		c[at] ^= 1
		changed = append(changed, c, packed[:at])
	}
	for at := 0; at < len(body); at += 17 { // an insider signs the change
		c := bytes.Clone(body)
		c[at] ^= 1
		changed = append(changed, append(c, f.sign(endText(c))...))
	}
	for i, got := range python(t, "", changed...) {
		if !strings.HasPrefix(got, "refused") {
			t.Errorf("change %d: %s", i, got)
		}
	}
}
