package letter

import (
	"encoding/json"

	"github.com/varsam/varsam"
)

// jsonValue is a value as other programs read it: numbers that JavaScript cannot
// hold exactly, and decimals, are text. Bytes and large values are null; their
// size stands beside them.
func jsonValue(v varsam.Value) json.RawMessage {
	switch v.Kind() {
	case varsam.Null, varsam.Bytes, varsam.Large:
		return json.RawMessage("null")
	case varsam.Bool:
		return json.RawMessage(v.String())
	case varsam.Int:
		if n := v.Int(); -maxExact <= n && n <= maxExact {
			return json.RawMessage(v.String())
		}
	}
	text, err := json.Marshal(v.String())
	if err != nil {
		panic("letter: text is always JSON: " + err.Error())
	}
	return text
}

// maxExact is the largest whole number every JSON reader keeps (RFC 8259, 6).
const maxExact = 1<<53 - 1
