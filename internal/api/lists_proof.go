package api

import (
	"context"
	"time"

	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/sheet"
)

// proposals are the mails that seem to use a right, without who wrote them.
func (l *Lists) proposals(ctx context.Context) (t sheet.Table, err error) {
	t.Columns = l.columns("list.id", "list.state", "list.rights", "list.came", "list.last")
	if l.Letterbox == nil {
		return t, nil
	}
	for _, state := range proposalStates {
		if l.Only.State != "" && l.Only.State != string(state) {
			continue
		}
		all, err := l.Letterbox.Proposals(ctx, state)
		if err != nil {
			return t, err
		}
		for _, p := range all {
			rights := make([]string, len(p.Rights))
			for i, right := range p.Rights {
				rights[i] = l.Say.T("web.right." + string(right))
			}
			t.Rows = append(t.Rows, []sheet.Cell{
				sheet.Text(p.ID), sheet.Text(l.Say.T("web.proposal-state." + string(p.State))), words(rights), sheet.Day(p.On), sheet.Day(p.Legal),
			})
		}
	}
	return t, nil
}

// checkpoints are all that were signed, the newest first.
func (l *Lists) checkpoints(ctx context.Context) (t sheet.Table, err error) {
	t.Columns = l.columns("list.leaves", "list.digest", "list.signer", "list.created")
	for below := int64(0); ; {
		all, err := l.Log.Checkpoints(ctx, l.Tenant, below)
		if err != nil {
			return t, err
		}
		for _, c := range all {
			t.Rows = append(t.Rows, []sheet.Cell{sheet.Number(int(c.Size)), sheet.Text(c.Root), sheet.Text(c.Signer), l.moment(c.At)})
		}
		if len(all) < evidence.MostListed {
			return t, nil
		}
		below = all[len(all)-1].Size
	}
}

// proofs are all that were made, the newest first.
func (l *Lists) proofs(ctx context.Context) (t sheet.Table, err error) {
	t.Columns = l.columns("list.request", "list.created", "list.bytes", "list.digest")
	for before := (time.Time{}); ; {
		all, err := l.Log.Packs(ctx, l.Tenant, before)
		if err != nil {
			return t, err
		}
		for _, p := range all {
			t.Rows = append(t.Rows, []sheet.Cell{sheet.Text(p.Request), l.moment(p.At), sheet.Number(int(p.Bytes)), sheet.Text(p.Digest)})
		}
		if len(all) < evidence.MostListed {
			return t, nil
		}
		before = all[len(all)-1].At
	}
}

// webhooks are the addresses that are told.
func (l *Lists) webhooks(ctx context.Context) (t sheet.Table, err error) {
	t.Columns = l.columns("list.id", "list.address", "list.events", "list.by", "list.created")
	all, err := l.Hooks.List(ctx)
	for _, h := range all {
		t.Rows = append(t.Rows, []sheet.Cell{sheet.Text(h.ID), sheet.Text(h.URL), words(h.Events), sheet.Text(h.By), l.moment(h.Created)})
	}
	return t, err
}
