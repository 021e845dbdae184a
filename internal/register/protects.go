package register

import (
	"strings"

	"github.com/varsam/varsam"
)

// Shields reports whether a value of the column says that its person has protected
// data: anything but nothing, no, false and 0.
func (f Field) Shields(v varsam.Value) bool {
	if !f.Protects || v.IsNull() {
		return false
	}
	switch strings.ToLower(strings.TrimSpace(v.String())) {
	case "", "0", "no", "nej", "n", "false", "f":
		return false
	}
	return true
}
