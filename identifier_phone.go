package varsam

import (
	"slices"
	"strings"
)

// dialling is how numbers are written in a country: its calling code, the trunk
// prefix before a national number, and how many digits a national number has.
// Source: ITU-T E.164 and its national numbering plans.
type dialling struct {
	code, trunk string
	least, most int
}

var diallings = map[string]dialling{
	"SE": {"46", "0", 7, 9}, "FI": {"358", "0", 5, 10}, "AX": {"358", "0", 5, 10}, "NO": {"47", "", 8, 8}, "SJ": {"47", "", 8, 8},
	"DK": {"45", "", 8, 8}, "IS": {"354", "", 7, 9}, "FO": {"298", "", 6, 6}, "GL": {"299", "", 6, 6},
	"EE": {"372", "", 7, 8}, "LV": {"371", "", 8, 8}, "LT": {"370", "0", 8, 8}, "DE": {"49", "0", 6, 11},
	"NL": {"31", "0", 9, 9}, "BE": {"32", "0", 8, 9}, "FR": {"33", "0", 9, 9}, "ES": {"34", "", 9, 9},
	"PT": {"351", "", 9, 9}, "IT": {"39", "", 6, 11}, "AT": {"43", "0", 6, 12}, "CH": {"41", "0", 9, 9},
	"PL": {"48", "", 9, 9}, "CZ": {"420", "", 9, 9}, "SK": {"421", "0", 9, 9}, "HU": {"36", "06", 8, 9},
	"RO": {"40", "0", 9, 9}, "BG": {"359", "0", 7, 9}, "GR": {"30", "", 10, 10}, "HR": {"385", "0", 8, 9},
	"SI": {"386", "0", 8, 8}, "IE": {"353", "0", 7, 9}, "GB": {"44", "0", 9, 10}, "LU": {"352", "", 4, 11},
	"MT": {"356", "", 8, 8}, "CY": {"357", "", 8, 8}, "US": {"1", "1", 10, 10}, "CA": {"1", "1", 10, 10},
	"UA": {"380", "0", 9, 9},
}

// plans are the countries' diallings, one for each calling code.
var plans = func() map[string]dialling {
	by := map[string]dialling{}
	for _, d := range diallings {
		by[d.code] = d
	}
	return by
}()

// canonicalPhone is E.164: a plus and 7 to 15 digits. Without a plus or 00 the
// number is read the region's way when it has the right length for that, with or
// without trunk prefix – an integer column has lost the zero –, and else as an
// international one that lacks its plus. The "(0)" of "+46 (0)70" is dropped.
func canonicalPhone(s, region string) (string, error) {
	digits := dropSeparators(s)
	if !allDigits(digits) {
		return "", errPhone
	}
	if rest, ok := strings.CutPrefix(digits, "00"); ok {
		return international(rest)
	}
	if strings.HasPrefix(s, "+") || strings.HasPrefix(s, "(+") {
		return international(digits)
	}
	if plan, ok := diallings[region]; ok {
		trunked := plan.trunk != "" && strings.HasPrefix(digits, plan.trunk)
		if national := strings.TrimPrefix(digits, plan.trunk); plan.fits(national) {
			return international(plan.code + national)
		}
		if trunked && plan.trunk == "0" {
			return "", errPhone
		}
	}
	if plan, rest, ok := planOf(digits); ok && plan.fits(plan.untrunked(rest)) {
		return international(digits)
	}
	if diallings[region].code == "" {
		return "", Errorf(Invalid, "a phone number without country code needs the country; write it +46…")
	}
	return "", errPhone
}

// international reads the digits behind the plus.
func international(digits string) (string, error) {
	if plan, rest, ok := planOf(digits); ok {
		if rest = plan.untrunked(rest); plan.trunk == "0" && strings.HasPrefix(rest, "0") {
			return "", errPhone
		}
		digits = plan.code + rest
	}
	if len(digits) < 7 || len(digits) > 15 || digits[0] == '0' {
		return "", errPhone
	}
	return "+" + digits, nil
}

// planOf splits off the calling code; no code is the beginning of another.
func planOf(digits string) (plan dialling, rest string, ok bool) {
	for n := 1; n <= 3 && n < len(digits); n++ {
		if plan, ok = plans[digits[:n]]; ok {
			return plan, digits[n:], true
		}
	}
	return dialling{}, digits, false
}

func (d dialling) fits(national string) bool {
	return len(national) >= d.least && len(national) <= d.most
}

// untrunked drops the zero that people leave behind the calling code. Where it
// is the trunk prefix, no number begins with it.
func (d dialling) untrunked(national string) string {
	if d.trunk != "0" {
		return national
	}
	return strings.TrimPrefix(national, "0")
}

var errPhone = Errorf(Invalid, "a phone number has 7 to 15 digits, with + and country code or the national way")

// phoneSpellings are the usual ways to write the number: international with plus,
// 00 or neither, and, where it belongs to the region, national with its usual
// grouping. A form that the region would read as another number is none.
func phoneSpellings(canonical, region string) []string {
	all := []string{canonical, "00" + canonical[1:], canonical[1:]}
	plan, national, ok := planOf(canonical[1:])
	if ok {
		code := "+" + plan.code
		all = append(all, code+" "+national)
		for _, g := range plan.grouped(national) {
			all = append(all, code+" "+g.spaced(" "), code+" "+g.spaced("-"), code+g.area+"-"+g.rest,
				code+" (0)"+g.spaced(" "), code+" (0)"+g.spaced("-"))
		}
	}
	if home := diallings[region]; ok && home.code == plan.code {
		all = append(all, home.trunk+national, national)
		for _, g := range plan.grouped(national) {
			all = append(all, home.trunk+g.area+"-"+g.rest, home.trunk+g.spaced("-"), home.trunk+g.spaced(" "))
		}
	}
	return slices.DeleteFunc(all, func(s string) bool {
		read, err := canonicalPhone(s, region)
		return err != nil || read != canonical
	})
}

// grouping is a national number cut as people write it: 70-123 45 67.
type grouping struct{ area, rest, groups string }

func (g grouping) spaced(hyphen string) string { return g.area + hyphen + g.groups }

// grouped cuts after the area code, and the rest into groups of two with a first
// one of two or three. Of the codes we know Stockholm's one digit and the two of
// mobile numbers; others are tried with two and three.
func (d dialling) grouped(national string) []grouping {
	areas := []int{2}
	if d.code == "46" && national[0] == '8' {
		areas = []int{1}
	} else if d.code == "46" && national[0] != '7' {
		areas = []int{2, 3}
	}
	var all []grouping
	for _, area := range areas {
		if len(national)-area < 5 {
			continue
		}
		rest := national[area:]
		groups := rest[:2+len(rest)%2]
		for i := len(groups); i < len(rest); i += 2 {
			groups += " " + rest[i:i+2]
		}
		all = append(all, grouping{national[:area], rest, groups})
	}
	return all
}

// phoneFolds are the digits alone: with 00 or not, with the country code and
// perhaps the trunk prefix behind it, and the national ways.
func phoneFolds(canonical, region string) []string {
	forms := []string{canonical[1:], "00" + canonical[1:]}
	plan, national, ok := planOf(canonical[1:])
	if !ok {
		return forms
	}
	if plan.trunk == "0" {
		forms = append(forms, plan.code+"0"+national, "00"+plan.code+"0"+national)
	}
	if home := diallings[region]; home.code == plan.code {
		forms = append(forms, home.trunk+national, national)
	}
	return forms
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
