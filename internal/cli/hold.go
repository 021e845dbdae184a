package cli

import (
	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/retention"
)

type holdCommand struct {
	Add     holdAddCommand     `cmd:"" help:"Keep something from being culled, until somebody ends it."`
	List    holdListCommand    `cmd:"" help:"List the holds in force."`
	Release holdReleaseCommand `cmd:"" help:"End a hold."`
}

type holdAddCommand struct {
	personFlags
	decider
	Reason     string      `required:"" help:"Why."`
	Review     varsam.Date `required:"" help:"Day on which it is looked at again."`
	System     string      `help:"System of a collection to hold."`
	Collection string      `help:"Collection to hold, all of it or what --where takes."`
	Where      string      `help:"Condition as the register writes it: '{project_id: 17}'."`
}

func (c *holdAddCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		h, err := c.hold(app)
		if err != nil {
			return err
		}
		if h, err = app.culling.Hold(s.ctx, h); err != nil {
			return err
		}
		return s.print(map[string]any{"hold": h.ID, "review": h.Review}, func() {
			s.printf("hold %s is in force; it is reviewed on %s\n", h.ID, h.Review)
		})
	})
}

func (c *holdAddCommand) hold(app *app) (h retention.Hold, err error) {
	h = retention.Hold{Reason: c.Reason, Owner: c.By, Review: c.Review, System: c.System, Collection: c.Collection}
	if app.register == nil {
		return h, varsam.Errorf(varsam.NotFound, "the store holds no register yet; give one with varsam register push DIR")
	}
	people, err := c.people()
	if c.Collection == "" {
		if err != nil {
			return h, err
		}
		if len(people) != 1 {
			return h, varsam.Errorf(varsam.Invalid, "a hold concerns one person, and the file names %d", len(people))
		}
		h.Person = &people[0]
		return h, legible(people, app.register, today(app.register))
	}
	if len(people) > 0 {
		return h, varsam.Errorf(varsam.Invalid, "a hold concerns a person or a collection")
	}
	sys, _ := app.register.System(c.System)
	if _, ok := sys.Collection(c.Collection); !ok {
		return h, varsam.Errorf(varsam.NotFound, "the register has no collection %q in %q", c.Collection, c.System)
	}
	if c.Where != "" {
		cond, err := register.ParseCondition(c.Where)
		if err != nil {
			return h, err
		}
		h.Where = &cond
	}
	return h, nil
}

type holdListCommand struct{}

func (c *holdListCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		all, err := app.culling.Holds(s.ctx)
		if err != nil {
			return err
		}
		type line struct {
			Hold       string      `json:"hold"`
			On         string      `json:"on"` // a person, or a collection
			Reason     string      `json:"reason"`
			Review     varsam.Date `json:"review"`
			Conditions bool        `json:"conditions"`
		}
		lines, rows := []line{}, [][]string{}
		for _, h := range all {
			on := "a person"
			if h.Person == nil {
				on = h.System + "." + h.Collection
			}
			lines = append(lines, line{h.ID, on, h.Reason, h.Review, h.Where != nil})
			rows = append(rows, []string{h.ID, on, h.Review.String(), h.Reason})
		}
		return s.print(lines, func() { s.table([]string{"HOLD", "ON", "REVIEW", "REASON"}, rows) })
	})
}

type holdReleaseCommand struct {
	decider
	Hold string `arg:"" help:"The hold, as hold list prints it."`
}

func (c *holdReleaseCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		if err := app.culling.Release(s.ctx, c.Hold, c.By); err != nil {
			return err
		}
		return s.print(map[string]string{"released": c.Hold}, func() { s.printf("hold %s is ended\n", c.Hold) })
	})
}
