package check_test

import (
	"net/netip"
	"testing"
	"unicode/utf8"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii/check"
)

// FuzzValue: no candidate of any kind panics; a valid one has a canonical form that is valid, and is its own.
func FuzzValue(f *testing.F) {
	for _, c := range own {
		f.Add(c.text, c.kind)
	}
	f.Fuzz(func(t *testing.T, s, kind string) {
		for _, k := range append(check.Kinds(), kind, "phone:FI", "phone:NO", "postcode:FI") {
			canonical, why := check.Value(k, s, today)
			if (why == check.Fine) != (canonical != "") {
				t.Fatalf("%s %q: %q, %v", k, s, canonical, why)
			}
			if why.String() == "?" {
				t.Fatalf("%s: a reason without a word", k)
			}
			if _, national := nationals[k]; national && why == check.Fine {
				canonical = bare(k, canonical)
			}
			if why == check.Fine && !valid(k, canonical) {
				t.Fatalf("%s %q: %q is canonical and not valid", k, s, canonical)
			}
		}
	})
}

// FuzzRules: bytes of any sort are answered, by every rule of the lower level.
func FuzzRules(f *testing.F) {
	for _, c := range own {
		f.Add([]byte(c.text))
	}
	rules := []func([]byte) check.Reason{
		check.Organisationsnummer, check.SEVAT, check.Henkilotunnus, check.FIBusinessID, check.FIVAT, check.NOOrganisation,
		check.Bankgiro, check.Plusgiro, check.IBAN, check.IMEI, check.ICCID, check.IMSI, check.MAC, check.IP, check.UUID,
		check.SEPlate, check.FIPlate, check.SEPassport, check.FIPassport, check.DKPassport, check.Email,
		func(b []byte) check.Reason { return check.Personnummer(b, today) },
		func(b []byte) check.Reason { return check.Samordningsnummer(b, varsam.Date{}) },
		func(b []byte) check.Reason { return check.Interim(b, today) },
		func(b []byte) check.Reason { _, r := check.Fodselsnummer(b); return r },
		func(b []byte) check.Reason { _, r := check.CPR(b); return r },
		func(b []byte) check.Reason { _, r := check.Kennitala(b); return r },
		func(b []byte) check.Reason { _, r := check.BankAccount(b); return r },
		func(b []byte) check.Reason { _, r := check.Card(b); return r },
		check.NOBankAccount, check.DKBankAccount,
		func(b []byte) check.Reason { _, r := check.Phone(b); return r },
		func(b []byte) check.Reason { _, _, r := check.NationalPhone(b, "SE"); return r },
		func(b []byte) check.Reason { return check.Postcode(b, "FI") },
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for i, rule := range rules {
			if r := rule(b); r == check.UnknownKind || r == check.Fine && !utf8.Valid(b) {
				t.Errorf("rule %d: %v", i, r)
			}
		}
		if _, r := check.BankAccount(b); r == check.Fine && check.AccountLengths(b)>>len(b)&1 == 0 {
			t.Errorf("%q is an account and as long as none", b)
		}
		check.MessageID(b)
		check.SoleTrader(b)
	})
}

// FuzzIP holds our reading and writing of addresses against the standard library's.
func FuzzIP(f *testing.F) {
	for _, s := range []string{
		"192.0.2.1", "::", "1::", "::1", "2001:db8::192.0.2.1", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "fe80::1%eth0", ":1", "1:", "1.2.3", "::1.2.3.4",
		"::FFFF:1.2.3.4", "1:0:0:2:0:0:0:3", "1:0:0:2:0:0:3:4", "0:0:1::", "1:0:2:3:4:5:6:07",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		address, err := netip.ParseAddr(s)
		want := err == nil && address.Zone() == ""
		if got := check.IP([]byte(s)) == check.Fine; got != want {
			t.Errorf("%q: %v, the standard library says %v", s, got, want)
		}
		if groups, why := check.IPv6([]byte(s)); why == check.Fine && string(check.AppendIPv6(nil, groups)) != address.String() {
			t.Errorf("%q: %s, the standard library writes %s", s, check.AppendIPv6(nil, groups), address)
		}
	})
}
