package cli

import (
	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/system"
)

type grantsCommand struct {
	registerFlag
	System string `arg:"" help:"The system in the register."`
	Role   string `default:"varsam" help:"Whom Varsam connects as; for MariaDB with a host, varsam@10.0.0.7." placeholder:"NAME"`
	Schema string `help:"Schema of the collections that name none; PostgreSQL's is public when left out, MariaDB's the chosen database." placeholder:"NAME"`
}

// Run prints what the system's administrator may grant, and runs nothing.
func (c *grantsCommand) Run(s *session) error {
	reg, _, err := s.readRegister(c.registerFlag)
	if err != nil {
		return err
	}
	entry, ok := reg.System(c.System)
	if !ok {
		return varsam.Errorf(varsam.NotFound, "the register has no system %s", c.System)
	}
	for _, connector := range connectors(s.Options) {
		if connector.Spec.Name == entry.Connector && connector.Grants != nil {
			text := connector.Grants(system.Permission{System: c.System, Role: c.Role, Schema: c.Schema, Needs: request.Needs(entry)})
			return s.print(map[string]string{"system": c.System, "role": c.Role, "sql": text}, func() { s.printf("%s", text) })
		}
	}
	return varsam.Errorf(varsam.Unsupported, "system %s: the connector %s knows no rights to grant", c.System, entry.Connector)
}
