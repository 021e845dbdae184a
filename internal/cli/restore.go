package cli

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/backup"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/web/account"
)

type restoreCommand struct {
	File    string `arg:"" type:"existingfile" help:"The backup of the data."`
	Keys    string `type:"existingfile" help:"The backup of the keys; those that are there when left out." placeholder:"FILE"`
	Replace bool   `help:"Set aside what is there now, under another name."`
	By      string `default:"command line" help:"Who restores."`

	ReadOnly bool `help:"Only to be looked at: varsam serve shows it, changes nothing in it, does no work and sends no letter."`
}

// restored is what a restore came to.
type restored struct {
	Made      time.Time        `json:"made"`
	Lost      map[string]int64 `json:"lost_leaves"` // by tenant
	Standings int              `json:"standing_approvals_ended"`
	Tokens    int              `json:"tokens_ended"`
	Aside     []string         `json:"set_aside,omitempty"`
}

// Run puts a backup in place, and makes sure that nothing that ended meanwhile has
// come back with it: standing approvals, sessions and tokens end, the log says
// what happened, and the systems are searched for people who were erased.
func (c *restoreCommand) Run(s *session) error {
	if store.IsPostgres(s.Store) {
		return varsam.Errorf(varsam.Unsupported, "a store on PostgreSQL is restored by pg_restore, its keys' schemas apart from it")
	}
	out, err := c.place(s)
	if err != nil {
		return err
	}
	if c.ReadOnly {
		if err := markCopy(filepath.Clean(s.Data)); err != nil {
			return err
		}
	}
	if err := c.settle(s, &out); err != nil {
		return err
	}
	return s.print(out, func() { out.say(s) })
}

// place unpacks the backups beside where they belong, and then moves them there.
func (c *restoreCommand) place(s *session) (out restored, err error) {
	data, beside := filepath.Clean(s.Data), filepath.Clean(s.Data)+".keys"
	fresh, freshKeys := data+".restoring", beside+".restoring"
	defer os.RemoveAll(fresh)
	defer os.RemoveAll(freshKeys)
	m, err := backup.Read(c.File, dataBackup, fresh)
	if err != nil {
		return out, err
	}
	out.Made = m.Made
	if c.Keys != "" {
		k, err := backup.Read(c.Keys, keysBackup, freshKeys)
		if err != nil {
			return out, err
		}
		if k.Pair != m.Pair {
			return out, varsam.Errorf(varsam.Invalid, "the two backups were not made together")
		}
	}
	if err := c.opens(s, fresh, freshKeys); err != nil {
		return out, err
	}
	if c.Replace {
		if err := store.Unused(s.ctx, filepath.Join(data, "varsam.db")); err != nil {
			return out, err
		}
	}
	if err := c.aside(data, &out); err != nil {
		return out, err
	}
	if err := os.Rename(fresh, data); err != nil {
		return out, varsam.Errorf(varsam.Unavailable, "the data folder %s cannot be put in place", data)
	}
	if c.Keys == "" {
		return out, nil
	}
	return out, c.placeKeys(beside, freshKeys, &out)
}

// placeKeys puts epochs and master key beside the data; the marks of the log that
// are there stay.
func (c *restoreCommand) placeKeys(beside, fresh string, out *restored) error {
	if err := os.MkdirAll(beside, 0o700); err != nil {
		return varsam.Errorf(varsam.Unavailable, "the folder %s cannot be made", beside)
	}
	for _, name := range []string{"epochs.db", "master.key"} {
		from, to := filepath.Join(fresh, name), filepath.Join(beside, name)
		if _, err := os.Stat(from); err != nil {
			continue // a master key that lies elsewhere
		}
		if err := c.aside(to, out); err != nil {
			return err
		}
		for _, rest := range []string{"-wal", "-shm"} {
			os.Remove(to + rest)
		}
		if err := os.Rename(from, to); err != nil {
			return varsam.Errorf(varsam.Unavailable, "the keys cannot be put in place in %s", beside)
		}
	}
	return nil
}

