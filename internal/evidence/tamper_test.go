package evidence

import (
	"bytes"
	"crypto/ed25519"
	"slices"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/varsam/varsam"
)

// forge is a pack made in memory by whoever holds a key: the product's own
// signer here, an insider or a stranger elsewhere in this file.
type forge struct {
	key    ed25519.PrivateKey
	origin string
	leaves []Leaf
	hashes map[int64]tlog.Hash
}

const testOrigin = "varsam/log/test"

func newForge() *forge {
	return &forge{ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, 32)), testOrigin, nil, map[int64]tlog.Hash{}}
}

func (f *forge) ReadHashes(wanted []int64) (list []tlog.Hash, err error) {
	for _, index := range wanted {
		list = append(list, f.hashes[index])
	}
	return list, nil
}

// add fills what Append fills, repeatably.
func (f *forge) add(l Leaf) LeafID {
	n := int64(len(f.leaves))
	if l.Time.IsZero() {
		l.Time = time.UnixMicro(1_800_000_000_000_000 + n*1000).UTC()
	}
	l.Origin, l.Build, l.Nonce = Name(f.origin), "v1", Nonce{byte(n), byte(n >> 8), 1}
	g := &growing{f, f.hashes}
	if err := g.add(n, tlog.RecordHash(l.Encode())); err != nil {
		panic(err)
	}
	f.leaves = append(f.leaves, l)
	return l.ID()
}

func (f *forge) tree() tlog.Tree {
	hash, err := tlog.TreeHash(int64(len(f.leaves)), f)
	if err != nil {
		panic(err)
	}
	return tlog.Tree{N: int64(len(f.leaves)), Hash: hash}
}

func (f *forge) sign(text string) string {
	signed, err := signNote(f.origin, f.key, text)
	if err != nil {
		panic(err)
	}
	return signed
}

func (f *forge) public() string {
	key, err := VerifierKey(f.origin, f.key.Public().(ed25519.PublicKey))
	if err != nil {
		panic(err)
	}
	return key
}

// pack packs a request's leaves.
func (f *forge) pack(request Name) *pack {
	tree := f.tree()
	p := &pack{origin: f.origin, key: f.public(), request: request, checkpoint: f.sign(checkpointText(f.origin, tree))}
	for i, l := range f.leaves {
		if l.Request != request {
			continue
		}
		proof, err := tlog.ProveRecord(tree.N, int64(i), f)
		if err != nil {
			panic(err)
		}
		p.entries = append(p.entries, entry{index: int64(i), leaf: l.Encode(), proof: proof})
	}
	return f.end(p)
}

// end closes a pack anew, as an insider with the key would after a change.
func (f *forge) end(p *pack) *pack {
	p.end = f.sign(endText(p.body()))
	return p
}

var aPlan = DigestOf([]byte("plan"))

// small is a log of seven leaves, five of them of request r1, one with an
// annex.
func small() (*forge, *pack) {
	f := newForge()
	nonce, content := bytes.Repeat([]byte{3}, annexNonceSize), []byte("anna")
	f.add(Leaf{Kind: Register, Register: aPlan})
	f.add(Leaf{Kind: Approval, Request: "r1", Plan: aPlan, Actor: "u1", Annex: commit(nonce, content)})
	for _, step := range []Name{"s1", "s2"} {
		l := Leaf{Kind: Intent, Request: "r1", Step: step, Attempt: 1, System: "crm", Action: "erase", Plan: aPlan, Expected: Rows(2)}
		l.Intent = f.add(l)
		l.Kind, l.State, l.After = Outcome, Applied, Rows(2)
		f.add(l)
	}
	f.add(Leaf{Kind: Received, Request: "r2"})
	p := f.pack("r1")
	p.entries[0].annexed, p.entries[0].nonce, p.entries[0].annex = true, nonce, content
	return f, f.end(p)
}

