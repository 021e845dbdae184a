package seal

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"hash"
)

// Mark is a keyed lookup mark of an identifier in canonical form: the same
// tenant, purpose and text always give the same 32 bytes, so a table can be
// searched without holding the text. Marks of two tenants or two purposes never
// meet.
//
// A mark is still personal data for as long as the master key exists: whoever
// has the key can try every identifier. It needs its own purpose and its own
// end, and is deleted like the text it stands for.
func (k *Keeper) Mark(tenant, purpose, canonical string) []byte {
	mark := k.Marker(tenant, purpose).Mark(canonical)
	return mark[:]
}

// Marker makes many marks of one tenant and purpose, without making their key
// anew for each. It is for one goroutine.
func (k *Keeper) Marker(tenant, purpose string) *Marker {
	key, err := hkdf.Key(sha256.New, k.master.marks, nil, string(bind("mark", tenant, purpose)), keySize)
	if err != nil {
		panic("seal: " + err.Error()) // only for a length that is a constant here
	}
	return &Marker{mac: hmac.New(sha256.New, key)}
}

// Marker is made by [Keeper.Marker].
type Marker struct {
	mac  hash.Hash
	text []byte
	sum  [sha256.Size]byte
}

// Mark is what [Keeper.Mark] gives.
func (m *Marker) Mark(canonical string) [sha256.Size]byte {
	m.text = append(m.text[:0], canonical...)
	m.mac.Reset()
	m.mac.Write(m.text)
	m.mac.Sum(m.sum[:0])
	clear(m.text)
	return m.sum
}
