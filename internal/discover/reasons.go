package discover

// Why a place was not read, or not to its end.
const (
	GapAssisted    = "discover-assisted"    // people do what is to be done there
	GapUnavailable = "discover-unavailable" // it does not answer, or the connection was lost
	GapDenied      = "discover-denied"      // it refuses us
	GapChanged     = "discover-changed"     // the structure changed while it was read
	GapAbsent      = "discover-absent"      // the register names it; the system does not show it
	GapSettings    = "discover-settings"    // it cannot be opened as the register says
	GapUnsupported = "discover-unsupported" // its connector cannot do this
	GapSlow        = "discover-slow"        // a statement took longer than allowed
	GapUnread      = "discover-unread"      // texts that could not be read, and how many
	GapLarge       = "discover-large"       // long values that could not be opened, and how many
	GapStopped     = "discover-stopped"     // somebody stopped the discovery
)
