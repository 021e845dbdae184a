//go:build unix

package folder_test

import (
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/files/folder"
	"github.com/varsam/varsam/internal/system/files/storetest"
)

// samba is a share that is mounted here, and where its server keeps it.
type samba struct {
	mount, data string
}

var made atomic.Int64 // folders on a share

// mounted mounts a share of the Samba server for as long as the test lasts.
func mounted(t *testing.T, share string) samba {
	t.Helper()
	text := os.Getenv("VARSAM_TEST_SAMBA")
	if text == "" {
		t.Skip("VARSAM_TEST_SAMBA names no Samba server; make test starts one")
	}
	u, err := url.Parse(text)
	must(t, err)
	home, at := t.TempDir(), t.TempDir()
	must(t, os.Mkdir(filepath.Join(home, ".smb"), 0o700))
	for _, name := range []string{"smbnetfs.conf", "smb.conf", "smbnetfs.auth"} {
		must(t, os.WriteFile(filepath.Join(home, ".smb", name), nil, 0o600))
	}
	cmd := exec.Command("smbnetfs", "-o", "fsname=varsam-test", at)
	cmd.Env = append(os.Environ(), "HOME="+home)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Skipf("this machine does not mount the share: %v: %s", err, out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", at).CombinedOutput(); err != nil {
			t.Errorf("umount: %v: %s", err, out)
		}
	})
	return samba{filepath.Join(at, u.Host, share), filepath.Join(u.Path, share)}
}

// fixture is a folder of its own on the share. Others write through the mount too:
// it remembers for a while what it has seen.
func (s samba) fixture(t *testing.T) storetest.Fixture {
	t.Helper()
	name := "t" + strconv.FormatInt(made.Add(1), 10)
	dir := filepath.Join(s.mount, name)
	must(t, os.Mkdir(dir, 0o700))
	store, err := folder.Open(dir)
	must(t, err)
	t.Cleanup(func() { store.Close() })
	return storetest.Fixture{
		Store: store,
		Put:   func(t *testing.T, path, content string) { write(t, filepath.Join(dir, path), content) },
		Grep:  func(t *testing.T, text string) bool { return storetest.Grep(t, filepath.Join(s.data, name), text) },
	}
}

// A share of Samba's, mounted, is held to the same contract as any folder. (What
// mounts it here reads a percent sign in a name as a code.)
func TestMountedShare(t *testing.T) {
	t.Parallel()
	s := mounted(t, "plain")
	storetest.Run(t, storetest.Harness{Without: `:?"\%@`, Loses: varsam.Gone, New: s.fixture})
}

// A share with a bin keeps what is erased, and what a rewritten file held. It goes
// from there too, and only that.
func TestAShareWithABin(t *testing.T) {
	t.Parallel()
	s := mounted(t, "bin")
	store, err := folder.Open(s.mount)
	must(t, err)
	t.Cleanup(func() { store.Close() })
	f := storetest.Fixture{Store: store}
	for path, text := range map[string]string{
		"a/letter.txt": "first " + storetest.Marker, "a/notes.txt": "see " + storetest.Marker, "#recycle/a/other.txt": "somebody else's",
	} {
		write(t, filepath.Join(s.mount, path), text)
	}
	sys := storetest.Open(t, f)
	for range 2 { // the second is a "Copy #1 of" the first, had that stayed
		redact(t, sys, "a/notes.txt", storetest.Marker)
		op := storetest.Operation(t, sys, varsam.OpErase, named(t, sys, "a/letter.txt"))
		done, err := sys.Apply(background, op)
		if err != nil || done.Rows != 1 || done.Finality != varsam.Gone {
			t.Errorf("%+v, %v", done, err)
		}
		if storetest.Grep(t, s.data, storetest.Marker) {
			t.Error("the server still has the text")
		}
		write(t, filepath.Join(s.mount, "a/letter.txt"), "second "+storetest.Marker)
		write(t, filepath.Join(s.mount, "a/notes.txt"), "again "+storetest.Marker)
	}
	if !storetest.Grep(t, filepath.Join(s.data, "#recycle"), "somebody else's") {
		t.Error("what others have in the bin went along")
	}
}

// A bin that keeps all folders' files together may have somebody else's of the
// same name and length: that one stays, and nothing is called gone.
func TestABinForAll(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	store, err := folder.Open(dir)
	must(t, err)
	t.Cleanup(func() { store.Close() })
	write(t, filepath.Join(dir, "a/letter.txt"), "to Anna")
	write(t, filepath.Join(dir, "#recycle/letter.txt"), "to Bert")
	sys := storetest.Open(t, storetest.Fixture{Store: store})
	done, err := sys.Apply(background, storetest.Operation(t, sys, varsam.OpErase, named(t, sys, "a/letter.txt")))
	if err != nil || done.Rows != 1 || done.Finality != varsam.Binned {
		t.Errorf("%+v, %v", done, err)
	}
	if !storetest.Grep(t, dir, "to Bert") || storetest.Grep(t, dir, "to Anna") {
		t.Error("the wrong letter went")
	}
}

// named are the records of paths.
func named(t *testing.T, s system.System, paths ...string) []varsam.Record {
	t.Helper()
	all, _, _ := storetest.Find(t, s, system.Selection{Collection: "documents", Match: storetest.Equal("path", paths...)})
	if len(all) != len(paths) {
		t.Fatalf("%d of %d documents", len(all), len(paths))
	}
	return all
}

func redact(t *testing.T, s system.System, path, text string) {
	t.Helper()
	op := storetest.Operation(t, s, varsam.OpRedact, named(t, s, path))
	op.Set = []varsam.Assignment{{Field: "text", Value: varsam.TextOf("[…]"), Take: []string{text}}}
	if done, err := s.Apply(background, op); err != nil || done.Rows != 1 || done.Finality != varsam.Blanked {
		t.Errorf("%+v, %v", done, err)
	}
}

// On a share "restricted" opens what is called "Restricted". What lies there is
// restricted, however the setting spells it.
func TestAFolderIsTheSameInSmallLetters(t *testing.T) {
	t.Parallel()
	f := mounted(t, "plain").fixture(t)
	f.Put(t, "Archive/Restricted/a.txt", "kept for a duty")
	f.Put(t, "b.txt", "x")
	s := storetest.Open(t, f, "restricted", "archive/restricted")
	_, keys, _ := storetest.Find(t, s, system.Selection{Collection: "documents"})
	if !slices.Equal(keys, []string{"b.txt"}) {
		t.Errorf("documents: %q", keys)
	}
	_, keys, _ = storetest.Find(t, s, system.Selection{Collection: "restricted"})
	if !slices.Equal(keys, []string{"a.txt"}) {
		t.Errorf("restricted: %q", keys)
	}
}
