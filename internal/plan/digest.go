package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/varsam/varsam"
)

// digest is SHA-256 over the plan's canonical JSON without its digest. A plan has
// no maps, so encoding/json writes one form only.
func (p Plan) digest() string {
	p.Digest = ""
	text, err := json.Marshal(p)
	if err != nil {
		panic("varsam: a plan is always JSON: " + err.Error())
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// Verify computes the digest again. The error is Corrupt when it is another.
func (p Plan) Verify() error {
	if p.digest() != p.Digest {
		return varsam.Errorf(varsam.Corrupt, "the plan of request %s does not match its digest", p.Request)
	}
	return nil
}
