package sqldb

import (
	"context"

	"github.com/varsam/varsam"
)

// Observe reads every target again by its key, in one statement for each table.
func (db *DB) Observe(ctx context.Context, op varsam.Operation) (varsam.Observation, error) {
	ch, err := db.change(ctx, op)
	if err != nil {
		return varsam.Observation{}, err
	}
	rows, err := ch.read(ctx, db.runner(), ch.t, ch.all(), false)
	there := make([]row, len(ch.keys))
	if err == nil && ch.move != nil {
		there, err = ch.read(ctx, db.runner(), ch.move, ch.all(), false)
	}
	if err != nil {
		return varsam.Observation{}, db.fault(err, "reading "+ch.t.Name+" again")
	}
	seen := varsam.Observation{Versions: map[string]string{}, Rows: map[varsam.RowState]int{}}
	for i, t := range op.Targets {
		state := ch.state(i, rows[i], there[i])
		seen.States = append(seen.States, state)
		seen.Rows[state]++
		if rows[i].here {
			seen.Versions[t.Ref.String()] = rows[i].version
		}
		if there[i].here {
			moved := t.Ref
			moved.Collection = ch.move.Name
			seen.Versions[moved.String()] = there[i].version
		}
	}
	seen.Finality, seen.Until = db.finality(op)
	return seen, nil
}

// finality is what a done operation amounts to here. An overwritten row is
// blanked and no more: only a passed test may say anonymised.
func (db *DB) finality(op varsam.Operation) (varsam.Finality, varsam.Date) {
	if op.Kind == varsam.OpErase {
		if !db.cfg.Backups.IsZero() {
			return varsam.InBackups, db.cfg.Backups.After(db.cfg.Today)
		}
		return varsam.Gone, varsam.Date{}
	}
	if op.Kind == varsam.OpRestrict {
		if op.Move != "" {
			return varsam.Moved, varsam.Date{}
		}
		return restriction(op), varsam.Date{}
	}
	return finalities[op.Kind], varsam.Date{}
}

var finalities = map[varsam.OpKind]varsam.Finality{
	varsam.OpStop:      varsam.Stopped,
	varsam.OpCorrect:   varsam.Corrected,
	varsam.OpDetach:    varsam.Blanked,
	varsam.OpRedact:    varsam.Blanked,
	varsam.OpLift:      varsam.Lifted,
	varsam.OpAnonymise: varsam.Blanked,
}

// restriction is a flag that something else must obey when the operation sets the
// same value on every record, and otherwise Blanked: what single records get
// are nulls and placeholders in place of what they held.
func restriction(op varsam.Operation) varsam.Finality {
	for _, a := range op.Set {
		if !a.Value.IsNull() && a.Value.String() != "" {
			return varsam.Flagged
		}
	}
	return varsam.Blanked
}
