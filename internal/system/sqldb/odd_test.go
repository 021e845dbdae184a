package sqldb_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/systemtest"
)

// oddTables are tables that applications have and nobody would draw: keys under
// collations, of words, numbers and bytes that are not what they look like. Column
// b can be set and be empty, and c, where there is one, must stay as it is.
var oddTables = map[string][]oddTable{
	"mariadb": {
		{"a key without case or accents", "k VARCHAR(60) COLLATE utf8mb4_general_ci PRIMARY KEY, b TEXT, c VARCHAR(9)", "('anna@example.com','a','x'),('Bo','å','X'),('bö@example.com','Å','y'),('ANNAS','A','z')", ""},
		{"a Latin-1 key", "a INT, k VARCHAR(20) CHARACTER SET latin1 COLLATE latin1_swedish_ci, b TEXT, PRIMARY KEY (k, a)", "(1,'å','1'),(1,'Ö','2'),(2,'å','3'),(1,'é','4')", ""},
		{"a UTF-16 key", "k VARCHAR(20) CHARACTER SET utf16 PRIMARY KEY, b VARCHAR(20) CHARACTER SET utf32", "('a','å'),('b','Å'),('😀','😀')", ""},
		{"an ENUM that is not in the order of its words", "k ENUM('zon','avgift','ö') NOT NULL, i INT, b TEXT, PRIMARY KEY (k, i)", "('zon',1,'1'),('zon',9,'2'),('avgift',1,'3'),('avgift',2,'4'),('ö',3,'5')", ""},
		{"a SET", "k SET('zon','avgift','ö') PRIMARY KEY, b TEXT", "('zon','1'),('avgift,ö','2'),('','3'),('ö','4')", ""},
		{"numbers beyond an int64", "k BIGINT UNSIGNED PRIMARY KEY, b BIGINT UNSIGNED", "(1,18446744073709551615),(9223372036854775808,1),(18446744073709551615,2)", ""},
		{"64 bits", "k BIT(64) PRIMARY KEY, b BIT(64)", "(1,18446744073709551615),(9223372036854775808,1),(18446744073709551615,2)", ""},
		{"dates that are none", "k DATE, i INT, b DATETIME, PRIMARY KEY (k, i)", "('0000-00-00',1,'0000-00-00'),('2020-00-00',1,'2020-01-00'),('2020-02-29',1,'2020-03-29 02:30')", "sql_mode=''"},
		{"bytes that are padded", "k BINARY(4) PRIMARY KEY, b BLOB", "('a','x'),(x'00000000',x'00'),(x'ffffffff',x'ff')", ""},
		{"a column that * leaves out", "k INT PRIMARY KEY, b TEXT, h TEXT INVISIBLE DEFAULT 'x'", "(1,'x'),(2,'y')", ""},
	},
	"postgres": {
		{"a key without case", "k citext PRIMARY KEY, b citext, c text", "('Anna','x','x'),('bo','X','y'),('å','Å','z')", "CREATE EXTENSION citext"},
		{"domains of domains", "k num2, d day, s c5, b mail2, PRIMARY KEY (k, d, s)", "(1,'2020-01-01','x','a@b'),(10,'infinity','x y','A@b'),(-2,'0044-03-15 BC','','c@d')", "CREATE DOMAIN num AS int; CREATE DOMAIN num2 AS num; CREATE DOMAIN day AS date; CREATE DOMAIN c5 AS char(5); CREATE DOMAIN mail AS text; CREATE DOMAIN mail2 AS mail"},
		{"types that travel as text", "k inet, i interval, r int4range, b json, PRIMARY KEY (k, i, r)", `('10.0.0.1/8','1 day','[1,5)','{"a" :1}'),('10.0.0.1','24:00:01','empty','[]'),('::1','0','(,)','1')`, ""},
		{"a padded key", "k char(8) PRIMARY KEY, b char(3)", "('a','x'),('A ','y'),('','z')", ""},
		{"numbers that are none", "k numeric PRIMARY KEY, b real", "(123456789012345678901234567890.123456789,0.1),('NaN','NaN'),(1.50,'-Infinity')", ""},
		{"times at infinity", "k timestamptz PRIMARY KEY, b timestamp", "('infinity','-infinity'),('-infinity','infinity'),('0044-03-15 10:00 BC','2020-03-29 02:30')", ""},
		{"an enumeration of another schema", `k s2."Art" PRIMARY KEY, b s2."Art"`, "('zon','ö '),('avgift','zon'),('ö ','avgift')", `CREATE SCHEMA s2; CREATE TYPE s2."Art" AS ENUM ('zon', 'avgift', 'ö ')`},
	},
	"sqlite": {
		{"what REPLACE would delete", "k INTEGER PRIMARY KEY, b TEXT UNIQUE ON CONFLICT REPLACE, c TEXT", "(1,'a','x'),(2,'b','y')", ""},
		{"a key without case", "k TEXT COLLATE NOCASE, i INT, b TEXT COLLATE RTRIM, PRIMARY KEY (k, i)", "('anna',1,'x'),('ANNA',2,'x '),('å',1,'y'),('Å',1,'z')", "WITHOUT ROWID"},
		{"BLOBs in a column of text", "k CHAR(16) NOT NULL PRIMARY KEY, b TEXT", "(x'616e6e61','x'),('anna','y'),('bo',x'61')", "WITHOUT ROWID"},
		{"a key of any type", "k PRIMARY KEY, b", "('42',1),(42,'1'),(x'3432',x'31'),(4.5,1.5),('0042',2)", ""},
		{"a key that is named like the row's", "rowid TEXT PRIMARY KEY NOT NULL, _rowid_ INT, b TEXT", "('a',7,'x'),('b',7,'y')", ""},
	},
}

