package evidence

import (
	"golang.org/x/mod/sumdb/tlog"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// tileHeight is the height of a tile in the tree, as in C2SP tlog-tiles: 256
// hashes.
const tileHeight = 8

// tiles reads the tree of one transaction's tenant; what it hands out is
// checked against the root, so a changed byte in the table is found before
// anything is built on it.
type tiles struct {
	tx   *store.Tx
	held map[tlog.Tile][]byte
}

// readTree is the hashes of a tree as it was at its size.
func readTree(tx *store.Tx, tree tlog.Tree) tlog.HashReader {
	if tree.N == 0 {
		return tlog.HashReaderFunc(func(wanted []int64) ([]tlog.Hash, error) {
			if len(wanted) > 0 {
				return nil, errTree
			}
			return nil, nil
		})
	}
	return tlog.TileHashReader(tree, &tiles{tx, map[tlog.Tile][]byte{}})
}

var errTree error = varsam.Errorf(varsam.Corrupt, "the evidence log does not match its root: a stored hash was changed or lost")

// Height implements [tlog.TileReader].
func (t *tiles) Height() int { return tileHeight }

// ReadTiles implements [tlog.TileReader]. A tile that has grown since holds the
// hashes of the smaller one first.
func (t *tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	list := make([][]byte, len(wanted))
	for i, tile := range wanted {
		data, ok := t.held[tile]
		if !ok {
			stored, err := selectTile(t.tx, tile.L, tile.N)
			if err != nil && varsam.CodeOf(err) != varsam.NotFound {
				return nil, err
			}
			if len(stored) < tile.W*tlog.HashSize {
				return nil, errTree
			}
			data = stored[:tile.W*tlog.HashSize]
			t.held[tile] = data
		}
		list[i] = data
	}
	return list, nil
}

// SaveTiles implements [tlog.TileReader].
func (t *tiles) SaveTiles([]tlog.Tile, [][]byte) {}

// treeError keeps errors of ours; tlog's own mean that hashes do not fit.
func treeError(err error) error {
	if err == nil || varsam.CodeOf(err) != varsam.Internal {
		return err
	}
	return errTree
}

// growing is a tree with hashes that are not stored yet.
type growing struct {
	old   tlog.HashReader
	fresh map[int64]tlog.Hash
}

// ReadHashes implements [tlog.HashReader].
func (g *growing) ReadHashes(wanted []int64) ([]tlog.Hash, error) {
	list := make([]tlog.Hash, len(wanted))
	var missing []int64
	var places []int
	for i, index := range wanted {
		hash, ok := g.fresh[index]
		if !ok {
			missing, places = append(missing, index), append(places, i)
		}
		list[i] = hash
	}
	if len(missing) == 0 {
		return list, nil
	}
	found, err := g.old.ReadHashes(missing)
	if err != nil {
		return nil, err
	}
	for i, hash := range found {
		list[places[i]] = hash
	}
	return list, nil
}

// add appends the record hash of leaf n.
func (g *growing) add(n int64, hash tlog.Hash) error {
	hashes, err := tlog.StoredHashesForRecordHash(n, hash, g)
	if err != nil {
		return err
	}
	start := tlog.StoredHashIndex(0, n)
	for i, h := range hashes {
		g.fresh[start+int64(i)] = h
	}
	return nil
}

// extend stores a tree that has grown by these leaves, which begin at its size.
func extend(tx *store.Tx, old tlog.Tree, leaves []numbered) (tree tlog.Tree, err error) {
	g := &growing{readTree(tx, old), make(map[int64]tlog.Hash, 2*len(leaves))}
	for _, leaf := range leaves {
		if err := g.add(leaf.index, leaf.hash); err != nil {
			return tree, err
		}
	}
	tree.N = old.N + int64(len(leaves))
	for _, tile := range tlog.NewTiles(tileHeight, old.N, tree.N) {
		data, err := tlog.ReadTileData(tile, g)
		if err != nil {
			return tree, err
		}
		if err := upsertTile(tx, tile.L, tile.N, data); err != nil {
			return tree, err
		}
	}
	tree.Hash, err = tlog.TreeHash(tree.N, g)
	return tree, err
}

var _ tlog.TileReader = (*tiles)(nil)
