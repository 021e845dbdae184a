package sqldb

import (
	"strconv"
	"strings"

	"github.com/varsam/varsam/internal/system"
)

// permitMariaDB is the SQL that an administrator of MariaDB or MySQL runs.
func permitMariaDB(p system.Permission) string {
	d := &mariaDialect{}
	g := &grantText{Permission: p, quote: d.quote, role: account(p.Role)}
	g.head("MariaDB", "CREATE USER "+g.role+" IDENTIFIED BY '…'")
	if p.Schema == "" {
		g.say("Choose the database first: USE …")
	}
	g.search()
	g.gap()
	g.say("TRIGGER shows which triggers a change would set off; it would also let the user make one. Without it Varsam asks a",
		"person before it changes anything. The server shows a foreign key only to whoever has some right on the table that",
		"has it: where a table that is not listed here refers to one that is, grant REFERENCES on it, which permits nothing else.")
	for _, n := range g.Needs {
		if n.Acts() {
			g.run("GRANT TRIGGER ON ", g.name(n.Collection), " TO ", g.role)
		}
	}
	g.act(func(system.Need) bool { return false })
	g.keep(func(collection, reader string) {
		g.say("Nobody but Varsam, and whoever the duty is for, reads "+collection+". If "+reader+" has a right on the table, take it back;",
			"the server refuses to take back what was never given, and a right on the whole database reaches this table as well:",
			"then "+reader+" needs rights table by table.",
			"  REVOKE ALL PRIVILEGES ON "+g.name(collection)+" FROM "+account(reader)+";")
	}, g.hideMariaDB)
	return g.b.String()
}

// hideMariaDB hides flagged rows behind a view; the server has no policies of
// rows.
func (g *grantText) hideMariaDB(n system.Need) {
	visible := g.unmarked(n.Flags, func(column, value string) string { return "NOT (" + column + " <=> " + constant(value) + ")" })
	g.view(n, "CREATE SQL SECURITY DEFINER VIEW", "", visible, account(n.Reader))
	g.say("And then, if "+n.Reader+" has a right on the table itself:",
		"  REVOKE SELECT ON "+g.name(n.Collection)+" FROM "+account(n.Reader)+";")
}

// account is a user with its host; a name alone is one from anywhere.
func account(name string) string {
	user, host, ok := strings.Cut(name, "@")
	if !ok {
		host = "%"
	}
	return literal(user) + "@" + literal(host)
}

// constant is a word of the register as SQL: a text compared with a number
// would be read as one, and "true" as nought.
func constant(word string) string {
	if _, err := strconv.ParseFloat(word, 64); err == nil {
		return word
	}
	switch strings.ToLower(word) {
	case "true", "false":
		return strings.ToUpper(word)
	}
	return literal(word)
}
