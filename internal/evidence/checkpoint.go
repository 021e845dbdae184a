package evidence

import (
	"context"
	"crypto/ed25519"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// CheckpointAll is [Log.Checkpoint] for every tenant.
func (l *Log) CheckpointAll(ctx context.Context) error { return l.forTenants(ctx, l.Checkpoint) }

// Checkpoint numbers what is pending and signs the tree, if it grew. Before, it
// checks the log against the high-water mark; after, it moves the mark, also
// when a crash had kept it from moving.
// Corrupt: see [Open]; nothing is signed then.
func (l *Log) Checkpoint(ctx context.Context, tenant string) error {
	if err := l.SequenceTenant(ctx, tenant); err != nil {
		return err
	}
	row, err := l.state(ctx, tenant)
	if err != nil && varsam.CodeOf(err) != varsam.NotFound {
		return err
	}
	if row.tree.N == row.signed { // also: no log yet
		err = l.CheckMark(ctx, tenant)
	} else {
		row, err = l.signNow(ctx, tenant)
	}
	if err != nil || row.note == "" {
		return err
	}
	return l.writeMark(tenant, row)
}

func (l *Log) signNow(ctx context.Context, tenant string) (row logRow, err error) {
	key, err := l.signer(ctx, tenant)
	if err != nil {
		return row, err
	}
	err = l.store.Write(ctx, tenant, func(tx *store.Tx) error {
		row, err = l.sign(tx, key)
		return err
	})
	return row, err
}

func (l *Log) state(ctx context.Context, tenant string) (row logRow, err error) {
	err = l.store.Read(ctx, tenant, func(tx *store.Tx) error {
		row, err = selectLog(tx)
		return err
	})
	return row, err
}

// sign signs the tree as it is now, after checking that it continues the mark
// and the checkpoint before.
func (l *Log) sign(tx *store.Tx, key ed25519.PrivateKey) (row logRow, err error) {
	if err := tx.Lock(sequenceLock); err != nil {
		return row, err
	}
	if row, err = selectLog(tx); err != nil {
		return row, err
	}
	public, err := VerifierKey(row.origin, key.Public().(ed25519.PublicKey))
	if err != nil {
		return row, err
	}
	if err := l.checkMark(tx, row, public); err != nil {
		return row, err
	}
	if row.note != "" {
		if err := continues(tx, row, row.note, public); err != nil {
			return row, err
		}
	}
	row.signed = row.tree.N
	row.note, err = signNote(row.origin, key, checkpointText(row.origin, row.tree))
	if err != nil {
		return row, err
	}
	if err := insertCheckpoint(tx, row.signed, row.note); err != nil {
		return row, err
	}
	return row, updateNote(tx, row.signed, row.note)
}

// continues reports whether the log still holds what a checkpoint of it says.
func continues(tx *store.Tx, row logRow, checkpoint, key string) error {
	mark, err := openCheckpoint(checkpoint, key, row.origin)
	if err != nil {
		return errForked
	}
	if mark.N > row.tree.N {
		return errForked
	}
	if mark.N == 0 {
		return nil
	}
	hash, err := tlog.TreeHash(mark.N, readTree(tx, row.tree))
	if err != nil {
		return treeError(err)
	}
	if hash != mark.Hash {
		return errForked
	}
	return nil
}

var errForked error = varsam.Errorf(varsam.Corrupt,
	"the evidence log was restored or forked: it does not continue the newest checkpoint kept outside the database")

// RequestSealed reports whether a request has leaves and all of them are under
// a signed checkpoint, which it needs before it may close.
func (l *Log) RequestSealed(ctx context.Context, tenant, request string) (bool, error) {
	all, sealed := 0, 0
	err := l.store.Read(ctx, tenant, func(tx *store.Tx) error {
		row, err := selectLog(tx)
		if err != nil {
			return err
		}
		all, sealed, err = countRequest(tx, request, row.signed)
		return err
	})
	if varsam.CodeOf(err) == varsam.NotFound {
		return false, nil
	}
	return all > 0 && all == sealed, err
}

// VerifierKey is the public text of the tenant's log key, to be handed to
// whoever will verify packs. NotFound: nothing was logged yet.
func (l *Log) VerifierKey(ctx context.Context, tenant string) (string, error) {
	row, err := l.state(ctx, tenant)
	if varsam.CodeOf(err) == varsam.NotFound {
		return "", varsam.Errorf(varsam.NotFound, "the log is empty; its key is made with the first entry")
	}
	if err != nil {
		return "", err
	}
	key, err := l.signer(ctx, tenant)
	if err != nil {
		return "", err
	}
	return VerifierKey(row.origin, key.Public().(ed25519.PublicKey))
}
