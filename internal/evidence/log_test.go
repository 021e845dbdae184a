package evidence_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/store/storetest"
)

var ctx = context.Background()

const tenant = storetest.Tenant

// world is a log with its store and keys.
type world struct {
	store  *store.Store
	keeper *seal.Keeper
	log    *evidence.Log
	folder string
}

func (w *world) config() evidence.Config {
	return evidence.Config{Marks: filepath.Join(w.folder, "marks")}
}

func each(t *testing.T, test func(t *testing.T, w *world)) {
	storetest.EachEngine(t, func(t *testing.T, dsn func(string) string) { test(t, newWorld(t, dsn)) })
}

func newWorld(t testing.TB, dsn func(string) string) *world {
	t.Helper()
	w := &world{folder: t.TempDir()}
	w.store = storetest.Open(t, store.Config{DSN: dsn("varsam.db"), Migrations: evidence.Migrations})
	var err error
	w.keeper, err = seal.Open(ctx, seal.Config{
		Keys: dsn("keys.db"), Epochs: dsn("epochs.db"), Master: "file:" + filepath.Join(w.folder, "keys", "master.key"),
	})
	must(t, err)
	t.Cleanup(func() { w.keeper.Close() })
	w.log, err = evidence.Open(ctx, w.store, w.keeper, w.config())
	must(t, err)
	return w
}

func onSQLite(t testing.TB) *world {
	folder := t.TempDir()
	return newWorld(t, func(file string) string { return filepath.Join(folder, file) })
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantCode(t testing.TB, err error, code varsam.Code) {
	t.Helper()
	if varsam.CodeOf(err) != code {
		t.Fatalf("code %q (%v), want %q", varsam.CodeOf(err), err, code)
	}
}

func (w *world) append(t testing.TB, leaf evidence.Leaf) (id evidence.LeafID) {
	t.Helper()
	must(t, w.store.Write(ctx, tenant, func(tx *store.Tx) (err error) {
		id, err = evidence.Append(tx, leaf)
		return err
	}))
	return id
}

var planDigest = evidence.DigestOf([]byte("a plan"))

func approval(request string) evidence.Leaf {
	return evidence.Leaf{Kind: evidence.Approval, Request: evidence.Name(request), Plan: planDigest, Actor: "u-7f3a", Assurance: "passkey"}
}

func intent(request, step string) evidence.Leaf {
	return evidence.Leaf{
		Kind: evidence.Intent, Request: evidence.Name(request), Step: evidence.Name(step), Attempt: 1, Fence: 7,
		System: "crm", Collection: "contacts", Action: "erase", Basis: "6.1.f", Law: "SE-BFL:7:2", Plan: planDigest,
		Expected: evidence.Rows(3), Before: evidence.Rows(3),
	}
}

func outcome(of evidence.Leaf, id evidence.LeafID, state evidence.State) evidence.Leaf {
	of.Kind, of.State, of.Intent, of.After, of.Finality = evidence.Outcome, state, id, evidence.Rows(3), "gone"
	return of
}

// request logs a small, complete request and returns its number of leaves.
func (w *world) request(t testing.TB, request string) int {
	t.Helper()
	w.append(t, approval(request))
	for _, step := range []string{"s1", "s2"} {
		leaf := intent(request, step)
		w.append(t, outcome(leaf, w.append(t, leaf), evidence.Applied))
	}
	return 5
}

func (w *world) pack(t testing.TB, request string, options evidence.ExportOptions) []byte {
	t.Helper()
	var b bytes.Buffer
	must(t, w.log.Export(ctx, tenant, request, &b, options))
	return b.Bytes()
}

func (w *world) key(t testing.TB) string {
	t.Helper()
	key, err := w.log.VerifierKey(ctx, tenant)
	must(t, err)
	return key
}

func TestRequestFromLeafToPack(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for range 30 {
			w.append(t, evidence.Leaf{Kind: evidence.Register, Register: planDigest})
		}
		n := w.request(t, "r1")
		w.wantSealed(t, "r1", false)
		must(t, w.log.Sequence(ctx))
		w.wantSealed(t, "r1", false)
		wantCode(t, w.log.Export(ctx, tenant, "r1", &bytes.Buffer{}, evidence.ExportOptions{}), varsam.NotFound)
		must(t, w.log.Checkpoint(ctx, tenant))
		w.wantSealed(t, "r1", true)
		w.wantSealed(t, "none", false)

		report, err := evidence.Verify(w.pack(t, "r1", evidence.ExportOptions{}), w.key(t))
		must(t, err)
		if !report.OK() || report.Leaves != n || report.Tree.N != 35 || !report.Checked {
			t.Errorf("report %+v", report)
		}
		report, err = evidence.Verify(w.pack(t, "r1", evidence.ExportOptions{}), "")
		must(t, err)
		if !strings.HasPrefix(report.String(), "consistent, signer not checked\n") {
			t.Errorf("report %s", report)
		}

		w.append(t, approval("r1"))
		w.wantSealed(t, "r1", false)
		wantCode(t, w.log.Export(ctx, tenant, "r1", &bytes.Buffer{}, evidence.ExportOptions{}), varsam.Conflict)
	})
}

