package dropbox_test

import (
	"context"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/files"
	"github.com/varsam/varsam/internal/system/files/dropbox"
	"github.com/varsam/varsam/internal/system/files/dropboxtest"
	"github.com/varsam/varsam/internal/system/files/storetest"
)

func open(t *testing.T, f dropboxtest.Faults, settings ...string) (*dropboxtest.Server, *dropbox.Store) {
	t.Helper()
	server := dropboxtest.New(f)
	t.Cleanup(server.Close)
	cfg := system.Config{Today: storetest.Today, Settings: map[string]string{"app_key": "key", "refresh_token": "refresh"}}
	for i := 0; i < len(settings); i += 2 {
		cfg.Settings[settings[i]] = settings[i+1]
	}
	store, err := dropbox.Open(server.URL, server.URL, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return server, store
}

func fixture(t *testing.T, f dropboxtest.Faults, settings ...string) storetest.Fixture {
	server, store := open(t, f, settings...)
	return storetest.Fixture{
		Store: store,
		Put:   func(_ *testing.T, path, content string) { server.Put(path, content) },
		Grep:  func(_ *testing.T, text string) bool { return server.Holds(text) },
	}
}

func TestDropbox(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]dropboxtest.Faults{"quiet": {}, "busy": {Busy: 7, Resets: 2, WriteBusy: 2, Page: 20}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storetest.Run(t, storetest.Harness{Loses: varsam.Gone, Keeps: true, New: func(t *testing.T) storetest.Fixture {
				return fixture(t, f, "member", "dbmid:A", "namespace", "1")
			}})
		})
	}
}

// What becomes of an erased file is told as it is.
func TestErasingIsCalledWhatItIs(t *testing.T) {
	t.Parallel()
	binned := files.Ending{Finality: varsam.Binned, Until: storetest.Today.AddDays(30)}
	for name, c := range map[string]struct {
		faults dropboxtest.Faults
		set    []string
		want   files.Ending
		holds  bool
	}{
		"purged":           {want: files.Ending{Finality: varsam.Gone}},
		"not allowed":      {faults: dropboxtest.Faults{NoPermanent: true}, want: binned, holds: true},
		"not wanted":       {set: []string{"permanent", "no"}, want: binned, holds: true},
		"deleted only":     {faults: dropboxtest.Faults{NoPurge: true}, want: binned, holds: true},
		"held by the team": {faults: dropboxtest.Faults{Holds: 1}, set: []string{"admin", "dbmid:A"}, want: files.Ending{Finality: varsam.Held}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, store := open(t, c.faults, append(c.set, "bin", "30 days")...)
			server.Put("a.txt", storetest.Marker)
			sys := storetest.Open(t, storetest.Fixture{Store: store})
			op := storetest.Erasing(t, sys)
			done, err := sys.Apply(context.Background(), op)
			if err != nil || done.Rows != 1 || done.Finality != c.want.Finality || done.Until != c.want.Until {
				t.Errorf("%+v, %v", done, err)
			}
			if server.Holds(storetest.Marker) != c.holds {
				t.Errorf("dropbox still has it: %v", !c.holds)
			}
		})
	}
}

func TestNoRoom(t *testing.T) {
	t.Parallel()
	server, store := open(t, dropboxtest.Faults{})
	f := storetest.Fixture{Store: store, Put: func(_ *testing.T, path, content string) { server.Put(path, content) }}
	storetest.NoRoom(t, f, func(full bool) { server.Break(dropboxtest.Faults{NoRoom: full}) })
}

func TestATokenThatEndsIsRenewed(t *testing.T) {
	t.Parallel()
	server, store := open(t, dropboxtest.Faults{})
	server.Put("a.txt", "x")
	for range 2 {
		if _, err := store.Stat(context.Background(), "a.txt"); err != nil {
			t.Fatal(err)
		}
		server.EndToken()
	}
	_, bad := open(t, dropboxtest.Faults{}, "refresh_token", "wrong")
	if _, err := bad.Stat(context.Background(), "a.txt"); varsam.CodeOf(err) != varsam.Denied {
		t.Errorf("a refresh token that was revoked: %v", err)
	}
}

// A listing that Dropbox forgets again and again is an error, never a short list.
func TestResetsWithoutEndAreNoShortList(t *testing.T) {
	t.Parallel()
	server, store := open(t, dropboxtest.Faults{Resets: 1000, Page: 2})
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		server.Put(name, "x")
	}
	n := 0
	err := store.List(context.Background(), "", func(files.Entry) error { n++; return nil })
	if varsam.CodeOf(err) != varsam.Changed || n > 0 {
		t.Errorf("%d entries, %v", n, err)
	}
	server.Break(dropboxtest.Faults{Resets: 1})
	if err := store.List(context.Background(), "", func(files.Entry) error { n++; return nil }); err != nil || n != 5 {
		t.Errorf("%d entries, %v", n, err)
	}
}
