package seal

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
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
	key, err := hkdf.Key(sha256.New, k.master.marks, nil, string(bind("mark", tenant, purpose)), keySize)
	if err != nil {
		panic("seal: " + err.Error()) // only for a length that is a constant here
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(canonical))
	return mac.Sum(nil)
}
