package storetest

import (
	"testing"

	"github.com/varsam/varsam"
)

// NoRoom holds a store to what it does when its server has no room: full says that
// from now on nothing more can be written, or that it can again. What is to be moved
// or rewritten stays as it was, where it was and nowhere else; the code is Full; what
// needs no room is done, and with room so is the rest.
func NoRoom(t *testing.T, f Fixture, full func(bool)) {
	t.Helper()
	put(t, f, "a/b.txt", "about "+Marker, "a/c.txt", "stays "+Marker, "a/d.txt", "goes")
	rewritten, moved := stat(t, f.Store, "a/b.txt"), stat(t, f.Store, "a/c.txt")
	full(true)
	_, err := f.Store.Replace(background, rewritten, []byte("about […], with more words than before"))
	wantCode(t, "rewriting", err, varsam.Full)
	if now := stat(t, f.Store, "a/b.txt"); now.Version != rewritten.Version || content(t, f.Store, now) != "about "+Marker {
		t.Errorf("what could not be rewritten is %+v, was %+v", now, rewritten)
	}
	if _, err := f.Store.Move(background, moved, "new/c.txt"); err != nil { // a store that only renames needs no room
		wantCode(t, "moving", err, varsam.Full)
		if content(t, f.Store, stat(t, f.Store, "a/c.txt")) != "stays "+Marker {
			t.Error("what could not move is another")
		}
		_, err = f.Store.Stat(background, "new/c.txt")
		wantCode(t, "where it should be", err, varsam.NotFound)
	}
	if err := f.Store.Delete(background, stat(t, f.Store, "a/d.txt")); err != nil {
		t.Errorf("erasing: %v", err)
	}
	if got := list(t, f.Store, "a"); len(got) > 2 {
		t.Errorf("the folder holds %q", got)
	}
	full(false)
	if _, err := f.Store.Replace(background, rewritten, []byte("about […]")); err != nil {
		t.Errorf("with room: %v", err)
	}
}
