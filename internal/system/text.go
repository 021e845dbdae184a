package system

import (
	"context"
	"io"

	"github.com/varsam/varsam"
)

// TextFinder is an optional ability of a system that has to read its texts in
// order to search them, because no index of its own serves: mailboxes and files.
// Whoever asks says which texts count, so that they are read once for all people
// and all spellings.
type TextFinder interface {
	// FindText is Find, where a record of the selection is taken when holds takes
	// one of its texts. Holds is given each text of a record in turn, those of
	// attachments and of documents within documents too, before the record is
	// yielded; neither is called by two goroutines at once. A text is UTF-8, valid
	// until holds returns, and need not be read to its end.
	//
	// Records with a text that could not be read are named in Found.Unread, and
	// the search is incomplete; they are yielded when another text of theirs was
	// taken.
	FindText(ctx context.Context, sel Selection, holds func(Text) bool, yield func(varsam.Record) error) (Found, error)
}

// Redacter is an optional ability of a system whose catalogue says that texts can be taken out of a field: whether that is so of one
// record. What cannot be rewritten so that the texts are truly gone is known before anything is planned.
type Redacter interface {
	// Redactable reports whether all of the texts, as they are written there, can be taken out of the record's field. It changes nothing.
	Redactable(ctx context.Context, ref varsam.Ref, field string, texts []string) (bool, error)
}

// Text is one text of a record.
type Text struct {
	Ref varsam.Ref

	// Place is where in the record it stands, the same in all languages: the path
	// within containers, then what of the document, as in "offer.zip/letter.docx#comment=2",
	// "#page=3", "people.xlsx#cell=Hidden!B7", "#header=subject", "#meta=author".
	// Empty is all of it.
	Place string
	Body  io.Reader
}

// Unread is a record of which something could not be read.
type Unread struct {
	Ref varsam.Ref
	Why varsam.Reason // its first argument is the place
}

// MaxUnread is how many unread records a search names.
const MaxUnread = 1000

// Documents gets the texts out of a document, in the order in which they stand in
// it. It does not fail for what a document holds: what could not be read is
// returned as reasons whose first argument is the place. Its error is that of the
// context, of yield or of reading the content.
type Documents interface {
	Texts(ctx context.Context, name string, content io.Reader, yield func(place string, text io.Reader) error) (unread []varsam.Reason, err error)
}
