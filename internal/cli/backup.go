package cli

import (
	"crypto/rand"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/backup"
)

// The kinds of backup, which are kept apart.
const (
	dataBackup = "data" // the store, and keys that open nothing by themselves
	keysBackup = "keys" // what opens them
)

type backupCommand struct {
	Out  string `required:"" help:"File for the data: the store, and keys that open nothing by themselves." placeholder:"FILE"`
	Keys string `help:"File for what opens them: epochs and master key. It belongs in another place, and is to be deleted within 28 days." placeholder:"FILE"`
}

// Run copies everything as it is at one moment; varsam serve may go on meanwhile.
func (c *backupCommand) Run(s *session) error {
	if err := c.apart(); err != nil {
		return err
	}
	return s.with(registerFlag{}, func(app *app) error {
		work, err := os.MkdirTemp(filepath.Dir(c.Out), ".varsam-backup-")
		if err != nil {
			return varsam.Errorf(varsam.Unavailable, "the folder of %s cannot be written", c.Out)
		}
		defer os.RemoveAll(work)
		in := func(name string) string { return filepath.Join(work, name) }
		shown := newProgress(s)
		// The store first: the keys that it names are there before it does.
		err = shown.while(s.said("copying the store"), in("varsam.db"), []string{filepath.Join(s.Data, "varsam.db")}, func() error {
			return app.store.Copy(s.ctx, in("varsam.db"))
		})
		if err != nil {
			return err
		}
		if err := app.keeper.Copy(s.ctx, in("keys.db"), in("epochs.db")); err != nil {
			return err
		}
		m := backup.Manifest{Kind: dataBackup, Pair: pair(), Made: time.Now().UTC(), Program: version}
		err = shown.while(s.said("packing"), c.Out, []string{in("varsam.db"), in("keys.db")}, func() error {
			return backup.Write(c.Out, m, map[string]string{"varsam.db": in("varsam.db"), "keys.db": in("keys.db")})
		})
		if err != nil {
			return err
		}
		if c.Keys != "" {
			if err := c.writeKeys(s, m, in("epochs.db")); err != nil {
				return err
			}
		}
		return s.print(map[string]string{"data": c.Out, "keys": c.Keys, "pair": m.Pair}, func() { c.say(s) })
	})
}

// apart refuses to put what opens the data beside the data.
func (c *backupCommand) apart() error {
	if c.Keys == "" {
		return nil
	}
	data, err := filepath.Abs(filepath.Dir(c.Out))
	keys, err2 := filepath.Abs(filepath.Dir(c.Keys))
	if err != nil || err2 != nil || data == keys {
		return varsam.Errorf(varsam.Invalid, "the keys belong in another place than the data: whoever has both has everything, also what was erased")
	}
	return nil
}

func (c *backupCommand) writeKeys(s *session, m backup.Manifest, epochs string) error {
	m.Kind = keysBackup
	files := map[string]string{"epochs.db": epochs}
	if path, ok := strings.CutPrefix(keys(s.Options).Master, "file:"); ok {
		files["master.key"] = path
	}
	return backup.Write(c.Keys, m, files)
}

func (c *backupCommand) say(s *session) {
	s.printf("%s: the data. It opens nothing without the keys.\n", c.Out)
	if c.Keys == "" {
		s.printf("The keys were not copied: without them the data is lost with this machine. --keys FILE, in another place.\n")
		return
	}
	s.printf("%s: the keys. Keep it apart from the data, and delete it within 28 days: as long as it exists, what was erased may be brought back.\n", c.Keys)
}

// pair names two backups that belong together.
func pair() string {
	b := make([]byte, 8)
	rand.Read(b)
	return hex.EncodeToString(b)
}