// opens refuses data that the keys do not open, before anything is moved.
func (c *restoreCommand) opens(s *session, fresh, freshKeys string) error {
	config := keys(s.Options)
	config.Keys = filepath.Join(fresh, "keys.db")
	if c.Keys != "" {
		config.Epochs = filepath.Join(freshKeys, "epochs.db")
		if strings.HasPrefix(config.Master, "file:") {
			config.Master = "file:" + filepath.Join(freshKeys, "master.key")
		}
	}
	whole, err := seal.Whole(s.ctx, config)
	if err == nil && !whole {
		err = varsam.Errorf(varsam.Conflict, "the keys do not open this backup: it is older than the epoch that its keys lay under, or another installation's")
	}
	return err
}

// aside moves what is there out of the way, where that was asked for.
func (c *restoreCommand) aside(path string, out *restored) error {
	if _, err := os.Stat(path); err != nil {
		return nil
	}
	if !c.Replace {
		return varsam.Errorf(varsam.Conflict, "there is %s already; --replace sets it aside", path)
	}
	to := path + ".before-restore-" + time.Now().UTC().Format("20060102T150405.000000000Z")
	if err := os.Rename(path, to); err != nil {
		return varsam.Errorf(varsam.Unavailable, "%s cannot be set aside", path)
	}
	out.Aside = append(out.Aside, to)
	return nil
}

// settle ends what a copy of the past must not bring back.
func (c *restoreCommand) settle(s *session, out *restored) error {
	st, err := openStore(s.ctx, s.Options)
	if err != nil {
		return err
	}
	keeper, err := seal.Open(s.ctx, keys(s.Options))
	if err != nil {
		st.Close()
		return err
	}
	a := &app{store: st, keeper: keeper}
	log := evidence.OpenRestored(st, keeper, evidence.Config{Marks: filepath.Clean(s.Data) + ".keys"})
	tenants, err := st.Tenants(s.ctx)
	out.Lost = map[string]int64{}
	for _, tenant := range tenants {
		if err != nil {
			break
		}
		actor := evidence.NameOf(string(keeper.Mark(tenant, "actor", c.By)))
		out.Lost[tenant], err = log.Restored(s.ctx, tenant, string(actor))
	}
	a.close()
	if err != nil {
		return err
	}
	return s.withCopy(func(app *app) error {
		for _, tenant := range tenants {
			if err := c.settleTenant(s.ctx, app, tenant, out); err != nil {
				return err
			}
		}
		return nil
	})
}

func (c *restoreCommand) settleTenant(ctx context.Context, app *app, tenant string, out *restored) error {
	culling := app.cullingOf(tenant)
	standings, err := culling.Standings(ctx)
	if err != nil {
		return err
	}
	for _, st := range standings {
		if err := culling.Void(ctx, st.ID, c.By); err != nil {
			return err
		}
		out.Standings++
	}
	ended, err := app.tokensOf(tenant).RevokeAll(ctx, c.By)
	if err != nil {
		return err
	}
	out.Tokens += ended
	accounts := &account.Service{Store: app.store, Keeper: app.keeper, Tenant: tenant}
	if err := accounts.EndAll(ctx, c.By); err != nil {
		return err
	}
	return app.store.Write(ctx, tenant, func(tx *store.Tx) error {
		return job.Enqueue(tx, job.Wake{Kind: kindWatch, Run: "restore", Unique: true})
	})
}

func (r restored) say(s *session) {
	s.printf("Restored what was copied %s.\n", r.Made.Format(time.RFC3339))
	for tenant, n := range r.Lost {
		s.printf("%s: %d entries of the log came after that and are lost; the log says so, and the newest checkpoint is kept.\n", tenant, n)
	}
	s.printf("Ended: all sessions, %d tokens, %d standing approvals. What was approved or erased after that moment is not known here any more:\n", r.Tokens, r.Standings)
	s.printf("look through the open requests and holds, and let varsam serve search the systems for people who were erased.\n")
	for _, path := range r.Aside {
		s.printf("set aside: %s – delete it when it is not needed: it holds what the keys open.\n", path)
	}
}
