package varsam

import "strings"

// dialling is how numbers are written in a country: its calling code and the
// trunk prefix before a national number. Source: ITU-T E.164 and its national
// numbering plans.
type dialling struct{ code, trunk string }

var diallings = map[string]dialling{
	"SE": {"46", "0"}, "FI": {"358", "0"}, "NO": {"47", ""}, "DK": {"45", ""}, "IS": {"354", ""},
	"AX": {"358", "0"}, "EE": {"372", ""}, "LV": {"371", ""}, "LT": {"370", "0"}, "DE": {"49", "0"},
	"NL": {"31", "0"}, "BE": {"32", "0"}, "FR": {"33", "0"}, "ES": {"34", ""}, "PT": {"351", ""},
	"IT": {"39", ""}, "AT": {"43", "0"}, "CH": {"41", "0"}, "PL": {"48", ""}, "CZ": {"420", ""},
	"SK": {"421", "0"}, "HU": {"36", "06"}, "RO": {"40", "0"}, "BG": {"359", "0"}, "GR": {"30", ""},
	"HR": {"385", "0"}, "SI": {"386", "0"}, "IE": {"353", "0"}, "GB": {"44", "0"}, "LU": {"352", ""},
	"MT": {"356", ""}, "CY": {"357", ""}, "US": {"1", "1"}, "CA": {"1", "1"}, "UA": {"380", "0"},
}

// canonicalPhone is E.164: a plus and 7 to 15 digits.
func canonicalPhone(s, region string) (string, error) {
	plan := diallings[region]
	international := strings.HasPrefix(s, "+")
	if international {
		s = strings.Replace(s, "(0)", "", 1)
	}
	digits := dropSeparators(s)
	if rest, ok := strings.CutPrefix(digits, "00"); ok && !international {
		digits, international = rest, true
	}
	if !allDigits(digits) {
		return "", errPhone
	}
	if !international {
		if plan.code == "" {
			return "", Errorf(Invalid, "a phone number without country code needs the country; write it +46…")
		}
		digits = plan.code + strings.TrimPrefix(digits, plan.trunk)
	}
	if len(digits) < 7 || len(digits) > 15 {
		return "", errPhone
	}
	return "+" + digits, nil
}

var errPhone = Errorf(Invalid, "a phone number has 7 to 15 digits, with + and country code or the national way")

// phoneSpellings are the usual ways to write the number: international with plus
// or 00, and, where it belongs to the region, national with and without hyphen.
func phoneSpellings(canonical, region string) []string {
	all := []string{canonical, "00" + canonical[1:]}
	national, plan, ok := nationalNumber(canonical, region)
	if !ok {
		return all
	}
	code, trunk := "+"+plan.code, plan.trunk
	all = append(all, trunk+national, code+" "+national)
	if len(national) == 9 { // 070-123 45 67: three, two and two after a two-digit prefix
		a, b, c, d := national[:2], national[2:5], national[5:7], national[7:]
		all = append(all,
			trunk+a+"-"+b+c+d, trunk+a+"-"+b+" "+c+" "+d, trunk+a+" "+b+" "+c+" "+d,
			code+" "+a+" "+b+" "+c+" "+d, code+" "+a+"-"+b+" "+c+" "+d, code+a+"-"+b+c+d,
			code+" (0)"+a+" "+b+" "+c+" "+d, code+" (0)"+a+"-"+b+" "+c+" "+d)
	}
	return all
}

// phoneDigitForms are the folded forms: with country code, 00, trunk, the
// "(0)" kept, and the bare national number that an integer column is left with.
func phoneDigitForms(canonical, region string) []string {
	forms := []string{canonical[1:], "00" + canonical[1:]}
	if national, plan, ok := nationalNumber(canonical, region); ok {
		forms = append(forms, plan.trunk+national, plan.code+plan.trunk+national, national)
	}
	return forms
}

func nationalNumber(canonical, region string) (string, dialling, bool) {
	plan, known := diallings[region]
	national, ok := strings.CutPrefix(canonical, "+"+plan.code)
	return national, plan, known && ok
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
