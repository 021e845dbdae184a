package s3

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system/files"
	"github.com/varsam/varsam/internal/system/files/s3/s3test"
	"github.com/varsam/varsam/internal/system/files/storetest"
	"github.com/varsam/varsam/internal/system/files/web"
)

// service is an S3 service, and the folders in which its bytes lie where we can see
// them.
type service struct {
	endpoint, id, secret string
	grep                 func(t *testing.T, bucket, text string) bool
}

var made atomic.Int64

// bucket makes a bucket and a store of it.
func (s service) bucket(t *testing.T, versions, locks bool, prefix string) *Store {
	t.Helper()
	name := "t" + strconv.Itoa(os.Getpid()) + "-" + strconv.FormatInt(made.Add(1), 10)
	store, err := Open(map[string]string{"endpoint": s.endpoint, "bucket": name, "access_key": s.id, "secret_key": s.secret, "prefix": prefix})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	call := web.Call{Method: http.MethodPut, Path: store.bucket, Header: map[string]string{}}
	if locks {
		call.Header["X-Amz-Bucket-Object-Lock-Enabled"] = "true"
	}
	must(t, store, call)
	if versions {
		call.Query, call.Header = url.Values{"versioning": {""}}, map[string]string{}
		call.Body = []byte(`<VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Status>Enabled</Status></VersioningConfiguration>`)
		must(t, store, call)
	}
	return store
}

func must(t *testing.T, s *Store, call web.Call) http.Header {
	t.Helper()
	_, header, err := s.send(context.Background(), call)
	if err != nil {
		t.Fatalf("%s %v: %v: %s", call.Method, call.Query, err, web.StatusOf(err).Body)
	}
	return header
}

func put(t *testing.T, s *Store, path, content string) {
	t.Helper()
	call := s.object(http.MethodPut, path, nil)
	call.Body = []byte(content)
	must(t, s, call)
}

func (s service) fixture(t *testing.T, store *Store) storetest.Fixture {
	f := storetest.Fixture{Store: store, Put: func(t *testing.T, path, content string) { put(t, store, path, content) }}
	if s.grep != nil {
		f.Grep = func(t *testing.T, text string) bool { return s.grep(t, store.bucket[1:], text) }
	}
	return f
}

// run holds buckets of each kind against the contract.
func run(t *testing.T, s service) {
	for name, versions := range map[string]bool{"plain": false, "versions": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storetest.Run(t, storetest.Harness{Flat: true, Loses: varsam.Gone, New: func(t *testing.T) storetest.Fixture {
				return s.fixture(t, s.bucket(t, versions, false, ""))
			}})
		})
	}
	t.Run("prefix", func(t *testing.T) {
		t.Parallel()
		storetest.Run(t, storetest.Harness{Flat: true, Loses: varsam.Gone, New: func(t *testing.T) storetest.Fixture {
			return s.fixture(t, s.bucket(t, true, false, "a/b"))
		}})
	})
	t.Run("EveryVersionGoes", func(t *testing.T) { t.Parallel(); testEveryVersion(t, s) })
	t.Run("WhatCameLaterStays", func(t *testing.T) { t.Parallel(); testLater(t, s) })
	t.Run("LocksHold", func(t *testing.T) { t.Parallel(); testLocks(t, s) })
	t.Run("VersionsMoveAlong", func(t *testing.T) { t.Parallel(); testMoveVersions(t, s) })
	t.Run("UploadsGo", func(t *testing.T) { t.Parallel(); testUploads(t, s) })
}

func TestS3(t *testing.T) {
	t.Parallel()
	server := s3test.New()
	t.Cleanup(server.Close)
	run(t, service{endpoint: server.URL, id: "id", secret: "secret", grep: func(_ *testing.T, bucket, text string) bool { return server.Holds(bucket, text) }})
}

