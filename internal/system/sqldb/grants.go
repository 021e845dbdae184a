package sqldb

import (
	"slices"
	"strings"

	"github.com/varsam/varsam/internal/system"
)

// grantText is the SQL for an administrator under construction: comments that
// say why, and statements that end in a semicolon.
type grantText struct {
	system.Permission
	quote func(string) string
	role  string // as the engine writes it
	b     strings.Builder
}

// say writes a comment, a line for each of lines.
func (g *grantText) say(lines ...string) {
	for _, line := range lines {
		g.b.WriteString("-- " + line + "\n")
	}
}

func (g *grantText) gap() { g.b.WriteString("\n") }

func (g *grantText) run(parts ...string) {
	g.b.WriteString(strings.Join(parts, "") + ";\n")
}

// name is a collection as SQL: quoted, with its schema where it has one or there
// is a default.
func (g *grantText) name(collection string) string {
	schema, table, ok := strings.Cut(collection, ".")
	switch {
	case ok:
		return g.quote(schema) + "." + g.quote(table)
	case g.Schema != "":
		return g.quote(g.Schema) + "." + g.quote(collection)
	}
	return g.quote(collection)
}

func (g *grantText) columns(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = g.quote(name)
	}
	return "(" + strings.Join(quoted, ", ") + ")"
}

// head says what follows and who runs it.
func (g *grantText) head(engine, makeRole string) {
	g.say("What Varsam needs in the system "+g.System+" ("+engine+"), and no more. Read it, change the names of the roles to",
		"yours, and run what you agree with as the administrator of the database. Varsam never runs it.",
		"The role, if it is not there yet:", "  "+makeRole)
}

// search grants what finding a person takes.
func (g *grantText) search() {
	g.gap()
	g.say("1. To search. Whole rows, because what is found is frozen by a digest over all columns of its row, and a change",
		"that somebody else makes meanwhile must not go unseen.")
	for _, n := range g.Needs {
		g.run("GRANT SELECT ON ", g.name(n.Collection), " TO ", g.role)
	}
}

// act grants what carrying out a plan takes. Whole says which collections need
// the right to write on the table and not on columns, and why is said before it.
func (g *grantText) act(whole func(system.Need) bool, why ...string) {
	if !slices.ContainsFunc(g.Needs, system.Need.Acts) {
		return
	}
	g.gap()
	g.say("2. To carry out an approved plan: columns are emptied, corrected, marked or cut off from a person, rows that nothing",
		"justifies are removed, restricted ones are moved, and moved back when the restriction is lifted. No table is made,",
		"altered or emptied. Leave this part out where Varsam is only to search.")
	if slices.ContainsFunc(g.Needs, whole) {
		g.say(why...)
	}
	for _, n := range g.Needs {
		for _, right := range rights(g, n, whole(n)) {
			g.run("GRANT ", right, " ON ", g.name(n.Collection), " TO ", g.role)
		}
	}
}

func rights(g *grantText, n system.Need, whole bool) (all []string) {
	switch {
	case whole:
		all = append(all, "UPDATE")
	case len(n.Change) > 0:
		all = append(all, "UPDATE "+g.columns(n.Change))
	}
	if n.Erase {
		all = append(all, "DELETE")
	}
	if n.Receive {
		all = append(all, "INSERT")
	}
	return all
}

// keep closes the collections that restricted rows lie in, and hides rows that
// have a flag.
func (g *grantText) keep(revoke func(collection, reader string), hide func(system.Need)) {
	guarded := func(n system.Need) bool { return n.Kept || len(n.Flags) > 0 }
	if !slices.ContainsFunc(g.Needs, guarded) {
		return
	}
	g.gap()
	g.say("3. To keep restricted rows from everyday use (Art. 18(2) GDPR, or a duty to keep and nothing else). Without this",
		"they are moved or marked, and anybody who could read them still can.")
	for _, n := range g.Needs {
		switch {
		case !guarded(n):
		case n.Reader == "":
			g.say("For " + n.Collection + " the register names no everyday reader (restrict: {reader: …}), so there is nobody to keep them from.")
		case n.Kept:
			revoke(n.Collection, n.Reader)
		default:
			hide(n)
		}
	}
}

// unmarked is true of rows without any of the flags; missing writes that one is
// not there.
func (g *grantText) unmarked(flags []system.Flag, missing func(column, value string) string) string {
	parts := make([]string, len(flags))
	for i, f := range flags {
		if f.Value == "now" { // marked at any time is marked
			parts[i] = g.quote(f.Column) + " IS NULL"
		} else {
			parts[i] = missing(g.quote(f.Column), f.Value)
		}
	}
	return strings.Join(parts, " AND ")
}

// view hides flagged rows behind a view that the reader gets in place of the
// table.
func (g *grantText) view(n system.Need, create, options, where, reader string) {
	name := viewIn(n)
	g.say("Everyday programs read "+name+" in place of "+n.Collection+"; the view reads with its owner's rights. If it is there already,",
		"see that it leaves out the same rows.")
	g.run(create, " ", g.name(name), options, " AS SELECT * FROM ", g.name(n.Collection), " WHERE ", where)
	g.run("GRANT SELECT ON ", g.name(name), " TO ", reader)
}

// viewIn is the view that the register says obeys the flag ("view current_cases",
// "vyn current_cases"), or a name for one.
func viewIn(n system.Need) string {
	if name := namedView(n.Obeys); name != "" {
		return name
	}
	return n.Collection + "_everyday"
}

func namedView(obeys string) string {
	words := strings.Fields(obeys)
	for i, w := range words[:max(len(words)-1, 0)] {
		switch strings.ToLower(w) {
		case "view", "vy", "vyn":
			return strings.Trim(words[i+1], `"'.,;`)
		}
	}
	return ""
}

// literal is a text in SQL.
func literal(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
