package cli

import (
	"context"
	"net"
	"net/http"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/letterbox"
	"github.com/varsam/varsam/internal/metric"
	"github.com/varsam/varsam/internal/oidc"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/web"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
	"github.com/varsam/varsam/internal/web/portal"
	"github.com/varsam/varsam/internal/web/press"
	"github.com/varsam/varsam/internal/web/published"
)

// usualAddress is where the pages are when nobody says otherwise: on this machine
// only.
const usualAddress = "127.0.0.1:8642"

type pagesFlags struct {
	Listen string `help:"Address that the pages are served on. A free port of this machine when the usual one is taken." default:"127.0.0.1:8642" env:"VARSAM_LISTEN" placeholder:"HOST:PORT"`
	loginFlags
	ReadOnly bool      `help:"Only to be looked at: nothing is changed, no work is done and no letter leaves. A copy that was restored so is never served otherwise."`
	Public   publicURL `help:"Address that people use, when a proxy with TLS stands before the pages: https://varsam.example.org." env:"VARSAM_PUBLIC" placeholder:"URL"`
	tlsFlags
}

// loginFlags name the other houses that say who somebody is (OpenID Connect).
type loginFlags struct {
	Login       string `help:"The organisation's own login: its issuer's address." env:"VARSAM_LOGIN" placeholder:"URL"`
	LoginName   string `help:"What people call it." default:"OpenID Connect" env:"VARSAM_LOGIN_NAME" placeholder:"NAME"`
	LoginClient string `help:"Our name there." default:"varsam" env:"VARSAM_LOGIN_CLIENT" placeholder:"ID"`
	LoginSecret string `help:"Where our secret there lies: env:NAME or file:PATH." env:"VARSAM_LOGIN_SECRET" placeholder:"REF"`
	EID         string `name:"eid" help:"Provider of electronic IDs for people in the portal: its issuer's address." env:"VARSAM_EID" placeholder:"URL"`
	EIDName     string `name:"eid-name" help:"What people call it." default:"e-legitimation" env:"VARSAM_EID_NAME" placeholder:"NAME"`
	EIDClient   string `name:"eid-client" help:"Our name there." default:"varsam" env:"VARSAM_EID_CLIENT" placeholder:"ID"`
	EIDSecret   string `name:"eid-secret" help:"Where our secret there lies: env:NAME or file:PATH." env:"VARSAM_EID_SECRET" placeholder:"REF"`
	EIDClaim    string `name:"eid-claim" help:"The claim that holds the personal number." default:"https://claims.oidc.se/1.0/personalNumber" env:"VARSAM_EID_CLAIM" placeholder:"CLAIM"`
	EIDScope    string `name:"eid-scope" help:"The scope that asks for it." default:"https://id.oidc.se/scope/naturalPersonNumber" env:"VARSAM_EID_SCOPE" placeholder:"SCOPE"`
}

// login is the organisation's own login, nil without one.
func (f loginFlags) login() *oidc.Provider {
	if f.Login == "" {
		return nil
	}
	return &oidc.Provider{Name: f.LoginName, Issuer: f.Login, Client: f.LoginClient, Secret: named(f.LoginSecret), Scopes: []string{"email", "profile"}}
}

// eid is the broker of electronic IDs, nil without one.
func (f loginFlags) eid() *oidc.Provider {
	if f.EID == "" {
		return nil
	}
	return &oidc.Provider{Name: f.EIDName, Issuer: f.EID, Client: f.EIDClient, Secret: named(f.EIDSecret), Scopes: []string{f.EIDScope}, Number: f.EIDClaim}
}

// named reads the secret that a reference names, each time it is needed; nil
// without one.
func named(reference string) func() (string, error) {
	if reference == "" {
		return nil
	}
	return func() (string, error) { return post.Secret(reference) }
}

// site is the pages while they are served.
type site struct {
	server *http.Server
	plain  *http.Server // on port 80, beside automatic certificates; nil otherwise
	at     net.Listener
	office *web.Office
}

// presses is the memory that several servers of one PostgreSQL share. A SQLite file
// has one server, which remembers by itself; what is only looked at is not pressed.
func (f pagesFlags) presses(app *app, tenant string) frame.Memory {
	if app.store.Native().Pool == nil || f.ReadOnly {
		return nil
	}
	return &press.Memory{Store: app.store, Tenant: tenant}
}

