package system

// Why a record, or a part of the system, was not read. The first argument is the
// place, empty for all of it.
const (
	// en: [{0}: ]It could not be opened[ ({1})] and was not read.
	UnreadRefused = "unread-refused" // and the code of the error

	// en: [{0}: ]It was changed while it was read, again and again, and counts as not read.
	UnreadChanging = "unread-changing"
)
