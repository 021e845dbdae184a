package post_test

import (
	"context"
	"errors"
	"net"
	"testing"

	"github.com/varsam/varsam/internal/post"
)

// zone is a name service of its own.
type zone struct {
	txt  map[string][]string
	mx   []*net.MX
	down bool
}

func (z zone) LookupTXT(_ context.Context, name string) ([]string, error) {
	if z.down {
		return nil, errors.New("no answer")
	}
	if all, ok := z.txt[name]; ok {
		return all, nil
	}
	return nil, &net.DNSError{IsNotFound: true}
}

func (z zone) LookupMX(context.Context, string) ([]*net.MX, error) {
	if z.down {
		return nil, errors.New("no answer")
	}
	return z.mx, nil
}

func TestCheckDomain(t *testing.T) {
	t.Parallel()
	mx := []*net.MX{{Host: "mail.example.com."}}
	for _, c := range []struct {
		name                 string
		z                    zone
		mx, spf, dkim, dmarc post.Grade
	}{
		{"all good", zone{mx: mx, txt: map[string][]string{
			"example.com": {"google-site-verification=x", "v=spf1 ip4:192.0.2.1 -all"}, "s1._domainkey.example.com": {"v=DKIM1; k=rsa; p=MIIB"}, "_dmarc.example.com": {"v=DMARC1; p=reject"},
		}}, post.Good, post.Good, post.Good, post.Good},
		{"nothing", zone{}, post.Missing, post.Missing, post.Missing, post.Missing},
		{"weak", zone{mx: mx, txt: map[string][]string{
			"example.com": {"v=spf1 +all"}, "s1._domainkey.example.com": {"v=DKIM1; p="}, "_dmarc.example.com": {"v=DMARC1; p=none; rua=mailto:d@example.com"},
		}}, post.Good, post.Weak, post.Missing, post.Weak},
		{"two policies are none", zone{mx: mx, txt: map[string][]string{"example.com": {"v=spf1 -all", "v=spf1 ~all"}}}, post.Good, post.Missing, post.Missing, post.Missing},
		{"no answer", zone{down: true}, post.Unseen, post.Unseen, post.Unseen, post.Unseen},
	} {
		all, err := post.CheckDomain(t.Context(), c.z, "example.com", "s1")
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range []post.Grade{c.mx, c.spf, c.dkim, c.dmarc} {
			if all[i].Grade != want {
				t.Errorf("%s: %s is %s, want %s", c.name, all[i].What, all[i].Grade, want)
			}
			if (all[i].Grade == post.Good) != (all[i].Next == "") {
				t.Errorf("%s: %s is %s and says %q", c.name, all[i].What, all[i].Grade, all[i].Next)
			}
		}
	}
	if _, err := post.CheckDomain(t.Context(), zone{}, "", ""); err == nil {
		t.Error("no domain was checked")
	}
}
