package api

import (
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/discover"
	"github.com/varsam/varsam/internal/register"
)

// NewDatabase is a database that stands in no register yet.
type NewDatabase struct {
	Name      string `json:"name" most:"40" doc:"What the register is to call it: small letters a to z, digits and hyphens."`
	Connector string `json:"connector" doc:"postgres, mariadb, mysql or sqlite."`
	Place     string `json:"place" most:"1000" doc:"env:NAME or file:PATH with its address, never a password; of sqlite also the file's path."`
	Title     string `json:"title,omitempty" most:"200" doc:"What the organisation is called, while there is no register."`
	Country   string `json:"country,omitempty" most:"2" doc:"Its country, while there is no register; SE when left out."`
}

// newcomerFaults are what is wrong with parts of a database to look at.
var newcomerFaults = map[discover.Part]Fault{
	discover.WrongName: {"/name", "is not a small letter and then small letters, digits and hyphens"}, discover.NameTaken: {"/name", "is that of a system of the register"},
	discover.WrongConnector: {"/connector", "is none of " + strings.Join(discover.NewcomerConnectors, ", ")},
	discover.WrongPlace:     {"/place", "is no env:NAME or file:PATH, nor the path of an sqlite file"},
}

// draftDatabase reads a database's structure, and puts a draft of its system in the
// register. Nothing of the data is read.
func (c *call) draftDatabase(in NewDatabase) (out RegisterChanged, err error) {
	e, err := c.begun(in.Title, in.Country)
	if err != nil {
		return out, err
	}
	n := discover.Newcomer{Name: in.Name, Connector: in.Connector, Place: in.Place}
	if wrong := n.Wrong(e.reg); len(wrong) > 0 {
		f := &fault{status: statuses[varsam.Invalid], error: errShape}
		for _, part := range wrong {
			f.faults = append(f.faults, newcomerFaults[part])
		}
		return out, f
	}
	text, err := n.Draft(c.ctx, func(alone *register.Register) discover.Opener { return c.Open(alone, today(e.reg)) })
	if err != nil {
		return out, err
	}
	return c.adds(e, map[string]string{n.Path(): string(text)})
}
