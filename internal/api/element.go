package api

import (
	"slices"
	"strconv"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/store"
)

// ElementForm is one thing that the register says something of, as its form
// has it.
type ElementForm struct {
	Element register.Element `json:"element"`
	File    string           `json:"file"`
	Says    register.Filled  `json:"says" doc:"What stands in each part, by its path: basis.article, carried_by.0.from, settings.0.key and settings.0.value. Several names stand on a line each; true is yes."`
}

// elementAt is the element that the address names.
func (c *call) elementAt() (register.Element, error) {
	e := register.Element{Kind: register.Kind(c.param("kind"))}
	if !slices.Contains(register.Kinds, e.Kind) {
		return e, varsam.Errorf(varsam.NotFound, "the register has no such kind of thing")
	}
	if e.Kind != register.OrganisationKind {
		e.Name = c.value("name")
	}
	if e.Kind == register.CollectionKind || e.Kind == register.FieldKind {
		e.Collection = c.value("collection")
	}
	if e.Kind == register.FieldKind {
		e.Field = c.value("field")
	}
	return e, nil
}

func (c *call) getElement() (out ElementForm, err error) {
	e, err := c.elementAt()
	if err != nil {
		return out, err
	}
	now, reg, err := c.inForce()
	if err != nil {
		return out, err
	}
	says, ok := reg.Filled(e)
	if !ok {
		return out, varsam.Errorf(varsam.NotFound, "the register has no %s", e)
	}
	c.etag = versionTag(now.Number)
	return ElementForm{e, reg.FileOf(e), says}, nil
}

// NewElement is what an element is to say.
type NewElement struct {
	Says register.Filled `json:"says"`
	Like string          `json:"like,omitempty" doc:"For a new one: another of its kind whose collections or fields it takes."`
}

// putElement says an element anew, held against the version that If-Match names;
// one that is not there comes to be.
func (c *call) putElement(in NewElement) (out RegisterChanged, err error) {
	e, err := c.elementAt()
	if err != nil {
		return out, err
	}
	return c.changeElement(func(reg *register.Register) (register.Files, error) {
		like := register.Element{}
		if in.Like != "" {
			like = e.Named(in.Like)
		}
		return reg.With(e, in.Says, like)
	})
}

func (c *call) removeElement() error {
	e, err := c.elementAt()
	if err != nil {
		return err
	}
	_, err = c.changeElement(func(reg *register.Register) (register.Files, error) { return reg.Without(e) })
	return err
}

// changeElement puts files in force that were made of the version that If-Match
// names.
func (c *call) changeElement(do func(*register.Register) (register.Files, error)) (out RegisterChanged, err error) {
	number, err := c.versionOf()
	if err != nil {
		return out, err
	}
	now, reg, err := c.inForce()
	if err != nil {
		return out, err
	}
	if now.Number != number {
		return out, &fault{status: 412, error: varsam.Errorf(varsam.Conflict, "the register is version %d now", now.Number)}
	}
	files, err := do(reg)
	if err != nil {
		return out, err
	}
	made, faults, err := files.Load()
	if err != nil {
		return out, err
	}
	if len(faults) > 0 {
		return out, faulty(faults)
	}
	archive, err := files.Archive()
	if err != nil {
		return out, err
	}
	out.Changes = append([]register.Change{}, register.Diff(reg, made)...)
	out.Version, err = c.push(archive, strconv.Itoa(number))
	return out, err
}

// ElementDependent is what names an element: another element, or a statement.
type ElementDependent struct {
	Element   *register.Element `json:"element,omitempty"`
	Statement string            `json:"statement,omitempty"`
}

// listDependents are what would have to change if an element went.
func (c *call) listDependents() (list List[ElementDependent], err error) {
	e, err := c.elementAt()
	if err != nil {
		return list, err
	}
	_, reg, err := c.inForce()
	if err != nil {
		return list, err
	}
	if !reg.Has(e) {
		return list, varsam.Errorf(varsam.NotFound, "the register has no %s", e)
	}
	list.Items = []ElementDependent{}
	for _, d := range reg.Dependents(e) {
		of := ElementDependent{Statement: d.Statement}
		if d.Statement == "" {
			of.Element = &d.Element
		}
		list.Items = append(list.Items, of)
	}
	return list, nil
}

// ElementEdit is a version that changed an element. Before or after is left out
// where there was none.
type ElementEdit struct {
	Version register.Version `json:"version"`
	Before  register.Filled  `json:"before,omitempty"`
	After   register.Filled  `json:"after,omitempty"`
}

func (c *call) elementHistory() (list List[ElementEdit], err error) {
	e, err := c.elementAt()
	if err != nil {
		return list, err
	}
	var edits []register.Edit
	err = c.Store.Read(c.ctx, c.Tenant, func(tx *store.Tx) (err error) {
		edits, err = register.Edits(tx, e)
		return err
	})
	list.Items = []ElementEdit{}
	for _, edit := range edits {
		list.Items = append(list.Items, ElementEdit{edit.Version, edit.Before, edit.After})
	}
	return list, err
}

// TakenBack is the version whose change of an element is taken back.
type TakenBack struct {
	Version int `json:"version" least:"1"`
}

// undoElement makes an element what it was before a version changed it.
func (c *call) undoElement(in TakenBack) (out RegisterChanged, err error) {
	e, err := c.elementAt()
	if err != nil {
		return out, err
	}
	var was *register.Register
	err = c.Store.Read(c.ctx, c.Tenant, func(tx *store.Tx) (err error) {
		was, err = register.Was(tx, e, in.Version-1)
		return err
	})
	if err != nil {
		return out, err
	}
	return c.changeElement(func(reg *register.Register) (register.Files, error) { return reg.As(e, was) })
}
