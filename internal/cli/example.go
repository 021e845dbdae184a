package cli

import (
	"maps"
	"slices"

	"github.com/varsam/varsam/internal/example"
)

type exampleCommand struct {
	Name     string `arg:"" enum:"demo,insourceit,kunskapspartner" help:"demo, insourceit or kunskapspartner."`
	Dir      string `required:"" help:"Folder to make it in." placeholder:"DIR"`
	People   int    `help:"How many people; the example's own number when left out."`
	Seed     uint64 `help:"Another number gives other people."`
	Postgres string `help:"Address of a PostgreSQL server to make some of the systems on." placeholder:"DSN" env:"VARSAM_EXAMPLE_POSTGRES" secret:"true"`
	Mariadb  string `help:"Address of a MariaDB server, likewise." placeholder:"DSN" env:"VARSAM_EXAMPLE_MARIADB" secret:"true"`
	Replace  bool   `help:"Remove databases of the same name first."`
}

// Run makes a made-up organisation: register, systems, people who do not exist.
func (c *exampleCommand) Run(s *session) error {
	made, err := example.Generate(s.ctx, c.Name, example.Options{
		Dir: c.Dir, People: c.People, Seed: c.Seed, Postgres: c.Postgres, MariaDB: c.Mariadb, Replace: c.Replace,
	})
	if err != nil {
		return err
	}
	return s.print(made, func() {
		s.printf("%s\n\n", made.Register)
		var rows [][]string
		for _, role := range slices.Sorted(maps.Keys(made.Cast)) {
			p := made.Cast[role]
			rows = append(rows, []string{role, p.Name, p.Email, p.Phone, p.NationalID, p.Why})
		}
		s.table([]string{"ROLE", "NAME", "E-MAIL", "PHONE", "NUMBER", "WHY"}, rows)
		s.printf("\nNext: varsam find --register %s --email ADDRESS\n", made.Register)
	})
}
