package files

import (
	"context"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// can is what is done with files without a person.
var can = []varsam.OpKind{varsam.OpRedact, varsam.OpRestrict, varsam.OpLift, varsam.OpAnonymise, varsam.OpErase}

// settings are those of every kind of store, behind its own.
var settings = []varsam.Setting{
	{
		Name: "restricted", Example: "Restricted",
		Doc: "The folder, below the root, that restricted documents move to. Give it rights of its own: only that keeps others out. It is the collection restricted.",
	},
	{
		Name: "projects", Example: "Projects/{number} {name}",
		Doc: "How the path of a project folder is written, with a slash between levels and the fields {number}, {name}, {customer} and {ended_on}; * is any text. " +
			"Each folder that is written so is a record of the collection folders, with the documents below it.",
	},
	{
		Name: "index", Example: "project.json",
		Doc: "A CSV or JSON file that tells number, name, customer and ended_on. A plain name is a file in each project folder, which then goes with its folder and is no document; " +
			"without projects, a folder that has it is a project folder. With a slash in front it is one file for all, found again by its column path or number: /Projects/list.csv.",
	},
	{
		Name: "table", Example: "projectdb.projects",
		Doc: "A collection of another system of the register that has a row for each project, in place of an index for all: the project database. " +
			"A row is found by its column path or number.",
	},
	{
		Name: "index_columns", Example: "number=Projektnr, ended_on=Avslutat",
		Doc: "What the columns of the index or the table are called, where that is not number, name, customer, ended_on and path.",
	},
	{
		Name: "whole", Default: "no", Options: []string{"yes", "no"},
		Doc: "Whether a project folder goes with all that lies in it, as one record: what came into it since the plan was made keeps the folder as it is. " +
			"Otherwise its documents go first, each by its own plan, and then the folder.",
	},
	{
		Name: "snapshots", Example: "30 days",
		Doc: "How long snapshots and other copies that the store makes by itself keep an erased file; they count like backups. Without it, a store that shows snapshots reports erased files as archived.",
	},
}

// options are the settings, read.
type options struct {
	restricted string
	projects   *pattern
	index      string    // in each project folder
	list       string    // one for all
	table      [2]string // system and collection that have a row for each
	whole      bool
	columns    columns
	snapshots  varsam.Period
}

func readOptions(cfg system.Config) (o options, err error) {
	get := func(name string) string { return strings.TrimSpace(cfg.Settings[name]) }
	o.restricted = strings.Trim(get("restricted"), "/")
	if err = CheckPath(o.restricted); err != nil {
		return o, err
	}
	if o.projects, err = parsePattern(get("projects")); err != nil {
		return o, err
	}
	if o.columns, err = parseColumns(get("index_columns")); err != nil {
		return o, err
	}
	switch index := get("index"); {
	case strings.HasPrefix(index, "/"):
		if o.list = strings.Trim(index, "/"); o.projects == nil {
			return o, varsam.Errorf(varsam.Invalid, "%s: an index for all needs the setting projects, which says which folders are meant", cfg.System)
		}
	case strings.Contains(index, "/"):
		return o, varsam.Errorf(varsam.Invalid, "%s: index is a name without a folder, or a path that begins with a slash", cfg.System)
	default:
		o.index = index
	}
	if err := o.readTable(get("table"), cfg); err != nil {
		return o, err
	}
	o.whole = get("whole") == "yes"
	if text := get("snapshots"); text != "" {
		o.snapshots, err = varsam.ParsePeriod(text)
	}
	return o, err
}

// readTable reads "system.collection".
func (o *options) readTable(text string, cfg system.Config) error {
	if text == "" {
		return nil
	}
	name, collection, ok := strings.Cut(text, ".")
	switch {
	case !ok || name == "" || collection == "":
		return varsam.Errorf(varsam.Invalid, "%s: table is written system.collection", cfg.System)
	case o.projects == nil || o.list != "":
		return varsam.Errorf(varsam.Invalid, "%s: a table of projects needs the setting projects, which says which folders are meant, and no index for all", cfg.System)
	case cfg.Rows == nil:
		return varsam.Errorf(varsam.Unsupported, "%s: a table of projects is read by way of the register", cfg.System)
	}
	o.table = [2]string{name, collection}
	return nil
}

// hasProjects reports whether there is a collection of project folders.
func (o options) hasProjects() bool { return o.projects != nil || o.index != "" }

// Connector makes the connector of one kind of store: its own settings, then
// those of all.
func Connector(spec varsam.ConnectorSpec, open func(ctx context.Context, cfg system.Config) (Store, error)) system.Connector {
	spec.Settings = slices.Concat(spec.Settings, settings)
	spec.Can = can
	return system.Connector{Spec: spec, Open: func(ctx context.Context, cfg system.Config) (system.System, error) {
		store, err := open(ctx, cfg)
		if err != nil {
			return nil, err
		}
		s, err := Open(cfg, store)
		if err != nil {
			store.Close()
			return nil, err
		}
		return s, nil
	}}
}
