package locate

import (
	"strconv"

	"github.com/varsam/varsam"
)

// The columns of a link may be of different types on its two sides: an integer
// key and a text that holds it. The system converts when it searches; the same
// conversion here says which parent a child belongs to.

// tuple is a record's values in some columns; false when one is null, because
// null leads nowhere.
func tuple(r varsam.Record, cols []string) ([]varsam.Value, bool) {
	values := make([]varsam.Value, len(cols))
	for i, name := range cols {
		if values[i] = r.Get(name); values[i].IsNull() {
			return nil, false
		}
	}
	return values, true
}

// kindsOf are what the columns' values are read as.
func kindsOf(c varsam.Collection, cols []string) []varsam.Kind {
	kinds := make([]varsam.Kind, len(cols))
	for i, name := range cols {
		col, _ := c.Column(name)
		kinds[i] = col.Kind
	}
	return kinds
}

// joinKey is a tuple as a map key, each value as a column of the kind holds it.
func joinKey(values []varsam.Value, kinds []varsam.Kind) string {
	b := make([]byte, 0, 32)
	for i, v := range values {
		b = convert(v, kinds[i]).AppendCanonical(b)
	}
	return string(b)
}

// convert gives v as a value of the kind, or v itself where it is none: "42" is
// the integer 42, "042" is not.
func convert(v varsam.Value, kind varsam.Kind) varsam.Value {
	if v.Kind() == kind {
		return v
	}
	text := v.String()
	if v.Kind() == varsam.Bytes {
		text = string(v.Raw())
	}
	switch kind {
	case varsam.Int:
		if n, err := strconv.ParseInt(text, 10, 64); err == nil && strconv.FormatInt(n, 10) == text {
			return varsam.IntOf(n)
		}
	case varsam.Decimal:
		if f, err := strconv.ParseFloat(text, 64); err == nil && f == f {
			return varsam.DecimalOf(text)
		}
	case varsam.Text:
		return varsam.TextOf(text)
	case varsam.Bytes:
		return varsam.BytesOf([]byte(text))
	}
	return v
}

// textOf is a cell's text as identifiers are read from it; empty for what holds
// none.
func textOf(v varsam.Value) string {
	switch v.Kind() {
	case varsam.Text, varsam.Int, varsam.Decimal:
		return v.String()
	}
	return ""
}
