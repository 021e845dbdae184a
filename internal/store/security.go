package store

import (
	"context"
	"fmt"

	"github.com/varsam/varsam"
)

// makeSchema makes the schema and the lesser role, where they are missing.
func (e *postgresEngine) makeSchema(ctx context.Context, s *session) error {
	if _, err := s.sql.ExecContext(ctx, `CREATE SCHEMA IF NOT EXISTS `+quote(e.schema)); err != nil {
		return err
	}
	if err := e.makeRole(ctx, s); err != nil {
		return err
	}
	var weak bool
	err := scan(ctx, s.sql, &weak, `SELECT NOT rolsuper AND NOT rolbypassrls FROM pg_roles WHERE rolname = $1`, e.role)
	if err == nil && !weak {
		return varsam.Errorf(varsam.Denied, "the database role for transactions is not a lesser one: row security would not hold")
	}
	return err
}

// makeRole makes the lesser role, which is one for the whole server, so another
// database's migration may be making it at the same time.
func (e *postgresEngine) makeRole(ctx context.Context, s *session) error {
	role := quote(e.role)
	create := fmt.Sprintf(`DO $$ BEGIN
		CREATE ROLE %s NOLOGIN NOSUPERUSER NOBYPASSRLS;
	EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`, role)
	if _, err := s.sql.ExecContext(ctx, create); err != nil {
		return err
	}
	var member bool
	err := scan(ctx, s.sql, &member, `SELECT pg_has_role(current_user, $1, 'MEMBER')`, e.role)
	if err == nil && !member {
		_, err = s.sql.ExecContext(ctx, fmt.Sprintf(`GRANT %s TO CURRENT_USER`, role))
	}
	return err
}

// secure walls in every table: forced row security by tenant, and rights for
// the lesser role on rows only. A table without a tenant that is not exempt
// by name stops the migration.
func (e *postgresEngine) secure(ctx context.Context, s *session) error {
	tables, err := e.tables(ctx, s)
	if err != nil {
		return err
	}
	for _, t := range tables {
		if Exempt(t.name) {
			continue
		}
		if !t.tenant {
			return varsam.Errorf(varsam.Internal, "table %s has no tenant", t.name)
		}
		if _, err := s.sql.ExecContext(ctx, fmt.Sprintf(wall, quote(t.name))); err != nil {
			return err
		}
	}
	_, err = s.sql.ExecContext(ctx, fmt.Sprintf(rights, quote(e.schema), quote(e.role)))
	return err
}

// wall compares with NULL, and so shows nothing, when no tenant is set: after a
// SET LOCAL the setting is empty, not missing.
const wall = `
ALTER TABLE %[1]s ENABLE ROW LEVEL SECURITY;
ALTER TABLE %[1]s FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS one_tenant ON %[1]s;
CREATE POLICY one_tenant ON %[1]s
	USING (tenant = NULLIF(current_setting('app.tenant', true), ''))
	WITH CHECK (tenant = NULLIF(current_setting('app.tenant', true), ''));`

const rights = `
GRANT USAGE ON SCHEMA %[1]s TO %[2]s;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %[1]s TO %[2]s;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA %[1]s TO %[2]s;
ALTER DEFAULT PRIVILEGES IN SCHEMA %[1]s GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO %[2]s;
ALTER DEFAULT PRIVILEGES IN SCHEMA %[1]s GRANT USAGE ON SEQUENCES TO %[2]s;
REVOKE INSERT, UPDATE, DELETE ON %[1]s.schema_version FROM %[2]s;`

type table struct {
	name   string
	tenant bool
}

func (e *postgresEngine) tables(ctx context.Context, s *session) (list []table, err error) {
	rows, err := s.sql.QueryContext(ctx, `
		SELECT c.relname, EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant')
		FROM pg_class c WHERE c.relnamespace = $1::text::regnamespace AND c.relkind IN ('r', 'p')`, quote(e.schema))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var t table
		if err := rows.Scan(&t.name, &t.tenant); err != nil {
			return nil, err
		}
		list = append(list, t)
	}
	return list, rows.Err()
}
