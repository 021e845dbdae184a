// Package account is who may come in and what they may do: accounts of the
// staff, their passwords, roles and sessions, and the links by which a new one
// begins.
//
// Names lie sealed; an account is found by a keyed mark of its login. Tokens of
// sessions and links lie as digests, so that whoever reads the tables can use
// neither. What each role may do stands in one table, [Table].
package account
