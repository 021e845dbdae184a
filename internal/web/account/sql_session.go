package account

import (
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// moment reads microseconds; 0 is no time.
func moment(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}

const sessionColumns = `token, how, began, shown, idle, place`

func scanSession(rows *store.Rows) (s Session, err error) {
	var token []byte
	var began, shown, idle int64
	err = rows.Scan(&token, &s.How, &began, &shown, &idle, &s.Where)
	s.ID, s.Began, s.Shown, s.Seen = sessionID(token), moment(began), moment(shown), moment(idle).Add(-Idle)
	return s, err
}

// bySession is the account of a session that has not ended, the session, and when
// it would end for want of use.
func bySession(tx *store.Tx, digest []byte) (r row, s Session, idle time.Time, err error) {
	found, err := store.List(tx, scanSession, `SELECT `+sessionColumns+` FROM sessions
		WHERE tenant = $1 AND token = $2 AND idle > $3 AND ends > $3`, tx.Tenant(), digest, micros(tx.Now()))
	if err == nil && len(found) == 0 {
		err = varsam.Errorf(varsam.NotFound, "there is no such session")
	}
	if err != nil {
		return r, s, idle, err
	}
	r, err = one(store.List(tx, scanRow, `SELECT `+rowColumns+` FROM accounts a JOIN sessions s ON s.tenant = a.tenant AND s.account = a.account
		WHERE a.tenant = $1 AND s.token = $2 AND NOT a.off`, tx.Tenant(), digest))
	return r, found[0], found[0].Seen.Add(Idle), err
}

func sessionsOf(tx *store.Tx, account string) ([]Session, error) {
	return store.List(tx, scanSession, `SELECT `+sessionColumns+` FROM sessions
		WHERE tenant = $1 AND account = $2 AND idle > $3 AND ends > $3 ORDER BY began DESC, token`, tx.Tenant(), account, micros(tx.Now()))
}

func insertSession(tx *store.Tx, digest []byte, id, how, where string) error {
	now := tx.Now()
	_, err := tx.Exec(`INSERT INTO sessions (tenant, token, account, began, idle, ends, how, shown, place) VALUES ($1, $2, $3, $4, $5, $6, $7, $4, $8)`,
		tx.Tenant(), digest, id, micros(now), micros(now.Add(Idle)), micros(now.Add(Most)), how, where)
	return err
}

// shown notes that somebody showed once more who they are. How sure we are of them
// is how they did it now.
func shown(tx *store.Tx, digest []byte, how string) error {
	_, err := tx.Exec(`UPDATE sessions SET shown = $3, how = $4 WHERE tenant = $1 AND token = $2`, tx.Tenant(), digest, micros(tx.Now()), how)
	return err
}

func endOne(tx *store.Tx, account, id string) error {
	all, err := store.List(tx, store.One[[]byte], `SELECT token FROM sessions WHERE tenant = $1 AND account = $2`, tx.Tenant(), account)
	if err != nil {
		return err
	}
	for _, token := range all {
		if sessionID(token) == id {
			return endSession(tx, token)
		}
	}
	return varsam.Errorf(varsam.NotFound, "there is no such session, or no longer")
}
