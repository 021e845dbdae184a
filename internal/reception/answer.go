package reception

import (
	"context"
	"slices"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/request/letter"
	"github.com/varsam/varsam/internal/store"
)

// What is something that can be released to be fetched.
type What string

// What there is to fetch.
const (
	Copy   What = "copy"   // what an access, portability or "why" request asks for
	Answer What = "answer" // the letter that the request ends in
)

// Offered is how long a release waits to be fetched.
const Offered = 30 * 24 * time.Hour

// Release is something that the person may fetch.
type Release struct {
	What     What
	Released time.Time
	Fetched  time.Time // when the one sitting began
}

// Open reports whether it can be fetched at a moment: not yet, or within the
// sitting that began – a connection may break in the middle of a file.
func (r Release) Open(now time.Time) bool {
	if !r.Fetched.IsZero() {
		return now.Sub(r.Fetched) < identity.DownloadLife
	}
	return now.Sub(r.Released) < Offered
}

// Release lets the person fetch the copy or the answer, and tells them. It
// reports false when there is no proven address to tell. A second release opens
// it once more.
func (s *Service) Release(ctx context.Context, claim string, what What) (told bool, err error) {
	c, _, _, err := s.Identity.Read(ctx, claim, identity.Reader{})
	if err != nil {
		return false, err
	}
	if err := s.ready(ctx, c, what); err != nil {
		return false, err
	}
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		if err := putRelease(tx, claim, what); err != nil {
			return err
		}
		told, err = s.Identity.News(tx, claim)
		return err
	})
	return told, err
}

// ready refuses to release what is not there.
func (s *Service) ready(ctx context.Context, c identity.Claim, what What) error {
	if c.Request == "" {
		return varsam.Errorf(varsam.Conflict, "nothing has been proven in case %s yet", c.ID)
	}
	r, err := s.Requests.Get(ctx, c.Request)
	if err != nil {
		return err
	}
	if what == Answer && r.State != request.Answered && r.State != request.Closing && r.State != request.Closed {
		return varsam.Errorf(varsam.Conflict, "request %s has no answer yet", r.ID)
	}
	return nil
}

// Fetch is the files of a release, for the holder of the case, after a fresh
// proof. Denied: the proof is not enough, not fresh, the case is stopped, or the
// release has been fetched or is over.
func (s *Service) Fetch(ctx context.Context, token string, what What, lang varsam.Lang) ([]letter.File, error) {
	page, err := s.Identity.Look(ctx, token, identity.LinkCase)
	if err != nil {
		return nil, err
	}
	if err := mayFetch(page); err != nil {
		return nil, err
	}
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		all, err := selectReleases(tx, page.Claim)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(r Release) bool { return r.What == what && r.Open(tx.Now()) })
		if i < 0 {
			return varsam.Errorf(varsam.Denied, "there is nothing to fetch, or it has been fetched")
		}
		return fetch(tx, page.Claim, what)
	})
	if err != nil {
		return nil, err
	}
	return s.files(ctx, page.Request, what, lang)
}

func mayFetch(page identity.Page) error {
	switch {
	case page.Stopped:
		return varsam.Errorf(varsam.Denied, "the case is paused; a member of staff looks into it")
	case !page.Told: // an answer says what there is, also to who asked for little
		return errMore
	case !page.Fresh:
		return varsam.Errorf(varsam.Denied, "who you are has to be shown once more before anything is handed out")
	}
	for _, g := range page.Judgement.Grants {
		if !g.Enough && !g.Wish.Right.Changes() {
			return errMore
		}
	}
	return nil
}

var errMore = varsam.Errorf(varsam.Denied, "more has to be shown of who you are before this is handed out")

func (s *Service) files(ctx context.Context, id string, what What, lang varsam.Lang) ([]letter.File, error) {
	if what == Copy {
		return s.Requests.Copy(ctx, id, 0, lang, true)
	}
	doc, err := s.Requests.Answer(ctx, id, lang, false)
	if err != nil {
		return nil, err
	}
	return []letter.File{
		{Name: doc.Name + ".html", MediaType: "text/html; charset=utf-8", Data: doc.HTML},
		{Name: doc.Name + ".txt", MediaType: "text/plain; charset=utf-8", Data: doc.Text},
	}, nil
}
