// Package sqldb connects relational databases: one core, and one file each for
// what PostgreSQL, MariaDB or MySQL, and SQLite do in their own way. It knows
// the shape of tables and nothing of law, registers or people.
//
// # What values become
//
// Integers are Int; numeric, decimal and floating columns Decimal; dates Day;
// timestamps Instant, read in the system's zone where the column has none; text,
// enumerations, JSON, UUIDs, network addresses, arrays and intervals Text. Text
// with a NUL byte or that is no UTF-8 is Bytes. A cell that does not fit its
// column's kind – a date written "unknown", a local time the zone skips, a
// timestamp in a form of its own – stays Text, so that writing a read value back
// stores the same cell. A boolean is Bool where the engine has the type or, in
// SQLite, the column is declared so; MariaDB's BOOLEAN cannot be told from
// TINYINT(1) and is Int.
//
// # Versions
//
// A row's version covers all columns that are not generated, in the table's
// order. A generated column follows from the others, and reading it may be dear.
//
// # Names
//
// A table of the default schema has its plain name, another "schema.table".
// Names are held against the catalogue before they enter a statement, and are
// always quoted; values are always bound.
package sqldb
