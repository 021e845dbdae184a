package post

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/smtp"
	"net/textproto"
	"strconv"
	"time"
)

// failure is why a letter was not taken.
type failure struct {
	final bool   // the server said no to this letter: asking again gives the same
	code  string // the server's, or a [Trouble]
}

// Trouble is why letters do not leave, where no server said it by a code.
type Trouble string

// The troubles: each has words for whoever is to mend it.
const (
	NoAnswer    Trouble = "no-answer"
	NoTLS       Trouble = "no-tls"
	Certificate Trouble = "certificate"
	NoPassword  Trouble = "no-password"
	BadSettings Trouble = "settings"
	BadContent  Trouble = "content"
)

func trouble(t Trouble) failure { return failure{code: string(t), final: t == BadContent} }

func (f failure) Error() string { return "the mail server did not take the letter: " + f.code }

// patience bounds one letter: a server that says nothing must not keep a worker.
const patience = 2 * time.Minute

// deliver hands a mail to the server. What it returns holds no address.
func (s Settings) deliver(ctx context.Context, i Item, content []byte) error {
	srv, err := s.read()
	if err != nil {
		return trouble(BadSettings)
	}
	wait := s.Patience
	if wait == 0 {
		wait = patience
	}
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	c, err := srv.dial(ctx)
	if err != nil {
		return failed(err, false)
	}
	defer c.Close()
	if err := srv.greet(c, s); err != nil {
		return failed(err, false)
	}
	if err := hand(c, i.path(srv.from.Address), i.To, content); err != nil {
		return failed(err, true)
	}
	_ = c.Quit() // the letter is the server's already
	return nil
}

// path is where a letter is returned to: an automatic answer to nobody, so that no
// machine answers it (RFC 3834, 3.3).
func (i Item) path(from string) string {
	if i.Answers != nil {
		return ""
	}
	return from
}

// dial connects; the connection ends with the context.
func (s server) dial(ctx context.Context) (*smtp.Client, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", s.address)
	if err != nil {
		return nil, err
	}
	if end, ok := ctx.Deadline(); ok {
		_ = conn.SetDeadline(end) // a connection that cannot have one is broken, which the next line says
	}
	if s.scheme == "smtps" {
		conn = tls.Client(conn, s.tls())
	}
	c, err := smtp.NewClient(conn, s.host)
	if err != nil {
		conn.Close()
	}
	return c, err
}

func (s server) tls() *tls.Config {
	return &tls.Config{ServerName: s.host, MinVersion: tls.VersionTLS12}
}

// greet says who we are, begins TLS where it has not begun, and signs in.
func (s server) greet(c *smtp.Client, settings Settings) error {
	if err := c.Hello(settings.Domain()); err != nil {
		return err
	}
	if s.scheme == "smtp" {
		if has, _ := c.Extension("STARTTLS"); !has {
			return trouble(NoTLS)
		}
		if err := c.StartTLS(s.tls()); err != nil {
			return err
		}
	}
	if s.user == "" {
		return nil
	}
	password, err := Secret(settings.Password)
	if err != nil {
		return trouble(NoPassword)
	}
	return c.Auth(smtp.PlainAuth("", s.user, password, s.host))
}

func hand(c *smtp.Client, from, to string, content []byte) error {
	if err := c.Mail(from); err != nil {
		return err
	}
	if err := c.Rcpt(to); err != nil {
		return err
	}
	w, err := c.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write(content); err != nil {
		return err
	}
	return w.Close()
}

// failed keeps of an error what tells nobody's address. A no to the greeting or
// to our sign-in is no judgement of the letter.
func failed(err error, ofLetter bool) failure {
	if f, ok := errors.AsType[failure](err); ok {
		return f
	}
	if said, ok := errors.AsType[*textproto.Error](err); ok {
		return failure{final: ofLetter && said.Code >= 500, code: strconv.Itoa(said.Code)}
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return trouble(Certificate)
	}
	return trouble(NoAnswer)
}
