package evidence_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/fail"
	"github.com/varsam/varsam/internal/fail/failtest"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// childFolder names the folder a child process works in.
const childFolder = "EVIDENCE_CHILD"

// TestMain lets the test binary be the process that dies.
func TestMain(m *testing.M) {
	folder := os.Getenv(childFolder)
	if folder == "" {
		os.Exit(m.Run())
	}
	if err := child(context.Background(), folder); err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
}

// crashWorld is what a child opens, and its parent after it.
func crashWorld(ctx context.Context, folder string) (*store.Store, *seal.Keeper, *evidence.Log, error) {
	data := filepath.Join(folder, "data")
	s, err := store.Open(ctx, store.Config{DSN: filepath.Join(data, "varsam.db"), Migrations: evidence.Migrations})
	if err != nil {
		return nil, nil, nil, err
	}
	if err := s.AddTenant(ctx, tenant); err != nil {
		return nil, nil, nil, err
	}
	k, err := seal.Open(ctx, seal.Beside(data))
	if err != nil {
		return nil, nil, nil, err
	}
	log, err := evidence.Open(ctx, s, k, evidence.Config{Marks: filepath.Join(folder, "marks")})
	return s, k, log, err
}

// rounds is how many a child does before it ends by itself.
const rounds = 12

// child appends, seals, signs and rotates, and acknowledges each on stdout once
// it is done: what it has printed must never be lost.
func child(ctx context.Context, folder string) error {
	s, k, log, err := crashWorld(ctx, folder)
	if err != nil {
		return err
	}
	now := time.Now()
	for i := range rounds {
		var id evidence.LeafID
		err := s.Write(ctx, tenant, func(tx *store.Tx) (err error) {
			id, err = evidence.Append(tx, approval("r1"))
			return err
		})
		if err != nil {
			return err
		}
		fmt.Println("leaf", id)
		key, err := k.NewKey(ctx, tenant, "request")
		if err != nil {
			return err
		}
		sealed, err := k.Seal(ctx, key, "place", []byte("text"))
		if err != nil {
			return err
		}
		fmt.Println("sealed", key, hex.EncodeToString(sealed))
		if i%3 != 2 {
			continue
		}
		if err := log.Checkpoint(ctx, tenant); err != nil {
			return err
		}
		if _, err := k.RotateEpoch(ctx, now.Add(time.Duration(i)*seal.EpochLife)); err != nil {
			return err
		}
		fmt.Println("signed")
	}
	return nil
}

// crash runs a child until it dies or ends, or is killed after so many lines.
func crash(t *testing.T, folder, point string, kill int) (acknowledged []string, died bool) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childFolder+"="+folder, fail.Variable+"="+point)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		acknowledged = append(acknowledged, lines.Text())
		if len(acknowledged) == kill {
			cmd.Process.Kill()
		}
		if strings.HasPrefix(lines.Text(), "error") {
			t.Errorf("%s: the child says %s", point, lines.Text())
		}
	}
	return acknowledged, cmd.Wait() != nil
}

// survived opens what a crash left and checks that nothing acknowledged is lost
// and that the log goes on.
func survived(t *testing.T, folder string, acknowledged []string) {
	t.Helper()
	s, k, log, err := crashWorld(ctx, folder)
	must(t, err)
	defer s.Close()
	defer k.Close()
	must(t, log.Checkpoint(ctx, tenant))
	leaves := 0
	for _, line := range acknowledged {
		fields := strings.Fields(line)
		switch fields[0] {
		case "leaf":
			leaves++
			wantLeaf(t, s, fields[1])
		case "sealed":
			sealed, err := hex.DecodeString(fields[2])
			must(t, err)
			plain, err := k.Open(ctx, seal.KeyID(fields[1]), "place", sealed)
			if err != nil || string(plain) != "text" {
				t.Fatalf("a key is lost: %v", err)
			}
		}
	}
	if leaves == 0 {
		return
	}
	var b bytes.Buffer
	must(t, log.ExportLog(ctx, tenant, &b))
	report, err := evidence.VerifyLog(&b, "")
	must(t, err)
	if report.Leaves < leaves {
		t.Fatalf("%d leaves of %d acknowledged", report.Leaves, leaves)
	}
}

func wantLeaf(t *testing.T, s *store.Store, id string) {
	t.Helper()
	raw, err := hex.DecodeString(id)
	must(t, err)
	must(t, s.Read(ctx, tenant, func(tx *store.Tx) error {
		index := 0
		return tx.QueryRow(`SELECT idx FROM evidence_leaves WHERE tenant = $1 AND id = $2`, tenant, raw).Scan(&index)
	}))
}

func TestKilledAtEveryPoint(t *testing.T) {
	if testing.Short() {
		t.Skip("kills some fifty processes")
	}
	for _, point := range failtest.Points(t, ".", "../store", "../seal") {
		times := []int{1, 2}
		if strings.HasPrefix(point, "store.commit") {
			times = []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 17, 20, 25}
		}
		for _, n := range times {
			folder := t.TempDir()
			acknowledged, died := crash(t, folder, fmt.Sprintf("%s:%d", point, n), 0)
			if n == 1 && !died {
				t.Errorf("%s was never hit", point)
			}
			survived(t, folder, acknowledged)
		}
	}
}

func TestKilledAtRandom(t *testing.T) {
	if testing.Short() {
		t.Skip("kills twenty processes")
	}
	folder := t.TempDir()
	var all []string
	for range 20 {
		acknowledged, _ := crash(t, folder, "", 1+rand.IntN(2*rounds))
		all = append(all, acknowledged...)
		survived(t, folder, all)
	}
	t.Logf("%d acknowledgements over 20 kills, none lost", len(all))
}
