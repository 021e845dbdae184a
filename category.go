package varsam

import "strings"

// Category is a kind of personal data, a dotted key from the general to the
// special: "contact.email", "payment.bank-account". The empty Category is data
// about nobody.
type Category string

// Covers reports whether c is d or an ancestor of it, by whole segments:
// "contact" covers "contact.email" but not "contacts".
func (c Category) Covers(d Category) bool {
	return c != "" && (c == d || strings.HasPrefix(string(d), string(c)+"."))
}

// CoveredBy reports whether any of the categories covers c.
func (c Category) CoveredBy(all []Category) bool {
	for _, a := range all {
		if a.Covers(c) {
			return true
		}
	}
	return false
}

// IsKey reports whether the category is a technical key ("id.…"): keys tie
// records together and are not emptied.
func (c Category) IsKey() bool { return Category("id").Covers(c) }

// Special reports whether the category falls under Art. 9 or 10 GDPR.
func (c Category) Special() bool { return Category("special").Covers(c) }
