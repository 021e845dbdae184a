package evidence

import (
	"context"
	"crypto/ed25519"
	"os"
	"strconv"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// Restored says in a tenant's log that the database went back to a copy, and makes
// what follows continue from there: the one official way to fork a log. The leaf
// commits to the newest checkpoint kept outside the database, which is kept beside
// its successor for whoever wants to know what was lost. Lost is how many leaves
// stood under that checkpoint and are not in the database any more.
func (l *Log) Restored(ctx context.Context, tenant, actor string) (lost int64, err error) {
	mark, err := l.readMark(tenant)
	if err != nil {
		return 0, err
	}
	row, err := l.state(ctx, tenant)
	if varsam.CodeOf(err) == varsam.NotFound && mark == "" {
		return 0, nil // nothing was ever logged
	}
	if err != nil && varsam.CodeOf(err) != varsam.NotFound {
		return 0, err
	}
	lost = max(0, markSize(mark)-row.tree.N)
	leaf := Leaf{Kind: Restored, Action: "restore", Actor: NameOf(actor), Expected: Rows(int(markSize(mark))), Before: Rows(int(row.tree.N))}
	if mark != "" {
		leaf.Result = DigestOf([]byte(mark))
	}
	if err := l.setAside(tenant, mark); err != nil {
		return lost, err
	}
	err = l.store.Write(ctx, tenant, func(tx *store.Tx) error {
		_, err := Append(tx, leaf)
		return err
	})
	if err != nil {
		return lost, err
	}
	return lost, l.Checkpoint(ctx, tenant)
}

// setAside keeps a mark under another name, where it no longer binds the log.
func (l *Log) setAside(tenant, mark string) error {
	if mark == "" {
		return nil
	}
	path := l.markPath(tenant)
	if err := os.Rename(path, path+".before-restore-"+strconv.FormatInt(markSize(mark), 10)); err != nil {
		return varsam.Errorf(varsam.Unavailable, "the high-water mark of the evidence log cannot be set aside")
	}
	return nil
}

// OpenRestored opens a log as [Open] does, without holding it against its
// high-water marks: for [Log.Restored], and nothing else.
func OpenRestored(s *store.Store, keeper *seal.Keeper, config Config) *Log {
	return &Log{store: s, keeper: keeper, config: config, signers: map[string]ed25519.PrivateKey{}}
}
