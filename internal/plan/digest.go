package plan

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"slices"

	"github.com/varsam/varsam"
)

// digest is SHA-256 over what Encode writes.
func (p Plan) digest() string {
	sum := sha256.New()
	p.write(sum)
	return hex.EncodeToString(sum.Sum(nil))
}

// Encode is the plan's canonical form without its digest: three lines of JSON.
// The second has the targets of each step; the third the items, which are most
// of it and which carrying it out does not need. A plan has no maps, so
// encoding/json writes one form only.
func (p Plan) Encode() []byte {
	var text bytes.Buffer
	p.write(&text)
	return text.Bytes()
}

func (p Plan) write(to io.Writer) {
	items, targets := p.Items, make([][]varsam.Target, len(p.Steps))
	p.Digest, p.Items, p.Steps = "", nil, slices.Clone(p.Steps)
	for i := range p.Steps {
		targets[i], p.Steps[i].Op.Targets = p.Steps[i].Op.Targets, nil
	}
	lines := json.NewEncoder(to)
	if err := errors.Join(lines.Encode(p), lines.Encode(targets), lines.Encode(items)); err != nil {
		panic("varsam: a plan is always JSON: " + err.Error())
	}
}

// Decode reads what Encode wrote. The error is Corrupt when it is not what was
// given the digest.
func Decode(text []byte, digest string) (Plan, error) {
	p, items, err := decode(text, digest)
	if err == nil && json.Unmarshal(items, &p.Items) != nil {
		err = varsam.Errorf(varsam.Corrupt, "the items of a plan do not read back")
	}
	return p, err
}

// DecodeSteps is Decode without the items.
func DecodeSteps(text []byte, digest string) (Plan, error) {
	p, _, err := decode(text, digest)
	return p, err
}

func decode(text []byte, digest string) (p Plan, items []byte, err error) {
	if sum := sha256.Sum256(text); hex.EncodeToString(sum[:]) != digest {
		return p, nil, varsam.Errorf(varsam.Corrupt, "a plan does not match its digest")
	}
	head, rest, _ := bytes.Cut(text, []byte{'\n'})
	line, items, whole := bytes.Cut(rest, []byte{'\n'})
	targets, err := readTargets(line)
	if !whole || err != nil || json.Unmarshal(head, &p) != nil || len(targets) != len(p.Steps) {
		return p, nil, varsam.Errorf(varsam.Corrupt, "a plan does not read back")
	}
	for i := range p.Steps {
		p.Steps[i].Op.Targets = targets[i]
	}
	p.Digest = digest
	return p, items, nil
}

// Verify computes the digest again. The error is Corrupt when it is another.
func (p Plan) Verify() error {
	if p.digest() != p.Digest {
		return varsam.Errorf(varsam.Corrupt, "the plan of request %s does not match its digest", p.Request)
	}
	return nil
}
