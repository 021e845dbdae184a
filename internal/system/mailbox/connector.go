package mailbox

import (
	"context"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// IMAP connects mailboxes. What one connector's Systems read of headers they keep
// for each other, in memory.
func IMAP() system.Connector {
	kept := newMemory(headersKept)
	open := func(_ context.Context, cfg system.Config) (system.System, error) { return open(cfg, kept) }
	return system.Connector{Open: open, Spec: varsam.ConnectorSpec{
		Name:  "imap",
		Title: varsam.Words{SV: "Brevlådor (IMAP)", SVFI: "E-postlådor (IMAP)", EN: "Mailboxes (IMAP)"},
		Doc: "One or many mailboxes on a mail server: Dovecot, Exchange Online, Gmail or any other that speaks IMAP. The collection messages holds every mail, " +
			"restricted those that were moved out of everyday use, folders the folders. Mails are evidence and are never rewritten: they are kept, moved or erased. " +
			"The server must offer UIDPLUS for anything to be erased; CONDSTORE makes changes safer and MOVE makes moving whole.",
		Settings: options,
		Can:      []varsam.OpKind{varsam.OpRestrict, varsam.OpLift, varsam.OpErase},
	}}
}

// options are the settings, in the order of the form.
var options = []varsam.Setting{
	{Name: "provider", Doc: "Fills in what is known of a provider: host, login and tokens.", Options: []string{"", "exchange", "gmail"}, Example: "exchange"},
	{Name: "host", Doc: "The server, with the port where it is another than 993 (143 with starttls and none).", Example: "mail.example.com:993"},
	{Name: "security", Doc: "How the line is protected. none is refused for any host but this machine.", Default: tlsAlways, Options: []string{tlsAlways, tlsStart, tlsNone}},
	{Name: "ca", Doc: "The certificate of the organisation's own authority, in PEM, where the system's do not know the server.", Path: true, Example: "ca.pem"},
	{Name: "accounts", Doc: "The mailboxes, with commas between: as the server knows them, best as addresses.", Required: true, Example: "anna@example.com, info@example.com"},
	{Name: "login", Doc: "Who logs in to a mailbox; {account} is the mailbox. A master user of Dovecot is written after a star.", Default: "{account}", Example: "{account}*varsam"},
	{Name: "auth", Doc: "How it logs in. With a provider: xoauth2.", Default: "password", Options: []string{authPassword, authXOAuth2, authBearer}},
	{Name: "password", Doc: "The password of the login.", Secret: true, Example: "env:MAIL_PASSWORD"},
	{Name: "tenant", Doc: "Exchange Online: the directory, as an id or a domain.", Example: "example.onmicrosoft.com"},
	{Name: "token_url", Doc: "Where tokens are got; known for a provider.", Example: "https://login.example.com/oauth2/token"},
	{Name: "client_id", Doc: "The application's id, for tokens.", Example: "3f2a…"},
	{Name: "client_secret", Doc: "The application's secret, for tokens.", Secret: true, Example: "env:MAIL_CLIENT_SECRET"},
	{Name: "refresh_token", Doc: "A refresh token of one mailbox. Without it tokens are got with the client's credentials alone, for all.", Secret: true, Example: "file:/run/secrets/mail-refresh"},
	{Name: "scope", Doc: "What the token is for; known for a provider.", Example: "https://mail.example.com/.default"},
	{Name: "own", Doc: "Addresses beside the mailbox's own that are no counterpart; @example.com is a whole domain.", Example: "@example.com, info@example.org"},
	{Name: "skip", Doc: "Folders that are not read, with commas between; * stands for anything.", Example: "Calendar*, Kontakter"},
	{Name: "trash", Doc: "Folders for deleted mail, where the server does not say which.", Example: "Papperskorgen"},
	{Name: "restricted", Doc: "The folder under which restricted mails are kept, each in a folder like its own. Give everyday users no right to it.", Default: "Varsam", Example: "Varsam"},
	{Name: "private_folders", Doc: "Folders whose mails count as private; * stands for anything.", Example: "Privat*, Personal*"},
	{Name: "private_subjects", Doc: "Words that a private mail's subject begins with.", Example: "privat, personligt, private"},
	{Name: "recoverable", Doc: "How long the server keeps expunged mail for somebody to fetch back: lazy_expunge of Dovecot, recoverable items of Exchange (14 days there when empty).", Example: "14 days"},
	{Name: "keep_headers", Doc: "Whether what was read of headers is kept in memory while the program runs, so that the next reading asks only for what is new.", Default: "yes", Options: []string{"yes", "no"}},
	{Name: "connections", Doc: "How many connections there may be to one mailbox.", Default: "3", Example: "3"},
	{Name: "timeout", Doc: "How long the server may be silent.", Default: "60s", Example: "2m"},
}

// The values of security and auth.
const (
	tlsAlways = "tls"
	tlsStart  = "starttls"
	tlsNone   = "none"

	authPassword = "password"
	authXOAuth2  = "xoauth2"
	authBearer   = "oauthbearer"
)
