package mailbox

import (
	"time"

	"github.com/varsam/varsam/internal/system"
)

// Impatient makes a System wait no time between attempts.
func Impatient(s system.System) { s.(*System).patience = time.Microsecond }

// Keep gives a System another cache.
func Keep(s system.System, c Cache) { s.(*System).cache = c }
