package frame

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"time"
)

// Memory remembers forms for several servers, so that one that is pressed again and
// comes to another server is known there. It forgets by itself.
type Memory interface {
	// Begin notes that a form is being answered. Where another was first, led is where
	// that one led; empty while it is under way.
	Begin(ctx context.Context, form [sha256.Size]byte) (first bool, led []byte, err error)

	// End notes where a form has led; without it, the form is forgotten.
	End(ctx context.Context, form [sha256.Size]byte, led []byte) error
}

// led is where a form led, as a Memory keeps it.
type led struct {
	To      string
	Cookies []string
}

// elsewhere is how often it is looked whether another server is done with a form.
const elsewhere = 50 * time.Millisecond

// everywhere answers a form once on all servers that share a memory.
func (v *Visit) everywhere(key formKey, h Handler) error {
	memory := v.area.Site.Presses
	if memory == nil {
		return h(v)
	}
	for {
		first, was, err := memory.Begin(v.Context(), key)
		switch {
		case err != nil:
			return err
		case first:
			defer v.remember(memory, key)
			return h(v)
		case len(was) > 0:
			var to led
			if err := json.Unmarshal(was, &to); err != nil {
				return err
			}
			return v.follow(to.To, to.Cookies)
		}
		select {
		case <-time.After(elsewhere):
		case <-v.Context().Done():
			return v.Context().Err()
		}
	}
}

// remember notes where the form led, also when its browser went away meanwhile.
func (v *Visit) remember(memory Memory, key formKey) {
	var kept []byte
	if v.went != "" {
		kept, _ = json.Marshal(led{v.went, v.W.Header()["Set-Cookie"]}) // strings, which JSON holds
	}
	if err := memory.End(context.WithoutCancel(v.Context()), key, kept); err != nil {
		v.area.Site.Log.Error("a form that was answered could not be remembered", "why", err.Error())
	}
}

// follow sends on to where the same form led before.
func (v *Visit) follow(to string, cookies []string) error {
	for _, cookie := range cookies {
		v.W.Header().Add("Set-Cookie", cookie)
	}
	return v.Redirect(to)
}
