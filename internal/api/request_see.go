package api

import (
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/api/token"
	"github.com/varsam/varsam/internal/request"
)

// listRequests is a page of requests, nearest last day first.
func (c *call) listRequests() (list List[Request], err error) {
	f := request.Filter{Right: varsam.Right(c.value("right")), After: c.value("after")}
	if f.State, err = oneOf(c, "state", states); err != nil {
		return list, err
	}
	if _, err = oneOf(c, "right", varsam.Rights); err != nil {
		return list, err
	}
	if f.Limit, err = c.limit(); err != nil {
		return list, err
	}
	page, err := c.Requests.Browse(c.ctx, f)
	list.Items = []Request{}
	for _, r := range page.Requests {
		list.Items = append(list.Items, requestOf(r))
	}
	if page.More {
		list.Next = page.Requests[len(page.Requests)-1].ID
	}
	return list, err
}

// Counts are how many requests there are of each state.
type Counts struct {
	Counts map[request.State]int `json:"counts" list:""`
}

func (c *call) countRequests() (Counts, error) {
	page, err := c.Requests.Browse(c.ctx, request.Filter{Limit: 1})
	return Counts{page.Counts}, err
}

func (c *call) getRequest() (s RequestState, err error) {
	d, err := c.Requests.Dossier(c.ctx, c.param("id"))
	if err != nil {
		return s, err
	}
	if s, err = c.state(d); err == nil {
		c.etag, err = c.tag(s, d.Case)
	}
	return s, err
}

// tag names the state of a request with everything that was decided in it. It is
// keyed, so that nobody can guess a case from it. How far a search has come decides nothing.
func (c *call) tag(s RequestState, kept request.Case) (string, error) {
	s.Search = nil
	text, err := json.Marshal(struct {
		State RequestState
		Case  request.Case
	}{s, kept})
	if err != nil {
		return "", varsam.Errorf(varsam.Internal, "a request cannot be written as JSON")
	}
	return `"` + hex.EncodeToString(c.Requests.Keeper.Mark(c.Tenant, "etag", string(text))[:12]) + `"`, nil
}

// matchesCase refuses a change that was made from another state than the present.
func (c *call) matchesCase() error {
	want := c.r.Header.Get("If-Match")
	if want == "" || want == "*" {
		return nil
	}
	if _, err := c.getRequest(); err != nil {
		return err
	}
	return c.matches(want)
}

// matches holds If-Match against the tag of the present state.
func (c *call) matches(want string) error {
	now := c.etag
	c.etag = ""
	for _, tag := range strings.Split(want, ",") {
		if strings.TrimSpace(tag) == now {
			return nil
		}
	}
	return &fault{status: http.StatusPreconditionFailed, error: varsam.Errorf(varsam.Conflict, "somebody else changed it meanwhile; get it again and look")}
}

// mustSee refuses a token that may not see the people of a case.
func (c *call) mustSee(id string) error {
	kept, err := c.caseOf(id)
	if err != nil {
		return err
	}
	if kept.Shielded && !c.token.May(token.ReadShielded) {
		return varsam.Errorf(varsam.Denied, "the case is of somebody with protected data; it needs the scope %s", token.ReadShielded)
	}
	return nil
}

func (c *call) caseOf(id string) (kept request.Case, err error) {
	r, err := c.Requests.Get(c.ctx, id)
	if err != nil {
		return kept, err
	}
	return c.Requests.Case(c.ctx, r)
}
