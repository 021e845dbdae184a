package account

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// Codes of a device, by RFC 6238: six digits of HMAC-SHA-1 over half minutes, the
// one form that every such program knows.
const (
	codeStep   = 30 // seconds
	codeDigits = 6
	codeSlack  = 1 // steps that clocks may differ by, to either side
)

// NewSecret is what a device makes codes from.
func NewSecret() string {
	b := make([]byte, 20)
	rand.Read(b)
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b)
}

// SecretAddress is a secret as programs for codes read it.
func SecretAddress(site, login, secret string) string {
	q := url.Values{"secret": {secret}, "issuer": {site}, "digits": {fmt.Sprint(codeDigits)}, "period": {fmt.Sprint(codeStep)}}
	return "otpauth://totp/" + url.PathEscape(site+":"+login) + "?" + q.Encode()
}

// codeAt is the code of a secret in a step (RFC 4226).
func codeAt(secret []byte, step int64) string {
	var counter [8]byte
	binary.BigEndian.PutUint64(counter[:], uint64(step))
	h := hmac.New(sha1.New, secret)
	h.Write(counter[:])
	sum := h.Sum(nil)
	at := sum[len(sum)-1] & 0xf
	n := binary.BigEndian.Uint32(sum[at:at+4]) & 0x7fffffff
	return fmt.Sprintf("%06d", n%1_000_000)
}

// stepOf is the step whose code was typed, later than the last one that was used;
// 0 when there is none.
func stepOf(secret, typed string, now time.Time, last int64) int64 {
	key, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret)
	if err != nil {
		return 0
	}
	typed = strings.Join(strings.Fields(typed), "")
	for step := now.Unix()/codeStep - codeSlack; step <= now.Unix()/codeStep+codeSlack; step++ {
		if step > last && hmac.Equal([]byte(codeAt(key, step)), []byte(typed)) {
			return step
		}
	}
	return 0
}

// SetCode makes a device's codes the account's second factor. The code proves that
// the device has the secret; code Denied when it is another.
func (s *Service) SetCode(ctx context.Context, a Account, secret, typed string) error {
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		step := stepOf(secret, typed, tx.Now(), 0)
		if step == 0 {
			return errCode
		}
		r, err := byID(tx, a.ID)
		if err != nil {
			return err
		}
		sealed, err := s.Keeper.Seal(ctx, seal.KeyID(r.key), codePlace(a.ID), []byte(secret))
		if err != nil {
			return err
		}
		if err := putCode(tx, a.ID, sealed, step); err != nil {
			return err
		}
		return s.logged(tx, "codes-set", a.ID, a.Name)
	})
}

// DropCode ends the codes of an account.
func (s *Service) DropCode(ctx context.Context, a Account) error {
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		if err := deleteCode(tx, a.ID); err != nil {
			return err
		}
		return s.logged(tx, "codes-dropped", a.ID, a.Name)
	})
}

var errCode = varsam.Errorf(varsam.Denied, "the code is not right; look at the newest")

// enterCode compares a code with the account's device and uses it up: it is good
// once. An account without a device needs none.
func (s *Service) enterCode(tx *store.Tx, r row, typed string) (had bool, err error) {
	sealed, last, had, err := codeOf(tx, r.ID)
	if err != nil || !had {
		return had, err
	}
	secret, err := s.Keeper.Open(tx.Context(), seal.KeyID(r.key), codePlace(r.ID), sealed)
	if err != nil {
		return had, err
	}
	step := stepOf(string(secret), typed, tx.Now(), last)
	if step == 0 {
		return had, errCode
	}
	return had, usedCode(tx, r.ID, step)
}

func codePlace(id string) string { return "codes " + id }

// CodeNow is the code that a device with a secret shows at a moment; empty for a
// secret that is none.
func CodeNow(secret string, now time.Time) string {
	key, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret)
	if err != nil {
		return ""
	}
	return codeAt(key, now.Unix()/codeStep)
}