type oddTable struct{ name, columns, rows, more string }

// TestOddTables erases and sets every row of each by itself, and all in ranges of
// two: nobody else's row is touched, and no more is reported than happened.
func TestOddTables(t *testing.T) {
	for _, e := range engines(t) {
		for _, o := range oddTables[e.Name] {
			t.Run(e.Name+"/"+o.name, func(t *testing.T) {
				t.Parallel()
				d := e.New(t)
				x := &odd{d: d, table: o, T: t}
				if e.Name == "postgres" && o.more != "" {
					d.Run(t, o.more)
				}
				x.fresh()
				x.sys = d.Connect(t)
				x.records, _ = collect(t, x.sys, system.Selection{Collection: "odd", Version: true})
				x.behindEach()
				x.oneByOne(varsam.OpErase)
				x.oneByOne(varsam.OpAnonymise, varsam.Assignment{Field: "b"})
				for _, r := range x.records {
					x.oneByOne(varsam.OpCorrect, varsam.Assignment{Field: "b", Value: r.Get("b")})
				}
				x.culled()
			})
		}
	}
}

type odd struct {
	*testing.T
	d       *systemtest.Database
	table   oddTable
	sys     system.System
	records []varsam.Record
}

// fresh makes the table as it was.
func (x *odd) fresh() {
	x.Helper()
	create, insert := "CREATE TABLE odd ("+x.table.columns+")", "INSERT INTO odd VALUES "+x.table.rows
	switch x.d.Engine.Name {
	case "mariadb":
		insert = "SET STATEMENT " + cmp.Or(x.table.more, "sql_mode=@@sql_mode") + " FOR " + insert
	case "sqlite":
		create += x.table.more
	}
	for _, text := range []string{"DROP TABLE IF EXISTS odd", create, insert} {
		if _, err := x.d.Raw.Exec(text); err != nil {
			x.Fatalf("%s: %v", text, err)
		}
	}
}

