package evidence

import (
	"time"

	"github.com/varsam/varsam/internal/store"
)

// Place is one leaf in the log, for what points at it.
type Place struct {
	ID LeafID
	At time.Time
}

// Latest are the newest leaves about some requests or runs, by their ids; those
// without one are left out.
func Latest(tx *store.Tx, requests []string) (map[string]Place, error) {
	all := map[string]Place{}
	for _, request := range requests {
		places, err := latest(tx, request, 1)
		if err != nil {
			return nil, err
		}
		if len(places) > 0 {
			all[request] = Place{places[0].ID(), places[0].Time}
		}
	}
	return all, nil
}

// maxVersions is among how many leaves of no request a register's is looked for.
const maxVersions = 200

// OfRegister is the newest leaf by which a version of the register came into
// force; false where there is none.
func OfRegister(tx *store.Tx, archive Digest) (Place, bool, error) {
	leaves, err := latest(tx, "", maxVersions)
	for _, leaf := range leaves {
		if leaf.Kind == Register && leaf.Register == archive {
			return Place{leaf.ID(), leaf.Time}, true, nil
		}
	}
	return Place{}, false, err
}

func latest(tx *store.Tx, request string, most int) ([]Leaf, error) {
	return store.List(tx, func(rows *store.Rows) (Leaf, error) {
		var encoded []byte
		if err := rows.Scan(&encoded); err != nil {
			return Leaf{}, err
		}
		return DecodeLeaf(encoded)
	}, `SELECT leaf FROM evidence_leaves WHERE tenant = $1 AND request = $2 ORDER BY at DESC, seq DESC LIMIT $3`, tx.Tenant(), request, most)
}
