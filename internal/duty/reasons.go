package duty

// The reason codes of this package. The comment of each gives its sentence in
// Swedish and English.
const (
	// args: system
	// sv: {0:system} har inget gränssnitt; den som äger det lämnar ut och raderar för hand.
	// en: {0:system} has no interface; its owner hands over and deletes by hand.
	ReasonByHand = "duty-by-hand"

	// args: code
	// sv: Systemet kunde inte läsas ({0}).
	// en: The system could not be read ({0}).
	ReasonUnread = "duty-unread"
)
