package dropbox_test

import (
	"context"
	"slices"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/files"
	"github.com/varsam/varsam/internal/system/files/dropbox"
	"github.com/varsam/varsam/internal/system/files/dropboxtest"
	"github.com/varsam/varsam/internal/system/files/storetest"
)

// team is a team with a team folder, a shared folder that two members have mounted,
// and the two members' own, who have the same name.
func team(t *testing.T, f dropboxtest.Faults) (*dropboxtest.Server, *dropbox.Team) {
	t.Helper()
	server := dropboxtest.New(f)
	t.Cleanup(server.Close)
	server.Space("Projects", "11", "team_folder", "")
	server.Space("Offers", "12", "shared_folder", "")
	server.Space("Kim Example", "21", "team_member_folder", "dbmid:A", "Offers")
	server.Space("Kim Example", "22", "team_member_folder", "dbmid:B", "Offers")
	server.PutIn("11", "a/plan.txt", "plan of "+storetest.Marker)
	server.PutIn("12", "offer.txt", "offer to "+storetest.Marker)
	server.PutIn("21", "notes.txt", "call "+storetest.Marker)
	server.PutIn("22", "diary.txt", "nobody")
	store, err := dropbox.OpenTeam(server.URL, server.URL, system.Config{Today: storetest.Today, Settings: map[string]string{
		"app_key": "key", "refresh_token": "refresh", "admin": "dbmid:ADMIN", "team": "yes",
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return server, store
}

// What a team shares is found once, a member's own as that member, and everything is
// erased where it lies.
func TestATeam(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]dropboxtest.Faults{"quiet": {}, "busy": {Busy: 5, Resets: 2, WriteBusy: 1, Page: 1}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, store := team(t, f)
			s := storetest.Open(t, storetest.Fixture{Store: store})
			keys, found := storetest.Naming(t, s, storetest.Marker)
			want := []string{"Kim Example (21)/notes.txt", "Offers/offer.txt", "Projects/a/plan.txt"}
			if !slices.Equal(keys, want) || !found.Complete {
				t.Fatalf("%q, %+v", keys, found)
			}
			all, keys, _ := storetest.Find(t, s, system.Selection{Collection: "documents"})
			if len(keys) != 4 {
				t.Errorf("%q", keys)
			}
			op := storetest.Operation(t, s, varsam.OpErase, slices.DeleteFunc(all, func(r varsam.Record) bool { return r.Ref.Key[0].String() == "Kim Example (22)/diary.txt" }))
			if done, err := s.Apply(context.Background(), op); err != nil || done.Rows != 3 || done.Finality != varsam.Gone {
				t.Errorf("%+v, %v", done, err)
			}
			if server.Holds(storetest.Marker) || !server.Holds("nobody") {
				t.Error("dropbox still has what was erased, or has lost what was not")
			}
		})
	}
}

func TestATeamsNamespacesAreNoFolders(t *testing.T) {
	t.Parallel()
	_, store := team(t, dropboxtest.Faults{})
	ctx := context.Background()
	top, err := store.Stat(ctx, "Projects")
	if err != nil || top.Kind != files.Folder {
		t.Fatalf("%+v, %v", top, err)
	}
	if err := store.Delete(ctx, top); varsam.CodeOf(err) != varsam.Denied {
		t.Errorf("erasing a namespace: %v", err)
	}
	e, err := store.Stat(ctx, "Projects/a/plan.txt")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Move(ctx, e, "Offers/plan.txt"); varsam.CodeOf(err) != varsam.Unsupported {
		t.Errorf("moving to where others may see it: %v", err)
	}
	if now, err := store.Move(ctx, e, "Projects/b/plan.txt"); err != nil || now.Path != "Projects/b/plan.txt" {
		t.Errorf("%+v, %v", now, err)
	}
	if _, err := store.Stat(ctx, "Nobody/x.txt"); varsam.CodeOf(err) != varsam.NotFound {
		t.Errorf("a namespace that is not there: %v", err)
	}
}

// A list of namespaces that is forgotten again and again is an error, never a short
// list; nor is a team connected as nobody.
func TestATeamIsListedWhole(t *testing.T) {
	t.Parallel()
	_, store := team(t, dropboxtest.Faults{Resets: 1000})
	n := 0
	if err := store.List(context.Background(), "", func(files.Entry) error { n++; return nil }); varsam.CodeOf(err) != varsam.Changed || n > 0 {
		t.Errorf("%d namespaces, %v", n, err)
	}
	for _, set := range []map[string]string{{}, {"admin": "a", "member": "b"}, {"admin": "a", "namespace": "1"}, {"admin": "a", "folder": "x"}} {
		set["token"] = "t"
		if _, err := dropbox.OpenTeam("http://127.0.0.1:1", "http://127.0.0.1:1", system.Config{Settings: set}); varsam.CodeOf(err) != varsam.Invalid {
			t.Errorf("%v: %v", set, err)
		}
	}
}
