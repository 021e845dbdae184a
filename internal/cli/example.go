package cli

import (
	"cmp"
	"maps"
	"slices"

	"github.com/varsam/varsam"

	"github.com/varsam/varsam/internal/example"
	"github.com/varsam/varsam/internal/system/mailbox/postoffice"
)

type exampleCommand struct {
	Name     string `arg:"" enum:"demo,insourceit,intelliplan,kivaq,kundo,kunskapspartner" help:"demo, insourceit, intelliplan, kivaq, kundo or kunskapspartner."`
	Folder   string `arg:"" optional:"" name:"folder" help:"Folder to make it in."`
	Dir      string `help:"Folder to make it in." placeholder:"DIR"`
	People   int    `help:"How many people; the example's own number when left out."`
	Seed     uint64 `help:"Another number gives other people."`
	Postgres string `help:"Address of a PostgreSQL server to make some of the systems on." placeholder:"DSN" env:"VARSAM_EXAMPLE_POSTGRES" secret:"true"`
	Mariadb  string `help:"Address of a MariaDB server, likewise." placeholder:"DSN" env:"VARSAM_EXAMPLE_MARIADB" secret:"true"`
	Imap     string `help:"Address of a mail server to put the mailboxes on, which takes any name as a user: imap://any:PASSWORD@host:port." placeholder:"URL" env:"VARSAM_EXAMPLE_IMAP" secret:"true"`
	Serve    bool   `help:"Serve the mailboxes on this machine until stopped."`
	Replace  bool   `help:"Remove databases of the same name first."`
}

// Run makes a made-up organisation: register, systems, people who do not exist.
func (c *exampleCommand) Run(s *session) error {
	opt := example.Options{
		Dir: cmp.Or(c.Dir, c.Folder), People: c.People, Seed: c.Seed, Postgres: c.Postgres, MariaDB: c.Mariadb, IMAP: c.Imap, Replace: c.Replace,
	}
	if opt.Dir == "" {
		return varsam.Errorf(varsam.Invalid, "name the folder to make it in: varsam example %s DIR", c.Name)
	}
	if c.Serve {
		office, err := postoffice.Open()
		if err != nil {
			return varsam.Wrap(varsam.Unavailable, err, "opening a post office")
		}
		defer office.Close()
		opt.Office = office
	}
	made, err := example.Generate(s.ctx, c.Name, opt)
	if err == nil {
		err = c.tell(s, made)
	}
	if err == nil && c.Serve {
		<-s.ctx.Done()
	}
	return err
}

// tell says what was made.
func (c *exampleCommand) tell(s *session, made *example.Made) error {
	return s.print(made, func() {
		s.printf("%s\n\n", made.Register)
		if made.Mails > 0 && made.Mail == "" {
			s.printf("%d mails lie as files beside it; --serve serves them, --imap puts them on a server.\n\n", made.Mails)
		}
		if c.Serve {
			s.printf("%d mails are served on %s until this is stopped.\n\n", made.Mails, made.Mail)
		}
		var rows [][]string
		for _, role := range slices.Sorted(maps.Keys(made.Cast)) {
			p := made.Cast[role]
			rows = append(rows, []string{role, p.Name, p.Email, p.Phone, p.NationalID, p.Why})
		}
		s.table([]string{"ROLE", "NAME", "E-MAIL", "PHONE", "NUMBER", "WHY"}, rows)
		s.printf("\nNext: varsam find --register %s --email ADDRESS\n", made.Register)
	})
}
