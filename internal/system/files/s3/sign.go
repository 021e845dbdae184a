package s3

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
	"time"
)

// signer signs requests with AWS Signature Version 4, in the Authorization header.
// All headers that are set are signed.
type signer struct {
	region, id, secret, token string
	now                       func() time.Time
}

func (s signer) sign(r *http.Request, body []byte) error {
	digest := sha256.Sum256(body)
	return s.signDigest(r, hex.EncodeToString(digest[:]))
}

func (s signer) signDigest(r *http.Request, digest string) error {
	at := s.now().UTC()
	moment, day := at.Format("20060102T150405Z"), at.Format("20060102")
	r.Header.Set("X-Amz-Date", moment)
	r.Header.Set("X-Amz-Content-Sha256", digest)
	if s.token != "" {
		r.Header.Set("X-Amz-Security-Token", s.token)
	}
	names, headers := canonicalHeaders(r)
	canonical := strings.Join([]string{r.Method, r.URL.EscapedPath(), canonicalQuery(r.URL.RawQuery), headers, names, digest}, "\n")
	scope := day + "/" + s.region + "/s3/aws4_request"
	hash := sha256.Sum256([]byte(canonical))
	text := "AWS4-HMAC-SHA256\n" + moment + "\n" + scope + "\n" + hex.EncodeToString(hash[:])
	key := []byte("AWS4" + s.secret)
	for _, part := range []string{day, s.region, "s3", "aws4_request"} {
		key = mac(key, part)
	}
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+s.id+"/"+scope+", SignedHeaders="+names+", Signature="+hex.EncodeToString(mac(key, text)))
	return nil
}

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}

// canonicalHeaders are the names in order, and the lines of names and values.
func canonicalHeaders(r *http.Request) (names, lines string) {
	host := r.Host
	if host == "" {
		host = r.URL.Host
	}
	values := map[string]string{"host": host}
	for name, value := range r.Header {
		values[strings.ToLower(name)] = strings.Join(strings.Fields(strings.Join(value, ",")), " ")
	}
	var all []string
	for name := range values {
		all = append(all, name)
	}
	slices.Sort(all)
	var b strings.Builder
	for _, name := range all {
		b.WriteString(name + ":" + values[name] + "\n")
	}
	return strings.Join(all, ";"), b.String()
}

// canonicalQuery orders a query; one without a value gets an empty one.
func canonicalQuery(raw string) string {
	if raw == "" {
		return ""
	}
	parts := strings.Split(raw, "&")
	for i, p := range parts {
		if !strings.Contains(p, "=") {
			parts[i] = p + "="
		}
	}
	slices.Sort(parts)
	return strings.Join(parts, "&")
}
