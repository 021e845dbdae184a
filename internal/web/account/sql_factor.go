package account

import (
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

func insertKey(tx *store.Tx, k keyed) (added bool, err error) {
	n, err := tx.Exec(`INSERT INTO account_keys (tenant, mark, account, name, sealed, made, used) VALUES ($1, $2, $3, $4, $5, $6, 0) ON CONFLICT DO NOTHING`,
		tx.Tenant(), k.mark, k.account, k.name, k.sealed, micros(tx.Now()))
	return n == 1, err
}

func keysOf(tx *store.Tx, account string) ([]keyed, error) {
	return store.List(tx, func(rows *store.Rows) (k keyed, err error) {
		k.account = account
		err = rows.Scan(&k.mark, &k.name, &k.sealed, &k.made, &k.used)
		return k, err
	}, `SELECT mark, name, sealed, made, used FROM account_keys WHERE tenant = $1 AND account = $2 ORDER BY made, mark`, tx.Tenant(), account)
}

func touchKey(tx *store.Tx, account string, mark, sealed []byte) error {
	_, err := tx.Exec(`UPDATE account_keys SET sealed = $4, used = $5 WHERE tenant = $1 AND account = $2 AND mark = $3`,
		tx.Tenant(), account, mark, sealed, micros(tx.Now()))
	return err
}

func deleteKey(tx *store.Tx, account string, mark []byte) error {
	n, err := tx.Exec(`DELETE FROM account_keys WHERE tenant = $1 AND account = $2 AND mark = $3`, tx.Tenant(), account, mark)
	if err == nil && n == 0 {
		err = varsam.Errorf(varsam.NotFound, "there is no such passkey")
	}
	return err
}

// useUp notes that something that is good once has been used, until it would have
// ended anyway.
func useUp(tx *store.Tx, mark []byte, ends time.Time) (fresh bool, err error) {
	if _, err := tx.Exec(`DELETE FROM account_used WHERE tenant = $1 AND ends <= $2`, tx.Tenant(), micros(tx.Now())); err != nil {
		return false, err
	}
	n, err := tx.Exec(`INSERT INTO account_used (tenant, mark, ends) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, tx.Tenant(), mark, micros(ends))
	return n == 1, err
}

func putCode(tx *store.Tx, account string, sealed []byte, step int64) error {
	_, err := tx.Exec(`INSERT INTO account_codes (tenant, account, sealed, step) VALUES ($1, $2, $3, $4)
		ON CONFLICT (tenant, account) DO UPDATE SET sealed = excluded.sealed, step = excluded.step`, tx.Tenant(), account, sealed, step)
	return err
}

func codeOf(tx *store.Tx, account string) (sealed []byte, step int64, has bool, err error) {
	err = tx.QueryRow(`SELECT sealed, step FROM account_codes WHERE tenant = $1 AND account = $2`, tx.Tenant(), account).Scan(&sealed, &step)
	if varsam.CodeOf(err) == varsam.NotFound {
		return nil, 0, false, nil
	}
	return sealed, step, err == nil, err
}

func usedCode(tx *store.Tx, account string, step int64) error {
	_, err := tx.Exec(`UPDATE account_codes SET step = $3 WHERE tenant = $1 AND account = $2`, tx.Tenant(), account, step)
	return err
}

func deleteCode(tx *store.Tx, account string) error {
	_, err := tx.Exec(`DELETE FROM account_codes WHERE tenant = $1 AND account = $2`, tx.Tenant(), account)
	return err
}

func putLogin(tx *store.Tx, mark []byte, account string) error {
	_, err := tx.Exec(`INSERT INTO account_logins (tenant, mark, account) VALUES ($1, $2, $3)
		ON CONFLICT (tenant, mark) DO UPDATE SET account = excluded.account`, tx.Tenant(), mark, account)
	return err
}

func loginOf(tx *store.Tx, mark []byte) (account string, err error) {
	err = tx.QueryRow(`SELECT account FROM account_logins WHERE tenant = $1 AND mark = $2`, tx.Tenant(), mark).Scan(&account)
	return account, err
}

func scanGrant(rows *store.Rows) (g Grant, err error) {
	var ends int64
	err = rows.Scan(&g.Account, &g.Request, &g.Role, &ends)
	g.Ends = moment(ends)
	return g, err
}

func grantsOf(tx *store.Tx, account string) ([]Grant, error) {
	return store.List(tx, scanGrant, `SELECT account, request, role, ends FROM account_grants WHERE tenant = $1 AND account = $2 AND ends > $3 ORDER BY request`,
		tx.Tenant(), account, micros(tx.Now()))
}

func grantsFor(tx *store.Tx, request string) ([]Grant, error) {
	return store.List(tx, scanGrant, `SELECT account, request, role, ends FROM account_grants WHERE tenant = $1 AND request = $2 AND ends > $3 ORDER BY account`,
		tx.Tenant(), request, micros(tx.Now()))
}

func putGrant(tx *store.Tx, g Grant) error {
	_, err := tx.Exec(`INSERT INTO account_grants (tenant, account, request, role, ends) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (tenant, account, request) DO UPDATE SET role = excluded.role, ends = excluded.ends`,
		tx.Tenant(), g.Account, g.Request, g.Role, micros(g.Ends))
	return err
}

func dropGrant(tx *store.Tx, account, request string) error {
	_, err := tx.Exec(`DELETE FROM account_grants WHERE tenant = $1 AND account = $2 AND request = $3`, tx.Tenant(), account, request)
	return err
}
