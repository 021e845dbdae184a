package discover

import (
	"context"
	"encoding/json"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// Keeper remembers a tenant's last discovery: its report, and its marks while it
// has not come to its end. Each run has a key of its own; the next run destroys it.
type Keeper struct {
	Store  *store.Store
	Keys   *seal.Keeper
	Tenant string
	key    seal.KeyID
}

var _ Marks = (*Keeper)(nil)

// Begin starts a run on a register, or with resume takes up the last one where it
// broke off. NotFound says that there is none; Conflict, that the register has
// changed since.
func (k *Keeper) Begin(ctx context.Context, registerDigest string, resume bool) error {
	was, ok, err := k.last(ctx)
	if err != nil {
		return err
	}
	if resume {
		switch {
		case !ok:
			return varsam.Errorf(varsam.NotFound, "there is no discovery to go on with; run it without --resume")
		case was.register != registerDigest:
			return varsam.Errorf(varsam.Conflict, "the register has changed since that discovery; run it anew without --resume")
		}
		k.key = seal.KeyID(was.key)
		return nil
	}
	if k.key, err = k.Keys.NewKey(ctx, k.Tenant, "discover"); err != nil {
		return err
	}
	err = k.Store.Write(ctx, k.Tenant, func(tx *store.Tx) error {
		if err := dropMarks(tx); err != nil {
			return err
		}
		return put(tx, run{register: registerDigest, key: string(k.key), report: []byte{}})
	})
	if err == nil && ok {
		err = k.Keys.Destroy(ctx, seal.KeyID(was.key))
	}
	return err
}

func (k *Keeper) last(ctx context.Context) (was run, ok bool, err error) {
	err = k.Store.Read(ctx, k.Tenant, func(tx *store.Tx) error {
		was, ok, err = last(tx)
		return err
	})
	return was, ok, err
}

func markContext(system, collection string) string {
	return "discovery_marks/" + system + "/" + collection + "/sealed"
}

// Load implements [Marks].
func (k *Keeper) Load(ctx context.Context, system, collection string) (state []byte, err error) {
	err = k.Store.Read(ctx, k.Tenant, func(tx *store.Tx) error {
		state, err = mark(tx, system, collection)
		return err
	})
	if err != nil || state == nil {
		return nil, err
	}
	return k.Keys.Open(ctx, k.key, markContext(system, collection), state)
}

// Save implements [Marks].
func (k *Keeper) Save(ctx context.Context, system, collection string, state []byte) error {
	sealed, err := k.Keys.Seal(ctx, k.key, markContext(system, collection), state)
	if err != nil {
		return err
	}
	return k.Store.Write(ctx, k.Tenant, func(tx *store.Tx) error { return putMark(tx, system, collection, sealed) })
}

// kept is a report with what it proposes.
type kept struct {
	Report Report
	Takes  []*register.Found // by finding
}

const reportContext = "discoveries/report"

// End keeps the report. A run that came to its end needs no marks any more.
func (k *Keeper) End(ctx context.Context, r Report) error {
	all := kept{Report: r}
	for _, f := range r.Findings {
		all.Takes = append(all.Takes, f.Takes)
	}
	data, err := json.Marshal(all)
	if err != nil {
		return varsam.Wrap(varsam.Internal, err, "keeping the report")
	}
	sealed, err := k.Keys.Seal(ctx, k.key, reportContext, data)
	if err != nil {
		return err
	}
	return k.Store.Write(ctx, k.Tenant, func(tx *store.Tx) error {
		if r.Complete() {
			if err := dropMarks(tx); err != nil {
				return err
			}
		}
		return put(tx, run{register: r.Register, key: string(k.key), report: sealed})
	})
}

// Report is the last one; NotFound when there is none.
func (k *Keeper) Report(ctx context.Context) (Report, error) {
	was, ok, err := k.last(ctx)
	if err != nil {
		return Report{}, err
	}
	if !ok || len(was.report) == 0 {
		return Report{}, varsam.Errorf(varsam.NotFound, "there is no report of a discovery; run varsam discover first")
	}
	data, err := k.Keys.Open(ctx, seal.KeyID(was.key), reportContext, was.report)
	if err != nil {
		return Report{}, err
	}
	var all kept
	if json.Unmarshal(data, &all) != nil || len(all.Takes) != len(all.Report.Findings) {
		return Report{}, varsam.Errorf(varsam.Corrupt, "the kept report cannot be read; run varsam discover again")
	}
	for i := range all.Report.Findings {
		all.Report.Findings[i].Takes = all.Takes[i]
	}
	return all.Report, nil
}
