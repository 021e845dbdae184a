package passkey

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"net"
	"net/url"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/varsam/varsam"
)

// Life is how long a browser has to answer.
const Life = 5 * time.Minute

// Site is where people are: the address as the browser has it, https://host:port.
type Site struct {
	Name, Origin string
}

// Usable reports whether a browser has passkeys here: on a name, by TLS or on the
// machine itself. An address of numbers has none.
func (s Site) Usable() bool {
	u, err := url.Parse(s.Origin)
	return err == nil && u.Hostname() != "" && net.ParseIP(u.Hostname()) == nil && (u.Scheme == "https" || u.Hostname() == "localhost")
}

func (s Site) party() (*webauthn.WebAuthn, error) {
	u, err := url.Parse(s.Origin)
	if err != nil || !s.Usable() {
		return nil, varsam.Errorf(varsam.Unsupported, "passkeys need a name and TLS; open the pages by their name, or by localhost")
	}
	limit := webauthn.TimeoutConfig{Enforce: true, Timeout: Life, TimeoutUVD: Life}
	w, err := webauthn.New(&webauthn.Config{
		RPID: u.Hostname(), RPDisplayName: s.Name, RPOrigins: []string{s.Origin}, AttestationPreference: protocol.PreferNoAttestation,
		Timeouts: webauthn.TimeoutsConfig{Login: limit, Registration: limit},
	})
	if err != nil {
		return nil, varsam.Wrap(varsam.Internal, err, "passkeys cannot be set up")
	}
	return w, nil
}

// User is whose passkeys they are. Keys are as [Site.Registered] and
// [Site.Answered] returned them.
type User struct {
	ID, Name string
	Keys     []Key
}

// Key is one passkey as it is kept.
type Key struct {
	ID   []byte
	Data []byte // JSON; it holds a public key and no secret
}

// Ceremony is a question to a browser: options for navigator.credentials, and what
// is to be kept until the answer comes, which only we may write.
type Ceremony struct {
	Options string
	State   []byte
}

// Register asks a browser to make a passkey.
func (s Site) Register(u User) (c Ceremony, err error) {
	w, err := s.party()
	if err != nil {
		return c, err
	}
	them, err := u.known()
	if err != nil {
		return c, err
	}
	var have []protocol.CredentialDescriptor
	for _, key := range them.keys {
		have = append(have, key.Descriptor())
	}
	options, session, err := w.BeginRegistration(them, webauthn.WithExclusions(have), webauthn.WithAuthenticatorSelection(protocol.AuthenticatorSelection{
		ResidentKey: protocol.ResidentKeyRequirementRequired, UserVerification: protocol.VerificationRequired,
	}))
	if err != nil {
		return c, varsam.Wrap(varsam.Internal, err, "a passkey cannot be asked for")
	}
	return ceremony(options.Response, session)
}

