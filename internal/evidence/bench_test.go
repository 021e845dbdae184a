package evidence

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/store/storetest"
)

// BenchmarkAppend appends and numbers leaves with full durability: one leaf a
// transaction, and many.
func BenchmarkAppend(b *testing.B) {
	for _, group := range []int{1, 100, 1000} {
		b.Run(fmt.Sprintf("sqlite/%d", group), func(b *testing.B) {
			benchmarkAppend(b, group, filepath.Join(b.TempDir(), "varsam.db"))
		})
		b.Run(fmt.Sprintf("postgres/%d", group), func(b *testing.B) {
			benchmarkAppend(b, group, storetest.Postgres(b))
		})
	}
}

func benchmarkAppend(b *testing.B, group int, dsn string) {
	ctx := context.Background()
	folder := filepath.Join(b.TempDir(), "data")
	s := storetest.Open(b, store.Config{DSN: dsn, Migrations: Migrations})
	k, err := seal.Open(ctx, seal.Beside(folder))
	if err != nil {
		b.Fatal(err)
	}
	defer k.Close()
	log, err := Open(ctx, s, k, Config{Marks: folder + ".marks"})
	if err != nil {
		b.Fatal(err)
	}
	many := func(tx *store.Tx) error {
		for range group {
			if _, err := Append(tx, try("step")); err != nil {
				return err
			}
		}
		return nil
	}
	b.ResetTimer()
	for n := 0; n < b.N; n += group {
		err := s.Write(ctx, storetest.Tenant, many)
		if err == nil && n/1000 != (n+group)/1000 {
			err = log.Sequence(ctx)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	if err := log.CheckpointAll(ctx); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "leaves/s")
}

var million = flag.Int("million", 1_000_000, "leaves in BenchmarkVerifyMillion")

// BenchmarkVerifyMillion verifies an exported log of a million leaves from
// disk, and reports the most memory the process had from the system.
func BenchmarkVerifyMillion(b *testing.B) {
	if testing.Short() {
		b.Skip("writes 300 MB")
	}
	f := newForge()
	path := filepath.Join(b.TempDir(), "log")
	writeLog(b, f, path, *million)
	for b.Loop() {
		file, err := os.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		report, err := VerifyLog(file, f.public())
		file.Close()
		if err != nil || report.Leaves != *million || !report.OK() {
			b.Fatalf("%v, %v", report, err)
		}
	}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	b.ReportMetric(float64(memory.Sys)/(1<<20), "MB")
	b.ReportMetric(float64(*million)*float64(b.N)/b.Elapsed().Seconds(), "leaves/s")
}

// writeLog writes a log of intents and outcomes without keeping it.
func writeLog(b *testing.B, f *forge, path string, size int) {
	b.Helper()
	file, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	out := bufio.NewWriter(file)
	out.WriteString(logHead + "key " + f.public() + "\n")
	var tree growth
	var last Leaf
	for n := range size {
		l := approved()
		switch {
		case n == 0, n == size-1:
		case n%2 == 1:
			l = try(Name(fmt.Sprint("step-", n)))
			last = l
		default:
			l = came(last, last.ID(), Applied, 2)
		}
		l.Origin, l.Time, l.Build = testOrigin, time.UnixMicro(1_800_000_000_000_000+int64(n)).UTC(), "v1"
		l.Nonce = Nonce{byte(n), byte(n >> 8), byte(n >> 16)}
		if l.Kind == Intent {
			last = l
		}
		encoded := l.Encode()
		writeFrame(out, encoded)
		tree.add(tlog.RecordHash(encoded))
	}
	writeFrame(out, nil)
	out.WriteString(f.sign(checkpointText(f.origin, tree.tree())))
	if err := out.Flush(); err != nil {
		b.Fatal(err)
	}
	file.Close()
}
