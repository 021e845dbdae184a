package extract

// Why a part of an input was not read, or not to its end. The first argument is the part's path.
const (
	NotText   = "unread-binary"    // and its format, where that is known
	CutShort  = "unread-truncated" // ends in the middle
	NoEnd     = "unread-end"       // its end says what is in it, and is missing
	Damaged   = "unread-damaged"   // its checks fail, or it is not what its first bytes say
	Bomb      = "unread-ratio"     // unpacks to far more than its size
	TooMuch   = "unread-bytes"     // the limit of unpacked bytes is used up
	TooDeep   = "unread-depth"     // containers within containers
	Encrypted = "unread-encrypted" // needs a password
	Packing   = "unread-packing"   // packed in a way that we do not know
	Picture   = "unread-image"     // shows text at most, and there is nothing that reads pictures
	NoLetters = "unread-letters"   // shows letters whose meaning it does not tell
	TimeOut   = "unread-time"      // took longer than it may
	NoMemory  = "unread-memory"    // needed more memory than it may
	Crashed   = "unread-crash"     // the process that read it ended
	More      = "unread-more"      // so many further parts, which are not named
)
