package duty

import (
	"encoding/json"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// affectedTables hold whom an incident concerns: the order to look for them, and
// what was found, a thousand people to a row, sealed under the incident's key.
const affectedTables = `
CREATE TABLE duty_searches (
	tenant TEXT NOT NULL,
	record TEXT NOT NULL,
	stage  TEXT NOT NULL,
	counts TEXT NOT NULL, -- numbers and names of the register
	sealed BYTEA NOT NULL,
	PRIMARY KEY (tenant, record),
	FOREIGN KEY (tenant, record) REFERENCES duty_records (tenant, record)
);
CREATE TABLE duty_affected (
	tenant   TEXT NOT NULL,
	record   TEXT NOT NULL,
	part     BIGINT NOT NULL,
	reached  BIGINT NOT NULL, -- people with an address
	searched BOOLEAN NOT NULL,
	told     BOOLEAN NOT NULL,
	sealed   BYTEA NOT NULL,
	PRIMARY KEY (tenant, record, part),
	FOREIGN KEY (tenant, record) REFERENCES duty_records (tenant, record)
);
`

// storedSearch is a search as it lies there.
type storedSearch struct {
	stage  stage
	counts Affected
	sealed []byte
}

func getSearch(tx *store.Tx, record string) (s storedSearch, err error) {
	var counts string
	err = tx.QueryRow(`SELECT stage, counts, sealed FROM duty_searches WHERE tenant = $1 AND record = $2`, tx.Tenant(), record).Scan(&s.stage, &counts, &s.sealed)
	if varsam.CodeOf(err) == varsam.NotFound {
		return s, varsam.Errorf(varsam.NotFound, "nobody has looked for whom incident %s concerns", record)
	}
	if err == nil && json.Unmarshal([]byte(counts), &s.counts) != nil {
		err = varsam.Errorf(varsam.Corrupt, "what was found for incident %s does not read back", record)
	}
	return s, err
}

func putSearch(tx *store.Tx, record string, s storedSearch) error {
	counts, err := json.Marshal(s.counts)
	if err != nil {
		return varsam.Errorf(varsam.Internal, "what was found cannot be written as JSON")
	}
	_, err = tx.Exec(`INSERT INTO duty_searches (tenant, record, stage, counts, sealed) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (tenant, record) DO UPDATE SET stage = $3, counts = $4, sealed = $5`, tx.Tenant(), record, s.stage, string(counts), s.sealed)
	return err
}

// storedPart is a part as it lies there.
type storedPart struct {
	number         int64
	reached        int
	searched, told bool
	sealed         []byte
}

func putPart(tx *store.Tx, record string, p storedPart) error {
	_, err := tx.Exec(`INSERT INTO duty_affected (tenant, record, part, reached, searched, told, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (tenant, record, part) DO UPDATE SET reached = $4, searched = $5, told = $6, sealed = $7`,
		tx.Tenant(), record, p.number, p.reached, p.searched, p.told, p.sealed)
	return err
}

// listParts are all parts without what is sealed of them.
func listParts(tx *store.Tx, record string) ([]storedPart, error) {
	return store.List(tx, func(rows *store.Rows) (p storedPart, err error) {
		err = rows.Scan(&p.number, &p.reached, &p.searched, &p.told)
		return p, err
	}, `SELECT part, reached, searched, told FROM duty_affected WHERE tenant = $1 AND record = $2 ORDER BY part`, tx.Tenant(), record)
}

func sealedPartOf(tx *store.Tx, record string, number int64) (sealed []byte, err error) {
	err = tx.QueryRow(`SELECT sealed FROM duty_affected WHERE tenant = $1 AND record = $2 AND part = $3`, tx.Tenant(), record, number).Scan(&sealed)
	return sealed, err
}

// dropUntold forgets whom nobody has written to.
func dropUntold(tx *store.Tx, record string) error {
	_, err := tx.Exec(`DELETE FROM duty_affected WHERE tenant = $1 AND record = $2 AND told = FALSE`, tx.Tenant(), record)
	return err
}