func (w *world) wantSealed(t *testing.T, request string, want bool) {
	t.Helper()
	sealed, err := w.log.RequestSealed(ctx, tenant, request)
	if err != nil || sealed != want {
		t.Fatalf("sealed %v, %v; want %v", sealed, err, want)
	}
}

func TestRolledBackLeafIsGone(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.store.Write(ctx, tenant, func(tx *store.Tx) error {
			_, err := evidence.Append(tx, approval("r1"))
			must(t, err)
			return varsam.Errorf(varsam.Changed, "no")
		})
		must(t, w.log.CheckpointAll(ctx))
		w.wantSealed(t, "r1", false)
	})
}

func TestLeavesThatSayTooMuch(t *testing.T) {
	w := onSQLite(t)
	for name, leaf := range map[string]evidence.Leaf{
		"free text":       {Kind: evidence.Plan, Request: "Anna Andersson"},
		"long":            {Kind: evidence.Plan, Request: evidence.Name(strings.Repeat("x", 65))},
		"no kind":         {Request: "r"},
		"state of a plan": {Kind: evidence.Plan, State: evidence.Applied},
		"no intent":       {Kind: evidence.Outcome, State: evidence.Applied},
		"no step":         {Kind: evidence.Intent, Request: "r"},
	} {
		err := w.store.Write(ctx, tenant, func(tx *store.Tx) error { _, err := evidence.Append(tx, leaf); return err })
		if varsam.CodeOf(err) != varsam.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if name := evidence.NameOf("Kund data"); !strings.HasPrefix(string(name), "x-") || name == evidence.NameOf("Kunddata") {
		t.Errorf("name %q", name)
	}
}

func TestWholeLog(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for range 300 { // over a tile's edge
			must(t, w.store.Write(ctx, tenant, func(tx *store.Tx) error {
				for range 4 {
					if _, err := evidence.Append(tx, approval("r1")); err != nil {
						return err
					}
				}
				return nil
			}))
		}
		w.request(t, "r2")
		must(t, w.log.CheckpointAll(ctx))
		for range 3 {
			w.request(t, "r3")
			must(t, w.log.CheckpointAll(ctx))
		}
		var b bytes.Buffer
		must(t, w.log.ExportLog(ctx, tenant, &b))
		report, err := evidence.VerifyLog(bytes.NewReader(b.Bytes()), w.key(t))
		must(t, err)
		if !report.OK() || report.Leaves != 1220 || report.Kinds[evidence.Intent] != 8 {
			t.Errorf("report %s", report)
		}
		for _, at := range []int{0, 20, 300, b.Len() / 2, b.Len() - 200, b.Len() - 2} {
			changed := bytes.Clone(b.Bytes())
			changed[at] ^= 1
			if _, err := evidence.VerifyLog(bytes.NewReader(changed), ""); err == nil {
				t.Errorf("byte %d changed unseen", at)
			}
		}
		_, err = evidence.VerifyLog(bytes.NewReader(b.Bytes()[:b.Len()-1]), "")
		wantCode(t, err, varsam.Corrupt)
	})
}

