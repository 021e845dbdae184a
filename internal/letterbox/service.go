package letterbox

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/inbox"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/reception"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// KindRead is the periodic work of reading the mailboxes.
const KindRead = "letterbox-read"

// Period is how long a sender who had a receipt gets no other.
const Period = 7 * 24 * time.Hour

// timely is how old a mail may be that is answered by a receipt: when the month is
// over nobody is helped by hearing that it began.
const timely = 30 * 24 * time.Hour

// Service reads the letterboxes of one tenant.
type Service struct {
	Reception *reception.Service
	Log       *evidence.Log
	Open      func(*register.Register, varsam.Date) locate.Opener
}

func (s *Service) store() *store.Store  { return s.Reception.Store }
func (s *Service) keeper() *seal.Keeper { return s.Reception.Keeper }
func (s *Service) tenant() string       { return s.Reception.Tenant }

// Report is what one reading did. It holds no personal data but the names of our
// own mailboxes.
type Report struct {
	Read     int       `json:"read"`     // mails that were new
	Proposed []string  `json:"proposed"` // those of them that a person is to look at
	Stopped  []string  `json:"stopped"`  // those whose senders get no more advertising
	Receipts int       `json:"receipts"`
	Problems []Problem `json:"problems"` // places that could not be read, or not to the end
}

// Problem is a mailbox or a folder that was not read.
type Problem struct {
	System  string      `json:"system"`
	Account string      `json:"account,omitempty"`
	Folder  string      `json:"folder,omitempty"`
	Code    varsam.Code `json:"code"`
}

// Complete reports whether everything was read.
func (r Report) Complete() bool { return len(r.Problems) == 0 }

// Read takes what is new in all letterboxes. A mailbox that does not answer leaves
// the others readable, and is read from where it was the next time.
func (s *Service) Read(ctx context.Context) (Report, error) {
	out := Report{Proposed: []string{}, Stopped: []string{}, Problems: []Problem{}}
	var reg *register.Register
	var today varsam.Date
	err := s.store().Read(ctx, s.tenant(), func(tx *store.Tx) (err error) {
		if reg, err = register.InForce(tx); err == nil {
			today = varsam.DateIn(tx.Now(), reg.Organisation.Location())
		}
		return err
	})
	if err != nil {
		return out, err
	}
	for _, entry := range reg.Systems {
		if entry.Requests == nil {
			continue
		}
		r := reading{Service: s, reg: reg, system: entry, out: &out, box: s.box(reg, entry)}
		if err := r.read(ctx, s.Open(reg, today)); err != nil {
			return out, err
		}
	}
	if err := s.stops(ctx, &out); err != nil {
		return out, err
	}
	return out, s.Log.SequenceTenant(ctx, s.tenant())
}

// box is what a judgement needs to know of a system's letterboxes. The address
// that our own letters come from answers nobody, whichever mailbox it has.
func (s *Service) box(reg *register.Register, entry register.System) box {
	b := box{receipts: entry.Requests.Answers()}
	for _, sys := range reg.Systems {
		if sys.Requests != nil {
			b.accounts = append(b.accounts, sys.Requests.Accounts...)
		}
	}
	if from := inbox.Address(s.Reception.Post.Settings.From); from != "" {
		b.accounts = append(b.accounts, from)
	}
	for own := range strings.FieldsFuncSeq(entry.Settings["own"], func(r rune) bool { return r == ',' || r == '\n' }) {
		if own = strings.ToLower(strings.TrimSpace(own)); strings.HasPrefix(own, "@") {
			b.domains = append(b.domains, own)
		}
	}
	return b
}

// newID is a number like a request's, because the case gets it.
func newID() string {
	b := make([]byte, 5)
	rand.Read(b)
	return "r" + hex.EncodeToString(b)
}

// actor is the opaque id of somebody's name.
func (s *Service) actor(name string) string {
	return hex.EncodeToString(s.keeper().Mark(s.tenant(), "actor", name))[:16]
}
