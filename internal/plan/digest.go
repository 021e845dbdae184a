package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/varsam/varsam"
)

// digest is SHA-256 over what Encode writes.
func (p Plan) digest() string { return digestOf(p.Encode()) }

func digestOf(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// Encode is the plan's canonical JSON, without its digest. A plan has no maps,
// so encoding/json writes one form only.
func (p Plan) Encode() []byte {
	p.Digest = ""
	text, err := json.Marshal(p)
	if err != nil {
		panic("varsam: a plan is always JSON: " + err.Error())
	}
	return text
}

// Decode reads what Encode wrote. The error is Corrupt when it is not what was
// given the digest.
func Decode(text []byte, digest string) (p Plan, err error) {
	if digestOf(text) != digest {
		return p, varsam.Errorf(varsam.Corrupt, "a plan does not match its digest")
	}
	if err := json.Unmarshal(text, &p); err != nil {
		return p, varsam.Errorf(varsam.Corrupt, "a plan does not read back")
	}
	p.Digest = digest
	return p, nil
}

// Verify computes the digest again. The error is Corrupt when it is another.
func (p Plan) Verify() error {
	if p.digest() != p.Digest {
		return varsam.Errorf(varsam.Corrupt, "the plan of request %s does not match its digest", p.Request)
	}
	return nil
}
