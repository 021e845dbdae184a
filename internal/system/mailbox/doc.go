// Package mailbox connects mailboxes over IMAP4rev1 and IMAP4rev2 (RFC 3501,
// RFC 9051): one account or all of an organisation's.
//
// A message is named by account, folder, UIDVALIDITY and UID. What it is beside
// its place – size and header – is its identity, which a copy and a move keep:
// every version ends with it, so that a message that somebody moved, or that lies
// in two places after a cut line, is told from one that is gone.
//
// Everything is read in pieces and compared here: a server's own search decides
// only by day of arrival, with a margin. Only the messages that were named are
// expunged (UIDPLUS), never what others have marked as deleted.
package mailbox
