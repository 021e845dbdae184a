// Package lint reads an organisation's privacy notice and holds it against the
// law and, where there is one, against its register: what is missing, outdated
// or wrong, what contradicts itself, and what nothing behind it keeps.
//
// It reads Swedish (of Sweden and of Finland) and English by patterns in one
// table, patterns.txt; no model, no network, the same answer every time. It
// knows words and not meanings: an error is worth a look, and no errors are no
// proof that a notice is right.
package lint
