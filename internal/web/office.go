package web

import (
	"context"
	"embed"
	"strings"
	"sync"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/api"
	"github.com/varsam/varsam/internal/discover"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/inbox"
	"github.com/varsam/varsam/internal/letterbox"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/oidc"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/publish"
	"github.com/varsam/varsam/internal/publish/promise"
	"github.com/varsam/varsam/internal/reception"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/retention"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

//go:embed *.html
var files embed.FS

// pages are parsed once for all that answer in one process.
var pages = sync.OnceValue(func() *frame.Book { return frame.NewBook(files) })

// Office is what the staff's pages work with.
type Office struct {
	Site     *frame.Site
	Store    *store.Store
	Tenant   string
	Accounts *account.Service
	Requests *request.Service
	Culling  *retention.Service
	Log      *evidence.Log

	// Reception is where people are received; its requests are Requests.
	Reception *reception.Service

	// Publishing is what the organisation publishes.
	Publishing *publish.Service

	// Promises says how the register's statements stand.
	Promises *promise.Service

	// Letterbox is where requests come in by mail; Inbox, the staff's routine with
	// their own mailboxes.
	Letterbox *letterbox.Service
	Inbox     *inbox.Service

	// Discovery looks for personal data that the register does not name.
	Discovery *discover.Desk

	// Duties are what the organisation owes besides the data itself.
	Duties *duty.Service

	// Open gives the systems of a register, to see whether they answer.
	Open func(*register.Register, varsam.Date) locate.Opener

	// Connectors are what systems are reached through, beside people.
	Connectors []varsam.ConnectorSpec

	// Base is the folder that relative paths of the register start from.
	Base func(context.Context) (string, error)

	// Login is the organisation's own login, beside ours; nil without one.
	Login *oidc.Provider

	// Names is asked about the domain that letters come from; the machine's own
	// when nil.
	Names post.Resolver

	// Programs is the interface for programs, whose lists the pages hand out.
	Programs *api.API

	// Demo says on every page that all of it is made up.
	Demo bool

	// Copy says on every page that it is a copy to look at, which nothing changes.
	Copy bool

	area   *frame.Area
	cached struct {
		sync.Mutex
		digest string
		reg    *register.Register
		day    varsam.Date
		found  []register.Finding // of that register on that day
	}
	health   health
	kept     store.Kept[varsam.Date, *work]
	inForce  store.Kept[string, *register.Register]
	first    store.Kept[request.Filter, request.Page]
	counts   counts
	margins  margins
	forecast forecast
}

// Mount adds the staff's pages to the site.
func (o *Office) Mount() {
	o.area = &frame.Area{Site: o.Site, Book: pages(), Class: "staff", Explain: true, Guard: o.guard, Chrome: o.chrome, Wrote: written}
	o.area.Lost(o.signedIn)
	o.mountDoor()
	o.mountTodo()
	o.mountRequests()
	o.mountClaims()
	o.mountProposals()
	o.mountMailboxes()
	o.mountSuppressions()
	o.mountPost()
	o.mountSearch()
	o.mountTasks()
	o.mountCulling()
	o.mountRegister()
	o.mountDiscovery()
	o.mountPublishing()
	o.mountPromises()
	o.mountDuties()
	o.mountDutyDeeds()
	o.mountYear()
	o.mountOpenDuties()
	o.mountIncident()
	o.mountIncidentWay()
	o.mountEvidence()
	o.mountPeople()
	o.mountPrograms()
	o.mountLists()
	o.mountKeys()
}

// register is the version in force; nil while there is none.
func (o *Office) register(ctx context.Context) (*register.Register, error) {
	return o.inForce.Get(ctx, o.Store, "", func() (*register.Register, time.Time, error) {
		reg, err := o.readRegister(ctx)
		return reg, time.Time{}, err
	})
}

// readRegister asks the store, and reads a register once.
func (o *Office) readRegister(ctx context.Context) (reg *register.Register, err error) {
	err = o.Store.Read(ctx, o.Tenant, func(tx *store.Tx) error {
		now, err := register.Current(tx)
		if varsam.CodeOf(err) == varsam.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		o.cached.Lock()
		defer o.cached.Unlock()
		if o.cached.digest != now.Digest {
			if o.cached.reg, err = register.InForce(tx); err != nil {
				return err
			}
			o.cached.digest, o.cached.day = now.Digest, varsam.Date{}
		}
		reg = o.cached.reg
		return nil
	})
	return reg, err
}

// findings are those of the register today, computed once a day.
func (o *Office) findings(reg *register.Register) []register.Finding {
	day := today(reg)
	o.cached.Lock()
	defer o.cached.Unlock()
	if o.cached.reg != reg {
		return register.Findings(reg, day)
	}
	if o.cached.day != day {
		o.cached.found, o.cached.day = register.Findings(reg, day), day
	}
	return o.cached.found
}

// today is the civil day of the organisation.
func today(reg *register.Register) varsam.Date {
	if reg == nil {
		return varsam.DateIn(time.Now(), time.UTC)
	}
	return varsam.DateIn(time.Now(), reg.Organisation.Location())
}

// titles makes a printer show the register's names by their titles.
func titles(say locale.Printer, reg *register.Register) locale.Printer {
	if reg == nil {
		return say
	}
	lang := say.Lang()
	return say.With(func(kind, name string) string {
		switch kind {
		case "activity":
			a, _ := reg.Activity(name)
			return a.Title.In(lang)
		case "system":
			s, _ := reg.System(name)
			return s.Title.In(lang)
		case "collection":
			return collectionTitle(reg, "", name).In(lang)
		case "place":
			return placeTitle(reg, say, name)
		case "party":
			p, _ := reg.Party(name)
			return p.Title.In(lang)
		}
		return ""
	})
}

// placeTitle is a collection within its system: crm.contacts is Contacts ·
// Contact persons.
func placeTitle(reg *register.Register, say locale.Printer, name string) string {
	system, in, _ := strings.Cut(name, ".")
	s, ok := reg.System(system)
	title := s.Title.In(say.Lang())
	if !ok || in == "" || title == "" {
		return title
	}
	return title + " · " + collection(say, reg, system, in)
}

// collectionTitle is the title of a system's collection, or of the first of that
// name in any system.
func collectionTitle(reg *register.Register, system, name string) varsam.Words {
	for _, sys := range reg.Systems {
		if system != "" && sys.Name != system {
			continue
		}
		for _, c := range sys.Collections {
			if c.In() == name || c.Name == name {
				return c.Title
			}
		}
	}
	return varsam.Words{}
}

// collection is a collection by its title, or its name.
func collection(say locale.Printer, reg *register.Register, system, name string) string {
	if title := collectionTitle(reg, system, name).In(say.Lang()); title != "" {
		return locale.Capital(title)
	}
	return name
}
