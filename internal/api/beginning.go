package api

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/ropa"
)

// beginning is the register in force, or a first one of an organisation.
func (c *call) beginning(title, country string) (edition, error) {
	e, err := c.edition()
	if varsam.CodeOf(err) != varsam.NotFound {
		return e, err
	}
	title = cmp.Or(strings.TrimSpace(title), c.say.T("web.start.organisation"))
	first := string(ropa.Organisation("main", title, cmp.Or(country, "SE")))
	return edition{reg: &register.Register{}, files: map[string]string{"organisation.yaml": first}}, nil
}

// begun is beginning, when it is what If-Match names.
func (c *call) begun(title, country string) (edition, error) {
	number, err := c.versionOf()
	if err != nil {
		return edition{}, err
	}
	e, err := c.beginning(title, country)
	if err == nil && e.version != number {
		err = &fault{status: http.StatusPreconditionFailed, error: varsam.Errorf(varsam.Conflict, "the register is version %d now", e.version)}
	}
	return e, err
}

// adds puts files beside those of a version in force. None takes another's place.
func (c *call) adds(e edition, files map[string]string) (out RegisterChanged, err error) {
	for name, text := range files {
		if _, has := e.files[name]; has {
			return out, varsam.Errorf(varsam.Conflict, "there is a file %s already", name)
		}
		e.files[name] = text
	}
	reg, archive, err := e.with("", "")
	if err != nil {
		return out, err
	}
	out.Changes = append([]register.Change{}, register.Diff(e.reg, reg)...)
	out.Version, err = c.push(archive, strconv.Itoa(e.version))
	return out, err
}
