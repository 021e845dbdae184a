package press

import (
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// Migrations are the room's table. A mark follows from a form and tells nothing of it.
var Migrations = []store.Migration{{Room: "press", Version: 1, SQL: `
CREATE TABLE press_forms (
	tenant TEXT NOT NULL,
	mark   BYTEA NOT NULL,
	led    BYTEA NOT NULL, -- sealed; empty while the form is being answered
	began  BIGINT NOT NULL,
	PRIMARY KEY (tenant, mark)
);
CREATE INDEX press_forms_began ON press_forms (tenant, began);
`}}

func insert(tx *store.Tx, mark []byte) (first bool, err error) {
	n, err := tx.Exec(`INSERT INTO press_forms (tenant, mark, led, began) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
		tx.Tenant(), mark, []byte{}, tx.Now().UnixMicro())
	return n == 1, err
}

// get is where a form led; nothing while it is under way, or when it was refused just
// now.
func get(tx *store.Tx, mark []byte) (led []byte, err error) {
	err = tx.QueryRow(`SELECT led FROM press_forms WHERE tenant = $1 AND mark = $2`, tx.Tenant(), mark).Scan(&led)
	if varsam.CodeOf(err) == varsam.NotFound {
		return nil, nil
	}
	return led, err
}

func put(tx *store.Tx, mark, led []byte) error {
	_, err := tx.Exec(`UPDATE press_forms SET led = $3 WHERE tenant = $1 AND mark = $2`, tx.Tenant(), mark, led)
	return err
}

func drop(tx *store.Tx, mark []byte) error {
	_, err := tx.Exec(`DELETE FROM press_forms WHERE tenant = $1 AND mark = $2`, tx.Tenant(), mark)
	return err
}

func dropOld(tx *store.Tx, before time.Time) error {
	_, err := tx.Exec(`DELETE FROM press_forms WHERE tenant = $1 AND began < $2`, tx.Tenant(), before.UnixMicro())
	return err
}
