package document

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"io"

	"github.com/varsam/varsam"
)

// Cache keeps the texts of documents by the digest of their content. They are personal data: an implementation seals them, and
// forgets them with what they were read from. A fault of its own is a miss.
type Cache interface {
	Get(ctx context.Context, digest [sha256.Size]byte) (texts []byte, ok bool)
	Put(ctx context.Context, digest [sha256.Size]byte, texts []byte)
}

// mostKept is how large the texts of a document may be that are kept, and its content.
const mostKept = 8 << 20

// texts is what gets texts out of documents: a [Reader] or a [Parser].
type texts interface {
	Texts(ctx context.Context, name string, content io.Reader, yield func(place string, text io.Reader) error) ([]varsam.Reason, error)
}

// Cached reads documents by way of a cache. Only those are kept that were read whole, so that a better reader finds more later.
type Cached struct {
	Reader texts
	Cache  Cache
}

// Texts is as that of the reader.
func (c *Cached) Texts(ctx context.Context, name string, content io.Reader, yield func(place string, text io.Reader) error) ([]varsam.Reason, error) {
	head, err := io.ReadAll(io.LimitReader(content, mostKept+1))
	if err != nil {
		return nil, err
	}
	if len(head) > mostKept {
		return c.Reader.Texts(ctx, name, io.MultiReader(bytes.NewReader(head), content), yield)
	}
	digest := sha256.Sum256(append(binary.BigEndian.AppendUint32(nil, uint32(len(name))), append([]byte(name), head...)...))
	if kept, ok := c.Cache.Get(ctx, digest); ok {
		var all []keptText
		if json.Unmarshal(kept, &all) == nil {
			return nil, replay(all, yield)
		}
	}
	all, size := []keptText{}, 0
	why, err := c.Reader.Texts(ctx, name, bytes.NewReader(head), func(place string, text io.Reader) error {
		if size > mostKept {
			return yield(place, text)
		}
		var b bytes.Buffer
		if _, err := io.Copy(&b, text); err != nil {
			return err
		}
		size += b.Len()
		all = append(all, keptText{place, b.String()})
		return yield(place, bytes.NewReader(b.Bytes()))
	})
	if err == nil && len(why) == 0 && size <= mostKept {
		if kept, err := json.Marshal(all); err == nil {
			c.Cache.Put(ctx, digest, kept)
		}
	}
	return why, err
}

// keptText is one text in a cache.
type keptText struct{ Place, Text string }

func replay(all []keptText, yield func(place string, text io.Reader) error) error {
	for _, t := range all {
		if err := yield(t.Place, bytes.NewReader([]byte(t.Text))); err != nil {
			return err
		}
	}
	return nil
}
