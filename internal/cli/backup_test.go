package cli_test

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// A backup is restored on another machine; what ended after it does not come back,
// and the log goes on and says what was lost.
func TestABackupIsRestored(t *testing.T) {
	t.Parallel()
	w := shop(t)
	w.must(0, "register", "push", w.register)
	var made struct{ Secret, ID string }
	w.json(0, &made, "token", "new", "a", "--by", "Astrid Lind", "--scope", "work:read")
	w.must(0, "hold", "add", "--reason", "Tvist", "--by", "Astrid Lind", "--review", "2099-01-01", "--email", "anna@example.org")
	out := t.TempDir()
	data, keys := filepath.Join(out, "data.backup"), filepath.Join(out, "elsewhere", "keys.backup")
	if err := os.Mkdir(filepath.Dir(keys), 0o700); err != nil {
		t.Fatal(err)
	}
	w.must(2, "backup", "--out", data, "--keys", filepath.Join(out, "keys.backup")) // beside the data
	w.must(0, "backup", "--out", data, "--keys", keys)
	w.must(4, "backup", "--out", data)

	before := w.must(0, "hold", "list")
	w.must(0, "token", "new", "b", "--by", "Bo Ek", "--scope", "work:read") // after the backup
	w.must(4, "restore", data)                                              // there is something already
	said := w.must(0, "restore", data, "--replace")
	if !strings.Contains(said, "entries of the log came after that and are lost") || !strings.Contains(said, "1 tokens") {
		t.Errorf("restoring says %s", said)
	}
	if after := w.must(0, "hold", "list"); after != before {
		t.Errorf("holds are %s, were %s", after, before)
	}
	if list := w.must(0, "token", "list"); strings.Contains(list, "Bo Ek") || !strings.Contains(list, "revoked") {
		t.Errorf("tokens are %s", list)
	}
	w.must(0, "work", "list")
	w.must(0, "token", "new", "c", "--by", "Bo Ek", "--scope", "work:read") // the log goes on

	// Another machine has nothing but the two files.
	other := shop(t)
	if r := other.here("restore", data); r.code == 0 {
		t.Errorf("data opens without its keys: %s", r.out)
	}
	other.must(0, "restore", data, "--keys", keys)
	if after := other.must(0, "hold", "list"); after != before {
		t.Errorf("elsewhere, holds are %s, were %s", after, before)
	}
	// A damaged backup changes nothing.
	text, err := os.ReadFile(data)
	if err != nil {
		t.Fatal(err)
	}
	text[len(text)/2] ^= 1
	if err := os.WriteFile(filepath.Join(out, "damaged"), text, 0o600); err != nil {
		t.Fatal(err)
	}
	other.must(1, "restore", filepath.Join(out, "damaged"), "--replace")
	if after := other.must(0, "hold", "list"); after != before {
		t.Error("a damaged backup changed something")
	}
}

// A backup that is made while requests come in is what everything was at one
// moment; nothing is put in place of data that a server works on.
func TestABackupWhileWorkGoesOn(t *testing.T) {
	t.Parallel()
	w := shop(t)
	id := w.ask("--right", "objection", "--use", "direct-marketing", "--email", "bo.exempel@example.com")
	s := w.start("serve", "--listen", "127.0.0.1:0")
	s.says("msg=working")
	out := t.TempDir()
	data, keys := filepath.Join(out, "data.backup"), filepath.Join(out, "elsewhere", "keys.backup")
	if err := os.Mkdir(filepath.Dir(keys), 0o700); err != nil {
		t.Fatal(err)
	}
	come := make(chan int)
	go func() {
		n := 0
		for range 10 {
			n += w.here("request", "new", "--right", "access", "--email", "anna.exempel@example.com").code
		}
		come <- n
	}()
	w.must(0, "backup", "--out", data, "--keys", keys)
	if faults := <-come; faults > 0 {
		t.Errorf("requests could not come in during a backup: codes add up to %d", faults)
	}
	if r := w.here("restore", data, "--keys", keys, "--replace"); r.code != 4 || !strings.Contains(r.errout, "stop varsam serve") {
		t.Errorf("restoring over a server at work: %d %s", r.code, r.errout)
	}
	s.stop(syscall.SIGTERM)

	other := shop(t)
	other.must(0, "restore", data, "--keys", keys)
	type listed []struct{ ID string }
	var here, there listed
	w.json(0, &here, "request", "list")
	other.json(0, &there, "request", "list")
	for _, r := range there {
		if !slices.Contains(here, r) {
			t.Errorf("the copy has a request %s that there never was", r.ID)
		}
		other.must(0, "request", "show", r.ID)
	}
	if len(here) != 11 || len(there) == 0 {
		t.Errorf("%d requests, %d of them in the copy", len(here), len(there))
	}
	pack := filepath.Join(out, "pack")
	other.must(0, "evidence", "export", id, "--out", pack)
	other.must(0, "evidence", "verify", pack)
	w.must(0, "restore", data, "--keys", keys, "--replace") // nobody works on it now
}

