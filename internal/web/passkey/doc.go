// Package passkey lets people show who they are by a key that never leaves their
// device (WebAuthn, Level 3). It wraps the one library for it: elsewhere a passkey
// is bytes, and a ceremony is options for the browser with a state to keep until it
// answers. It knows no account and keeps nothing.
package passkey
