package store

import (
	"context"
	"regexp"

	"github.com/varsam/varsam"
)

var tenantForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}$`)

// CheckTenant refuses a name that cannot be a tenant's: lower-case letters,
// digits and hyphens, at most 63. It goes into paths and log origins.
func CheckTenant(tenant string) error {
	if tenantForm.MatchString(tenant) {
		return nil
	}
	return varsam.Errorf(varsam.Invalid, "a tenant's name has lower-case letters a–z, digits and hyphens, at most 63")
}

// AddTenant puts a tenant on the list; nothing happens when it is there.
func (s *Store) AddTenant(ctx context.Context, tenant string) error {
	if err := CheckTenant(tenant); err != nil {
		return err
	}
	if _, ok := s.tenants.Load(tenant); ok {
		return nil
	}
	return s.run(ctx, tenant, true, func(tx *Tx) error {
		_, err := tx.Exec(`INSERT INTO tenants (tenant, added) VALUES ($1, $2) ON CONFLICT DO NOTHING`,
			tenant, tx.Now().UnixMicro())
		tx.OnCommit(func() { s.tenants.Store(tenant, true) })
		return err
	})
}

// Tenants lists all tenants, sorted.
func (s *Store) Tenants(ctx context.Context) (list []string, err error) {
	err = s.run(ctx, "", false, func(tx *Tx) error {
		list, err = List(tx, One[string], `SELECT tenant FROM tenants ORDER BY tenant`)
		return err
	})
	return list, err
}

// known refuses a tenant that is not on the list, so that a wrong name cannot
// silently open a new, empty world.
func (s *Store) known(tx *Tx) error {
	if _, ok := s.tenants.Load(tx.tenant); ok {
		return nil
	}
	n := 0
	if err := tx.QueryRow(`SELECT count(*) FROM tenants WHERE tenant = $1`, tx.tenant).Scan(&n); err != nil {
		return err
	}
	if n == 0 {
		return varsam.Errorf(varsam.NotFound, "no such tenant")
	}
	s.tenants.Store(tx.tenant, true)
	return nil
}
