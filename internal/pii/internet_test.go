package pii_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii"
)

// TestWebAddressesTellWhoseTheyAre holds what a web address with a name in it says besides: number and mail address in one canonical form.
func TestWebAddressesTellWhoseTheyAre(t *testing.T) {
	t.Parallel()
	s := newScanner(t, pii.Options{Today: varsam.NewDate(2026, 11, 1)})
	hits := s.Scan(nil, []byte("se https://example.com/?name=Anna&email=Anna%40Example.com&pnr=640823-3234"), pii.Hint{})
	var got []string
	for _, h := range hits {
		for _, r := range append([]pii.Reading{h.Reading}, h.Also...) {
			got = append(got, string(r.Type)+" "+r.Canonical)
		}
	}
	want := []string{"se.personnummer 196408233234", "email anna@example.com", "url https://example.com/?name=Anna&email=Anna%40Example.com&pnr=640823-3234"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

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

		// what parameters tell is found for itself; with a name beside it, it is what the web address is
		"https://example.com/a?pnr=6408233234&lang=sv":                                {`se.personnummer "6408233234"`},
		"https://example.com/a?email=anna%40example.com&pnr=640823-3234":              {`email "anna%40example.com"`, `se.personnummer "640823-3234"`},
		"GET /a?email=Anna.Berg%40example.com HTTP/1.1":                               {`email "Anna.Berg%40example.com"`},
		"https://example.com/a?name=Anna+Berg&x=1":                                    {`url "https://example.com/a?name=Anna+Berg&x=1"`},
		"https://example.com/a?name=Anna+Berg&pnr=6408233234":                         {`se.personnummer "https://example.com/a?name=Anna+Berg&pnr=6408233234"`},
		"u=https%3A%2F%2Fexample.com%3Fpnr%3D6408233234%26email%3Danna%40example.com": {`se.personnummer "6408233234"`, `email "anna%40example.com"`},
		"q=%22Anna+Berg%22+640823-3234":                                               {`se.personnummer "640823-3234"`},
		"q=Anna%20Berg%20640823-3234":                                                 {`se.personnummer "640823-3234"`},
		"q?e=anna85%40example.com&x":                                                  {`email "anna85%40example.com"`},
		"q?e=anna%2Bhem%40example.com&x":                                              {`email "anna%2Bhem%40example.com"`},
		"https://example.com/a?email=anna%2Bhem%40example.com&x=1":                    {`email "https://example.com/a?email=anna%2Bhem%40example.com&x=1"`},
		"e%3Danna.berg%40example.com":                                                 {`email "anna.berg%40example.com"`},
		"%40example.com %2%40 a%40":                                                   nil,
		"https://example.com/a?pnr=[borttaget]&email=***@example&x=1":                 nil,
		"https://example.com/a?pnr=[Person 1]&lang=sv":                                nil,
		"rabatt 25%40 st, 5%20 och 100%4":                                             nil,
	} {
		if d := cmp.Diff(want, brief(text, s.Scan(nil, []byte(text), pii.Hint{}))); d != "" {
			t.Errorf("%s: %s", text, d)
		}
	}
}
