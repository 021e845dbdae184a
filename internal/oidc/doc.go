// Package oidc asks another house who somebody is, by OpenID Connect: the
// organisation's own login for its staff, a broker of Nordic electronic IDs for
// people who ask. It uses the authorisation code with PKCE, state and nonce, and
// checks signature, issuer, audience and time. What it needs between the two halves
// the caller keeps; it knows no account and no claim of ours.
package oidc