func TestAnnexes(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		key, err := w.keeper.NewKey(ctx, tenant, "request")
		must(t, err)
		annex, err := evidence.NewAnnex(ctx, w.keeper, key, []byte("SELECT … anna@example.se"))
		must(t, err)
		must(t, w.store.Write(ctx, tenant, func(tx *store.Tx) error {
			_, err := evidence.AppendWith(tx, approval("r1"), annex)
			return err
		}))
		w.append(t, evidence.Leaf{Kind: evidence.Received, Request: "r1"})
		must(t, w.log.CheckpointAll(ctx))

		without := w.pack(t, "r1", evidence.ExportOptions{})
		with := w.pack(t, "r1", evidence.ExportOptions{Annexes: true})
		if bytes.Contains(without, []byte("\nannex ")) || !bytes.Contains(with, []byte("\nannex ")) {
			t.Error("annexes are not where they were asked for")
		}
		for _, pack := range [][]byte{without, with} {
			_, err := evidence.Verify(pack, w.key(t))
			must(t, err)
		}
		must(t, w.keeper.Destroy(ctx, key))
		err = w.log.Export(ctx, tenant, "r1", &bytes.Buffer{}, evidence.ExportOptions{Annexes: true})
		wantCode(t, err, varsam.NotFound)
		_, err = evidence.Verify(w.pack(t, "r1", evidence.ExportOptions{}), w.key(t))
		must(t, err)
	})
}

func TestTenantsHaveTheirOwnLogs(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.request(t, "r1")
		must(t, w.store.Write(ctx, storetest.Other, func(tx *store.Tx) error {
			_, err := evidence.Append(tx, approval("r1"))
			return err
		}))
		must(t, w.log.CheckpointAll(ctx))
		other, err := w.log.VerifierKey(ctx, storetest.Other)
		must(t, err)
		_, err = evidence.Verify(w.pack(t, "r1", evidence.ExportOptions{}), other)
		wantCode(t, err, varsam.Denied)
	})
}

func TestRestoredDatabaseIsNoticed(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.request(t, "r1")
		must(t, w.log.CheckpointAll(ctx))
		must(t, w.log.CheckMark(ctx, tenant))
		mark := filepath.Join(w.folder, "marks", tenant+".checkpoint")
		old, err := os.ReadFile(mark)
		must(t, err)
		w.request(t, "r1")
		must(t, w.log.CheckpointAll(ctx))
		newer, err := os.ReadFile(mark)
		must(t, err)

		must(t, os.WriteFile(mark, old, 0o600)) // a crash kept it from moving
		must(t, w.log.CheckpointAll(ctx))
		if moved, err := os.ReadFile(mark); err != nil || !bytes.Equal(moved, newer) {
			t.Error("the mark stayed behind")
		}
		ahead := strings.Replace(string(newer), "\n10\n", "\n11\n", 1)
		must(t, os.WriteFile(mark, []byte(ahead), 0o600)) // not signed by us
		wantCode(t, w.log.CheckMark(ctx, tenant), varsam.Corrupt)

		must(t, os.WriteFile(mark, newer, 0o600))
		w.lose(t) // back to five leaves
		_, err = evidence.Open(ctx, w.store, w.keeper, w.config())
		wantCode(t, err, varsam.Corrupt)
		w.request(t, "r1") // going on does not hide it
		w.request(t, "r1")
		wantCode(t, w.log.CheckpointAll(ctx), varsam.Corrupt)
	})
}

