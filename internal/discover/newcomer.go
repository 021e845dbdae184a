package discover

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// Newcomer is a database that stands in no register yet. A password is never part
// of it: the place of a server is said by reference.
type Newcomer struct {
	Name, Connector string
	Place           string // env:NAME or file:PATH; of sqlite also the file's path
}

// NewcomerConnectors are those that a first look is made with.
var NewcomerConnectors = []string{"postgres", "mariadb", "mysql", "sqlite"}

// Part is a part of a newcomer that cannot be so.
type Part string

// The parts, and what is wrong with them.
const (
	WrongName      Part = "name"      // not a letter and then at most 39 small letters, digits and hyphens
	NameTaken      Part = "taken"     // the register has such a system
	WrongConnector Part = "connector" // none of [NewcomerConnectors]
	WrongPlace     Part = "place"     // missing, or an address where a reference is wanted
)

var systemName = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)

// Path is where its file lies in a register's folder.
func (n Newcomer) Path() string { return "systems/" + n.Name + ".yaml" }

// Wrong is what of it cannot be so beside a register, or beside none.
func (n Newcomer) Wrong(reg *register.Register) (all []Part) {
	if !systemName.MatchString(n.Name) {
		all = append(all, WrongName)
	}
	if reg != nil {
		if _, taken := reg.System(n.Name); taken {
			all = append(all, NameTaken)
		}
	}
	if !slices.Contains(NewcomerConnectors, n.Connector) {
		all = append(all, WrongConnector)
	}
	reference := strings.HasPrefix(n.Place, "env:") || strings.HasPrefix(n.Place, "file:")
	if n.Place == "" || n.Connector != "sqlite" && !reference || strings.ContainsAny(n.Place, "\n\t") {
		all = append(all, WrongPlace)
	}
	return all
}

// describing is how long a newcomer may take to describe itself.
const describing = 30 * time.Second

// Draft is its file for the register, made of what it says of its tables and
// columns. Nothing of the data is read. The codes of an error are those of
// connectors.
func (n Newcomer) Draft(ctx context.Context, open func(*register.Register) Opener) ([]byte, error) {
	settings := map[string]string{"dsn": n.Place}
	catalogue, err := n.describe(ctx, open(&register.Register{Systems: []register.System{{Name: n.Name, Connector: n.Connector, Settings: settings}}}))
	if err != nil {
		return nil, err
	}
	return register.Draft(n.Name, n.Connector, settings, catalogue), nil
}

func (n Newcomer) describe(ctx context.Context, open Opener) (varsam.Catalogue, error) {
	ctx, cancel := context.WithTimeout(ctx, describing)
	defer cancel()
	sys, err := open.Open(ctx, n.Name)
	if err != nil {
		return varsam.Catalogue{}, err
	}
	defer sys.Close()
	return sys.Describe(ctx)
}
