// Package files finds, reads and changes documents and project folders, wherever
// they lie: a folder, a mounted share, SFTP, WebDAV, S3, Dropbox. A kind of place is a
// [Store]; everything else is the same for all of them and lies here: the order of
// paths, which folders are projects, what counts as changed, what may be called gone.
package files

import (
	"context"
	"io"
	"time"

	"github.com/varsam/varsam"
)

// Store is a tree of files. All methods may be called concurrently.
//
// Paths are slash-separated names, relative to the root of what is connected, as
// the store has them: any bytes but the slash and NUL. The empty path is the root.
//
// Errors are [varsam.Error]: NotFound, Denied, Unavailable, Changed when an entry
// is no longer the given version, Conflict when something is in the way,
// Unsupported, and Unknown when the answer to a change was lost. Their texts hold no
// path.
type Store interface {
	// Engine is the name and version of what answers.
	Engine() string

	// List yields the entries of one folder, in any order, each once. What the
	// store itself does not show is left out; what it links to is not followed.
	List(ctx context.Context, folder string, yield func(Entry) error) error

	// Stat is the entry of a path, and NotFound where there is none now.
	Stat(ctx context.Context, path string) (Entry, error)

	// Open reads the content of a file. Where the store can, it is that version or
	// Changed; otherwise what is there now.
	Open(ctx context.Context, e Entry) (io.ReadCloser, error)

	// Replace gives a file another content, whole or not at all, and keeps what else
	// belongs to it: rights, owner, time of modification. Changed when the file is
	// another version.
	Replace(ctx context.Context, e Entry, content []byte) (Entry, error)

	// Move gives a file another path, with the folders that it needs. Conflict when
	// something is there already, Changed when the file is another version.
	Move(ctx context.Context, e Entry, to string) (Entry, error)

	// Delete removes an entry that is this version; a folder only when it is empty,
	// otherwise Conflict.
	Delete(ctx context.Context, e Entry) error

	// Purge removes what deleting left of a path: versions, markers, copies in a bin. It
	// says what has become of the file then.
	Purge(ctx context.Context, path string) (Ending, error)

	// Versions counts what of a path is there besides its current version, or after
	// deleting: older versions, markers, copies in a bin.
	Versions(ctx context.Context, path string) (int, error)

	// Holds says what keeps a path from being erased.
	Holds(ctx context.Context, path string) (Hold, error)

	Close() error
}

// Entry is one name in a store.
type Entry struct {
	Path     string
	Kind     Kind
	Size     int64
	Modified time.Time
	Created  time.Time // zero where the store does not say
	Author   string    // as the store names them; empty where it does not

	// Version differs for another content: an ETag, a revision, or size, time and
	// number. It is the same when only the path is another.
	Version string

	// Tag is what the store binds a change to, so that it happens to this very
	// state or not at all; empty where there is nothing of the kind.
	Tag string
}

// Kind is what an entry is.
type Kind string

// The kinds. Links are never followed: what they lead to is found where it lies,
// or is not part of the store. What is other – a socket, a pipe, a device – is never opened.
const (
	File   Kind = "file"
	Folder Kind = "folder"
	Link   Kind = "link"
	Other  Kind = "other"
)

// Ending is what has become of a file that was deleted and purged.
type Ending struct {
	Finality varsam.Finality
	Until    varsam.Date
}

// Hold is what keeps a file from being erased; the zero Hold is nothing.
type Hold struct {
	Held  bool
	Until varsam.Date // its last day, where it has one
}

// Plain is embedded by stores in which a deleted file is gone: no versions, no
// holds.
type Plain struct{}

// Purge implements [Store].
func (Plain) Purge(context.Context, string) (Ending, error) {
	return Ending{Finality: varsam.Gone}, nil
}

// Versions implements [Store].
func (Plain) Versions(context.Context, string) (int, error) { return 0, nil }

// Holds implements [Store].
func (Plain) Holds(context.Context, string) (Hold, error) { return Hold{}, nil }
