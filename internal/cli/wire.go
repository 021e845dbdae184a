package cli

import (
	"context"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/api"
	"github.com/varsam/varsam/internal/api/hook"
	"github.com/varsam/varsam/internal/api/token"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/discover"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/inbox"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/letterbox"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/publish"
	"github.com/varsam/varsam/internal/reception"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/request/letter"
	"github.com/varsam/varsam/internal/retention"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/suppression"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/files/dropbox"
	"github.com/varsam/varsam/internal/system/files/folder"
	"github.com/varsam/varsam/internal/system/files/s3"
	"github.com/varsam/varsam/internal/system/files/sftp"
	"github.com/varsam/varsam/internal/system/files/webdav"
	"github.com/varsam/varsam/internal/system/mailbox"
	"github.com/varsam/varsam/internal/system/sqldb"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/press"
)

// connectors is the one list of what Varsam can connect to by itself; a system
// with the connector "assisted" is done by people and needs none.
func connectors(o Options) []system.Connector {
	reading := func(c system.Connector) system.Connector { return reading(o.OCR, c) }
	return []system.Connector{
		sqldb.SQLite(), sqldb.Postgres(), sqldb.MariaDB(), sqldb.MySQL(),
		reading(folder.Connector()), reading(webdav.Connector()), reading(s3.Connector()), reading(sftp.Connector()),
		reading(dropbox.Connector()), reading(mailbox.IMAP()),
	}
}

// migrations are the tables of all rooms.
func migrations() []store.Migration {
	var all []store.Migration
	for _, room := range [][]store.Migration{
		evidence.Migrations, register.Migrations, act.Migrations, job.Migrations,
		request.Migrations, discover.Migrations, retention.Migrations, suppression.Migrations, inbox.Migrations,
		account.Migrations, identity.Migrations, post.Migrations, reception.Migrations, token.Migrations, hook.Migrations, api.Migrations,
		duty.Migrations, letterbox.Migrations, publish.Migrations, press.Migrations,
	} {
		all = append(all, room...)
	}
	return all
}

// chore is a kind of work that is done without anybody asking.
type chore struct {
	kind string
	when job.Schedule // nil: only when it is enqueued
	do   job.Handler
}

// chores is the one list of the work that varsam serve and varsam work do.
func (a *app) chores(log *slog.Logger) []chore {
	return append([]chore{
		{retention.KindNight, job.Nightly(1, 30), a.night(log)},
		{retention.KindRun, nil, a.slice},
		{request.KindPlan, nil, a.planning},
		{request.KindRun, nil, a.running},
		{discover.KindRun, nil, a.discovering},
		{hook.KindTick, job.EachMinute, a.telling((*hook.Service).Tick)},
		{hook.KindSend, nil, a.telling((*hook.Service).Send)},
		{"sweep", job.Nightly(2, 30), a.sweep(log)},
		{kindWatch, job.Nightly(3, 30), a.watching(log)},
		{kindDuties, job.Nightly(4, 10), a.minding(log)},
		{duty.KindTrace, nil, a.tracing},
		{duty.KindWrite, nil, a.writing},
	}, a.receiving(log)...)
}

// app is everything wired together.
type app struct {
	store    *store.Store
	keeper   *seal.Keeper
	log      *evidence.Log
	service  *request.Service
	culling  *retention.Service
	register *register.Register // nil while the store holds none
	base     string
	options  Options
	mail     post.Settings  // how mail leaves
	public   string         // address that people use; empty where no pages are served
	ocr      string         // what reads pictures
	near     []netip.Prefix // inner networks that webhooks may reach
}

// open wires the whole program: store, keys, log, the register's current
// version, the service. Everything a command needs is made here and nowhere
// else.
func open(ctx context.Context, o Options) (*app, error) {
	st, err := openStore(ctx, o)
	if err != nil {
		return nil, err
	}
	a := &app{store: st, options: o}
	if a.near, err = networks("--webhook-networks", o.Webhooks); err != nil {
		a.close()
		return nil, err
	}
	if err := a.wire(ctx, o); err != nil {
		a.close()
		return nil, err
	}
	return a, nil
}

func openStore(ctx context.Context, o Options) (*store.Store, error) {
	dsn := o.Store
	switch {
	case dsn == "":
		dsn = filepath.Join(o.Data, "varsam.db")
	case !store.IsPostgres(dsn): // never said back: it may have a password
		return nil, varsam.Errorf(varsam.Invalid, "--store is a postgres:// address; without it the store is a file in the folder of --data")
	}
	return store.Open(ctx, store.Config{DSN: dsn, Migrations: migrations()})
}

