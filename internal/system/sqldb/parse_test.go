package sqldb

import (
	"slices"
	"testing"
)

func TestParseTrigger(t *testing.T) {
	for text, want := range map[string][]string{
		`CREATE TRIGGER a DELETE ON t BEGIN SELECT 1; END`:                                           {"before", "delete"},
		`CREATE TEMP TRIGGER IF NOT EXISTS "before delete" AFTER UPDATE OF x ON t BEGIN DELETE; END`: {"after", "update"},
		"CREATE TRIGGER x -- DELETE\n INSTEAD OF INSERT ON v BEGIN UPDATE t SET a=1; END":            {"instead of", "insert"},
		`create trigger [insert] /* update */ before update on t begin delete from u; end`:           {"before", "update"},
	} {
		timing, events := parseCreateTrigger(text)
		if got := append([]string{timing}, events...); !slices.Equal(got, want) {
			t.Errorf("%s: %v", text, got)
		}
	}
}

func TestParseTable(t *testing.T) {
	def := parseCreateTable(`CREATE TABLE "t(" (a INT CHECK (a > 0), "b c" TEXT COLLATE nocase DEFAULT ('x,y'),
		g TEXT GENERATED ALWAYS AS (lower(trim(a))) STORED, CONSTRAINT c CHECK ((a, g) <> (1, 'CHECK (')) , UNIQUE (a))`)
	if !slices.Equal(def.checks, []string{"a > 0", "(a, g) <> (1, 'CHECK (')"}) {
		t.Errorf("checks %q", def.checks)
	}
	if def.collations["b c"] != "NOCASE" || len(def.collations) != 1 || def.generated["g"] != "lower(trim(a))" {
		t.Errorf("%+v", def)
	}
	if got := parseCreateIndex(`CREATE INDEX "i(" ON t (lower(trim(a)) DESC, b, c || ',') WHERE a > 1`); !slices.Equal(got, []string{"lower(trim(a))", "b", "c || ','"}) {
		t.Errorf("%q", got)
	}
}

// FuzzParse reads any text without falling over: a file may hold anything.
func FuzzParse(f *testing.F) {
	for _, s := range []string{`CREATE TABLE t (a CHECK (a)`, "'", `"`, "[", "/*", "--", "((", "COLLATE", "AS", "CREATE INDEX i ON t ((", "\xff("} {
		f.Add(s)
	}
	f.Fuzz(func(_ *testing.T, s string) {
		parseCreateTable(s)
		parseCreateIndex(s)
		parseCreateTrigger(s)
		normaliseSQLite(s)
	})
}
