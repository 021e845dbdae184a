package identity_test

import (
	"path/filepath"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/store/storetest"
)

// BenchmarkTake is what happens before somebody gets a receipt, from several at a
// time.
func BenchmarkTake(b *testing.B) {
	folder := filepath.Join(b.TempDir(), "data")
	st := storetest.Open(b, store.Config{DSN: filepath.Join(folder, "varsam.db"), Migrations: slices.Concat(identity.Migrations, job.Migrations)})
	keeper, err := seal.Open(b.Context(), seal.Beside(folder))
	if err != nil {
		b.Fatal(err)
	}
	defer keeper.Close()
	s := &identity.Service{Store: st, Keeper: keeper, Tenant: storetest.Tenant, Region: "SE"}
	var n atomic.Int64
	b.SetParallelism(8)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			_, err := s.Take(b.Context(), identity.Intake{
				Reach: email("a" + strconv.FormatInt(n.Add(1), 10) + "@example.com"), Wishes: []identity.Wish{{Right: varsam.Access}},
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}
