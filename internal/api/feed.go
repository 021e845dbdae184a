package api

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/calendar"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/retention"
	"github.com/varsam/varsam/internal/store"
)

const feedPath = "/api/calendar/"

// NewFeed makes the calendar's link anew: whoever has it sees last days, by the
// numbers of cases. The old link ends. It is shown once.
func (a *API) NewFeed(ctx context.Context) (path string, err error) {
	b := make([]byte, 24)
	rand.Read(b)
	secret := base64.RawURLEncoding.EncodeToString(b)
	sum := sha256.Sum256([]byte(secret))
	err = a.Store.Write(ctx, a.Tenant, func(tx *store.Tx) error { return putFeed(tx, sum[:]) })
	return feedPath + secret + ".ics", err
}

func (c *call) newFeed(nothing) (out Link, err error) {
	out.Link, err = c.NewFeed(c.ctx)
	return out, err
}

func (c *call) endFeed() error {
	return c.Store.Write(c.ctx, c.Tenant, func(tx *store.Tx) error { return putFeed(tx, []byte{}) })
}

// serveFeed answers whoever has the link. Another link is answered as if there were
// no such address.
func (a *API) serveFeed(w http.ResponseWriter, r *http.Request) {
	c := a.call(w, r)
	secret := strings.TrimSuffix(r.PathValue("secret"), ".ics")
	sum := sha256.Sum256([]byte(secret))
	var digest []byte
	err := a.Store.Read(c.ctx, a.Tenant, func(tx *store.Tx) (err error) {
		digest, err = getFeed(tx)
		return err
	})
	if err == nil && !hmac.Equal(digest, sum[:]) {
		err = varsam.Errorf(varsam.NotFound, "there is no such calendar")
		if wait := a.limits.strangers.take(address(r), a.Now()); wait > 0 {
			err = tooMany(wait)
		}
	}
	if err != nil {
		c.fail(err)
		return
	}
	feed, err := c.feed()
	if err != nil {
		c.fail(err)
		return
	}
	c.send(http.StatusOK, "text/calendar; charset=utf-8", feed.ICS(), "")
}

// feed is the days that somebody waits for. Nothing in it tells whom a case is
// about.
func (c *call) feed() (f calendar.Feed, err error) {
	reg, err := c.register()
	if err != nil {
		return f, err
	}
	say := locale.For(reg.Organisation.Language)
	if reg.Organisation.Language == "" {
		say = c.say
	}
	f = calendar.Feed{Name: say.T("api.feed.name"), Host: "varsam." + c.Tenant, At: c.Now()}
	if u, err := url.Parse(c.Public); err == nil && u.Hostname() != "" {
		f.Host = u.Hostname()
	}
	for _, add := range []func(*calendar.Feed, locale.Printer) error{c.answers, c.owners, c.reviews, c.nights, c.duties} {
		if err := add(&f, say); err != nil {
			return f, err
		}
	}
	slices.SortStableFunc(f.Events, func(a, b calendar.Event) int { return a.Day.Compare(b.Day) })
	return f, nil
}

// mostEvents is how many requests a feed tells of: the nearest.
const mostEvents = 2000

func (c *call) answers(f *calendar.Feed, say locale.Printer) error {
	for filter := (request.Filter{Limit: mostItems}); len(f.Events) < mostEvents; {
		page, err := c.Requests.Browse(c.ctx, filter)
		if err != nil {
			return err
		}
		for _, r := range page.Requests {
			if r.Legal.IsZero() || r.State == request.Answered || r.State == request.Closing {
				continue
			}
			rights := make([]string, len(r.Rights))
			for i, right := range r.Rights {
				rights[i] = say.Right(right)
			}
			f.Events = append(f.Events, c.event("answer-"+r.ID, r.Legal, say.T("api.feed.answer", r.ID, strings.Join(rights, ", ")), "/requests/"+r.ID))
		}
		if !page.More {
			break
		}
		filter.After = page.Requests[len(page.Requests)-1].ID
	}
	return nil
}

func (c *call) owners(f *calendar.Feed, say locale.Printer) error {
	all, err := c.Requests.Tasks(c.ctx)
	for _, s := range all {
		if !s.Due.IsZero() {
			f.Events = append(f.Events, c.event("task-"+s.Request+"-"+s.Step, s.Due, say.T("api.feed.task", s.Owner, s.Request), "/tasks"))
		}
	}
	return err
}

func (c *call) reviews(f *calendar.Feed, say locale.Printer) error {
	all, err := c.Culling.Holds(c.ctx)
	for _, h := range all {
		f.Events = append(f.Events, c.event("hold-"+h.ID, h.Review, say.T("api.feed.hold", h.ID), "/culling/holds"))
	}
	return err
}

// nights are when culling needs somebody: a run that waits, and standing approvals
// that end.
func (c *call) nights(f *calendar.Feed, say locale.Printer) error {
	runs, err := c.Culling.List(c.ctx)
	if err != nil {
		return err
	}
	if len(runs) > 0 && runs[0].State == retention.Waiting {
		r := runs[0]
		f.Events = append(f.Events, c.event("run-"+r.ID, r.Day, say.T("api.feed.run", r.ID), "/culling/"+r.ID))
	}
	standings, err := c.Culling.Standings(c.ctx)
	for _, s := range standings {
		f.Events = append(f.Events, c.event("standing-"+s.ID, s.Until, say.T("api.feed.standing", s.System+" · "+s.Collection), "/culling"))
	}
	return err
}

// duties are the days on which the organisation owes something; staff are not named.
func (c *call) duties(f *calendar.Feed, say locale.Printer) error {
	w, err := c.Duties.World(c.ctx)
	if err != nil {
		return err
	}
	say = w.Printer(say.Lang())
	all := duty.Days(w)
	slices.SortStableFunc(all, func(a, b duty.Due) int { return a.Day.Compare(b.Day) })
	for _, due := range all[:min(len(all), mostEvents)] {
		title := locale.Capital(say.T("duty.kind." + string(due.Kind)))
		if due.Subject.Name != "" {
			title += ": " + due.Subject.Title(say, nil)
		}
		f.Events = append(f.Events, c.event("duty-"+due.ID, due.Day, title, due.Path))
	}
	return nil
}

func (c *call) event(id string, day varsam.Date, title, path string) calendar.Event {
	e := calendar.Event{ID: id, Day: day, Title: title}
	if c.Public != "" {
		e.URL = c.Public + path
	}
	return e
}
