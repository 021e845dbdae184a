package retention

import (
	"encoding/json"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// text is a choice as JSON, nothing for none.
func (c *Chosen) text() string {
	if c == nil {
		return ""
	}
	text, _ := json.Marshal(c) // always can be
	return string(text)
}

// boundChoice is the choice that was approved for a rule of the register.
func boundChoice(tx *store.Tx, r Rule, rule string) (c Chosen, bound bool, err error) {
	found, err := store.List(tx, store.One[string], `SELECT chosen FROM cull_choices
		WHERE tenant = $1 AND system = $2 AND collection = $3 AND rule = $4`, tx.Tenant(), r.System, r.Collection, rule)
	if err != nil || len(found) == 0 {
		return c, false, err
	}
	if json.Unmarshal([]byte(found[0]), &c) != nil {
		return c, false, varsam.Errorf(varsam.Corrupt, "the choice of recodes for %s does not read back", r.Name())
	}
	return c, true, nil
}

func insertChoice(tx *store.Tx, run string, r Rule, c Chosen) error {
	_, err := tx.Exec(`INSERT INTO cull_choices (tenant, system, collection, rule, chosen, cull, bound) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		tx.Tenant(), r.System, r.Collection, c.Rule, c.text(), run, tx.Now().UnixMicro())
	return err
}
