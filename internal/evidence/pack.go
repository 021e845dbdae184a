package evidence

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/varsam/varsam"
)

// The first lines of the two formats, and of the note that closes a pack.
const (
	packHead    = "varsam-pack/1"
	packEndHead = "varsam-pack/1 end"
)

// pack is a pack taken apart. See format.md.
type pack struct {
	origin, key string
	request     Name
	entries     []entry
	checkpoint  string // signed note over the tree
	end         string // signed note over everything before it
}

// entry is one leaf of a pack.
type entry struct {
	index   int64
	leaf    []byte
	proof   tlog.RecordProof
	annexed bool
	nonce   []byte
	annex   []byte
}

var base64Std = base64.StdEncoding

// body is everything but the closing note.
func (p *pack) body() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\norigin %s\nkey %s\nrequest %s\nleaves %d\n", packHead, p.origin, p.key, p.request, len(p.entries))
	for _, e := range p.entries {
		e.write(&b)
	}
	b.WriteString("\n" + p.checkpoint)
	return b.Bytes()
}

func (e *entry) write(b *bytes.Buffer) {
	fmt.Fprintf(b, "leaf %d %s\nproof", e.index, base64Std.EncodeToString(e.leaf))
	for _, hash := range e.proof {
		b.WriteString(" " + hash.String())
	}
	b.WriteString("\n")
	if e.annexed {
		fmt.Fprintf(b, "annex %s %s\n", base64Std.EncodeToString(e.nonce), base64Std.EncodeToString(e.annex))
	}
}

// endText is what the closing note signs.
func endText(body []byte) string {
	sum := sha256.Sum256(body)
	return packEndHead + "\n" + hex.EncodeToString(sum[:]) + "\n"
}

// encode is the pack's one byte form.
func (p *pack) encode() []byte { return append(p.body(), p.end...) }

// decodePack takes a pack apart and puts it together again: any byte that is
// not as encode writes it is refused.
func decodePack(b []byte) (*pack, error) {
	r := &lines{rest: string(b)}
	p := &pack{}
	r.expect(packHead)
	p.origin, p.key = r.after("origin "), r.after("key ")
	p.request = Name(r.after("request "))
	for range r.count("leaves ", len(b)) {
		p.entries = append(p.entries, r.entry())
	}
	r.expect("")
	p.checkpoint = r.take(5)
	p.end = r.take(4)
	if r.failed || r.rest != "" || !bytes.Equal(p.encode(), b) {
		return nil, varsam.Errorf(varsam.Corrupt, "the pack does not have its one form")
	}
	return p, nil
}

// lines reads a text line by line; the first fault sticks.
type lines struct {
	rest   string
	failed bool
}

func (r *lines) next() string {
	line, rest, ok := strings.Cut(r.rest, "\n")
	if !ok {
		r.failed = true
	}
	r.rest = rest
	return line
}

func (r *lines) expect(line string) { r.failed = r.next() != line || r.failed }

func (r *lines) after(prefix string) string {
	text, ok := strings.CutPrefix(r.next(), prefix)
	r.failed = r.failed || !ok
	return text
}

// count is a number that cannot be larger than the text has room for.
func (r *lines) count(prefix string, most int) int {
	n, err := strconv.Atoi(r.after(prefix))
	if err != nil || n < 0 || n > most {
		r.failed = true
		return 0
	}
	return n
}

// take is the next n lines with their ends.
func (r *lines) take(n int) string {
	var b strings.Builder
	for range n {
		b.WriteString(r.next() + "\n")
	}
	return b.String()
}

func (r *lines) bytes(text string) []byte {
	b, err := base64Std.DecodeString(text)
	r.failed = r.failed || err != nil
	return b
}

func (r *lines) entry() (e entry) {
	if r.failed {
		return e
	}
	index, leaf, _ := strings.Cut(r.after("leaf "), " ")
	var err error
	e.index, err = strconv.ParseInt(index, 10, 64)
	r.failed = r.failed || err != nil
	e.leaf = r.bytes(leaf)
	for _, text := range strings.Fields(r.after("proof")) {
		hash, err := tlog.ParseHash(text)
		r.failed = r.failed || err != nil
		e.proof = append(e.proof, hash)
	}
	if strings.HasPrefix(r.rest, "annex ") {
		nonce, annex, _ := strings.Cut(r.after("annex "), " ")
		e.annexed, e.nonce, e.annex = true, r.bytes(nonce), r.bytes(annex)
	}
	return e
}
