package evidence

import (
	"context"
	"crypto/ed25519"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/fail"
	"github.com/varsam/varsam/internal/store"
)

// CheckMark compares a tenant's log with its high-water mark, the newest
// checkpoint kept outside the database. Corrupt: the log is smaller or another
// one. A missing mark says nothing: it is written with the next checkpoint.
func (l *Log) CheckMark(ctx context.Context, tenant string) error {
	mark, err := l.readMark(tenant)
	if err != nil || mark == "" {
		return err
	}
	key, err := l.signer(ctx, tenant)
	if err != nil {
		return err
	}
	return l.store.Read(ctx, tenant, func(tx *store.Tx) error {
		row, err := selectLog(tx)
		if varsam.CodeOf(err) == varsam.NotFound {
			return errForked
		}
		if err != nil {
			return err
		}
		public, err := VerifierKey(row.origin, key.Public().(ed25519.PublicKey))
		if err != nil {
			return err
		}
		return continues(tx, row, mark, public)
	})
}

// checkMark is CheckMark inside the transaction that signs.
func (l *Log) checkMark(tx *store.Tx, row logRow, key string) error {
	mark, err := l.readMark(tx.Tenant())
	if err != nil || mark == "" {
		return err
	}
	return continues(tx, row, mark, key)
}

func (l *Log) markPath(tenant string) string {
	return filepath.Join(l.config.Marks, tenant+".checkpoint")
}

// readMark is the mark's text, empty when there is none.
func (l *Log) readMark(tenant string) (string, error) {
	if l.config.Marks == "" {
		return "", nil
	}
	text, err := os.ReadFile(l.markPath(tenant))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", varsam.Errorf(varsam.Unavailable, "the high-water mark of the evidence log cannot be read")
	}
	return string(text), nil
}

// writeMark replaces the mark, all or nothing, unless it is there already or
// another process has moved it further.
func (l *Log) writeMark(tenant string, row logRow) error {
	if l.config.Marks == "" {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if held, err := l.readMark(tenant); err != nil || markSize(held) >= row.signed {
		return err
	}
	fail.Point("evidence.mark.before")
	err := os.MkdirAll(l.config.Marks, 0o700)
	if err == nil {
		err = replace(l.markPath(tenant), row.note)
	}
	fail.Point("evidence.mark.after")
	if err != nil {
		return varsam.Errorf(varsam.Unavailable, "the high-water mark of the evidence log cannot be written")
	}
	return nil
}

// markSize is the size a mark claims; it is not checked here.
func markSize(mark string) int64 {
	lines := strings.SplitN(mark, "\n", 3)
	if len(lines) < 3 {
		return 0
	}
	n, _ := strconv.ParseInt(lines[1], 10, 64)
	return n
}

func replace(path, text string) error {
	file, err := os.CreateTemp(filepath.Dir(path), ".mark-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	_, err = file.WriteString(text)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}
