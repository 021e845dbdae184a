package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/store"
)

type registerCommand struct {
	Push    registerPushCommand    `cmd:"" help:"Store a folder as the new version in force."`
	Pull    registerPullCommand    `cmd:"" help:"Write a version to a folder."`
	Diff    registerDiffCommand    `cmd:"" help:"Show what differs between the version in force and a folder, in words that matter."`
	History registerHistoryCommand `cmd:"" help:"List the versions."`
	Import  registerImportCommand  `cmd:"" help:"Read a record of processing that was kept as a spreadsheet, as draft activities."`
}

type registerPushCommand struct {
	Dir    string `arg:"" type:"existingdir" help:"Folder with the register."`
	Expect int    `default:"-1" help:"Number of the version that this one was made from; refused when another is in force."`
	By     string `default:"command line" help:"Who pushes."`
}

func (c *registerPushCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		v, err := app.pushVersion(s.ctx, s.Tenant, c.Dir, c.By, c.Expect)
		if err != nil {
			return err
		}
		return s.print(v, func() { s.printf("version %d, digest %s\n", v.Number, v.Digest) })
	})
}

// push stores a folder as a new version unless it is the one in force, and takes
// down the duties beside it that do not stand yet.
func (a *app) push(ctx context.Context, tenant, folder string) error {
	_, err := a.pushVersion(ctx, tenant, folder, "command line", -1)
	return err
}

func (a *app) pushVersion(ctx context.Context, tenant, folder, by string, expect int) (v register.Version, err error) {
	if _, err := loadFolder(folder); err != nil {
		return v, err
	}
	archive, err := register.Archive(os.DirFS(folder))
	if err != nil {
		return v, err
	}
	duties, err := duty.ReadFolder(os.DirFS(folder))
	if err != nil {
		return v, err
	}
	if a.base, err = filepath.Abs(folder); err != nil {
		return v, varsam.Errorf(varsam.Invalid, "the folder %s cannot be named", folder)
	}
	err = a.store.Write(ctx, tenant, func(tx *store.Tx) error {
		now, err := register.Current(tx)
		if err != nil && varsam.CodeOf(err) != varsam.NotFound {
			return err
		}
		if expect < 0 {
			expect = now.Number
		}
		if err := register.SetBase(tx, a.service.Relative(a.base)); err != nil {
			return err
		}
		actor := a.service.Actor(by)
		if v, err = register.Push(tx, archive, actor, expect); err != nil || v.Number == now.Number {
			return err
		}
		_, err = evidence.Append(tx, evidence.Leaf{
			Kind: evidence.Register, Register: evidence.DigestOf(archive), Actor: evidence.NameOf(actor),
		})
		return err
	})
	if err == nil {
		_, err = a.dutyOf(tenant).TakeFolder(ctx, duties, by)
	}
	return v, err
}

// load reads the version in force; code NotFound when there is none.
func (a *app) load(ctx context.Context, tenant string) error {
	return a.store.Read(ctx, tenant, func(tx *store.Tx) error {
		archive, err := archiveOf(tx, 0)
		if err != nil {
			return err
		}
		if a.register, err = readArchive(archive); err != nil || a.base != "" {
			return err
		}
		base, err := register.Base(tx)
		a.base = a.service.Absolute(base)
		return err
	})
}

// archiveOf is the files of a version; 0 is the one in force.
func archiveOf(tx *store.Tx, number int) ([]byte, error) {
	if number == 0 {
		now, err := register.Current(tx)
		if varsam.CodeOf(err) == varsam.NotFound {
			return nil, varsam.Errorf(varsam.NotFound, "the store holds no register yet; give one with --register DIR, or varsam register push DIR")
		}
		if err != nil {
			return nil, err
		}
		number = now.Number
	}
	_, archive, err := register.Get(tx, number)
	return archive, err
}

func readArchive(archive []byte) (*register.Register, error) {
	files, err := register.Open(archive)
	if err != nil {
		return nil, err
	}
	reg, faults, err := register.Load(files)
	if err == nil {
		err = faults.Err()
	}
	return reg, err
}

type registerPullCommand struct {
	Dir     string `arg:"" help:"Folder to write to; it must be empty or not exist."`
	Version int    `help:"Number of the version; the one in force when left out."`
}

func (c *registerPullCommand) Run(s *session) error {
	if entries, err := os.ReadDir(c.Dir); err == nil && len(entries) > 0 {
		return varsam.Errorf(varsam.Conflict, "the folder %s is not empty; nothing is overwritten", c.Dir)
	}
	return s.with(registerFlag{}, func(app *app) error {
		var archive []byte
		err := app.store.Read(s.ctx, s.Tenant, func(tx *store.Tx) (err error) {
			archive, err = archiveOf(tx, c.Version)
			return err
		})
		if err != nil {
			return err
		}
		files, err := register.Open(archive)
		if err != nil {
			return err
		}
		if err := os.CopyFS(c.Dir, files); err != nil {
			return varsam.Errorf(varsam.Unavailable, "the folder %s cannot be written", c.Dir)
		}
		return s.print(map[string]string{"dir": c.Dir, "digest": register.Digest(archive)}, func() { s.printf("%s\n", c.Dir) })
	})
}

type registerDiffCommand struct {
	Dir string `arg:"" type:"existingdir" help:"Folder with a register."`
}

func (c *registerDiffCommand) Run(s *session) error {
	folder, err := loadFolder(c.Dir)
	if err != nil {
		return err
	}
	return s.with(registerFlag{}, func(app *app) error {
		if err := app.load(s.ctx, s.Tenant); err != nil {
			return err
		}
		changes := append([]register.Change{}, register.Diff(app.register, folder)...)
		return s.print(changes, func() {
			for _, change := range changes {
				s.printf("%s\n", change.Says().In(s.words()))
			}
			s.printf("%d change(s)\n", len(changes))
		})
	})
}

type registerHistoryCommand struct{}

func (c *registerHistoryCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		var all []register.Version
		err := app.store.Read(s.ctx, s.Tenant, func(tx *store.Tx) (err error) {
			all, err = register.History(tx)
			return err
		})
		if err != nil {
			return err
		}
		return s.print(all, func() {
			rows := make([][]string, len(all))
			for i, v := range all {
				rows[i] = []string{fmt.Sprint(v.Number), v.Digest, v.At.Format("2006-01-02 15:04:05Z07:00"), v.By}
			}
			s.table([]string{"VERSION", "DIGEST", "WHEN", "BY"}, rows)
		})
	})
}

type schemaCommand struct {
	Reference bool `help:"Print the reference made from it, in Markdown, instead."`
}

// Run prints the schema as it is: it is JSON whatever --json says.
func (c *schemaCommand) Run(s *session) error {
	text := string(register.Schema())
	if c.Reference {
		text = register.Manual()
	}
	s.printf("%s\n", strings.TrimSpace(text))
	return nil
}
