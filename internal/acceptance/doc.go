// Package acceptance drives the program from the outside: it builds the real
// binary, gives it registers and databases, and holds what it prints, what it
// leaves behind and what the databases hold against what was promised. It is the
// list of issue 2's "How we know it works", one file a promise.
//
// Databases on PostgreSQL and MariaDB are made where VARSAM_TEST_POSTGRES and
// VARSAM_TEST_MARIADB name an administrator:
//
//	go run ./internal/testservers -- go test ./internal/acceptance
package acceptance
