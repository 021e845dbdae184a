package mailbox

import (
	"context"
	"errors"
	"strings"

	"github.com/emersion/go-imap/v2"

	"github.com/varsam/varsam"
)

// fault gives an error of the library a code. What the server says in words is
// looked at but not repeated: it may quote names and addresses.
func (s *System) fault(ctx context.Context, err error, doing string) error {
	if err == nil {
		return nil
	}
	if ours, ok := errors.AsType[*varsam.Error](err); ok {
		return ours
	}
	if ctx.Err() != nil {
		e := varsam.Errorf(varsam.Unavailable, "%s: %s was cancelled", s.name, doing)
		e.Err = ctx.Err()
		return e
	}
	answer, ok := errors.AsType[*imap.Error](err)
	if !ok {
		return varsam.Errorf(varsam.Unavailable, "%s: the line to the mail server broke during %s", s.name, doing)
	}
	code := meaning(answer)
	return varsam.Errorf(code, "%s: the mail server refused %s: %s%s", s.name, doing, reasons[code], bracket(answer.Code))
}

// reasons say the codes in words.
var reasons = map[varsam.Code]string{
	varsam.Denied:      "the login may not do that",
	varsam.Unavailable: "it is busy or wants fewer questions",
	varsam.Full:        "the mailbox is full; make room and try again",
	varsam.Conflict:    "another state stands against it",
	varsam.NotFound:    "there is no such folder",
	varsam.Unsupported: "it cannot do that",
}

func bracket(code imap.ResponseCode) string {
	if code == "" || strings.ContainsFunc(string(code), func(r rune) bool { return r != '-' && (r < 'A' || r > 'Z') }) {
		return ""
	}
	return " [" + string(code) + "]"
}

// meanings are the response codes of RFC 5530, and those that providers add.
var meanings = map[imap.ResponseCode]varsam.Code{
	imap.ResponseCodeAuthenticationFailed: varsam.Denied, imap.ResponseCodeAuthorizationFailed: varsam.Denied,
	imap.ResponseCodeExpired: varsam.Denied, imap.ResponseCodePrivacyRequired: varsam.Denied, imap.ResponseCodeNoPerm: varsam.Denied,
	imap.ResponseCodeUnavailable: varsam.Unavailable, imap.ResponseCodeInUse: varsam.Unavailable, imap.ResponseCodeLimit: varsam.Unavailable,
	imap.ResponseCodeServerBug: varsam.Unavailable, imap.ResponseCodeContactAdmin: varsam.Unavailable, "THROTTLED": varsam.Unavailable,
	imap.ResponseCodeOverQuota: varsam.Full, imap.ResponseCodeCannot: varsam.Unsupported, imap.ResponseCodeClientBug: varsam.Unsupported,
	imap.ResponseCodeNonExistent: varsam.NotFound, imap.ResponseCodeTryCreate: varsam.NotFound,
}

// meaning reads a refusal: its code, or what servers without codes write.
func meaning(e *imap.Error) varsam.Code {
	if code, ok := meanings[imap.ResponseCode(strings.ToUpper(string(e.Code)))]; ok {
		return code
	}
	text := strings.ToLower(e.Text)
	for _, sign := range []struct {
		words string
		code  varsam.Code
	}{
		{"quota", varsam.Full},
		{"throttl", varsam.Unavailable},
		{"too many", varsam.Unavailable},
		{"try again", varsam.Unavailable},
		{"doesn't exist", varsam.NotFound},
		{"no such mailbox", varsam.NotFound},
		{"unknown mailbox", varsam.NotFound},
		{"permission", varsam.Denied},
		{"denied", varsam.Denied},
		{"not permitted", varsam.Denied},
	} {
		if strings.Contains(text, sign.words) {
			return sign.code
		}
	}
	if e.Type == imap.StatusResponseTypeBad {
		return varsam.Unsupported
	}
	return varsam.Conflict
}

// refusedLogin reads why a login failed; a refusal without a code is one of the
// password.
func (s *System) refusedLogin(ctx context.Context, err error) error {
	answer, ok := errors.AsType[*imap.Error](err)
	if ok && meanings[answer.Code] != varsam.Unavailable && meaning(&imap.Error{Text: answer.Text}) != varsam.Unavailable || ok && answer.Code == "" && answer.Type == imap.StatusResponseTypeNo {
		return varsam.Errorf(varsam.Denied, "%s: the mail server refuses the login; look at login and password, or at what the application may do", s.name)
	}
	return s.fault(ctx, err, "the login")
}

func asAnswer(err error) (*imap.Error, bool) { return errors.AsType[*imap.Error](err) }

// answered says that the server said no, and so that nothing happened.
func answered(err error) bool {
	_, ok := asAnswer(err)
	return ok
}
