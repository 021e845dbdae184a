package sqldb

import (
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	kept "github.com/varsam/varsam/internal/sqlite"
	"github.com/varsam/varsam/internal/system"
)

// sumMask keeps 44 bits of a row's hash: a hundred thousand of them add up to a
// number that every engine can hold.
const sumMask = "17592186044415"

// PostgreSQL knows the version of every row: the number of the transaction that
// wrote it. With the key it names one state of one row, and costs a tenth of what
// the row's text does. A table that is rewritten whole, or restored, has other
// versions, and is planned anew. No cast makes a number of xmin but by way of its
// text; its distance to another transaction takes a fifth of the time. The very
// old ones that are in force for everybody have none.

func (d *postgresDialect) sum(t *table, alias string) string {
	hash := strings.ReplaceAll("(CASE age(x.xmin) WHEN 2147483647 THEN 2 ELSE ((SELECT age('3'::xid)::bigint + 3) - age(x.xmin)) & 4294967295 END)", "x.", alias+".")
	for _, c := range t.key {
		if c.Kind == varsam.Int {
			hash = "hashint8extended(" + c.qualified(alias) + "::bigint, " + hash + ")"
		} else {
			hash = "hashtextextended(" + c.qualified(alias) + "::text, " + hash + ")"
		}
	}
	return "(" + hash + " & " + sumMask + ")"
}

// opening has every statement see what the first one saw. The table is locked
// before that, so that its structure is that of then too.
func (d *postgresDialect) opening() (before, after []string) {
	return []string{
		"BEGIN ISOLATION LEVEL REPEATABLE READ", "SET LOCAL lock_timeout = '1s'", "SET LOCAL statement_timeout = '1s'",
		"SET LOCAL plan_cache_mode = force_custom_plan",
	}, nil
}

func (d *postgresDialect) steady() bool  { return true }
func (d *postgresDialect) tallies() bool { return false }

func (d *postgresDialect) turn() (done func())                                    { return func() {} }
func (d *postgresDialect) tallied(*statement, *table, string) func() system.Tally { return nil }

func (d *postgresDialect) whole() string { return "BIGINT" }

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

// postgresMoment names the cluster, its timeline – a restored one has another –
// and the first transaction that was still running, or had not begun: what those
// before it wrote was there to be seen, and what is written from now on is theirs
// or of later ones.
const (
	postgresTimeline = "system_identifier || '/' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) || '/'"
	postgresMoment   = "SELECT " + postgresTimeline + " || pg_snapshot_xmin(pg_current_snapshot()) FROM pg_control_system()"
)

func (d *postgresDialect) moment() (text string) { return postgresMoment }

// unwritten compares ages, since the numbers in rows wrap around; a moment that
// more than two thousand million transactions lie behind says nothing any more.
func (d *postgresDialect) unwritten(s *statement, alias, since string) {
	end := strings.LastIndexByte(since, '/') + 1
	first, err := strconv.ParseUint(since[end:], 10, 63)
	if err != nil {
		s.write("1=0")
		return
	}
	s.write("(SELECT ", postgresTimeline, " = ").arg(since[:end]).write(
		" AND pg_snapshot_xmax(pg_current_snapshot())::text::bigint - ").arg(int64(first)).write(
		"::bigint BETWEEN 0 AND 2000000000 FROM pg_control_system()) AND age(", alias, ".xmin) > (SELECT age(").arg(
		strconv.FormatUint(first%(1<<32), 10)).write("::text::xid))")
}

// SQLite has no hash; ours is called for each row.

func (d *sqliteDialect) sum(t *table, alias string) string {
	return "varsam_sum(" + strings.Join(stored(t, alias), ",") + ")"
}

// stored are the columns of a row as arguments, and of those that are too many
// for a function the sum.
func stored(t *table, alias string) []string {
	all := make([]string, len(t.stored))
	for i, c := range t.stored {
		all[i] = c.qualified(alias)
	}
	for len(all) > mostArguments {
		all = append(all[mostArguments:], "varsam_sum("+strings.Join(all[:mostArguments], ",")+")")
	}
	return all
}

// mostArguments is below what every build of SQLite lets a function have.
const mostArguments = 100

func (d *sqliteDialect) tallies() bool { return true }

func (d *sqliteDialect) turn() (done func()) {
	d.cull.Lock()
	return d.cull.Unlock
}

func (d *sqliteDialect) tallied(s *statement, t *table, alias string) func() system.Tally {
	id, tally, done := kept.Count()
	s.tests = append(s.tests, done)
	s.write("varsam_count(").arg(id).write(",", strings.Join(stored(t, alias), ","), ")")
	return func() system.Tally { return system.Tally{Rows: tally.Rows, Sum: tally.Sum} }
}

func (d *sqliteDialect) opening() (before, after []string) { return d.begin(), nil }
func (d *sqliteDialect) steady() bool                      { return true }
func (d *sqliteDialect) whole() string                     { return "INTEGER" }

func (d *sqliteDialect) deleteFrom(t *table) (text, alias string) {
	return "DELETE FROM " + t.sql + " AS t0", "t0"
}

func (d *sqliteDialect) behind(s *statement, cols []*column, exprs []string, bound []varsam.Value, upto bool) {
	rowValue(s, cols, exprs, bound, upto)
}

func (d *sqliteDialect) moment() (text string)                { return "" }
func (d *sqliteDialect) unwritten(*statement, string, string) {}

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

func (d *mariaDialect) opening() (before, after []string) {
	return append(d.begin(), "SET @varsam_wait = @@innodb_lock_wait_timeout", "SET innodb_lock_wait_timeout = 1"),
		[]string{"SET innodb_lock_wait_timeout = @varsam_wait"}
}

func (d *mariaDialect) steady() bool  { return false }
func (d *mariaDialect) tallies() bool { return false }

func (d *mariaDialect) turn() (done func())                                    { return func() {} }
func (d *mariaDialect) tallied(*statement, *table, string) func() system.Tally { return nil }

func (d *mariaDialect) whole() string { return "SIGNED" }

func (d *mariaDialect) moment() (text string)                { return "" }
func (d *mariaDialect) unwritten(*statement, string, string) {}

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
