package main

import "testing"

// BenchmarkPostgres measures the same on PostgreSQL, with our own store on SQLite
// as before, and with a fifth of the people: filling takes longer.
func BenchmarkPostgres(b *testing.B) {
	s := postgresShop(b, max(*customers/5, heavyEvery))
	b.Run("find", func(b *testing.B) { find(b, s) })
	b.Run("erase", func(b *testing.B) { erase(b, s) })
	b.Run("instruct", func(b *testing.B) { instructions(b, s) })
}
