package request

import (
	"crypto/rand"

	"github.com/varsam/varsam/internal/store"
)

// How many requests are in each state is kept as moves: each change of a state
// adds a line, which nobody waits for, and lists add them up. Now and then the
// lines of a state become one.

// mostMoves is how many lines may stand before they become one for each state.
const mostMoves = 200

// counts is how many requests there are of each state, and of how many lines that
// was added up. A store that is older than the lines has none until the first
// change, and is counted.
func counts(tx *store.Tx) (by map[State]int, moves int, err error) {
	type line struct {
		state    State
		n, lines int
	}
	read := func(query string) error {
		all, err := store.List(tx, func(rows *store.Rows) (l line, err error) {
			err = rows.Scan(&l.state, &l.n, &l.lines)
			return l, err
		}, query, tx.Tenant())
		by, moves = make(map[State]int, len(all)), 0
		for _, l := range all {
			if moves += l.lines; l.n != 0 {
				by[l.state] = l.n
			}
		}
		return err
	}
	if err := read(`SELECT state, SUM(n), COUNT(*) FROM request_moves WHERE tenant = $1 GROUP BY state`); err != nil || moves > 0 {
		return by, moves, err
	}
	err = read(`SELECT state, COUNT(*), 0 FROM requests WHERE tenant = $1 GROUP BY state`)
	return by, 0, err
}

// move notes that a request came into a state from another, or anew from none. It
// comes before the change itself.
func move(tx *store.Tx, from, to State) error {
	if err := beginMoves(tx); err != nil {
		return err
	}
	if from != "" {
		if err := addMove(tx, from, -1); err != nil {
			return err
		}
	}
	return addMove(tx, to, 1)
}

func addMove(tx *store.Tx, state State, n int) error {
	_, err := tx.Exec(`INSERT INTO request_moves (tenant, move, state, n) VALUES ($1, $2, $3, $4)`, tx.Tenant(), rand.Text(), state, n)
	return err
}

// beginMoves counts once what was there before there were lines.
func beginMoves(tx *store.Tx) error {
	begun := func() (there bool, err error) {
		err = tx.QueryRow(`SELECT EXISTS (SELECT 1 FROM request_moves WHERE tenant = $1)`, tx.Tenant()).Scan(&there)
		return there, err
	}
	if there, err := begun(); err != nil || there {
		return err
	}
	if err := tx.Lock("request moves"); err != nil {
		return err
	}
	if there, err := begun(); err != nil || there {
		return err
	}
	_, err := tx.Exec(`INSERT INTO request_moves (tenant, move, state, n) SELECT tenant, state, state, COUNT(*) FROM requests WHERE tenant = $1 GROUP BY tenant, state`, tx.Tenant())
	return err
}

// foldMoves makes one line of all of a state. It has a transaction of its own, as
// it waits for others.
func foldMoves(tx *store.Tx) error {
	if err := tx.Lock("request moves"); err != nil {
		return err
	}
	type line struct {
		state State
		n     int
	}
	all, err := store.List(tx, func(rows *store.Rows) (l line, err error) {
		err = rows.Scan(&l.state, &l.n)
		return l, err
	}, `DELETE FROM request_moves WHERE tenant = $1 RETURNING state, n`, tx.Tenant())
	if err != nil {
		return err
	}
	by := map[State]int{}
	for _, l := range all {
		by[l.state] += l.n
	}
	for state, n := range by {
		if err := addMove(tx, state, n); err != nil {
			return err
		}
	}
	return nil
}
