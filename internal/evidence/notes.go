package evidence

import (
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/varsam/varsam"
)

// VerifierKey is the public text of a log's key, "origin+hash+key", as C2SP
// signed-note writes it: what an outsider needs to check a signer.
func VerifierKey(origin string, key ed25519.PublicKey) (string, error) {
	text, err := note.NewEd25519VerifierKey(origin, key)
	if err != nil {
		return "", varsam.Errorf(varsam.Internal, "a verifier key cannot be written")
	}
	return text, nil
}

// signNote signs text as the log named origin.
func signNote(origin string, key ed25519.PrivateKey, text string) (string, error) {
	public, err := VerifierKey(origin, key.Public().(ed25519.PublicKey))
	if err != nil {
		return "", err
	}
	hash := strings.Split(public, "+")[1]
	const ed25519Algorithm = 1
	secret := base64.StdEncoding.EncodeToString(append([]byte{ed25519Algorithm}, key.Seed()...))
	signer, err := note.NewSigner("PRIVATE+KEY+" + origin + "+" + hash + "+" + secret)
	if err != nil {
		return "", varsam.Errorf(varsam.Internal, "the signing key cannot be used")
	}
	signed, err := note.Sign(&note.Note{Text: text}, signer)
	if err != nil {
		return "", varsam.Errorf(varsam.Internal, "signing failed")
	}
	return string(signed), nil
}

// openNote is the text of a note that has exactly one signature, by this key,
// in the one form a note has.
func openNote(signed, key string) (string, error) {
	verifier, err := parseKey(key)
	if err != nil {
		return "", err
	}
	n, err := note.Open([]byte(signed), note.VerifierList(verifier))
	if err != nil || len(n.Sigs) != 1 || len(n.UnverifiedSigs) != 0 {
		return "", varsam.Errorf(varsam.Corrupt, "a signature does not hold")
	}
	signature, err := base64.StdEncoding.Strict().DecodeString(n.Sigs[0].Base64)
	again := fmt.Sprintf("%s\n— %s %s\n", n.Text, n.Sigs[0].Name, base64.StdEncoding.EncodeToString(signature))
	if err != nil || again != signed {
		return "", varsam.Errorf(varsam.Corrupt, "a signed text does not have its one form")
	}
	return n.Text, nil
}

// parseKey reads a verifier key in its one form; note alone would also take
// upper-case letters in the hash.
func parseKey(key string) (note.Verifier, error) {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return nil, errKey
	}
	encoded := strings.SplitN(key, "+", 3)[2] // there are three: note has read them
	raw, err := base64.StdEncoding.Strict().DecodeString(encoded)
	if err != nil || key != fmt.Sprintf("%s+%08x+%s", verifier.Name(), verifier.KeyHash(), base64Std.EncodeToString(raw)) {
		return nil, errKey
	}
	return verifier, nil
}

var errKey error = varsam.Errorf(varsam.Invalid, "the verifier key is not in the form name+hash+key")

// checkpointText is a C2SP tlog-checkpoint: origin, size, root.
func checkpointText(origin string, tree tlog.Tree) string {
	return fmt.Sprintf("%s\n%d\n%s\n", origin, tree.N, tree.Hash)
}

// openCheckpoint checks a signed checkpoint of a log.
func openCheckpoint(signed, key, origin string) (tree tlog.Tree, err error) {
	text, err := openNote(signed, key)
	if err != nil {
		return tree, err
	}
	lines := strings.Split(text, "\n")
	if len(lines) == 4 {
		tree.N, _ = strconv.ParseInt(lines[1], 10, 64)
		tree.Hash, _ = tlog.ParseHash(lines[2])
	}
	if text != checkpointText(origin, tree) || tree.N < 0 {
		return tree, varsam.Errorf(varsam.Corrupt, "a checkpoint does not have its one form, or is another log's")
	}
	return tree, nil
}

func isCorrupt(err error) bool { return varsam.CodeOf(err) == varsam.Corrupt }
