package evidence

import (
	"context"
	"crypto/ed25519"
	"sync"
	"time"

	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// Config of a [Log].
type Config struct {
	// Marks is a folder outside the database, best on another volume, for the
	// high-water marks: the newest checkpoint of each log. Empty is for tests
	// that do not need them.
	Marks string
}

// Log numbers, signs, exports. There may be several on one store, in one
// process or many.
type Log struct {
	store  *store.Store
	keeper *seal.Keeper
	config Config

	mu      sync.Mutex
	signers map[string]ed25519.PrivateKey
}

// Open checks every tenant's log against its high-water mark. Corrupt: the
// database was restored from a copy, or somebody forked the log.
func Open(ctx context.Context, s *store.Store, keeper *seal.Keeper, config Config) (*Log, error) {
	l := &Log{store: s, keeper: keeper, config: config, signers: map[string]ed25519.PrivateKey{}}
	tenants, err := s.Tenants(ctx)
	if err != nil {
		return nil, err
	}
	for _, tenant := range tenants {
		if err := l.CheckMark(ctx, tenant); err != nil {
			return nil, err
		}
	}
	return l, nil
}

const (
	sequenceEvery   = 200 * time.Millisecond
	checkpointEvery = 10 * time.Second
)

// Run numbers leaves every 200 ms and signs checkpoints every 10 s where
// something changed, until ctx ends or a log is corrupt; report is called with
// every other error.
func (l *Log) Run(ctx context.Context, report func(error)) error {
	sequence, checkpoint := time.NewTicker(sequenceEvery), time.NewTicker(checkpointEvery)
	defer sequence.Stop()
	defer checkpoint.Stop()
	for {
		work := l.Sequence
		select {
		case <-ctx.Done():
			return nil
		case <-sequence.C:
		case <-checkpoint.C:
			work = l.CheckpointAll
		}
		if err := work(ctx); isCorrupt(err) {
			return err
		} else if err != nil && ctx.Err() == nil {
			report(err)
		}
	}
}

// forTenants does the same for every tenant; the first error is returned, and
// the others go on.
func (l *Log) forTenants(ctx context.Context, do func(context.Context, string) error) (first error) {
	tenants, err := l.store.Tenants(ctx)
	if err != nil {
		return err
	}
	for _, tenant := range tenants {
		if err := do(ctx, tenant); err != nil && first == nil {
			first = err
		}
	}
	return first
}

// signer is the tenant's key, asked for once.
func (l *Log) signer(ctx context.Context, tenant string) (ed25519.PrivateKey, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if key, ok := l.signers[tenant]; ok {
		return key, nil
	}
	key, err := l.keeper.SigningKey(ctx, tenant)
	if err == nil {
		l.signers[tenant] = key
	}
	return key, err
}