// What was restored to be looked at is shown, changes nothing, and does no work,
// however it is served.
func TestACopyIsOnlyLookedAt(t *testing.T) {
	t.Parallel()
	w := shop(t)
	w.must(0, "register", "push", w.register)
	out := t.TempDir()
	data, keys := filepath.Join(out, "data.backup"), filepath.Join(out, "elsewhere", "keys.backup")
	if err := os.Mkdir(filepath.Dir(keys), 0o700); err != nil {
		t.Fatal(err)
	}
	w.must(0, "backup", "--out", data, "--keys", keys)
	copied := shop(t)
	copied.must(0, "restore", data, "--keys", keys, "--read-only")
	copied.must(0, "request", "list")
	copied.must(0, "register", "history")
	for _, changes := range [][]string{
		{"request", "new", "--right", "access", "--email", "anna@example.com"},
		{"hold", "add", "--reason", "a trial", "--by", "Astrid", "--review", "2099-01-01", "--email", "anna@example.com"},
		{"cull", "plan"},
		{"sweep"},
	} {
		copied.must(5, changes...)
	}
	s := copied.start("serve", "--listen", "127.0.0.1:0")
	s.says("Pages: ")
	at := strings.TrimSuffix(strings.TrimPrefix(s.lines.Text(), "Pages: "), "/")
	if r, err := http.Get(at + "/sign-in"); err != nil || r.StatusCode != http.StatusOK {
		t.Fatalf("the door of the copy: %v %v", r, err)
	}
	for path, status := range map[string]int{"/api/v1/requests": http.StatusForbidden, "/api/v1/search": http.StatusForbidden} {
		r, err := http.Post(at+path, "application/json", strings.NewReader("{}"))
		if err != nil || r.StatusCode != status || r.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("POST %s: %v %v", path, r, err)
		}
	}
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for s.lines.Scan() {
		if strings.Contains(s.lines.Text(), "Working") || strings.Contains(s.lines.Text(), "msg=working") {
			t.Errorf("a copy works: %s", s.lines.Text())
		}
	}
	if err := s.cmd.Wait(); err != nil {
		t.Errorf("the copy stopped with %v", err)
	}
}

// A store in use whose keys were lost or left behind is not opened with new ones: its
// log would be signed by another, and nobody would miss what cannot be read.
func TestAStoreWithoutItsKeys(t *testing.T) {
	t.Parallel()
	w := shop(t)
	w.must(0, "register", "push", w.register)
	w.must(0, "hold", "add", "--reason", "Tvist", "--by", "Astrid Lind", "--review", "2099-01-01", "--email", "anna@example.org")
	w.must(0, "sweep") // signs
	before, public := w.must(0, "hold", "list"), w.must(0, "evidence", "key")
	data := filepath.Join(w.dir, "data")
	lost := []string{filepath.Join(data, "keys.db"), data + ".keys"}
	for _, gone := range [][]string{lost, lost[:1], lost[1:]} {
		for _, path := range gone {
			rename(t, path, path+".away")
		}
		if r := w.here("hold", "list"); r.code != 1 || !strings.Contains(r.errout, "here: put") {
			t.Errorf("without %s: %d %s", gone, r.code, r.errout)
		}
		if r := w.here("hold", "list", "--master", "file:"+filepath.Join(data, "typed.wrong")); r.code == 0 {
			t.Errorf("without %s, and with another master key: %s", gone, r.out)
		}
		if _, err := os.Stat(filepath.Join(data, "typed.wrong")); err == nil {
			t.Error("a master key was made")
		}
		for _, path := range gone {
			if err := os.RemoveAll(path); err != nil {
				t.Fatal(err)
			}
			rename(t, path+".away", path)
		}
	}
	if after := w.must(0, "hold", "list"); after != before || w.must(0, "evidence", "key") != public {
		t.Errorf("with its keys again: %s, was %s", after, before)
	}
}

func rename(t *testing.T, from, to string) {
	t.Helper()
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
}
