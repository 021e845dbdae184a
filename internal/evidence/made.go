package evidence

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"strings"
	"time"

	"github.com/varsam/varsam/internal/store"
)

// Checkpoint is one that was signed.
type Checkpoint struct {
	Size   int64     `json:"size"`        // leaves under it
	Root   string    `json:"root"`        // of their tree, as the checkpoint writes it
	Signer string    `json:"signer"`      // the key's name
	At     time.Time `json:"at,omitzero"` // zero for the one that stood before checkpoints were listed
	Note   string    `json:"checkpoint"`  // as C2SP signed-note
}

// MadePack is a proof that was made and handed over. Its digest tells whether a
// file is that one.
type MadePack struct {
	Request string    `json:"request"`
	At      time.Time `json:"at"`
	By      string    `json:"by"` // opaque id of who made it
	Bytes   int64     `json:"bytes"`
	Digest  string    `json:"digest"` // SHA-256, hex
}

// MostListed is how many checkpoints or packs a page of a list has.
const MostListed = 25

// Checkpoints are those signed with fewer leaves than below, the newest first, 25
// at most; 0 begins with the newest.
func (l *Log) Checkpoints(ctx context.Context, tenant string, below int64) (all []Checkpoint, err error) {
	if below <= 0 {
		below = math.MaxInt64
	}
	err = l.store.Read(ctx, tenant, func(tx *store.Tx) error {
		all, err = selectCheckpoints(tx, below, MostListed)
		return err
	})
	return all, err
}

func scanCheckpoint(rows *store.Rows) (c Checkpoint, err error) {
	var at int64
	err = rows.Scan(&c.Size, &at, &c.Note)
	if at > 0 {
		c.At = time.UnixMicro(at).UTC()
	}
	lines := strings.Split(c.Note, "\n")
	if len(lines) > 4 {
		c.Root = lines[2]
		c.Signer, _, _ = strings.Cut(strings.TrimPrefix(lines[4], "— "), " ")
	}
	return c, err
}

// Packs are the proofs made before an instant, the newest first, 25 at most; a zero
// one begins with the newest.
func (l *Log) Packs(ctx context.Context, tenant string, before time.Time) (all []MadePack, err error) {
	limit := int64(math.MaxInt64)
	if !before.IsZero() {
		limit = before.UnixMicro()
	}
	err = l.store.Read(ctx, tenant, func(tx *store.Tx) error {
		all, err = selectPacks(tx, limit, MostListed)
		return err
	})
	return all, err
}

func scanPack(rows *store.Rows) (p MadePack, err error) {
	var at int64
	err = rows.Scan(&at, &p.Digest, &p.Request, &p.By, &p.Bytes)
	p.At = time.UnixMicro(at).UTC()
	return p, err
}

// Make signs a checkpoint, makes the pack of a request under it as [Log.Export]
// does, and keeps who made it in the list of packs.
func (l *Log) Make(ctx context.Context, tenant, request, by string) ([]byte, error) {
	if err := l.Checkpoint(ctx, tenant); err != nil {
		return nil, err
	}
	var pack bytes.Buffer
	if err := l.Export(ctx, tenant, request, &pack, ExportOptions{}); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(pack.Bytes())
	err := l.store.Write(ctx, tenant, func(tx *store.Tx) error {
		return insertPack(tx, MadePack{Request: request, At: tx.Now(), By: by, Bytes: int64(pack.Len()), Digest: hex.EncodeToString(sum[:])})
	})
	return pack.Bytes(), err
}
