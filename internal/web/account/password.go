package account

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"github.com/varsam/varsam"
)

// The cost of a guess: 19 MiB and two passes, as OWASP recommends for Argon2id.
// What was stored says its own cost, so that these may change.
const (
	memory  = 19 << 10 // KiB
	passes  = 2
	threads = 1
	keyLen  = 32
)

// least is the fewest letters of a password (NIST SP 800-63B: length counts, rules
// about signs do not).
const least = 12

// hashing bounds the memory that passwords take at a time.
var hashing = make(chan struct{}, 2)

// hash is a password as it is stored, in the PHC string format.
func hash(password string) string {
	salt := make([]byte, 16)
	rand.Read(salt)
	return phc(salt, derive(password, salt, passes, memory, threads))
}

func derive(password string, salt []byte, passes, memory uint32, threads uint8) []byte {
	hashing <- struct{}{}
	defer func() { <-hashing }()
	return argon2.IDKey([]byte(password), salt, passes, memory, threads, keyLen)
}

func phc(salt, key []byte) string {
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memory, passes, threads, b64(salt), b64(key))
}

// matches reports whether a password is the stored one.
func matches(stored, password string) bool {
	parts := strings.Split(stored, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false
	}
	var memory, passes uint32
	var threads uint8
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &passes, &threads); err != nil {
		return false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false
	}
	key, err := base64.RawStdEncoding.DecodeString(parts[5])
	return err == nil && subtle.ConstantTimeCompare(key, derive(password, salt, passes, memory, threads)) == 1
}

// nobody is a password that nobody has: an unknown login takes as long as a known
// one.
var nobody = sync.OnceValue(func() string { return hash(newID("")) })

func checkPassword(password, login string) error {
	switch {
	case utf8.RuneCountInString(password) < least:
		return varsam.Errorf(varsam.Invalid, "a password has at least %d signs; a few words that do not belong together are a good one", least)
	case len(password) > 1000:
		return varsam.Errorf(varsam.Invalid, "a password has at most 1,000 signs")
	case strings.Contains(strings.ToLower(password), strings.ToLower(login)):
		return varsam.Errorf(varsam.Invalid, "a password does not contain the login")
	}
	return nil
}
