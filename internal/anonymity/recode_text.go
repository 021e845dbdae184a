package anonymity

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/varsam/varsam"
)

// String is the recode's one canonical text, to freeze in a plan's digest: two
// recodes have one text when they do the same. A hierarchy's forms stand in it by
// their SHA-256.
func (r Recode) String() string {
	switch r.Way {
	case WayFixed:
		return "fixed " + string(r.Value.AppendCanonical(nil))
	case WayLevel:
		return "level " + strconv.Itoa(r.Level) + " of sha256:" + r.digest()
	case WayDate:
		return "date " + string(r.Unit)
	case WayBand:
		return fmt.Sprintf("band %d from %d", r.Width, r.origin())
	case WayPrefix:
		return "prefix " + strconv.Itoa(r.Chars)
	}
	return string(r.Way)
}

// origin is where the first band from zero on begins.
func (r Recode) origin() int64 { return (r.From%r.Width + r.Width) % r.Width }

// digest covers the forms in the order of their values, each text with its
// length before it.
func (r Recode) digest() string {
	h := sha256.New()
	for _, value := range slices.Sorted(maps.Keys(r.Forms)) {
		fmt.Fprintf(h, "%d:%s%d:%s", len(value), value, len(r.Forms[value]), r.Forms[value])
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Check reports what a recode that was made by hand lacks, as Invalid.
func (r Recode) Check() error {
	only := Recode{Way: r.Way}
	ok := true
	switch r.Way {
	case WayKeep, WayNull, WayShuffle, WayRandom, WayText:
	case WayFixed:
		only.Value = r.Value
	case WayLevel:
		only.Level, only.Forms = r.Level, r.Forms
		ok = r.Level >= 0 && len(r.Forms) > 0
	case WayDate:
		only.Unit, ok = r.Unit, slices.Contains(units, r.Unit)
	case WayBand:
		only.Width, only.From = r.Width, r.From
		ok = r.Width > 0 && r.Width <= farthest && r.From >= -farthest && r.From <= farthest
	case WayPrefix:
		only.Chars, ok = r.Chars, r.Chars > 0 && r.Chars <= 18
	default:
		return varsam.Errorf(varsam.Invalid, "recode %q is not known", r.Way)
	}
	if !ok || !r.equal(only) {
		return varsam.Errorf(varsam.Invalid, "recode %q lacks its parts, or has those of another", r.Way)
	}
	return nil
}

func (r Recode) equal(o Recode) bool {
	return r.Way == o.Way && r.Value == o.Value && r.Level == o.Level && r.Unit == o.Unit && r.Width == o.Width &&
		r.From == o.From && r.Chars == o.Chars && maps.Equal(r.Forms, o.Forms)
}

// UnmarshalJSON reads what json.Marshal writes, and refuses anything else.
func (r *Recode) UnmarshalJSON(data []byte) error {
	type plain Recode
	var read plain
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&read); err != nil {
		return varsam.Errorf(varsam.Invalid, "the recode is no JSON object of its kind")
	}
	if err := Recode(read).Check(); err != nil {
		return err
	}
	*r = Recode(read)
	return nil
}

// Covers reports whether r is at least as coarse as finer: what finer makes
// equal, r makes equal. False also means: not known. A recode that has been used
// may only be replaced by one that covers it, because two that cross each other
// tell more than either.
func (r Recode) Covers(finer Recode) bool {
	switch {
	case r.Way == WayNull, r.Way == WayFixed, finer.Way == WayKeep && r.Pure():
		return true
	case r.Way != finer.Way:
		return false
	}
	switch r.Way {
	case WayLevel:
		return r.joins(finer)
	case WayDate:
		return slices.Index(units, r.Unit) >= slices.Index(units, finer.Unit)
	case WayBand:
		return r.Width%finer.Width == 0 && (r.From-finer.From)%finer.Width == 0
	case WayPrefix:
		return r.Chars <= finer.Chars
	}
	return r.equal(finer)
}

// joins reports whether values with one form in finer have one form in r.
func (r Recode) joins(finer Recode) bool {
	became := make(map[string]string, len(finer.Forms))
	for value, form := range finer.Forms {
		coarse, known := r.Forms[value]
		if other, seen := became[form]; !known || seen && other != coarse {
			return false
		}
		became[form] = coarse
	}
	return true
}