// Registered is the passkey that a browser made. Code Denied when the answer is
// none to that question.
func (s Site) Registered(u User, state []byte, answer string) (k Key, err error) {
	w, err := s.party()
	if err != nil {
		return k, err
	}
	session, err := read(state)
	if err != nil {
		return k, err
	}
	them, err := u.known()
	if err != nil {
		return k, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes([]byte(answer))
	if err != nil {
		return k, errAnswer
	}
	made, err := w.CreateCredential(them, session, parsed)
	if err != nil {
		return k, errAnswer
	}
	return keep(*made)
}

// Ask asks a browser for a passkey: of that user, or of anybody when u is nil. What
// binds the answer to something that is said yes to; it may be empty.
func (s Site) Ask(u *User, what string) (c Ceremony, err error) {
	w, err := s.party()
	if err != nil {
		return c, err
	}
	verified := webauthn.WithUserVerification(protocol.VerificationRequired)
	if u == nil {
		options, session, err := w.BeginDiscoverableLogin(verified)
		if err != nil {
			return c, varsam.Wrap(varsam.Internal, err, "a passkey cannot be asked for")
		}
		return ceremony(options.Response, session)
	}
	them, err := u.known()
	if err != nil {
		return c, err
	}
	options, session, err := w.BeginLogin(them, verified, webauthn.WithChallenge(bound(what)))
	if err != nil {
		return c, varsam.Errorf(varsam.Denied, "there is no passkey to ask for")
	}
	return ceremony(options.Response, session)
}

// bound is a challenge that commits to what is said yes to.
func bound(what string) []byte {
	nonce := make([]byte, 32)
	rand.Read(nonce)
	sum := sha256.Sum256(append(nonce, what...))
	return sum[:]
}

// Answered is whose passkey answered, with the key as it is to be kept from now on
// and the challenge, which may be answered once. Find gives the user of an ID. Code
// Denied when the answer is none to that question, or the key has been copied.
func (s Site) Answered(state []byte, answer string, find func(id string) (User, error)) (u User, k Key, challenge string, err error) {
	w, err := s.party()
	if err != nil {
		return u, k, "", err
	}
	session, err := read(state)
	if err != nil {
		return u, k, "", err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(answer))
	if err != nil {
		return u, k, "", errAnswer
	}
	used, u, err := validate(w, session, parsed, find)
	if err != nil || used.Authenticator.CloneWarning {
		return u, k, "", errAnswer
	}
	k, err = keep(*used)
	return u, k, session.Challenge, err
}

func validate(w *webauthn.WebAuthn, session webauthn.SessionData, parsed *protocol.ParsedCredentialAssertionData, find func(string) (User, error)) (used *webauthn.Credential, u User, err error) {
	if len(session.UserID) == 0 {
		used, err = w.ValidateDiscoverableLogin(func(_, handle []byte) (webauthn.User, error) {
			if u, err = find(string(handle)); err != nil {
				return nil, err
			}
			return u.known()
		}, session, parsed)
		return used, u, err
	}
	if u, err = find(string(session.UserID)); err != nil {
		return nil, u, err
	}
	them, err := u.known()
	if err != nil {
		return nil, u, err
	}
	used, err = w.ValidateLogin(them, session, parsed)
	return used, u, err
}

var errAnswer = varsam.Errorf(varsam.Denied, "the passkey did not answer this question; try again")

func ceremony(options any, session *webauthn.SessionData) (c Ceremony, err error) {
	shown, err := json.Marshal(options)
	if err != nil {
		return c, varsam.Errorf(varsam.Internal, "the options of a passkey cannot be written as JSON")
	}
	c.Options = string(shown)
	if c.State, err = json.Marshal(session); err != nil {
		return c, varsam.Errorf(varsam.Internal, "the state of a passkey cannot be written as JSON")
	}
	return c, nil
}

func read(state []byte) (session webauthn.SessionData, err error) {
	if json.Unmarshal(state, &session) != nil || session.Challenge == "" {
		return session, errAnswer
	}
	return session, nil
}

func keep(c webauthn.Credential) (Key, error) {
	data, err := json.Marshal(c)
	if err != nil {
		return Key{}, varsam.Errorf(varsam.Internal, "a passkey cannot be written as JSON")
	}
	return Key{c.ID, data}, nil
}

// known is the user as the library wants one.
type known struct {
	User
	keys []webauthn.Credential
}

func (u User) known() (known, error) {
	k := known{User: u}
	for _, key := range u.Keys {
		var c webauthn.Credential
		if json.Unmarshal(key.Data, &c) != nil {
			return k, varsam.Errorf(varsam.Corrupt, "a passkey does not read back")
		}
		k.keys = append(k.keys, c)
	}
	return k, nil
}

func (k known) WebAuthnID() []byte                         { return []byte(k.ID) }
func (k known) WebAuthnName() string                       { return k.Name }
func (k known) WebAuthnDisplayName() string                { return k.Name }
func (k known) WebAuthnCredentials() []webauthn.Credential { return k.keys }
