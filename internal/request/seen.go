package request

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/law"
	"github.com/varsam/varsam/internal/request/letter"
	"github.com/varsam/varsam/internal/store"
)

// lockCase lets one decision at a time be written into a case: each reads it, and
// writes it whole.
func lockCase(tx *store.Tx, id string) error { return tx.Lock("request case " + id) }

// Decided is what people have decided in a case, as one word: another when somebody
// has decided something since.
func (c Case) Decided() string {
	plain, err := json.Marshal(struct {
		Asks      []decide.Ask
		Confirmed map[string]int
		Refusals  map[varsam.Right]string
		Told      []letter.Told
		Pauses    []law.Pause
		Extension string
		Forwarded []letter.Forwarded
	}{c.Asks, c.Confirmed, c.Refusals, c.Told, c.Pauses, c.Extension, c.Forwarded})
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(plain)
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

type seenKey struct{}

// Seen says what had been decided when somebody looked, as [Case.Decided] says it:
// a decision that is made with this context is refused with code Changed when
// somebody else has decided something since.
func Seen(ctx context.Context, decided string) context.Context {
	return context.WithValue(ctx, seenKey{}, decided)
}

// unchanged refuses to decide over what somebody else has decided meanwhile.
func (c Case) unchanged(ctx context.Context) error {
	if seen, ok := ctx.Value(seenKey{}).(string); ok && seen != c.Decided() {
		return varsam.Errorf(varsam.Changed, "somebody else has decided something in this case since you opened it; look at the page again, then decide")
	}
	return nil
}
