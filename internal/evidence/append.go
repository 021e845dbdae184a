package evidence

import (
	"crypto/rand"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// Append adds a leaf to the tenant's log in the caller's transaction: it is
// there when the transaction commits, and gets its number soon after. Append
// fills Origin, Time, Build and Nonce. Invalid: the leaf says something its
// kind cannot say.
//
// The returned id is final; an outcome names its intent by it.
func Append(tx *store.Tx, leaf Leaf) (LeafID, error) {
	ids, err := AppendAll(tx, leaf)
	if err != nil {
		return LeafID{}, err
	}
	return ids[0], nil
}

// AppendAll adds several leaves in their order, all or none.
func AppendAll(tx *store.Tx, leaves ...Leaf) ([]LeafID, error) {
	origin, err := tx.Constant("evidence.origin", func() (string, error) { return originOf(tx) })
	if err != nil {
		return nil, err
	}
	ids, rows := make([]LeafID, len(leaves)), make([]newLeaf, len(leaves))
	for i, leaf := range leaves {
		leaf.Origin, leaf.Time, leaf.Build = Name(origin), tx.Now(), build()
		rand.Read(leaf.Nonce[:])
		if err := leaf.check(); err != nil {
			return nil, err
		}
		encoded := leaf.Encode()
		ids[i] = LeafID(tlog.RecordHash(encoded))
		rows[i] = newLeaf{ids[i], string(leaf.Request), leaf.Time.UnixMicro(), sequence.Add(1), encoded}
	}
	for some := range slices.Chunk(rows, leavesTogether) {
		if err := insertLeaves(tx, some); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// AppendWith adds a leaf with an annex, both or neither.
func AppendWith(tx *store.Tx, leaf Leaf, annex Annex) (LeafID, error) {
	leaf.Annex = annex.commitment
	id, err := Append(tx, leaf)
	if err != nil {
		return id, err
	}
	return id, insertAnnex(tx, id, annex)
}

// sequence orders leaves of one instant as they were appended by one process.
var sequence atomic.Int64

// originOf is the log's name, made at its first leaf. It is random, so that a
// public checkpoint does not say whose log it is.
func originOf(tx *store.Tx) (string, error) {
	origin, err := selectOrigin(tx)
	if varsam.CodeOf(err) != varsam.NotFound {
		return origin, err
	}
	if err := insertLog(tx, "varsam/log/"+strings.ToLower(rand.Text())); err != nil {
		return "", err
	}
	return selectOrigin(tx)
}

// build names this program: its version, or the revision it was built from.
var build = sync.OnceValue(func() Name {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			return NameOf(setting.Value)
		}
	}
	return NameOf(strings.Trim(info.Main.Version, "()"))
})
