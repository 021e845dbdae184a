package frame

import (
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
)

// Sentence is T for arguments that are a list already, for templates.
func (v *Visit) Sentence(key string, args []string) string { return v.T(key, args...) }

// Cap gives a sentence its capital letter.
func (v *Visit) Cap(s string) string { return locale.Capital(s) }

// Big is a number of records.
func (v *Visit) Big(n int64) string { return v.Number(int(n)) }

// Moment is an instant as people here write it, by the clock of where they are.
func (v *Visit) Moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	zone := v.Zone
	if zone == nil {
		zone = time.UTC
	}
	return v.Date(varsam.DateIn(t, zone)) + " " + t.In(zone).Format("15:04")
}

// Channel is a way of coming in, in words; one that a program named is shown as
// it is.
func (v *Visit) Channel(name string) string {
	if key := "web.channel." + name; v.Has(key) {
		return v.T(key)
	}
	return name
}

// Became is what has become of something, in words.
func (v *Visit) Became(f varsam.Finality) string {
	return locale.Capital(v.T("web.became." + strings.ReplaceAll(string(f), " ", "-")))
}
