package store_test

import (
	"testing"

	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/store/storetest"
)

func TestCheckMigration(t *testing.T) {
	for sql, ok := range map[string]bool{
		`CREATE TABLE a (tenant TEXT, id TEXT, PRIMARY KEY (tenant, id));`:                                      true,
		`CREATE TABLE a (tenant TEXT, id TEXT CHECK (id IN ('a','b')), PRIMARY KEY (tenant, id)); DROP TABLE b`: true,
		`CREATE TABLE a (tenant TEXT, n BIGINT, PRIMARY KEY (tenant), UNIQUE (tenant, n))`:                      true,
		`CREATE TABLE tenants (tenant TEXT PRIMARY KEY)`:                                                        true,
		`ALTER TABLE a ADD COLUMN b TEXT`:                                                                       true,
		`CREATE TABLE a (tenant TEXT, id TEXT, PRIMARY KEY (id, tenant))`:                                       false,
		`CREATE TABLE a (tenant TEXT, id TEXT PRIMARY KEY)`:                                                     false,
		`CREATE TABLE a (tenant TEXT, id TEXT)`:                                                                 false,
		`CREATE TABLE a (tenant TEXT, n BIGINT, PRIMARY KEY (tenant), UNIQUE (n))`:                              false,
		`CREATE TABLE a (tenant TEXT, n BIGINT REFERENCES b, PRIMARY KEY (tenant))`:                             false,
		`CREATE TABLE a (tenant TEXT, n TEXT, PRIMARY KEY (tenant), FOREIGN KEY (n) REFERENCES b (n))`:          false,
		`CREATE TABLE a AS SELECT 1`:                                                                            false,
		`CREATE TABLE a (tenant TEXT, n TEXT, PRIMARY KEY (tenant)); CREATE UNIQUE INDEX i ON a (n)`:            false,
		`CREATE TABLE a (tenant TEXT, n TEXT, PRIMARY KEY (tenant)); CREATE UNIQUE INDEX i ON a (tenant, n)`:    true,
	} {
		if err := store.CheckMigration(store.Migration{Room: "x", Version: 1, SQL: sql}); (err == nil) != ok {
			t.Errorf("%s: %v", sql, err)
		}
	}
}

func TestOwnStatementsNameTheTenant(t *testing.T) { storetest.CheckStatements(t) }

func TestStatement(t *testing.T) {
	for sql, ok := range map[string]bool{
		`SELECT a FROM b WHERE tenant = $1`:                               true,
		`SELECT a FROM b WHERE (tenant, a) > ($1, $2)`:                    true,
		`SELECT a FROM tenants`:                                           true,
		`INSERT INTO b (tenant, a) SELECT $1, a FROM c WHERE tenant = $1`: true,
		`SELECT a FROM b`:                                                 false,
		`UPDATE b SET a = 1 WHERE id = $1`:                                false,
		`INSERT INTO b (a, tenant) VALUES ($1, $2)`:                       false,
		`DELETE FROM b WHERE tenant <> $1`:                                false,
	} {
		if fault := storetest.Statement(sql); (fault == "") != ok {
			t.Errorf("%s: %s", sql, fault)
		}
	}
}
