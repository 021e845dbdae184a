package sftp_test

import (
	"context"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/varsam/varsam/internal/system/files/sftp"
	"github.com/varsam/varsam/internal/system/files/storetest"
)

// A disk that is full, of which OpenSSH says no more than "failure".
func TestNoRoomOnTheServersDisk(t *testing.T) {
	t.Parallel()
	s := running(t)
	dir, err := os.MkdirTemp(filepath.Join(s.dir, "data"), "small")
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("varsam-test", dir, "tmpfs", 0, "size=64k,mode=777"); err != nil {
		t.Skipf("this machine mounts no small disk for us: %v", err)
	}
	store, err := sftp.Open(context.Background(), s.settings(t, dir))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		store.Close()
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	f := storetest.Fixture{Store: store, Put: func(t *testing.T, path, content string) { write(t, dir, path, content, time.Unix(1_700_000_000, 0)) }}
	storetest.NoRoom(t, f, func(full bool) {
		filler := filepath.Join(dir, "filler")
		if full {
			err = os.WriteFile(filler, make([]byte, 128<<10), 0o666) // as much as there is room for
			if err == nil {
				t.Error("the disk is not full")
			}
			return
		}
		if err := os.Remove(filler); err != nil {
			t.Error(err)
		}
	})
}
