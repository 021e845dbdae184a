package promise

import (
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/retention"
)

// Evidence is what there is to judge by. The zero Evidence is that of an
// installation in which nothing has happened.
type Evidence struct {
	InForce   Version              // the register's current version in the store
	Runs      []retention.Run      // culling, newest first
	Requests  []request.Request    // that stand, all states
	Discovery *Discovery           // the last one
	Watch     Watch                // of people who were erased
	Routines  map[string]FollowUp  // of mail systems that were asked; see [Service.Live]
	Published map[string]Published // documents in force, by their kind
	Duties    *duty.World          // nil: none are kept
}

// Version is the register that is in force.
type Version struct {
	Digest string
	At     time.Time
}

// Published is a document in force.
type Published struct {
	Number  int
	Day     varsam.Date
	Changes int // in words, if it were made again from the register in force
}

// Discovery is what the last discovery came to.
type Discovery struct {
	Day      varsam.Date
	Register string // digest
	Complete bool
	Open     int // findings
	Read     int // collections
}

// Watch is what the looks for people who came back have seen.
type Watch struct {
	Watched int       // people
	Back    int       // fields in which some were seen again
	Looked  time.Time // last; zero for never
}

// FollowUp is a month's routine with a mail system.
type FollowUp struct {
	Month    varsam.Date
	Accounts int
	Done     int
	Overdue  int
	Complete bool
	Sent     int // mails that were sent, and looked at
	Unwise   int // of them, with what is better not mailed
}
