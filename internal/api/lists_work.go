package api

import (
	"context"

	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/sheet"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/suppression"
)

// requests are all that the filter leaves: what is open by last day, then what is
// closed.
func (l *Lists) requests(ctx context.Context) (t sheet.Table, err error) {
	t.Columns = l.columns("list.id", "list.state", "list.rights", "list.people", "list.came", "list.last", "list.extended", "list.copied", "list.answered")
	some := []request.State{"", request.Closed}
	switch l.Only.State {
	case "":
	case OpenRequests:
		some = some[:1]
	default:
		some = []request.State{request.State(l.Only.State)}
	}
	for _, state := range some {
		for f := (request.Filter{State: state, Right: l.Only.Right, Limit: mostItems}); ; {
			page, err := l.Requests.Browse(ctx, f)
			if err != nil {
				return t, err
			}
			for _, r := range page.Requests {
				t.Rows = append(t.Rows, l.request(r))
			}
			if !page.More {
				break
			}
			f.After = page.Requests[len(page.Requests)-1].ID
		}
	}
	return t, nil
}

func (l *Lists) request(r request.Request) []sheet.Cell {
	rights := make([]string, len(r.Rights))
	for i, right := range r.Rights {
		rights[i] = l.Say.T("web.right." + string(right))
	}
	return []sheet.Cell{
		sheet.Text(r.ID), sheet.Text(l.Say.T("web.state." + string(r.State))), words(rights), sheet.Number(r.People), sheet.Day(r.On),
		sheet.Day(r.Legal), l.yes(r.Extended), l.moment(r.Copied), l.moment(r.Answered),
	}
}

func (l *Lists) claims(ctx context.Context) (t sheet.Table, err error) {
	t.Columns = l.columns("list.id", "list.state", "list.request", "list.came", "list.stopped")
	all, err := l.Reception.Identity.Attention(ctx, 10_000)
	for _, c := range all {
		t.Rows = append(t.Rows, []sheet.Cell{sheet.Text(c.ID), l.word("web.claim-state.", string(c.State)), sheet.Text(c.Request), l.moment(c.Arrived), l.moment(c.Stopped)})
	}
	return t, err
}

func (l *Lists) tasks(ctx context.Context) (t sheet.Table, err error) {
	t.Columns = l.columns("list.request", "list.step", "list.system", "list.does", "list.owner", "list.due", "list.state")
	all, err := l.Requests.Tasks(ctx)
	for _, s := range all {
		does := l.Say.T("web.search")
		if s.Kind != "" {
			does = locale.Capital(l.Say.Op(s.Kind))
		}
		t.Rows = append(t.Rows, []sheet.Cell{
			sheet.Text(s.Request), sheet.Text(s.Step), l.system(s.System), sheet.Text(does), sheet.Text(s.Owner), sheet.Day(s.Due), sheet.Text(l.Say.State(s.State)),
		})
	}
	return t, err
}

func (l *Lists) system(name string) sheet.Cell {
	s, _ := l.reg.System(name)
	return l.title(s.Title, name)
}

func (l *Lists) letters(ctx context.Context) (t sheet.Table, err error) {
	t.Columns = l.columns("list.id", "list.state", "list.medium", "list.about", "list.put", "list.done", "list.tries", "list.problem")
	for _, state := range postStates {
		all, err := l.Reception.Post.List(ctx, state, 10_000)
		if err != nil {
			return t, err
		}
		for _, s := range all {
			t.Rows = append(t.Rows, []sheet.Cell{
				sheet.Text(s.ID), l.word("web.post.", string(s.State)), l.word("web.medium.", string(s.Medium)), sheet.Text(s.About), l.moment(s.Put), l.moment(s.Done),
				sheet.Number(s.Tries), sheet.Text(s.Problem),
			})
		}
	}
	return t, nil
}

func (l *Lists) culling(ctx context.Context) (t sheet.Table, err error) {
	t.Columns = l.columns("list.id", "list.day", "list.state", "list.why", "list.created", "list.ended")
	all, err := l.Culling.List(ctx)
	for _, r := range all {
		why := ""
		if r.Why.Code != "" {
			why = l.Say.Reason(r.Why)
		}
		t.Rows = append(t.Rows, []sheet.Cell{
			sheet.Text(r.ID), sheet.Day(r.Day), sheet.Text(l.Say.T("cull.state." + string(r.State))), sheet.Text(why), l.moment(r.Created), l.moment(r.Ended),
		})
	}
	return t, err
}

func (l *Lists) standings(ctx context.Context) (t sheet.Table, err error) {
	t.Columns = l.columns("list.id", "list.system", "list.collection", "list.does", "list.most", "list.until", "list.run")
	all, err := l.Culling.Standings(ctx)
	for _, s := range all {
		t.Rows = append(t.Rows, []sheet.Cell{
			sheet.Text(s.ID), l.system(s.System), sheet.Text(s.Collection), sheet.Text(locale.Capital(l.Say.Op(s.Action))), sheet.Number(s.Most), sheet.Day(s.Until), sheet.Text(s.Run),
		})
	}
	return t, err
}

func (l *Lists) holds(ctx context.Context) (t sheet.Table, err error) {
	t.Columns = l.columns("list.id", "list.of-person", "list.system", "list.collection", "list.review", "list.created")
	all, err := l.Culling.Holds(ctx)
	for _, h := range all {
		t.Rows = append(t.Rows, []sheet.Cell{
			sheet.Text(h.ID), l.yes(h.Person != nil), l.system(h.System), sheet.Text(h.Collection), sheet.Day(h.Review), l.moment(h.Created),
		})
	}
	return t, err
}

func (l *Lists) suppressions(ctx context.Context) (t sheet.Table, err error) {
	t.Columns = l.columns("list.id", "list.request", "list.created", "list.until", "list.back")
	var all []suppression.Suppression
	err = l.Store.Read(ctx, l.Tenant, func(tx *store.Tx) error {
		all, err = suppression.List(tx)
		return err
	})
	for _, s := range all {
		t.Rows = append(t.Rows, []sheet.Cell{sheet.Text(s.ID), sheet.Text(s.Request), l.moment(s.Begun), sheet.Day(s.Until), sheet.Number(s.Back)})
	}
	return t, err
}

func (l *Lists) accounts(ctx context.Context) (t sheet.Table, err error) {
	t.Columns = l.columns("list.id", "list.name", "list.login", "list.roles", "list.off")
	all, err := l.Accounts.List(ctx)
	for _, a := range all {
		roles := make([]string, len(a.Roles))
		for i, role := range a.Roles {
			roles[i] = l.Say.T("web.role." + string(role))
		}
		t.Rows = append(t.Rows, []sheet.Cell{sheet.Text(a.ID), sheet.Text(a.Name), sheet.Text(a.Login), words(roles), l.yes(a.Off)})
	}
	return t, err
}

func (l *Lists) tokens(ctx context.Context) (t sheet.Table, err error) {
	t.Columns = l.columns("list.id", "list.name", "list.by", "list.scopes", "list.created", "list.ends", "list.revoked", "list.used")
	all, err := l.Tokens.List(ctx)
	for _, k := range all {
		t.Rows = append(t.Rows, []sheet.Cell{
			sheet.Text(k.ID), sheet.Text(k.Name), sheet.Text(k.By), words(k.Scopes), l.moment(k.Created), l.moment(k.Ends), l.moment(k.Revoked), l.moment(k.Used),
		})
	}
	return t, err
}