// keys says where the keys lie: beside the data folder, or, with a server of our
// own, in schemas of theirs.
func keys(o Options) seal.Config {
	config := seal.Beside(o.Data)
	if o.Store != "" {
		config.Keys, config.Epochs = o.Store, o.Store
	}
	if o.Master != "" {
		config.Master = o.Master
	}
	return config
}

func (a *app) wire(ctx context.Context, o Options) (err error) {
	config := keys(o)
	if config.Signed, err = evidence.Signed(ctx, a.store); err != nil {
		return err
	}
	if a.keeper, err = seal.Open(ctx, config); err != nil {
		return err
	}
	a.mail, a.ocr = o.mail(), o.OCR
	if err := a.mail.Check(); err != nil {
		return err
	}
	if err = a.store.AddTenant(ctx, o.Tenant); err != nil {
		return err
	}
	if a.log, err = evidence.Open(ctx, a.store, a.keeper, evidence.Config{Marks: filepath.Clean(o.Data) + ".keys"}); err != nil {
		return err
	}
	home, err := filepath.Abs(o.Data)
	a.service = &request.Service{
		Store: a.store, Keeper: a.keeper, Log: a.log, Tenant: o.Tenant, Connectors: connectors(o), Home: home,
	}
	a.service.People = account.PeopleNeeded
	a.service.Disclosed = func(ctx context.Context, tenant string, mails []string) ([]letter.Disclosed, error) {
		return a.dutyOf(tenant).Disclosed(ctx, mails)
	}
	a.service.Held = func(ctx context.Context, tenant string, reg *register.Register, open locate.Opener, today varsam.Date, located []varsam.Located) ([]decide.Hold, error) {
		return a.cullingOf(tenant).Held(ctx, reg, open, today, located)
	}
	a.service.HeldSince = retention.HeldSince
	a.receptionOf(o.Tenant).Join(a.service)
	a.culling = &retention.Service{
		Store: a.store, Keeper: a.keeper, Log: a.log, Tenant: o.Tenant,
		Open: a.systemsOf(o.Tenant), Sheltered: a.service.Sheltered, Since: request.Since,
	}
	return err
}

func (a *app) close() {
	if a.keeper != nil {
		a.keeper.Close()
	}
	a.store.Close()
}

// registerFlag names a folder with a register. A command that is given one
// stores it as a new version when it differs from the current one.
type registerFlag struct {
	Register string `help:"Folder with the register; the store's current version when left out." type:"existingdir" env:"VARSAM_REGISTER" placeholder:"DIR"`
}

// with opens everything, runs do and closes it again. What was restored to be looked
// at is not changed: what such a copy still has open may have been done since.
func (s *session) with(r registerFlag, do func(*app) error) error {
	return s.using(openToWork, r, do)
}

// withCopy is with for who may change a copy, too: people sign in to its pages, and
// what must not come back with it ends.
func (s *session) withCopy(do func(*app) error) error { return s.using(open, registerFlag{}, do) }

func openToWork(ctx context.Context, o Options) (*app, error) {
	a, err := open(ctx, o)
	if err == nil && o.Store == "" && isCopy(o.Data) {
		a.store.Freeze()
	}
	return a, err
}

func (s *session) using(open func(context.Context, Options) (*app, error), r registerFlag, do func(*app) error) error {
	a, err := open(s.ctx, s.Options)
	if err != nil {
		return err
	}
	defer a.close()
	if r.Register != "" {
		if err := a.push(s.ctx, s.Tenant, r.Register); err != nil {
			return err
		}
	}
	if err := a.load(s.ctx, s.Tenant); err != nil && r.Register != "" {
		return err
	}
	return do(a)
}

// readRegister is the register of a folder, or the store's current one.
func (s *session) readRegister(r registerFlag) (*register.Register, string, error) {
	if r.Register != "" {
		reg, err := loadFolder(r.Register)
		base, _ := filepath.Abs(r.Register)
		return reg, base, err
	}
	a, err := openToWork(s.ctx, s.Options)
	if err != nil {
		return nil, "", err
	}
	defer a.close()
	err = a.load(s.ctx, s.Tenant)
	return a.register, a.base, err
}

func loadFolder(folder string) (*register.Register, error) {
	reg, faults, err := register.Load(os.DirFS(folder))
	if err != nil {
		return nil, err
	}
	return reg, faults.Err()
}
