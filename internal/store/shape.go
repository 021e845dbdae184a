package store

import (
	"regexp"
	"slices"
	"strings"

	"github.com/varsam/varsam"
)

// exempt are the tables without a tenant, by name.
var exempt = []string{"tenants", "schema_version"}

// Exempt reports whether a table needs no tenant.
func Exempt(table string) bool {
	return slices.Contains(exempt, table)
}

// checkMigrations refuses gaps, doubles and tables without a tenant before
// anything is touched.
func checkMigrations(list []Migration) error {
	last := map[string]int{}
	for _, m := range list {
		if m.Version != last[m.Room]+1 {
			return varsam.Errorf(varsam.Internal, "room %s: migration %d must be %d", m.Room, m.Version, last[m.Room]+1)
		}
		last[m.Room] = m.Version
		if err := CheckMigration(m); err != nil {
			return err
		}
	}
	return nil
}

var (
	sqlComment  = regexp.MustCompile(`--[^\n]*`)
	createTable = regexp.MustCompile(`(?i)\bCREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(\w+)\s*\(`)
	createIndex = regexp.MustCompile(`(?i)\bCREATE\s+UNIQUE\s+INDEX\s+(?:IF\s+NOT\s+EXISTS\s+)?\w+\s+ON\s+(\w+)\s*\(([^)]*)`)
	anyTable    = regexp.MustCompile(`(?i)\bCREATE\s+(?:TEMP\w*\s+|UNLOGGED\s+)?TABLE\b`)
	keyClause   = regexp.MustCompile(`(?i)^(?:CONSTRAINT\s+\w+\s+)?(PRIMARY\s+KEY|UNIQUE|FOREIGN\s+KEY)\s*\(\s*(\w+)`)
	columnKey   = regexp.MustCompile(`(?i)\b(PRIMARY\s+KEY|UNIQUE|REFERENCES)\b`)
	primary     = regexp.MustCompile(`(?i)^PRIMARY`)
)

// CheckMigration refuses a table that is not the tenant's from the first column
// of every key on: primary, unique and foreign keys and unique indexes begin
// with tenant, and keys stand as clauses of their own. Code Internal: it is a
// fault in the program.
func CheckMigration(m Migration) error {
	text := sqlComment.ReplaceAllString(m.SQL, "")
	tables := createTable.FindAllStringSubmatchIndex(text, -1)
	if len(tables) != len(anyTable.FindAllString(text, -1)) {
		return shapeError(m, "?", "is made in a form that cannot be checked")
	}
	for _, at := range tables {
		name := text[at[2]:at[3]]
		if Exempt(name) {
			continue
		}
		if fault := checkTable(clauses(text[at[1]:])); fault != "" {
			return shapeError(m, name, fault)
		}
	}
	for _, index := range createIndex.FindAllStringSubmatch(text, -1) {
		first, _, _ := strings.Cut(index[2], ",")
		if !Exempt(index[1]) && strings.TrimSpace(first) != "tenant" {
			return shapeError(m, index[1], "has a unique index that does not begin with tenant")
		}
	}
	return nil
}

func shapeError(m Migration, table, fault string) error {
	return varsam.Errorf(varsam.Internal, "room %s, migration %d: table %s %s", m.Room, m.Version, table, fault)
}

// checkTable is what is wrong with a table's clauses, or nothing.
func checkTable(clauses []string) string {
	found := false
	for _, clause := range clauses {
		key := keyClause.FindStringSubmatch(clause)
		switch {
		case key == nil && columnKey.MatchString(clause):
			return "has a key inside a column; write it as a clause that begins with tenant"
		case key != nil && !strings.EqualFold(key[2], "tenant"):
			return "has a key that does not begin with tenant"
		case key != nil && primary.MatchString(key[1]):
			found = true
		}
	}
	if !found {
		return "has no primary key"
	}
	return ""
}

// clauses cuts the inside of a CREATE TABLE at its top-level commas, up to the
// closing parenthesis.
func clauses(text string) (list []string) {
	depth, start := 0, 0
	for i, c := range text {
		switch {
		case c == '(':
			depth++
		case c == ')' && depth > 0:
			depth--
		case c == ',' && depth == 0, c == ')':
			list = append(list, strings.TrimSpace(text[start:i]))
			start = i + 1
		}
		if c == ')' && depth == 0 && start == i+1 {
			return list
		}
	}
	return list
}
