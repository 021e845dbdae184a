package sqldb

import (
	"slices"
	"strings"

	"github.com/varsam/varsam/internal/system"
)

// permitPostgres is the SQL that an administrator of PostgreSQL runs.
func permitPostgres(p system.Permission) string {
	if p.Schema == "" {
		p.Schema = "public"
	}
	d := &postgresDialect{}
	g := &grantText{Permission: p, quote: d.quote, role: d.quote(p.Role)}
	g.head("PostgreSQL", "CREATE ROLE "+g.role+" LOGIN; then \\password "+p.Role)
	g.gap()
	for _, schema := range g.schemas() {
		g.run("GRANT USAGE ON SCHEMA ", d.quote(schema), " TO ", g.role)
	}
	g.search()
	g.act(func(n system.Need) bool { return n.Acts() && !n.Erase && !n.Receive || len(n.Change) == 0 && n.Erase },
		"UPDATE stands without columns where Varsam may neither remove nor add rows, because LOCK TABLE, which keeps the structure",
		"as it is while a batch runs, asks for a right on the whole table; and where it knows no column, because it locks rows.")
	g.keep(func(collection, reader string) {
		g.say("Nobody but Varsam, and whoever the duty is for, reads " + collection + ". A role that " + reader + " is a member of must have no right there either.")
		g.run("REVOKE ALL ON ", g.name(collection), " FROM ", d.quote(reader))
	}, g.hidePostgres)
	return g.b.String()
}

// schemas are those that the collections lie in.
func (g *grantText) schemas() []string {
	var all []string
	for _, n := range g.Needs {
		schema, _, ok := strings.Cut(n.Collection, ".")
		if !ok {
			schema = g.Schema
		}
		if !slices.Contains(all, schema) {
			all = append(all, schema)
		}
	}
	slices.Sort(all)
	return all
}

// hidePostgres hides flagged rows: by the view that the register names, or by a
// policy of the rows.
func (g *grantText) hidePostgres(n system.Need) {
	reader, table := g.quote(n.Reader), g.name(n.Collection)
	visible := g.unmarked(n.Flags, func(column, value string) string { return column + " IS DISTINCT FROM " + literal(value) })
	if namedView(n.Obeys) != "" {
		g.view(n, "CREATE VIEW", " WITH (security_barrier = true)", visible, reader)
		g.run("REVOKE SELECT ON ", table, " FROM ", reader)
		return
	}
	g.say("A policy of the rows of "+n.Collection+": "+n.Reader+" and its members do not see marked rows; everybody else sees what they saw.",
		"The owner of the table is not bound by it. Varsam must see every row, else it would take hidden for gone: therefore BYPASSRLS.")
	g.run("ALTER ROLE ", g.role, " BYPASSRLS")
	g.run("CREATE POLICY varsam_others ON ", table, " USING (true) WITH CHECK (true)")
	g.run("CREATE POLICY varsam_restricted ON ", table, " AS RESTRICTIVE TO ", reader, " USING (", visible, ") WITH CHECK (true)")
	g.run("ALTER TABLE ", table, " ENABLE ROW LEVEL SECURITY")
}
