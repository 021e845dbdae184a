package sqldb

import (
	"strings"

	"github.com/varsam/varsam"
)

// sumMask keeps 44 bits of a row's hash: a hundred thousand of them add up to a
// number that every engine can hold.
const sumMask = "17592186044415"

// PostgreSQL hashes the row's text, which a session of ours always writes alike.

func (d *postgresDialect) sum(_ *table, alias string) string {
	return "(hashtextextended(" + alias + "::text, 0) & " + sumMask + ")"
}

func (d *postgresDialect) patience() (before, after []string) {
	return []string{"SET LOCAL lock_timeout = '1s'", "SET LOCAL statement_timeout = '1s'", "SET LOCAL plan_cache_mode = force_custom_plan"}, nil
}

func (d *postgresDialect) whole() string { return "BIGINT" }
func (d *postgresDialect) returns() bool { return true }

func (d *postgresDialect) deleteFrom(t *table) (text, alias string) {
	return "DELETE FROM " + t.sql + " AS t0", "t0"
}

func (d *postgresDialect) behind(s *statement, cols []*column, exprs []string, bound []varsam.Value, upto bool) {
	rowValue(s, cols, exprs, bound, upto)
}

// rowValue compares the key as a whole.
func rowValue(s *statement, cols []*column, exprs []string, bound []varsam.Value, upto bool) {
	op := " > "
	if upto {
		op = " <= "
	}
	if len(cols) == 1 {
		s.write(exprs[0], op).value(cols[0], bound[0])
		return
	}
	s.write("(", strings.Join(exprs, ", "), ")", op, "(").list(len(cols), ", ", func(i int) { s.value(cols[i], bound[i]) }).write(")")
}

// SQLite has no hash; ours is called for each row.

func (d *sqliteDialect) sum(t *table, alias string) string {
	const most = 100 // arguments of one function
	var parts []string
	for at := 0; at < len(t.stored); at += most {
		var args []string
		for _, c := range t.stored[at:min(at+most, len(t.stored))] {
			args = append(args, c.qualified(alias))
		}
		parts = append(parts, "varsam_sum("+strings.Join(args, ", ")+")")
	}
	return "((" + strings.Join(parts, " + 31 * ") + ") & " + sumMask + ")"
}

func (d *sqliteDialect) patience() (before, after []string) { return nil, nil }
func (d *sqliteDialect) whole() string                      { return "INTEGER" }
func (d *sqliteDialect) returns() bool                      { return false }

func (d *sqliteDialect) deleteFrom(t *table) (text, alias string) {
	return "DELETE FROM " + t.sql + " AS t0", "t0"
}

func (d *sqliteDialect) behind(s *statement, cols []*column, exprs []string, bound []varsam.Value, upto bool) {
	rowValue(s, cols, exprs, bound, upto)
}

// MariaDB digests each row's columns, long ones by their own digest first, since
// a text that grows too long becomes null.

func (d *mariaDialect) sum(t *table, alias string) string {
	var parts []string
	for _, c := range t.stored {
		raw := "CAST(" + c.qualified(alias) + " AS BINARY)"
		if (c.Kind == varsam.Text || c.Kind == varsam.Bytes) && (c.Size == 0 || c.Size > 255) {
			raw = "MD5(" + raw + ")"
		}
		parts = append(parts, "IFNULL(CONCAT(LENGTH("+raw+"), ':', "+raw+"), '-')")
	}
	return "CAST(CONV(LEFT(MD5(CONCAT(" + strings.Join(parts, ", ") + ")), 11), 16, 10) AS SIGNED)"
}

func (d *mariaDialect) patience() (before, after []string) {
	return []string{"SET @varsam_wait = @@innodb_lock_wait_timeout", "SET innodb_lock_wait_timeout = 1"},
		[]string{"SET innodb_lock_wait_timeout = @varsam_wait"}
}

func (d *mariaDialect) whole() string { return "SIGNED" }
func (d *mariaDialect) returns() bool { return false }

// deleteFrom gives the table no other name: with one, the condition may not read
// the table itself.
func (d *mariaDialect) deleteFrom(t *table) (text, alias string) {
	return "DELETE FROM " + t.sql, t.sql
}

// behind spells the comparison out: MariaDB uses no index for whole keys.
func (d *mariaDialect) behind(s *statement, cols []*column, exprs []string, bound []varsam.Value, upto bool) {
	if len(cols) == 1 {
		rowValue(s, cols, exprs, bound, upto)
		return
	}
	strict, loose, last := " > ", " >= ", " > "
	if upto {
		strict, loose, last = " < ", " <= ", " <= "
	}
	s.write("(", exprs[0], loose).value(cols[0], bound[0]).write(" AND (").list(len(cols), " OR ", func(n int) {
		s.write("(").list(n+1, " AND ", func(i int) {
			op := " = "
			switch {
			case i == n && n == len(cols)-1:
				op = last
			case i == n:
				op = strict
			}
			s.write(exprs[i], op).value(cols[i], bound[i])
		}).write(")")
	}).write("))")
}
