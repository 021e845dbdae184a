package store

import (
	"context"

	"github.com/varsam/varsam"
)

// Copy writes a SQLite store as it is at one moment to a new file, while others
// go on with it. Code Unsupported on PostgreSQL, whose own tools do that.
func (s *Store) Copy(ctx context.Context, path string) error {
	e, ok := s.engine.(*sqliteEngine)
	if !ok {
		return varsam.Errorf(varsam.Unsupported, "a store on PostgreSQL is copied by pg_dump, its keys' schemas apart from it")
	}
	return e.copy(ctx, path)
}
