package check

import (
	"bytes"
	"strings"

	"github.com/varsam/varsam"
)

// phonePlan is a country's numbering plan: calling code, trunk prefix, and which lengths the numbers have that begin with
// certain three digits.
type phonePlan struct {
	country, code, trunk string
	spans                []phoneSpan
}

// phoneSpan is a range of three first digits; bit n of lengths is set when numbers of n digits begin so.
type phoneSpan struct{ first, last, lengths uint16 }

// Phone checks the digits of an international number, calling code first and without 00: a plan that has numbers with that
// beginning and length. The country is the main one of its calling code. Of calling codes outside the Nordic countries and the
// European Union (and CH, GB, LI, UA, US, CA) only the length is known; they give no country.
func Phone(d []byte) (country string, r Reason) {
	if len(d) < 7 || len(d) > 15 {
		return "", Length
	}
	if !digits(d) {
		return "", Shape
	}
	if p := planByCode(d); p != nil {
		return p.country, p.national(d[len(p.code):])
	}
	if !callingCode(d) {
		return "", Country
	}
	return "", Fine
}

// NationalPhone checks the digits of a number as it is written inside a country, with the trunk prefix where the country has
// one: "0701740605" in SE, "40000000" in NO. The international form is the calling code and the digits behind the prefix.
func NationalPhone(d []byte, region string) (code string, trunk int, r Reason) {
	p := planByRegion(region)
	if p == nil {
		return "", 0, Country
	}
	if !digits(d) || !bytes.HasPrefix(d, []byte(p.trunk)) {
		return "", 0, Shape
	}
	return p.code, len(p.trunk), p.national(d[len(p.trunk):])
}

func (p *plan) national(d []byte) Reason {
	if len(d) < 3 || len(d) > 15 {
		return Length
	}
	switch lengths := p.lengths[three(d)]; {
	case lengths == 0:
		return Range
	case lengths>>len(d)&1 == 0:
		return Length
	}
	return Fine
}

// PhoneLength reports whether the digits of an international number are as many as some numbers of its country are.
func PhoneLength(d []byte) bool {
	if len(d) < 7 || len(d) > 15 || !digits(d) {
		return false
	}
	p := planByCode(d)
	return p != nil && p.all>>(len(d)-len(p.code))&1 != 0
}

// plan is a numbering plan made ready to look into.
type plan struct {
	*phonePlan
	lengths [1000]uint16 // by three first digits
	all     uint16
}

var plans = func() []plan {
	all := make([]plan, len(phonePlans))
	for i := range phonePlans {
		all[i].phonePlan = &phonePlans[i]
		for _, s := range phonePlans[i].spans {
			all[i].all |= s.lengths
			for prefix := s.first; prefix <= s.last; prefix++ {
				all[i].lengths[prefix] = s.lengths
			}
		}
	}
	return all
}()

// planByCode finds the plan whose calling code the digits begin with; no code is the beginning of another.
func planByCode(d []byte) *plan {
	for n := 1; n <= 3 && n < len(d); n++ {
		if i := plansByCode[number(d[:n])]; i > 0 && len(plans[i-1].code) == n {
			return &plans[i-1]
		}
	}
	return nil
}

// plansByCode is one more than the index in phonePlans, by the calling code's number.
var plansByCode = func() (by [1000]uint8) {
	for i, p := range phonePlans {
		by[number([]byte(p.code))] = uint8(i + 1)
	}
	return by
}()

// planByRegion finds a country's plan; territories have that of the country whose calling code they share.
func planByRegion(region string) *plan {
	if len(region) != 2 {
		return nil
	}
	i := plansByRegion[region[0]&31][region[1]&31]
	if i == 0 || (region[0]|region[1])&^31 != 'A'&^31 {
		return nil
	}
	return &plans[i-1]
}

// plansByRegion is one more than the index in phonePlans, by the two letters of the country.
var plansByRegion = func() (by [32][32]uint8) {
	for i, p := range phonePlans {
		by[p.country[0]&31][p.country[1]&31] = uint8(i + 1)
	}
	for _, t := range [...]struct{ territory, country string }{{"AX", "FI"}, {"SJ", "NO"}, {"CA", "US"}} {
		by[t.territory[0]&31][t.territory[1]&31] = by[t.country[0]&31][t.country[1]&31]
	}
	return by
}()

// callingCode reports whether the digits begin with a code that the ITU has assigned (E.164).
func callingCode(d []byte) bool { return assigned[three(d)] }

// assigned has every three digits that begin with one of callingCodes.
var assigned = func() (all [1000]bool) {
	for code := range strings.FieldsSeq(callingCodes) {
		n := number([]byte(code))
		for first, count := n, 1; ; first, count = first*10, count*10 {
			if first >= 100 {
				for i := range count {
					all[first+i] = true
				}
				break
			}
		}
	}
	return all
}()

// callingCodes are those without a plan.
const callingCodes = "7   20  27  51  52  53  54  55  56  57  58  60  61  62  63  64  65  66  81  82  84  86  90  91  92  " +
	"93  94  95  98  211 212 213 216 218 220 221 222 223 224 225 226 227 228 229 230 231 232 233 234 235 236 237 238 239 " +
	"240 241 242 243 244 245 246 247 248 249 250 251 252 253 254 255 256 257 258 260 261 262 263 264 265 266 267 268 269 " +
	"290 291 297 350 355 373 374 375 376 377 378 381 382 383 387 389 500 501 502 503 504 505 506 507 508 509 590 591 592 " +
	"593 594 595 596 597 598 599 670 672 673 674 675 676 677 678 679 680 681 682 683 685 686 687 688 689 690 691 692 800 " +
	"808 850 852 853 855 856 870 878 880 881 882 883 886 888 960 961 962 963 964 965 966 967 968 970 971 972 973 974 975 " +
	"976 977 979 992 993 994 995 996 998 "

// phone gives E.164. A sign inside the calling code makes it another kind of number.
func phone(s, region string, today varsam.Date) (string, Reason) {
	canonical, err := varsam.Phone.Canonical(s, region, today)
	if err != nil {
		return "", Shape
	}
	d := []byte(canonical[1:])
	if strings.HasPrefix(s, "+") {
		if p := planByCode(d); p != nil && signWithin(s[1:], len(p.code)) {
			return "", Shape
		}
	}
	_, r := Phone(d)
	return canonical, r
}

// signWithin reports whether a blank or hyphen stands before the n-th sign.
func signWithin(s string, n int) bool {
	at := strings.IndexAny(s, " -")
	return at >= 0 && at < n
}
