package api

import (
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/retention"
)

// NewHold keeps records for now: those of a person, or of a collection.
type NewHold struct {
	Person     *Person     `json:"person,omitempty" doc:"Whose records; or else a collection."`
	System     string      `json:"system,omitempty" most:"100"`
	Collection string      `json:"collection,omitempty" most:"200"`
	Where      string      `json:"where,omitempty" most:"2000" doc:"Only records that match, in the register's words: project = '1042'."`
	Reason     string      `json:"reason" least:"1" most:"2000"`
	Review     varsam.Date `json:"review" doc:"The day somebody looks whether it is still needed."`
}

// Hold is a hold in force, without whom it concerns.
type Hold struct {
	ID         string      `json:"id"`
	OfPerson   bool        `json:"of_person" doc:"It concerns a person, whom people:read shows."`
	System     string      `json:"system,omitempty"`
	Collection string      `json:"collection,omitempty"`
	Review     varsam.Date `json:"review"`
	Created    time.Time   `json:"created"`
}

// HoldDetail is a hold with what it says.
type HoldDetail struct {
	Hold
	Person *Person `json:"person,omitempty"`
	Reason string  `json:"reason"`
	Owner  string  `json:"owner"`
}

func holdOf(h retention.Hold) Hold {
	return Hold{h.ID, h.Person != nil, h.System, h.Collection, h.Review, h.Created}
}

func (c *call) listHolds() (list List[Hold], err error) {
	all, err := c.Culling.Holds(c.ctx)
	list.Items = []Hold{}
	for _, h := range all {
		list.Items = append(list.Items, holdOf(h))
	}
	return list, err
}

func (c *call) getHold() (out HoldDetail, err error) {
	all, err := c.Culling.Holds(c.ctx)
	if err != nil {
		return out, err
	}
	for _, h := range all {
		if h.ID != c.param("id") {
			continue
		}
		out = HoldDetail{Hold: holdOf(h), Reason: h.Reason, Owner: h.Owner}
		if h.Person != nil {
			out.Person = &Person{Identifiers: []Identifier{}}
			for _, id := range h.Person.Identifiers {
				out.Person.Identifiers = append(out.Person.Identifiers, Identifier{id.Type, id.Value, id.Verified})
			}
		}
		return out, nil
	}
	return out, varsam.Errorf(varsam.NotFound, "there is no hold %s in force", c.param("id"))
}

func (c *call) newHold(in NewHold) (out Hold, err error) {
	reg, err := c.register()
	if err != nil {
		return out, err
	}
	h, err := in.hold(reg, c.token.By)
	if err != nil {
		return out, err
	}
	if h, err = c.Culling.Hold(c.ctx, h); err != nil {
		return out, err
	}
	c.place = Root + "/holds/" + h.ID
	return holdOf(h), nil
}

func (in NewHold) hold(reg *register.Register, owner string) (h retention.Hold, err error) {
	h = retention.Hold{System: in.System, Collection: in.Collection, Reason: in.Reason, Owner: owner, Review: in.Review}
	if (in.Person == nil) == (in.System == "") {
		return h, varsam.Errorf(varsam.Invalid, "a hold concerns a person, or a collection of a system")
	}
	if in.Review.IsZero() {
		return h, varsam.Errorf(varsam.Invalid, "a hold needs the day of its review")
	}
	if in.Person != nil {
		person, err := in.Person.person(0, reg, today(reg))
		h.Person = &person
		return h, err
	}
	sys, ok := reg.System(in.System)
	if _, has := sys.Collection(in.Collection); !ok || !has {
		return h, varsam.Errorf(varsam.Invalid, "the register has no such system and collection")
	}
	if in.Where != "" {
		cond, err := register.ParseCondition(in.Where)
		if err != nil {
			return h, varsam.Errorf(varsam.Invalid, "where is no condition of the register's")
		}
		h.Where = &cond
	}
	return h, nil
}

func (c *call) releaseHold() error { return c.Culling.Release(c.ctx, c.param("id"), c.token.By) }
