package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"strconv"

	"github.com/varsam/varsam"
)

// sealVersion is the first byte of everything sealed.
const sealVersion = 1

func newAEAD(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, varsam.Errorf(varsam.Corrupt, "a key does not have 32 bytes")
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, varsam.Errorf(varsam.Internal, "the cipher is not available")
	}
	return aead, nil
}

func sealWith(aead cipher.AEAD, bound, plain []byte) []byte {
	return aead.Seal([]byte{sealVersion}, nil, plain, bound)
}

// openWith reports whether the sealed bytes are whole, of this key and of this
// place.
func openWith(aead cipher.AEAD, bound, sealed []byte) ([]byte, bool) {
	if len(sealed) == 0 || sealed[0] != sealVersion {
		return nil, false
	}
	plain, err := aead.Open(nil, nil, sealed[1:], bound)
	return plain, err == nil
}

// bind makes additional data of its parts, each with its length, so that no two
// lists give the same bytes.
func bind(parts ...string) []byte {
	var b []byte
	for _, part := range parts {
		b = strconv.AppendInt(b, int64(len(part)), 10)
		b = append(b, ':')
		b = append(b, part...)
	}
	return b
}

func newKey() []byte {
	key := make([]byte, keySize)
	rand.Read(key)
	return key
}
