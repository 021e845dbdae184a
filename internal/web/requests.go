package web

import (
	"context"
	"net/url"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountRequests adds the list and the cases.
func (o *Office) mountRequests() {
	o.handle("GET /requests", account.SeeWork, o.requests)
	o.mountNew()
	o.mountCase()
}

// requestRow is one request in a list, in words: what a template asks for is found
// by reflection, once for each row.
type requestRow struct {
	Request    request.Request
	Title      string
	Who        string
	Next       string
	Clock      clock
	Came, Last string // days
	State      string
}

// rows opens the cases of the requests shown, for whoever may see people.
func (o *Office) rows(v *frame.Visit, all []request.Request) ([]requestRow, error) {
	w := who(v)
	cases := map[string]request.Case{}
	if w.May(account.SeePeople) {
		var err error
		if cases, err = o.Requests.Cases(v.Context(), all); err != nil {
			return nil, err
		}
	}
	day := today(w.reg)
	rows := make([]requestRow, len(all))
	for i, r := range all {
		c, open := cases[r.ID]
		rows[i] = requestRow{
			Request: r, Title: rightsOf(v.Printer, r.Rights), Who: asker(v.Printer, w, c, open), Clock: clockOf(v.Printer, r, day),
			Next: v.T("web.next." + string(r.State)), State: v.T("web.state." + string(r.State)), Came: v.Date(r.On), Last: v.Date(r.Legal),
		}
	}
	return rows, nil
}

// requestList is a page of requests.
type requestList struct {
	Rows    []requestRow
	States  []stateFilter
	Rights  []varsam.Right
	State   request.State
	Right   varsam.Right
	Older   string // address of the next page
	First   string // of the first page, when this is another
	Nothing bool   // there is no request at all
}

// stateFilter is one state to look at, with how many there are.
type stateFilter struct {
	State   request.State // empty: all that are not closed
	N       int
	Current bool
	Href    string
}

var states = []request.State{
	request.Received, request.Planned, request.Approved, request.Running, request.Reopened, request.Done, request.Answered, request.Closed,
}

// browse is a page of requests. Where a list begins, it is kept until anything is
// committed: that is what is looked at over and over.
func (o *Office) browse(ctx context.Context, f request.Filter) (request.Page, error) {
	if f.After != "" {
		return o.Requests.Browse(ctx, f)
	}
	return o.first.Get(ctx, o.Store, f, func() (request.Page, time.Time, error) {
		page, err := o.Requests.Browse(ctx, f)
		return page, time.Time{}, err
	})
}

func (o *Office) requests(v *frame.Visit) error {
	if id := strings.ToLower(v.Query("id")); id != "" {
		return v.Redirect("/requests/" + url.PathEscape(id))
	}
	f := request.Filter{State: request.State(v.Query("state")), Right: varsam.Right(v.Query("right")), After: v.Query("after")}
	page, err := o.browse(v.Context(), f)
	if err != nil {
		return err
	}
	list := requestList{State: f.State, Right: f.Right, Rights: varsam.Rights, Nothing: len(page.Counts) == 0}
	if list.Rows, err = o.rows(v, page.Requests); err != nil {
		return err
	}
	list.filters(page.Counts)
	if f.After != "" {
		list.First = address(f.State, f.Right, "")
	}
	if page.More {
		list.Older = address(f.State, f.Right, page.Requests[len(page.Requests)-1].ID)
	}
	return v.Show("requests", list)
}

func (l *requestList) filters(counts map[request.State]int) {
	open := 0
	for state, n := range counts {
		if state != request.Closed {
			open += n
		}
	}
	l.States = []stateFilter{{"", open, l.State == "", address("", l.Right, "")}}
	for _, state := range states {
		if n := counts[state]; n > 0 || l.State == state {
			l.States = append(l.States, stateFilter{state, n, l.State == state, address(state, l.Right, "")})
		}
	}
}

// address is a list's address, in which its filter is kept.
func address(state request.State, right varsam.Right, after string) string {
	q := url.Values{}
	for name, value := range map[string]string{"state": string(state), "right": string(right), "after": after} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if len(q) == 0 {
		return "/requests"
	}
	return "/requests?" + q.Encode()
}
