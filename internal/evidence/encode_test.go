package evidence

import (
	"bytes"
	"math"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"
)

func leaves() *rapid.Generator[Leaf] {
	return rapid.Custom(func(t *rapid.T) Leaf {
		name := rapid.Map(rapid.StringMatching(`[A-Za-z0-9._:/-]{0,64}`), func(s string) Name { return Name(s) })
		digest := rapid.Map(rapid.Uint64(), func(n uint64) (d Digest) {
			if n > 0 {
				d = DigestOf(number64(n))
			}
			return d
		})
		count := rapid.Map(rapid.Uint64(), func(n uint64) (c Count) {
			if n%2 == 1 {
				c = Count{n / 2, true}
			}
			return c
		})
		l := Leaf{
			Kind: Kind(rapid.IntRange(1, int(lastKind)).Draw(t, "kind")), Origin: testOrigin,
			Request: "r", Step: "s", System: name.Draw(t, "system"), Law: name.Draw(t, "law"),
			Actor: name.Draw(t, "actor"), Build: name.Draw(t, "build"), Finality: name.Draw(t, "finality"),
			Attempt: rapid.Uint64().Draw(t, "attempt"), Fence: rapid.Uint64().Draw(t, "fence"),
			Plan: digest.Draw(t, "plan"), Result: digest.Draw(t, "result"), Annex: digest.Draw(t, "annex"),
			Expected: count.Draw(t, "expected"), After: count.Draw(t, "after"),
			Time:  time.UnixMicro(rapid.Int64Range(1, math.MaxInt64).Draw(t, "time")).UTC(),
			Nonce: Nonce(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "nonce")),
		}
		if l.Kind == Outcome {
			l.State, l.Intent = Applied, LeafID(DigestOf([]byte("intent")))
		}
		return l
	})
}

func number64(n uint64) []byte { return (*number)(&n).append(nil) }

func TestLeafRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := leaves().Draw(t, "leaf")
		b := l.Encode()
		back, err := DecodeLeaf(b)
		if err != nil || back != l {
			t.Fatalf("%+v came back as %+v, %v", l, back, err)
		}
		at := rapid.IntRange(0, len(b)-1).Draw(t, "at")
		changed := bytes.Clone(b)
		changed[at] ^= byte(rapid.IntRange(1, 255).Draw(t, "xor"))
		if other, err := DecodeLeaf(changed); err == nil && other == l {
			t.Fatalf("a changed byte at %d says the same", at)
		}
	})
}

// The streaming root is tlog's root at every size.
func TestGrowth(t *testing.T) {
	f := newForge()
	var g growth
	for n := range 300 {
		if g.tree() != f.tree() {
			t.Fatalf("root differs at %d", n)
		}
		id := f.add(Leaf{Kind: Register})
		g.add(tlog.Hash(id))
	}
}
