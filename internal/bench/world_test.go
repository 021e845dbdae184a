package main

import (
	"context"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/suppression"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/sqldb"
)

// connected is the shop's database, opened once by our connector and kept open:
// what a server does, where a command opens anew.
type connected struct{ system.System }

// Close leaves it open.
func (connected) Close() error { return nil }

// Open hands it out under every name.
func (c connected) Open(context.Context, string) (system.System, error) { return c, nil }

// ApplyAll and IndexFor pass on what the connector can beside the contract.
func (c connected) ApplyAll(ctx context.Context, ops []varsam.Operation, ready func() error) ([]varsam.Applied, error) {
	return c.System.(system.Batcher).ApplyAll(ctx, ops, ready)
}

// IndexFor is the other.
func (c connected) IndexFor(ctx context.Context, collection, column string, fold varsam.Fold) (string, error) {
	return c.System.(system.Advisor).IndexFor(ctx, collection, column, fold)
}

func (s *shop) connect(b *testing.B) connected {
	b.Helper()
	connector := sqldb.SQLite()
	if s.engine.name == "postgres" {
		connector = sqldb.Postgres()
	}
	sys, err := connector.Open(b.Context(), system.Config{
		System: "shop", Settings: map[string]string{"dsn": s.dsn}, Zone: time.UTC, Today: today,
	})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { sys.Close() })
	return connected{sys}
}

// files are a register: the common part, and how the organisation stands to the
// people: "own", or "processor" for a client.
func files(b *testing.B, role string) fs.FS {
	b.Helper()
	all := fstest.MapFS{}
	for _, part := range []string{"common", role} {
		root := os.DirFS(filepath.Join("testdata", part))
		err := fs.WalkDir(root, ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := fs.ReadFile(root, path)
			maps.Copy(all, fstest.MapFS{path: {Data: data}})
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return all
}

func loadRegister(b *testing.B, role string) *register.Register {
	b.Helper()
	reg, faults, err := register.Load(files(b, role))
	if err == nil {
		err = faults.Err()
	}
	if err != nil {
		b.Fatal(err)
	}
	return reg
}

const tenant = "bench"

// office is a whole installation on a disk: store, keys, log, service, with the
// shop connected.
type office struct {
	*testing.B
	service *request.Service
	sys     connected
}

func newOffice(b *testing.B, s *shop, role string) *office {
	b.Helper()
	ctx, folder := b.Context(), filepath.Join(b.TempDir(), "data")
	var migrations []store.Migration
	for _, room := range [][]store.Migration{evidence.Migrations, register.Migrations, act.Migrations, request.Migrations, suppression.Migrations} {
		migrations = append(migrations, room...)
	}
	st, err := store.Open(ctx, store.Config{DSN: filepath.Join(folder, "varsam.db"), Migrations: migrations})
	o := &office{B: b, sys: s.connect(b)}
	o.must(err)
	b.Cleanup(func() { st.Close() })
	keeper, err := seal.Open(ctx, seal.Beside(folder))
	o.must(err)
	b.Cleanup(func() { keeper.Close() })
	o.must(st.AddTenant(ctx, tenant))
	log, err := evidence.Open(ctx, st, keeper, evidence.Config{Marks: folder + ".keys"})
	o.must(err)
	kept := system.Connector{
		Spec: varsam.ConnectorSpec{Name: "sqlite"},
		Open: func(context.Context, system.Config) (system.System, error) { return o.sys, nil },
	}
	o.service = &request.Service{
		Store: st, Keeper: keeper, Log: log, Tenant: tenant, Connectors: []system.Connector{kept},
	}
	archive, err := register.Archive(files(b, role))
	o.must(err)
	o.must(st.Write(ctx, tenant, func(tx *store.Tx) error {
		_, err := register.Push(tx, archive, "bench", 0)
		return err
	}))
	return o
}

func (o *office) must(err error) {
	o.Helper()
	if err != nil {
		o.Fatal(err)
	}
}

// shops are made once a run, at their first use, and removed by TestMain.
var shops = struct {
	sync.Mutex
	folder string
	made   map[int]*shop
}{made: map[int]*shop{}}

func theShop(b *testing.B, customers int) *shop {
	b.Helper()
	shops.Lock()
	defer shops.Unlock()
	if shops.made[customers] == nil {
		shops.made[customers] = sqliteShop(b, shops.folder, customers)
	}
	return shops.made[customers]
}