// rows are the table's rows as the server has them.
func (x *odd) rows() (all []string) {
	x.Helper()
	text := "SELECT * FROM odd"
	if x.d.Engine.Name == "postgres" {
		text = "SELECT odd::text FROM odd"
	}
	rows, err := x.d.Raw.Query(text)
	if err != nil {
		x.Fatal(err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		x.Fatal(err)
	}
	cells, into := make([]any, len(names)), make([]any, len(names))
	for i := range cells {
		into[i] = &cells[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			x.Fatal(err)
		}
		all = append(all, fmt.Sprintf("%#v", cells))
	}
	slices.Sort(all)
	return all
}

// gone are the rows of before that are no more.
func gone(before, after []string) []string {
	return slices.DeleteFunc(slices.Clone(before), func(r string) bool { return slices.Contains(after, r) })
}

// behindEach goes on behind every row: all others come, or it is said that they
// cannot be asked for.
func (x *odd) behindEach() {
	for i, r := range x.records {
		n := 0
		_, err := x.sys.Find(background, system.Selection{Collection: "odd", After: r.Ref.Key}, func(varsam.Record) error { n++; return nil })
		if varsam.CodeOf(err) == varsam.Unsupported {
			continue
		}
		if err != nil || n != len(x.records)-i-1 {
			x.Errorf("behind %s: %d rows, %v", r.Ref.Label(), n, err)
		}
	}
}

// oneByOne changes each row by itself. Where the system says that it did it, that
// row alone is another; where it refuses, none is.
func (x *odd) oneByOne(kind varsam.OpKind, set ...varsam.Assignment) {
	for _, r := range x.records {
		c, err := x.sys.Describe(background)
		if err != nil {
			x.Fatal(err)
		}
		op := varsam.Operation{
			ID: "op", Kind: kind, Collection: "odd", Set: set, Fingerprint: c.Fingerprint("odd"),
			Targets: []varsam.Target{{Ref: r.Ref, Versions: []string{r.Version}}},
		}
		before := x.rows()
		done, err := x.sys.Apply(background, op)
		after, want := x.rows(), 1
		switch code := varsam.CodeOf(err); {
		case code == varsam.Conflict:
			want = 0
		case err != nil || done.Rows != 1:
			x.Errorf("%s %s: %+v, %v", kind, r.Ref.Label(), done, err)
		case kind != varsam.OpErase && r.Get("b") == set[0].Value:
			want = 0
		}
		if lost := gone(before, after); len(lost) != want || kind != varsam.OpErase && len(after) != len(before) {
			x.Errorf("%s %s %v: %d rows are others: %q", kind, r.Ref.Label(), set, len(lost), lost)
		}
		if state := planned(x.T, x.sys, op); (state == 1) != (err == nil) {
			x.Errorf("%s %s: %d rows are as planned", kind, r.Ref.Label(), state)
		}
		x.fresh()
	}
}

// culled erases all in ranges of two.
func (x *odd) culled() {
	c, err := x.sys.Describe(background)
	if err != nil {
		x.Fatal(err)
	}
	culler := x.sys.(system.Culler)
	all := varsam.Cond{Op: varsam.Constant, Values: []varsam.Value{varsam.BoolOf(true)}}
	cull := system.Cull{ID: "c", Kind: varsam.OpErase, Fingerprint: c.Fingerprint("odd"), Rows: system.Rows{Collection: "odd", Cond: all}}
	for left := len(x.records); left > 0; {
		r, err := culler.Freeze(background, cull, 2)
		if err != nil || int(r.Rows) != min(2, left) {
			x.Fatalf("%d rows frozen of %d: %v", r.Rows, left, err)
		}
		if _, err := culler.Cull(background, r.Of(cull), r.Tally); err != nil {
			x.Fatal(err)
		}
		left -= int(r.Rows)
		if n := len(x.rows()); n != left {
			x.Fatalf("%d rows are left, want %d", n, left)
		}
		cull.Rows.After = r.Upto
	}
}

// TestUniqueUnderAnotherCollation: what is unique by its bytes names no row where
// the column itself takes 'anna' for 'Anna'.
func TestUniqueUnderAnotherCollation(t *testing.T) {
	for _, e := range engines(t) {
		create := map[string][]string{
			"sqlite": {`CREATE TABLE odd (k TEXT COLLATE NOCASE NOT NULL)`, `CREATE UNIQUE INDEX odd_k ON odd (k COLLATE BINARY)`},
			"postgres": {
				`CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level1', deterministic = false)`,
				`CREATE TABLE odd (k text COLLATE ci NOT NULL)`, `CREATE UNIQUE INDEX odd_k ON odd (k COLLATE "C")`,
			},
		}[e.Name]
		if create == nil {
			continue // has no such index
		}
		t.Run(e.Name, func(t *testing.T) {
			d := e.New(t)
			d.Run(t, create...)
			d.Run(t, `INSERT INTO odd VALUES ('anna'), ('Anna')`, `CREATE TABLE plain (k {text} NOT NULL UNIQUE)`)
			s := d.Connect(t)
			c, err := s.Describe(background)
			if err != nil {
				t.Fatal(err)
			}
			if odd, _ := c.Find("odd"); len(odd.Key) > 0 || odd.ReadOnly == "" {
				t.Errorf("key %q, %q", odd.Key, odd.ReadOnly)
			}
			if plain, _ := c.Find("plain"); len(plain.Key) != 1 {
				t.Errorf("key %q where the collation is the column's", plain.Key)
			}
			if all, _ := collect(t, s, system.Selection{Collection: "odd"}); len(all) != 2 {
				t.Errorf("%d rows read", len(all))
			}
		})
	}
}
