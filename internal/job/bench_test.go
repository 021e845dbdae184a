package job_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/store/storetest"
)

// engines runs a benchmark on both.
func engines(b *testing.B, run func(b *testing.B, w *bench)) {
	b.Run("sqlite", func(b *testing.B) { run(b, &bench{TB: b, Store: storetest.SQLite(b, migrations...)}) })
	b.Run("postgres", func(b *testing.B) {
		run(b, &bench{TB: b, Store: storetest.Open(b, store.Config{DSN: storetest.Postgres(b), Migrations: migrations})})
	})
}

func row(tx *store.Tx, i int) error {
	_, err := tx.Exec(`INSERT INTO effects (tenant, id, unit, fence) VALUES ($1, $2, '', 0)`, tx.Tenant(), fmt.Sprint(i))
	return err
}

// BenchmarkRow is the floor: a row in a transaction.
func BenchmarkRow(b *testing.B) {
	engines(b, func(b *testing.B, w *bench) {
		for i := range b.N {
			w.write(func(tx *store.Tx) error { return row(tx, i) })
		}
		perSecond(b, "tx/s")
	})
}

// BenchmarkEnqueue is a row and a wake in one transaction.
func BenchmarkEnqueue(b *testing.B) {
	engines(b, func(b *testing.B, w *bench) {
		for i := range b.N {
			w.write(func(tx *store.Tx) error {
				if err := row(tx, i); err != nil {
					return err
				}
				return job.Enqueue(tx, job.Wake{Kind: "cull", Run: fmt.Sprint(i), Unique: true})
			})
		}
		perSecond(b, "tx/s")
	})
}

// BenchmarkUnits takes units, and ends each with its effect in one transaction.
func BenchmarkUnits(b *testing.B) {
	engines(b, func(b *testing.B, w *bench) {
		units := make([]job.New, b.N)
		for i := range units {
			units[i] = job.New{ID: fmt.Sprint(i), Run: "r", Kind: "cull", Place: int64(i)}
		}
		w.add(units...)
		b.ResetTimer()
		left := make(chan bool, b.N)
		finish := finishing(w.Store)
		stop := w.work(job.Workers{Kinds: kinds(func(ctx context.Context, u job.Unit) (job.Outcome, error) {
			defer func() { left <- true }()
			return finish(ctx, u)
		})})
		for range b.N {
			<-left
		}
		b.StopTimer()
		stop()
		perSecond(b, "units/s")
	})
}

func perSecond(b *testing.B, unit string) { b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), unit) }
