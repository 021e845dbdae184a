package s3

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// The examples of Amazon's documentation, "Authenticating Requests: Using the
// Authorization Header".
func TestSignaturesAreAmazons(t *testing.T) {
	t.Parallel()
	s := signer{
		region: "us-east-1", id: "AKIAIOSFODNN7EXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
		now: func() time.Time { return time.Date(2013, 5, 24, 0, 0, 0, 0, time.UTC) },
	}
	for url, want := range map[string]string{
		"https://examplebucket.s3.amazonaws.com/test.txt":              "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
		"https://examplebucket.s3.amazonaws.com/?lifecycle":            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
		"https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J":  "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
		"https://examplebucket.s3.amazonaws.com/?prefix=J&max-keys=2#": "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
	} {
		r, err := http.NewRequest(http.MethodGet, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(url, "test.txt") {
			r.Header.Set("Range", "bytes=0-9")
		}
		if err := s.sign(r, nil); err != nil {
			t.Fatal(err)
		}
		if got := r.Header.Get("Authorization"); !strings.HasSuffix(got, "Signature="+want) {
			t.Errorf("%s: %s", url, got)
		}
	}
}