// A bucket that is full: also one in which one of two versions could still be copied.
func TestNoRoomInABucket(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		versions bool
		left     int
	}{"plain": {false, 0}, "versions": {true, 0}, "one version": {true, 1}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := s3test.New()
			t.Cleanup(server.Close)
			s := service{endpoint: server.URL, id: "id", secret: "secret"}
			store := s.bucket(t, c.versions, false, "")
			if c.left == 0 {
				storetest.NoRoom(t, s.fixture(t, store), func(full bool) { server.Room(map[bool]int{false: 1000}[full]) })
				return
			}
			put(t, store, "a.txt", "first")
			put(t, store, "a.txt", "second")
			e, err := store.Stat(context.Background(), "a.txt")
			if err != nil {
				t.Fatal(err)
			}
			server.Room(c.left)
			if _, err := store.Move(context.Background(), e, "b.txt"); varsam.CodeOf(err) != varsam.Full {
				t.Errorf("moving: %v", err)
			}
			if a, b := count(t, store, "a.txt"), count(t, store, "b.txt"); a != 2 || b != 0 {
				t.Errorf("%d versions where it was and %d where it should be", a, b)
			}
		})
	}
}

// The address is http://id:secret@host:port?folder&folder.
func TestVersityGateway(t *testing.T) {
	t.Parallel()
	text := os.Getenv("VARSAM_TEST_S3")
	if text == "" {
		t.Skip("VARSAM_TEST_S3 names no S3 service; make test starts one")
	}
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	s := service{endpoint: "http://" + u.Host, id: u.User.Username()}
	s.secret, _ = u.User.Password()
	s.grep = func(t *testing.T, bucket, text string) bool {
		for _, dir := range strings.Split(u.RawQuery, "&") {
			if _, err := os.Stat(filepath.Join(dir, bucket)); err == nil && storetest.Grep(t, filepath.Join(dir, bucket), text) {
				return true
			}
		}
		return false
	}
	run(t, s)
}

