// Package seal keeps keys, so that personal data enters files and tables only
// as ciphertext and is gone when its key is.
//
// Three layers, each under the one above:
//
//	master key   32 bytes in a file or a variable, never in a database
//	epoch keys   one per tenant and month, in a store of their own ("epochs")
//	keys         one per request or case, in the key store ("keys")
//
// [Keeper.Destroy] deletes a key's row and scrubs the file. What backups of the
// key store still hold dies with the epoch: [Keeper.RotateEpoch] wraps the live
// keys anew and destroys the old epoch key, so that older copies of the key
// store open nothing. That is why epochs lie apart: a backup that holds both
// stores brings destroyed keys back, together with the master key. Keep epochs
// out of the backups of the data, and its own backups shorter than [EpochLife].
//
// Losing the master key, or the epochs, is losing everything that was sealed.
//
// Everything is AES-256-GCM with a random nonce. The additional data binds a
// ciphertext to its tenant, its key and the place the caller names (table, row,
// column): moved elsewhere, it does not open. There is no fallback to plain
// text. A process cannot promise that Go forgets key bytes in memory; the cache
// is small, short-lived, and cleared on Destroy.
package seal
