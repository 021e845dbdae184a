package pii_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varsam/varsam/internal/pii"
)

// TestInternet tells addresses and ids of the internet from what looks like them: versions, masks, passwords.
func TestInternet(t *testing.T) {
	t.Parallel()
	s, err := pii.New(pii.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string][]string{
		"Mozilla/5.0 Chrome/120.0.0.0 Safari/537.36":          nil,
		"enligt § 12.3.4.5 gäller":                            nil,
		"Netmask 255.255.255.0":                               nil,
		"GET /block/203.0.113.7":                              {`ip "203.0.113.7"`},
		"postgres://user:secret@db.example.com:5432/app":      nil,
		"kontakt:anna@example.com":                            {`email "anna@example.com"`},
		"https://x.example/mail:anna@example.com":             {`email "anna@example.com"`},
		"deviceId 38400000-8cf0-11bd-b23e-10b96e40000d":       {`device-id "38400000-8cf0-11bd-b23e-10b96e40000d"`},
		"device 38400000-8123-11bd-b23e-10b96e40000d":         {`device-id "38400000-8123-11bd-b23e-10b96e40000d"`},
		"device 38400000-81f0-41bd-b23e-10b96e40000d, nummer": {`device-id "38400000-81f0-41bd-b23e-10b96e40000d"`},
	} {
		if d := cmp.Diff(want, brief(text, s.Scan(nil, []byte(text), pii.Hint{}))); d != "" {
			t.Errorf("%s: %s", text, d)
		}
	}
}
