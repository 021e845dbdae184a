package sqldb

import (
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/varsam/varsam"
)

// postgresCell takes whole numbers and texts from the driver as they are: as values
// of any type each would be allocated once more.
type postgresCell struct {
	*cell
	d *postgresDialect
}

func (d *postgresDialect) receive(c *cell) any { return postgresCell{c, d} }

// ScanInt64 implements [pgtype.Int64Scanner].
func (c postgresCell) ScanInt64(n pgtype.Int8) error {
	c.value, c.whole = varsam.Value{}, ""
	if n.Valid {
		c.value = varsam.IntOf(n.Int64)
	}
	return nil
}

// ScanText implements [pgtype.TextScanner].
func (c postgresCell) ScanText(text pgtype.Text) error {
	switch {
	case !text.Valid:
		return c.Scan(nil)
	case c.keep:
		return c.Scan(text.String)
	}
	c.value, c.whole = c.d.text(c.col, text.String), ""
	return nil
}
