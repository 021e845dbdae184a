package evidence

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/varsam/varsam"
)

// Leaf is one entry of the log. Fields that a kind does not need stay zero. No
// field can hold free text.
type Leaf struct {
	Kind       Kind
	State      State  // of an Outcome
	Origin     Name   // the log; filled by Append
	Request    Name   // the request, run or instruction: a random id
	Step       Name   // the step of its plan
	Attempt    uint64 // which try of the step
	Fence      uint64 // the lease the try ran under
	System     Name
	Collection Name
	Action     Name // the operation
	Finality   Name // how gone it is
	Basis      Name // the article of the ground, "6.1.c"
	Law        Name // the statute, "SE-BFL:7:2"
	Plan       Digest
	Register   Digest // the version of the register
	Expected   Count  // rows in the frozen plan
	Before     Count  // rows found as planned just before
	After      Count  // rows in the planned state afterwards; never more than Expected
	Result     Digest // of what was seen or produced
	Schema     Digest // fingerprint of the connected schema
	Actor      Name   // who, as an opaque id
	Assurance  Name   // how sure we are who: "passkey", "session", "machine"
	Build      Name   // this program; filled by Append
	Time       time.Time
	Intent     LeafID // of an Outcome: its intent
	Annex      Digest // commitment to an annex
	Nonce      Nonce  // filled by Append: makes leaves unguessable and unique
}

// LeafID is the leaf's hash in the tree.
type LeafID Digest

func (id LeafID) String() string { return hex.EncodeToString(id[:]) }

// Digest is a SHA-256 or HMAC-SHA-256; the zero Digest means "none".
type Digest [sha256.Size]byte

func (d Digest) String() string { return hex.EncodeToString(d[:]) }

// DigestOf is the SHA-256 of some bytes that are not guessable: a digest of a
// short text could be found by trying.
func DigestOf(b []byte) Digest { return sha256.Sum256(b) }

// Nonce is random.
type Nonce [16]byte

// Count is a number of rows, or that it is not known.
type Count struct {
	N     uint64
	Known bool
}

// Rows is a known count.
func Rows(n int) Count { return Count{uint64(n), true} }

// exceeds reports whether both are known and c is larger.
func (c Count) exceeds(limit Count) bool { return c.Known && limit.Known && c.N > limit.N }

// Name is a token: ASCII letters, digits and . _ : / -, at most 64. It names a
// thing of ours or of a connected system, never a person.
type Name string

// NameOf is text as a name; a text that is none (a table called "Kund data")
// is represented by a digest.
func NameOf(text string) Name {
	if Name(text).ok() {
		return Name(text)
	}
	sum := sha256.Sum256([]byte(text))
	return Name("x-" + hex.EncodeToString(sum[:16]))
}

// ID is the leaf's place-independent identity: its hash in the tree.
func (l Leaf) ID() LeafID { return LeafID(tlog.RecordHash(l.Encode())) }

// check refuses a leaf that says something its kind cannot say. Code Invalid.
func (l Leaf) check() error {
	switch {
	case l.Kind < 1 || l.Kind > lastKind:
		return varsam.Errorf(varsam.Invalid, "a leaf needs a kind")
	case l.State > lastState || (l.Kind == Outcome) != (l.State != NoState):
		return varsam.Errorf(varsam.Invalid, "an outcome has a state, and nothing else has")
	case (l.Kind == Outcome) != (l.Intent != LeafID{}):
		return varsam.Errorf(varsam.Invalid, "an outcome names its intent, and nothing else does")
	case l.Kind == Intent && (l.Request == "" || l.Step == ""):
		return varsam.Errorf(varsam.Invalid, "an intent names its request and step")
	case l.Origin == "" || l.Time.UnixMicro() <= 0:
		return varsam.Errorf(varsam.Invalid, "a leaf needs its log and its time")
	}
	for _, name := range []Name{
		l.Origin, l.Request, l.Step, l.System, l.Collection, l.Action, l.Finality, l.Basis, l.Law,
		l.Actor, l.Assurance, l.Build,
	} {
		if !name.ok() {
			return varsam.Errorf(varsam.Invalid, "a name in a leaf has ASCII letters, digits and . _ : / - only, at most 64; see NameOf")
		}
	}
	return nil
}

// ok reports whether n has the form of a name. '-', '.' and '/' are neighbours.
func (n Name) ok() bool {
	for i := range len(n) {
		c := n[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', '-' <= c && c <= '/', c == ':', c == '_':
		default:
			return false
		}
	}
	return len(n) <= 64
}
