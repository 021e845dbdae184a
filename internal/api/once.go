package api

import (
	"bytes"
	"crypto/sha256"
	"net/http"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// onceLife is how long an Idempotency-Key is remembered.
const onceLife = 24 * time.Hour

const maxKey = 200

// onceFor does what was asked for unless the same token sent the same key before:
// then it answers as it did. What it remembers holds no personal data, because no
// answer to a creation does.
func (c *call) onceFor(key string) {
	if len(key) > maxKey {
		c.fail(varsam.Errorf(varsam.Invalid, "an Idempotency-Key has at most %d letters", maxKey))
		return
	}
	mark := c.mark(key)
	before, err := c.begin(mark)
	switch {
	case err != nil:
		c.fail(err)
		return
	case before != nil:
		c.repeat(*before)
		return
	}
	out, err := c.perform()
	data, kept := []byte(nil), error(nil)
	if err == nil {
		if data, err = encode(out); err == nil {
			kept = c.keep(mark, data)
		}
	} else {
		kept = c.unkeep(mark)
	}
	if err != nil {
		c.fail(err)
		return
	}
	if kept != nil {
		c.Logger.Error("an idempotency key could not be kept", "code", string(varsam.CodeOf(kept)))
	}
	c.w.Header().Set("Location", c.place)
	c.sendJSON(c.route.status, data)
}

// mark is a key as it is stored: of one token and one route.
func (c *call) mark(key string) []byte {
	sum := sha256.Sum256([]byte(c.token.ID + "\x00" + c.route.method + c.route.path + "\x00" + key))
	return sum[:]
}

// begin remembers that a call with this key has begun, or returns the one that
// was before. Calls older than onceLife are let go on the way.
func (c *call) begin(mark []byte) (before *onceRow, err error) {
	body := sha256.Sum256(c.body)
	err = c.Store.Write(c.ctx, c.Tenant, func(tx *store.Tx) error {
		if err := dropOnce(tx, tx.Now().Add(-onceLife)); err != nil {
			return err
		}
		added, err := insertOnce(tx, mark, body[:])
		if err != nil || added {
			return err
		}
		row, err := getOnce(tx, mark)
		before = &row
		return err
	})
	if before != nil && !bytes.Equal(before.body, body[:]) {
		return nil, varsam.Errorf(varsam.Invalid, "this Idempotency-Key came with another body before; use a new one")
	}
	return before, err
}

func (c *call) repeat(before onceRow) {
	if before.status == 0 {
		c.fail(&fault{status: http.StatusConflict, wait: time.Second, error: varsam.Errorf(varsam.Conflict,
			"a call with this Idempotency-Key is under way, or broke off; look whether what it was to make is there")})
		return
	}
	c.w.Header().Set("Idempotent-Replayed", "true")
	c.w.Header().Set("Location", before.place)
	c.sendJSON(before.status, before.answer)
}

func (c *call) keep(mark, answer []byte) error {
	return c.Store.Write(c.ctx, c.Tenant, func(tx *store.Tx) error {
		return keepOnce(tx, mark, c.route.status, c.place, answer)
	})
}

// unkeep lets a call that failed be tried again with the same key.
func (c *call) unkeep(mark []byte) error {
	return c.Store.Write(c.ctx, c.Tenant, func(tx *store.Tx) error { return forgetOnce(tx, mark) })
}
