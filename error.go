package varsam

import (
	"errors"
	"fmt"
)

// Code says what kind of fault an [Error] is. Exit codes, HTTP statuses and
// translated messages hang on it, never on the message.
type Code string

// The codes. A caller that meets an error without one treats it as Internal.
const (
	Invalid     Code = "invalid"     // the input is wrong; the message says where and how to mend it
	NotFound    Code = "not-found"   // the named thing does not exist
	Conflict    Code = "conflict"    // somebody else changed it, or the state does not allow it now
	Changed     Code = "changed"     // the world no longer matches the plan; plan again
	Denied      Code = "denied"      // permission or approval is missing
	Unsupported Code = "unsupported" // the system cannot do this; the step becomes assisted
	Unavailable Code = "unavailable" // the system does not answer; try later
	Full        Code = "full"        // the system has no room left and changed nothing; make room, then go on
	Unknown     Code = "unknown"     // the outcome is not known; look before trying again
	Corrupt     Code = "corrupt"     // stored bytes fail their check
	Internal    Code = "internal"    // a fault of ours
)

// Error is the one error type that crosses rooms. Message says what happened,
// where, and what to do; it must never hold personal data, because it may be
// logged. Err, when set, is the cause: drivers quote values in their errors, so
// only text known to be free of personal data goes there.
type Error struct {
	Code    Code
	Message string
	Err     error

	format string
	args   []any
}

func (e *Error) Error() string {
	if e.Err != nil {
		return e.Message + ": " + e.Err.Error()
	}
	return e.Message
}

func (e *Error) Unwrap() error { return e.Err }

// Said is what Message was made of, so that it can be said in another language:
// the format is the key of its translations. Both are zero in an Error that
// [Errorf] and [Wrap] have not made.
func (e *Error) Said() (format string, args []any) { return e.format, e.args }

// Errorf makes an [Error] without a cause; [Wrap] makes one with. The format is a
// constant in English, as its translations hang on it.
func Errorf(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...), format: format, args: args}
}

// Wrap gives err a code and says what was being done, in a format as [Errorf]'s.
func Wrap(code Code, err error, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...), Err: err, format: format, args: args}
}

// CodeOf is the code of the outermost [Error] in err's chain, Internal when
// there is none, and empty for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return Internal
}
