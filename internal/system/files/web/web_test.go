package web_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system/files/web"
)

// client is a client of a server that answers as told, one after the other, and how
// long it was made to wait.
func client(t *testing.T, answers ...func(http.ResponseWriter)) (c *web.Client, asked *int, waited *[]time.Duration) {
	t.Helper()
	asked, waited = new(int), &[]time.Duration{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		*asked++
		answers[min(*asked, len(answers))-1](w)
	}))
	t.Cleanup(server.Close)
	c, err := web.New(server.URL, "")
	if err != nil {
		t.Fatal(err)
	}
	c.Wait = func(_ context.Context, d time.Duration) error { *waited = append(*waited, d); return nil }
	return c, asked, waited
}

func status(code int, header ...string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
		_, _ = io.WriteString(w, "body")
	}
}

// hangUp breaks the connection.
func hangUp(http.ResponseWriter) { panic(http.ErrAbortHandler) }

func TestWhatIsSentAgainAndWhatIsNot(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answers []func(http.ResponseWriter)
		changes bool
		asked   int
		code    varsam.Code
	}{
		"a busy server has not done it":      {[]func(http.ResponseWriter){status(429, "Retry-After", "7"), status(200)}, true, 2, ""},
		"one that is away has not done it":   {[]func(http.ResponseWriter){status(503), status(200)}, true, 2, ""},
		"a broken one may have done it":      {[]func(http.ResponseWriter){status(500), status(200)}, true, 1, varsam.Unavailable},
		"reading may be repeated":            {[]func(http.ResponseWriter){status(500), hangUp, status(502), status(200)}, false, 4, ""},
		"a lost answer to a change":          {[]func(http.ResponseWriter){hangUp, status(200)}, true, 1, varsam.Unknown},
		"busy without end":                   {[]func(http.ResponseWriter){status(429, "Retry-After", "0")}, false, 6, varsam.Unavailable},
		"told to wait for hours":             {[]func(http.ResponseWriter){status(429, "Retry-After", "36000")}, false, 1, varsam.Unavailable},
		"a redirection is not followed":      {[]func(http.ResponseWriter){status(302, "Location", "http://127.0.0.1:1/")}, false, 1, varsam.Unavailable},
		"no right":                           {[]func(http.ResponseWriter){status(403)}, false, 1, varsam.Denied},
		"not there":                          {[]func(http.ResponseWriter){status(404)}, false, 1, varsam.NotFound},
		"another version":                    {[]func(http.ResponseWriter){status(412)}, true, 1, varsam.Changed},
		"locked":                             {[]func(http.ResponseWriter){status(423)}, true, 1, varsam.Conflict},
		"quota full":                         {[]func(http.ResponseWriter){status(507)}, true, 1, varsam.Full},
		"a token that ended is renewed once": {[]func(http.ResponseWriter){status(401), status(200)}, true, 2, ""},
		"and not again and again":            {[]func(http.ResponseWriter){status(401)}, true, 2, varsam.Denied},
		"what is no method of this server":   {[]func(http.ResponseWriter){status(405)}, true, 1, varsam.Unsupported},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, asked, _ := client(t, c.answers...)
			server.Expired = func(context.Context) bool { return true }
			_, _, err := server.Read(context.Background(), web.Call{Method: http.MethodPost, Path: "/Hemlig", Changes: c.changes}, 100)
			if varsam.CodeOf(err) != c.code || *asked != c.asked {
				t.Errorf("asked %d times, %v; want %d and %q", *asked, err, c.asked, c.code)
			}
			if err != nil && (strings.Contains(err.Error(), "Hemlig") || strings.Contains(err.Error(), "body")) {
				t.Errorf("the error quotes the address or the answer: %v", err)
			}
		})
	}
}

func TestItWaitsAsLongAsTheServerSays(t *testing.T) {
	t.Parallel()
	c, _, waited := client(t, status(429, "Retry-After", "7"), status(200))
	if _, _, err := c.Read(context.Background(), web.Call{Method: http.MethodGet, Path: "/"}, 100); err != nil || len(*waited) != 1 || (*waited)[0] != 7*time.Second {
		t.Errorf("waited %v, %v", *waited, err)
	}
}

func TestAnAnswerThatIsTooLongIsNoAnswer(t *testing.T) {
	t.Parallel()
	c, _, _ := client(t, status(200))
	if _, _, err := c.Read(context.Background(), web.Call{Method: http.MethodGet, Path: "/"}, 3); varsam.CodeOf(err) != varsam.Unavailable {
		t.Errorf("%v", err)
	}
}

func TestAddressesThatOthersCouldReadAlongAreRefused(t *testing.T) {
	t.Parallel()
	for address, ok := range map[string]bool{
		"https://files.example.com/dav": true, "http://127.0.0.1:8080": true, "http://localhost": true, "http://[::1]:1": true,
		"http://files.example.com": false, "http://10.0.0.1": false, "ftp://x": false, "files.example.com": false, "https://user:pw@x": false, "https://x?y": false,
	} {
		if _, err := web.New(address, ""); (err == nil) != ok {
			t.Errorf("%s: %v", address, err)
		}
	}
	if _, err := web.New("https://x", "no such file"); varsam.CodeOf(err) != varsam.Invalid {
		t.Errorf("%v", err)
	}
}