// open makes the pages and takes the address they are served on.
func (f pagesFlags) open(ctx context.Context, s *session, app *app, demo bool) (*site, error) {
	if f.Public == "" && len(f.ACME) > 0 {
		f.Public = publicURL("https://" + f.ACME[0])
	}
	listener, err := f.listen(ctx)
	if err != nil {
		return nil, err
	}
	lang, err := s.language()
	if err != nil {
		return nil, err
	}
	proxies, err := f.proxies()
	if err != nil {
		return nil, err
	}
	served := &metric.Served{}
	frames := frame.NewSite(frame.Site{
		Key: app.keeper.Mark(s.Tenant, "web", "forms"), Secure: f.secure(string(f.Public)),
		Hosts: frame.HostsOf(listener.Addr().String(), string(f.Public)), Language: lang, Log: s.log(), Seen: served.Add, Proxies: proxies, Frozen: f.frozen(),
		Presses: f.presses(app, s.Tenant),
	})
	app.public = f.address(listener)
	(&portal.Portal{Site: frames, Reception: app.receptionOf(s.Tenant), EID: f.eid()}).Mount()
	(&published.Pages{Site: frames, Publishing: app.publishingOf(s.Tenant), Address: app.public}).Mount()
	office := app.office(frames, s.Tenant)
	office.Demo, office.Login, office.Copy = demo, f.login(), f.ReadOnly
	office.Mount()
	app.programs(frames, office, served)
	to := &site{server: frames.Server(), at: listener, office: office}
	if err := f.encrypt(to, s.Data); err != nil {
		return nil, err
	}
	return to, f.welcome(ctx, s, to, office.Accounts)
}

// office is the staff's pages of one tenant.
func (a *app) office(frames *frame.Site, tenant string) *web.Office {
	received := a.receptionOf(tenant)
	requests := received.Requests
	requests.Assurance = "session"
	culling := a.cullingOf(tenant)
	return &web.Office{
		Site: frames, Store: a.store, Tenant: tenant, Requests: requests, Reception: received, Culling: culling, Log: a.log,
		Accounts: &account.Service{Store: a.store, Keeper: a.keeper, Tenant: tenant},
		Duties:   a.dutyOf(tenant), Publishing: a.publishingOf(tenant), Promises: a.promisesOf(tenant),
		Base:      func(ctx context.Context) (string, error) { return a.baseOf(ctx, tenant) },
		Open:      a.openerOf(tenant),
		Letterbox: &letterbox.Service{Reception: received, Log: a.log, Open: a.openerOf(tenant)}, Inbox: a.lookingIn(tenant),
		Discovery: a.discoveryOf(tenant), Connectors: specs(a.options),
	}
}

// specs are what the connectors say of themselves, for the forms.
func specs(o Options) (all []varsam.ConnectorSpec) {
	for _, c := range connectors(o) {
		all = append(all, c.Spec)
	}
	return all
}

// baseOf is the folder that relative paths of a tenant's register start from.
func (a *app) baseOf(ctx context.Context, tenant string) (base string, err error) {
	err = a.store.Read(ctx, tenant, func(tx *store.Tx) error {
		base, err = register.Base(tx)
		return err
	})
	return a.service.Absolute(base), err
}

func (f pagesFlags) listen(ctx context.Context) (net.Listener, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", f.Listen)
	if err != nil && f.Listen == usualAddress && f.Public == "" { // a proxy would not find another
		listener, err = config.Listen(ctx, "tcp", "127.0.0.1:0")
	}
	if err != nil {
		return nil, varsam.Errorf(varsam.Unavailable, "the pages cannot be served on %s; is something else there? Say where with --listen", f.Listen)
	}
	if err := f.inClear(listener); err != nil {
		listener.Close()
		return nil, err
	}
	return listener, nil
}

// address is where people reach the pages, without a slash behind.
func (f pagesFlags) address(at net.Listener) string {
	if f.Public == "" {
		return f.scheme() + at.Addr().String()
	}
	return string(f.Public)
}

// welcome says where the pages are, and how the first account is made while there
// is none.
func (f pagesFlags) welcome(ctx context.Context, s *session, to *site, accounts *account.Service) error {
	at := f.address(to.at)
	said := map[string]string{"pages": at + "/", "listens": to.at.Addr().String()}
	empty, err := accounts.Empty(ctx)
	if err != nil {
		return err
	}
	if empty && !f.ReadOnly {
		token, err := accounts.Link(ctx, "", "")
		if err != nil {
			return err
		}
		said["first_account"] = at + "/welcome/" + token
	}
	return s.print(said, func() {
		s.printf("Pages: %s\n", said["pages"])
		if f.Public != "" {
			s.printf("Listens on: %s\n", said["listens"])
		}
		if link := said["first_account"]; link != "" {
			s.printf("Make the first account here; the link works once, for a day:\n  %s\n", link)
		}
	})
}

// serve answers until ctx ends, and lets pages under way come to their end.
func (t *site) serve(ctx context.Context) error {
	if !t.office.Copy {
		go t.office.Watch(ctx)
	}
	if t.plain != nil { // TLS on 443 answers the authority too
		go func() { _ = t.plain.ListenAndServe() }()
		defer t.plain.Close()
	}
	return serveUntil(ctx, t.server, t.at, patience)
}
