package suppression

import (
	"encoding/binary"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// canon is the version of the canonical forms that are marked. When
// [varsam.IdentifierType.Canonical] comes to read a value otherwise, marks under
// the old version are still compared with old forms; a new one begins.
const canon = "1"

// marks makes the marks of one tenant.
type marks struct {
	keeper *seal.Keeper
	tenant string
	types  map[varsam.IdentifierType]*seal.Marker
	places *seal.Marker
}

func newMarks(keeper *seal.Keeper, tenant string) *marks {
	return &marks{keeper, tenant, map[varsam.IdentifierType]*seal.Marker{}, keeper.Marker(tenant, "suppression place "+canon)}
}

// of marks an identifier. Each type has a key of its own, so that a number that
// is one person's customer number and another's telephone never meets.
func (m *marks) of(t varsam.IdentifierType, canonical string) [32]byte {
	maker, ok := m.types[t]
	if !ok {
		maker = m.keeper.Marker(m.tenant, "suppression "+canon+" "+string(t))
		m.types[t] = maker
	}
	return maker.Mark(canonical)
}

func (m *marks) place(at Place) []byte {
	mark := m.places.Mark(at.Ref.String() + "\x00" + at.Field)
	return mark[:]
}

// filter holds the first eight bytes of each mark, sorted: a value that does not
// begin like any is nobody's, and of millions of values only a handful are looked
// up. It is never the answer by itself.
type filter []uint64

func loadFilter(tx *store.Tx) (f filter, err error) {
	err = eachMark(tx, func(mark []byte) { f = append(f, binary.BigEndian.Uint64(mark)) })
	slices.Sort(f)
	return f, err
}

func (f filter) may(mark [32]byte) bool {
	_, ok := slices.BinarySearch(f, binary.BigEndian.Uint64(mark[:]))
	return ok
}