func count(t *testing.T, s *Store, path string) int {
	t.Helper()
	all, err := s.versions(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}

func testEveryVersion(t *testing.T, s service) {
	store := s.bucket(t, true, false, "")
	for _, content := range []string{"one " + storetest.Marker, "two " + storetest.Marker, "three"} {
		put(t, store, "a.txt", content)
	}
	put(t, store, "a.txt.bak", "another")
	must(t, store, store.object(http.MethodDelete, "a.txt", nil))
	put(t, store, "a.txt", "four")
	if n := count(t, store, "a.txt"); n != 5 {
		t.Fatalf("%d versions", n)
	}
	if n, err := store.Versions(context.Background(), "a.txt"); n != 4 || err != nil {
		t.Errorf("%d beside the current one (%v)", n, err)
	}
	e, err := store.Stat(context.Background(), "a.txt")
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Delete(context.Background(), e); err != nil {
		t.Fatal(err)
	}
	if n := count(t, store, "a.txt"); n != 6 {
		t.Errorf("%d versions and markers after deleting", n)
	}
	end, err := store.Purge(context.Background(), "a.txt")
	if err != nil || end.Finality != varsam.Gone || count(t, store, "a.txt") != 0 {
		t.Errorf("%+v, %v, %d left", end, err, count(t, store, "a.txt"))
	}
	if n := count(t, store, "a.txt.bak"); n != 1 {
		t.Errorf("an object whose name begins the same has %d versions", n)
	}
	if s.grep != nil && s.grep(t, store.bucket[1:], storetest.Marker) {
		t.Error("an older version is still there")
	}
}

func testLater(t *testing.T, s service) {
	store := s.bucket(t, true, false, "")
	put(t, store, "a.txt", "old")
	must(t, store, store.object(http.MethodDelete, "a.txt", nil))
	put(t, store, "a.txt", "somebody's new file")
	if _, err := store.Purge(context.Background(), "a.txt"); err != nil {
		t.Fatal(err)
	}
	if n := count(t, store, "a.txt"); n != 1 {
		t.Errorf("%d versions", n)
	}
	if _, err := store.Stat(context.Background(), "a.txt"); err != nil {
		t.Errorf("what came later went along: %v", err)
	}
}

func testLocks(t *testing.T, s service) {
	store := s.bucket(t, false, true, "")
	for _, name := range []string{"retained.txt", "legal.txt", "free.txt"} {
		put(t, store, name, "x")
	}
	until := time.Now().UTC().AddDate(0, 0, 10).Truncate(time.Second)
	call := store.object(http.MethodPut, "retained.txt", url.Values{"retention": {""}})
	call.Body = []byte("<Retention><Mode>GOVERNANCE</Mode><RetainUntilDate>" + until.Format(time.RFC3339) + "</RetainUntilDate></Retention>")
	call.Header["Content-MD5"] = sumOf(call.Body)
	must(t, store, call)
	call = store.object(http.MethodPut, "legal.txt", url.Values{"legal-hold": {""}})
	call.Body = []byte("<LegalHold><Status>ON</Status></LegalHold>")
	call.Header["Content-MD5"] = sumOf(call.Body)
	must(t, store, call)
	for name, want := range map[string]files.Hold{
		"retained.txt": {Held: true, Until: varsam.DateIn(until, time.UTC)}, "legal.txt": {Held: true}, "free.txt": {},
	} {
		if hold, err := store.Holds(context.Background(), name); hold != want || err != nil {
			t.Errorf("%s: %+v, %v", name, hold, err)
		}
	}
	sys := storetest.Open(t, s.fixture(t, store), "restricted", "Restricted")
	op := storetest.Erasing(t, sys)
	done, err := sys.Apply(context.Background(), op)
	if err != nil || done.Rows != 1 || done.Finality != varsam.Held || len(done.Changed)+len(done.Missing) != 0 {
		t.Errorf("%+v, %v", done, err)
	}
	seen, err := sys.Observe(context.Background(), op)
	if err != nil || seen.Rows[varsam.RowPlanned] != 1 || seen.Rows[varsam.RowOriginal] != 2 || seen.Finality != varsam.Held {
		t.Errorf("%+v, %v", seen, err)
	}
	call = store.object(http.MethodPut, "legal.txt", url.Values{"legal-hold": {""}})
	call.Body = []byte("<LegalHold><Status>OFF</Status></LegalHold>")
	call.Header["Content-MD5"] = sumOf(call.Body)
	must(t, store, call)
	if done, err := sys.Apply(context.Background(), op); err != nil || done.Rows != 2 || done.Until != varsam.DateIn(until, time.UTC) {
		t.Errorf("%+v, %v", done, err)
	}
}

func testMoveVersions(t *testing.T, s service) {
	store := s.bucket(t, true, false, "")
	put(t, store, "a.txt", "one")
	put(t, store, "a.txt", "two")
	e, err := store.Stat(context.Background(), "a.txt")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Move(context.Background(), e, "kept/å b+c.txt"); err != nil {
		t.Fatal(err)
	}
	if from, to := count(t, store, "a.txt"), count(t, store, "kept/å b+c.txt"); from != 0 || to != 2 {
		t.Errorf("%d versions where it was, %d where it is", from, to)
	}
}

func testUploads(t *testing.T, s service) {
	store := s.bucket(t, true, false, "")
	put(t, store, "a.txt", "x")
	must(t, store, store.object(http.MethodPost, "a.txt", url.Values{"uploads": {""}}))
	e, err := store.Stat(context.Background(), "a.txt")
	if err == nil {
		err = store.Delete(context.Background(), e)
	}
	if err == nil {
		_, err = store.Purge(context.Background(), "a.txt")
	}
	body, _, lost := store.send(context.Background(), web.Call{Method: http.MethodGet, Path: store.bucket + "/", Query: url.Values{"uploads": {""}}})
	if err != nil || lost != nil || strings.Contains(string(body), "<UploadId>") {
		t.Errorf("%v, %v: %s", err, lost, body)
	}
}
