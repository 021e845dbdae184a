package passkey

import "testing"

func TestSites(t *testing.T) {
	t.Parallel()
	for origin, usable := range map[string]bool{
		"https://varsam.example.com": true, "https://varsam.example.com:8443": true, "http://localhost:8642": true,
		"http://127.0.0.1:8642": false, "https://192.0.2.1": false, "http://varsam.example.com": false, "": false, "https://[::1]": false,
	} {
		s := Site{Name: "Varsam", Origin: origin}
		if s.Usable() != usable {
			t.Errorf("passkeys at %q: %v", origin, !usable)
		}
		if _, err := s.Ask(nil, ""); (err == nil) != usable {
			t.Errorf("asking at %q: %v", origin, err)
		}
	}
}