func wantRefused(t *testing.T, what string, packed []byte) {
	t.Helper()
	if _, err := Verify(packed, ""); varsam.CodeOf(err) != varsam.Corrupt && varsam.CodeOf(err) != varsam.Invalid {
		t.Fatalf("%s: not refused (%v):\n%s", what, err, packed)
	}
}

func TestEveryByteCounts(t *testing.T) {
	f, p := small()
	packed := p.encode()
	report, err := Verify(packed, f.public())
	if err != nil || !report.OK() || report.Leaves != 5 {
		t.Fatalf("the pack itself: %v, %+v", err, report)
	}
	for at := range packed {
		for bit := range 8 {
			changed := bytes.Clone(packed)
			changed[at] ^= 1 << bit
			wantRefused(t, "change", changed)
		}
		wantRefused(t, "truncation", packed[:at])
		wantRefused(t, "drop", slices.Delete(bytes.Clone(packed), at, at+1))
		wantRefused(t, "insertion", slices.Insert(bytes.Clone(packed), at, packed[at]))
	}
	wantRefused(t, "tail", append(bytes.Clone(packed), '\n'))
}

// The closing note must not be what everything hangs on: an insider who holds
// the key can sign any body, and still no single byte of it can change.
func TestEveryByteCountsAgainstAnInsider(t *testing.T) {
	f, p := small()
	body, bits := p.body(), 8
	if testing.Short() {
		bits = 1
	}
	for at := range body {
		for bit := range bits {
			changed := bytes.Clone(body)
			changed[at] ^= 1 << bit
			wantRefused(t, "change", append(changed, f.sign(endText(changed))...))
		}
	}
}

func TestLeavesCannotMove(t *testing.T) {
	f, p := small()
	entries := p.entries
	for i := range entries {
		p.entries = slices.Delete(slices.Clone(entries), i, i+1)
		wantRefused(t, "a leaf dropped", p.encode())
		for j := range i {
			p.entries = slices.Clone(entries)
			p.entries[i], p.entries[j] = p.entries[j], p.entries[i]
			wantRefused(t, "two leaves swapped", f.end(p).encode())
			p.entries[i].index, p.entries[j].index = p.entries[j].index, p.entries[i].index
			wantRefused(t, "two leaves swapped, numbers kept", f.end(p).encode())
		}
		p.entries = slices.Insert(slices.Clone(entries), i, entries[i])
		wantRefused(t, "a leaf twice", f.end(p).encode())
	}
	other := f.pack("r2")
	p.entries = append(slices.Clone(entries), other.entries...)
	wantRefused(t, "another request's leaf", f.end(p).encode())
}

// A stranger can make a pack that is consistent in itself; the key tells.
func TestAnotherSigner(t *testing.T) {
	f, p := small()
	known := f.public()
	f.key = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{8}, 32))
	forged := f.pack("r1").encode()
	if report, err := Verify(forged, ""); err != nil || report.Checked {
		t.Errorf("%v, %+v", err, report)
	}
	if _, err := Verify(forged, known); varsam.CodeOf(err) != varsam.Denied {
		t.Errorf("a stranger's pack: %v", err)
	}
	p.key = f.public()
	wantRefused(t, "a key of another signature", f.end(p).encode())
}

func FuzzVerify(fuzz *testing.F) {
	_, p := small()
	packed := p.encode()
	fuzz.Add(packed)
	fuzz.Add([]byte(packHead + "\n"))
	fuzz.Fuzz(func(t *testing.T, b []byte) {
		if _, err := Verify(b, ""); err == nil && !bytes.Equal(b, packed) {
			t.Errorf("accepted %q", b)
		}
	})
}

func FuzzDecodeLeaf(fuzz *testing.F) {
	f, _ := small()
	for _, l := range f.leaves {
		fuzz.Add(l.Encode())
	}
	fuzz.Fuzz(func(t *testing.T, b []byte) {
		l, err := DecodeLeaf(b)
		if err == nil && !bytes.Equal(l.Encode(), b) {
			t.Errorf("two forms of one leaf: %x", b)
		}
	})
}
