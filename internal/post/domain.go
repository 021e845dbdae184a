package post

import (
	"context"
	"errors"
	"net"
	"strings"

	"github.com/varsam/varsam"
)

// Resolver is the part of [net.Resolver] that a check of a domain asks.
type Resolver interface {
	LookupTXT(ctx context.Context, name string) ([]string, error)
	LookupMX(ctx context.Context, name string) ([]*net.MX, error)
}

// Grade says how well a domain is set up in one respect.
type Grade string

// The grades.
const (
	Good    Grade = "good"
	Weak    Grade = "weak"    // it is there, and lets through what it should not
	Missing Grade = "missing" // receivers have nothing to hold a mail against
	Unseen  Grade = "unknown" // the name service did not answer
)

// Respect is one thing that receivers look at before they believe a sender.
type Respect struct {
	What   string `json:"what"` // mx, spf, dkim, dmarc
	Grade  Grade  `json:"grade"`
	Record string `json:"record,omitempty"`
	Next   string `json:"next,omitempty"` // what to do
}

// CheckDomain asks the name service what receivers will ask about the domain that
// letters come from: SPF (RFC 7208), DKIM under a selector (RFC 6376) and DMARC
// (RFC 7489). Nothing asks it but the command that the user gives: it goes out of
// the house.
func CheckDomain(ctx context.Context, r Resolver, domain, selector string) ([]Respect, error) {
	if domain == "" || strings.ContainsAny(domain, " /\\") {
		return nil, varsam.Errorf(varsam.Invalid, "say which domain letters come from")
	}
	all := []Respect{checkMX(ctx, r, domain), checkSPF(ctx, r, domain)}
	if selector != "" {
		all = append(all, checkDKIM(ctx, r, domain, selector))
	}
	return append(all, checkDMARC(ctx, r, domain)), nil
}

func checkMX(ctx context.Context, r Resolver, domain string) Respect {
	found, err := r.LookupMX(ctx, domain)
	switch {
	case missing(err) || err == nil && len(found) == 0:
		return Respect{"mx", Missing, "", "answers to this domain reach nobody; give it a mail server, or letters another address"}
	case err != nil:
		return unseen("mx")
	}
	return Respect{What: "mx", Grade: Good, Record: found[0].Host}
}

func checkSPF(ctx context.Context, r Resolver, domain string) Respect {
	record, respect := txt(ctx, r, "spf", domain, "v=spf1")
	if record == "" {
		respect.Next = "publish a TXT record at " + domain + ": v=spf1 with your mail server, then -all"
		return respect
	}
	fields := strings.Fields(strings.ToLower(record))
	switch last := fields[len(fields)-1]; {
	case last == "-all" || last == "~all" || strings.HasPrefix(last, "redirect="):
		return Respect{What: "spf", Grade: Good, Record: record}
	}
	return Respect{"spf", Weak, record, "end the record with -all or ~all; as it is, anybody may send in your name"}
}

func checkDKIM(ctx context.Context, r Resolver, domain, selector string) Respect {
	name := selector + "._domainkey." + domain
	record, respect := txt(ctx, r, "dkim", name, "")
	switch key := tag(record, "p"); {
	case record == "":
		respect.Next = "publish the key that your mail server signs with at " + name
		return respect
	case key == "":
		return Respect{"dkim", Missing, record, "the key is revoked; publish the one that your mail server signs with"}
	}
	return Respect{What: "dkim", Grade: Good, Record: record}
}

func checkDMARC(ctx context.Context, r Resolver, domain string) Respect {
	record, respect := txt(ctx, r, "dmarc", "_dmarc."+domain, "v=DMARC1")
	if record == "" {
		respect.Next = "publish a TXT record at _dmarc." + domain + ": v=DMARC1; p=quarantine"
		return respect
	}
	if p := strings.ToLower(tag(record, "p")); p != "quarantine" && p != "reject" {
		return Respect{"dmarc", Weak, record, "set p=quarantine or p=reject, so that letters in your name that are not yours are kept away"}
	}
	return Respect{What: "dmarc", Grade: Good, Record: record}
}

// txt is the one record that begins so; two are as good as none (RFC 7208, 4.5).
func txt(ctx context.Context, r Resolver, what, name, begins string) (string, Respect) {
	found, err := r.LookupTXT(ctx, name)
	if err != nil && !missing(err) {
		return "", unseen(what)
	}
	record, n := "", 0
	for _, text := range found {
		if len(text) >= len(begins) && strings.EqualFold(text[:len(begins)], begins) {
			record, n = text, n+1
		}
	}
	if n != 1 {
		record = ""
	}
	return record, Respect{What: what, Grade: Missing}
}

func missing(err error) bool {
	var dns *net.DNSError
	return errors.As(err, &dns) && dns.IsNotFound
}

func unseen(what string) Respect {
	return Respect{What: what, Grade: Unseen, Next: "the name service did not answer; try again"}
}

// tag is the value of one tag of a record: "v=DMARC1; p=reject".
func tag(record, name string) string {
	for part := range strings.SplitSeq(record, ";") {
		if k, v, ok := strings.Cut(strings.TrimSpace(part), "="); ok && strings.TrimSpace(k) == name {
			return strings.TrimSpace(v)
		}
	}
	return ""
}
