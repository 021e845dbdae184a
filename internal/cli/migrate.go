package cli

import "context"

type migrateCommand struct{}

func (c *migrateCommand) Run(s *session) error {
	if err := migrate(s.ctx, s.Options); err != nil {
		return err
	}
	return s.print(map[string]bool{"migrated": true}, func() { s.printf("The schema is up to date.\n") })
}

// migrate brings our own store up to date; on SQLite opening does it.
func migrate(ctx context.Context, o Options) error {
	st, err := openStore(ctx, o)
	if err != nil {
		return err
	}
	defer st.Close()
	return st.Migrate(ctx)
}
