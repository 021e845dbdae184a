package request

import (
	"encoding/hex"

	"github.com/varsam/varsam/internal/evidence"
)

// leaf is what all leaves of a request have in common.
func leaf(kind evidence.Kind, r Request) evidence.Leaf {
	l := evidence.Leaf{Kind: kind, Request: evidence.Name(r.ID)}
	if raw, err := hex.DecodeString(r.Register); err == nil && len(raw) == len(l.Register) {
		copy(l.Register[:], raw)
	}
	return l
}

// receivedLeaf says that a request came and how many people it concerns, never
// whom.
func receivedLeaf(r Request) evidence.Leaf {
	l := leaf(evidence.Received, r)
	l.Expected = evidence.Rows(r.People)
	if len(r.Rights) > 0 {
		l.Action = evidence.NameOf(string(r.Rights[len(r.Rights)-1]))
	}
	return l
}

// deliveryLeaf commits to what was handed over without telling what it was.
func deliveryLeaf(r Request, what string, content []byte) evidence.Leaf {
	l := leaf(evidence.Delivery, r)
	l.Action, l.Result = evidence.NameOf(what), evidence.DigestOf(content)
	return l
}