// A restored database goes on from where it is, once somebody says so; the log
// says what was lost, and what follows verifies.
func TestARestoredLogGoesOn(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.request(t, "r1")
		must(t, w.log.CheckpointAll(ctx))
		w.request(t, "r2")
		must(t, w.log.CheckpointAll(ctx))
		w.lose(t)
		must(t, w.log.Sequence(ctx))
		_, err := evidence.Open(ctx, w.store, w.keeper, w.config())
		wantCode(t, err, varsam.Corrupt)
		log := evidence.OpenRestored(w.store, w.keeper, w.config())
		lost, err := log.Restored(ctx, tenant, "a1")
		must(t, err)
		if lost != 5 {
			t.Errorf("lost %d leaves", lost)
		}
		w.log, err = evidence.Open(ctx, w.store, w.keeper, w.config())
		must(t, err)
		w.request(t, "r3")
		must(t, w.log.CheckpointAll(ctx))
		var whole bytes.Buffer
		must(t, w.log.ExportLog(ctx, tenant, &whole))
		key, err := w.log.VerifierKey(ctx, tenant)
		must(t, err)
		report, err := evidence.VerifyLog(&whole, key)
		must(t, err)
		if report.Kinds[evidence.Restored] != 1 || report.Leaves != 11 {
			t.Errorf("the log has %v", report.Kinds)
		}
		asides, err := filepath.Glob(filepath.Join(w.folder, "marks", "*.before-restore-10"))
		if err != nil || len(asides) != 1 {
			t.Errorf("the old mark is kept as %v", asides)
		}
	})
}

// lose puts the database back to before the second request.
func (w *world) lose(t *testing.T) {
	t.Helper()
	must(t, w.store.Write(ctx, tenant, func(tx *store.Tx) error {
		for _, statement := range []string{
			`DELETE FROM evidence_leaves WHERE tenant = $1 AND idx >= 5`,
			`DELETE FROM evidence_tiles WHERE tenant = $1`,
			`UPDATE evidence_leaves SET idx = NULL WHERE tenant = $1`,
			`UPDATE evidence_logs SET size = 0, signed = 0, note = '' WHERE tenant = $1`,
		} {
			if _, err := tx.Exec(statement, tenant); err != nil {
				return err
			}
		}
		return nil
	}))
}

// Any number of sequencers may run; the size is the fence.
func TestManySequencers(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.append(t, approval("r1"))
		other, err := evidence.Open(ctx, w.store, w.keeper, w.config())
		must(t, err)
		var group sync.WaitGroup
		for _, log := range []*evidence.Log{w.log, other} {
			group.Go(func() {
				for range 10 {
					err := w.store.Write(ctx, tenant, func(tx *store.Tx) error {
						_, err := evidence.Append(tx, approval("r1"))
						return err
					})
					if err == nil {
						err = log.Checkpoint(ctx, tenant)
					}
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		group.Wait()
		var b bytes.Buffer
		must(t, w.log.ExportLog(ctx, tenant, &b))
		report, err := evidence.VerifyLog(&b, w.key(t))
		if err != nil || report.Leaves != 21 {
			t.Errorf("%d leaves, %v", report.Leaves, err)
		}
	})
}

func TestChangedTileIsNoticed(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.request(t, "r1")
		must(t, w.log.Sequence(ctx))
		must(t, w.store.Write(ctx, tenant, func(tx *store.Tx) error {
			_, err := tx.Exec(`UPDATE evidence_tiles SET hashes = $2 WHERE tenant = $1`, tenant, bytes.Repeat([]byte{1}, 5*32))
			return err
		}))
		w.request(t, "r1")
		wantCode(t, w.log.Sequence(ctx), varsam.Corrupt)
	})
}

func TestRunNumbersAndStops(t *testing.T) {
	w := onSQLite(t)
	w.request(t, "r1")
	running, stop := context.WithTimeout(ctx, 5*time.Second)
	defer stop()
	done := make(chan error)
	go func() { done <- w.log.Run(running, func(err error) { t.Error(err) }) }()
	for pending := 1; pending > 0; {
		must(t, w.store.Read(running, tenant, func(tx *store.Tx) error {
			return tx.QueryRow(`SELECT count(*) FROM evidence_leaves WHERE tenant = $1 AND idx IS NULL`, tenant).Scan(&pending)
		}))
	}
	stop()
	must(t, <-done)
}

func TestStatementsNameTheTenant(t *testing.T) { storetest.CheckStatements(t) }

// The verifier is to be read, and trusted, without the rest of the product.
func TestVerifierKnowsNoDatabase(t *testing.T) {
	for _, name := range []string{"leaf", "kind", "encode", "notes", "pack", "verify", "verifylog", "audit", "report"} {
		source, err := os.ReadFile(name + ".go")
		must(t, err)
		if bytes.Contains(source, []byte("varsam/internal/")) {
			t.Errorf("%s.go imports another room", name)
		}
	}
}
