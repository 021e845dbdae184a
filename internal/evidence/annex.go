package evidence

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/seal"
)

// Annex is sensitive content of a leaf (a query, a mail header, a masked
// sample), sealed under the key of its request or case. The leaf commits to it
// by an HMAC under a random nonce that is sealed with it.
type Annex struct {
	key        seal.KeyID
	sealed     []byte
	commitment Digest
}

// annexNonceSize is the size of the HMAC's key.
const annexNonceSize = 32

// NewAnnex seals content for [AppendWith]. It is called before the transaction,
// because it talks to the key store.
func NewAnnex(ctx context.Context, keeper *seal.Keeper, key seal.KeyID, content []byte) (Annex, error) {
	nonce := make([]byte, annexNonceSize)
	rand.Read(nonce)
	a := Annex{key: key, commitment: commit(nonce, content)}
	var err error
	a.sealed, err = keeper.Seal(ctx, key, a.context(), append(nonce, content...))
	return a, err
}

func commit(nonce, content []byte) Digest {
	mac := hmac.New(sha256.New, nonce)
	mac.Write(content)
	return Digest(mac.Sum(nil))
}

// context is where the sealed bytes belong.
func (a Annex) context() string { return "evidence_annexes/sealed/" + a.commitment.String() }

// open is the nonce and the content of a stored annex.
func (a Annex) open(ctx context.Context, keeper *seal.Keeper) (nonce, content []byte, err error) {
	plain, err := keeper.Open(ctx, a.key, a.context(), a.sealed)
	if err != nil {
		return nil, nil, err
	}
	if len(plain) < annexNonceSize || commit(plain[:annexNonceSize], plain[annexNonceSize:]) != a.commitment {
		return nil, nil, varsam.Errorf(varsam.Corrupt, "an annex does not match the commitment in its leaf")
	}
	return plain[:annexNonceSize], plain[annexNonceSize:], nil
}
