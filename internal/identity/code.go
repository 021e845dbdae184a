package identity

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"math/big"
	"strings"
	"time"
)

// A code is eight digits, read aloud in two halves; with [maxTries] tries a code and
// [Limits] codes a day, a guesser has less than one chance in a million a day.
const (
	codeDigits   = 8
	CodeLife     = 15 * time.Minute    // by mail or phone
	PostalLife   = 21 * 24 * time.Hour // a letter takes its time
	ReturnLife   = 7 * 24 * time.Hour  // the link back to a case
	ConfirmLife  = 48 * time.Hour      // the link that proves an address
	StopLife     = 90 * 24 * time.Hour // the button that pauses a case
	DownloadLife = 15 * time.Minute    // after a fresh check
	maxTries     = 5
)

// newCode is a code to be sent.
func newCode() string {
	n, err := rand.Int(rand.Reader, big.NewInt(100_000_000))
	if err != nil {
		panic("identity: " + err.Error()) // the system has no randomness left to give
	}
	digits := n.String()
	return strings.Repeat("0", codeDigits-len(digits)) + digits
}

// readCode is a code as somebody typed it, without the blanks and hyphens that
// people put in; empty when it cannot be one.
func readCode(typed string) string {
	var b strings.Builder
	for _, r := range typed {
		switch {
		case r >= '0' && r <= '9':
			if b.WriteRune(r); b.Len() > codeDigits {
				return ""
			}
		case r != ' ' && r != '-' && r != '\u00a0':
			return ""
		}
	}
	if b.Len() != codeDigits {
		return ""
	}
	return b.String()
}

// newToken is the secret of a link: 160 random bits.
func newToken() string {
	b := make([]byte, 20)
	rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}

// equal compares marks in constant time.
func equal(a, b []byte) bool { return subtle.ConstantTimeCompare(a, b) == 1 }
