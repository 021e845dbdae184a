package sqldb

import (
	"context"
	"database/sql"
	"regexp"
	"strings"
)

// grant is a privilege on everything (both names empty), on the databases that a
// pattern takes, or on one table.
type grant struct{ privilege, schema, table string }

// grants are what the connected user and its role may do. The server shows a
// user no others than its own.
type grants []grant

func readGrants(ctx context.Context, r runner, user string) (grants, error) {
	var all grants
	name, host, _ := strings.Cut(user, "@")
	grantee := "'" + name + "'@'" + host + "'"
	err := r.each(ctx, `SELECT PRIVILEGE_TYPE, '', '' FROM information_schema.USER_PRIVILEGES WHERE GRANTEE = ? OR GRANTEE NOT LIKE '%@%'
		UNION SELECT PRIVILEGE_TYPE, TABLE_SCHEMA, '' FROM information_schema.SCHEMA_PRIVILEGES WHERE GRANTEE = ? OR GRANTEE NOT LIKE '%@%'
		UNION SELECT PRIVILEGE_TYPE, TABLE_SCHEMA, TABLE_NAME FROM information_schema.TABLE_PRIVILEGES WHERE GRANTEE = ? OR GRANTEE NOT LIKE '%@%'
		UNION SELECT PRIVILEGE_TYPE, TABLE_SCHEMA, TABLE_NAME FROM information_schema.COLUMN_PRIVILEGES WHERE GRANTEE = ? OR GRANTEE NOT LIKE '%@%'`,
		[]any{grantee, grantee, grantee, grantee}, func(rows *sql.Rows) error {
			var g grant
			if err := rows.Scan(&g.privilege, &g.schema, &g.table); err != nil {
				return err
			}
			all = append(all, g)
			return nil
		})
	return all, err
}

func (all grants) has(privilege, schema, table string) bool {
	for _, g := range all {
		if strings.EqualFold(g.privilege, privilege) && (g.table == "" || g.table == table) && likes(g.schema, schema) {
			return true
		}
	}
	return false
}

// likes holds a database against the pattern of a grant: % and _ are wild unless
// a backslash stands before them.
func likes(pattern, name string) bool {
	if pattern == "" || pattern == name {
		return true
	}
	var b strings.Builder
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '\\' && i+1 < len(pattern):
			i++
			b.WriteString(regexp.QuoteMeta(pattern[i : i+1]))
		case c == '%':
			b.WriteString(".*")
		case c == '_':
			b.WriteString(".")
		default:
			b.WriteString(regexp.QuoteMeta(string(c)))
		}
	}
	ok, err := regexp.MatchString("^"+b.String()+"$", name)
	return err == nil && ok
}
