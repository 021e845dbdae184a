package varsam

import (
	"strings"
	"unicode"
)

// canonicalEmail is the address in small letters. Neither dots nor "+tags" are
// dropped: what they mean is one provider's matter, and elsewhere they are
// different people.
func canonicalEmail(s string) (string, error) {
	local, domain, ok := strings.Cut(s, "@")
	if !ok || local == "" || domain == "" || strings.Contains(domain, "@") || strings.ContainsFunc(s, outsideEmail) {
		return "", Errorf(Invalid, "an e-mail address is written name@domain")
	}
	return strings.Map(lower, s), nil
}

func outsideEmail(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune("<>,;", r)
}

// lower gives the small letter of a capital, where the two belong to each other
// alone: the Kelvin sign is not a capital k, and would be another address.
func lower(r rune) rune {
	l := unicode.ToLower(r)
	if (l < unicode.MaxASCII) != (r < unicode.MaxASCII) || unicode.ToUpper(l) != r {
		return r
	}
	return l
}

func upper(r rune) rune {
	if u := unicode.ToUpper(r); lower(u) == r {
		return u
	}
	return r
}

// emailSpellings guesses the usual capitals: none, a capital first letter of each
// part of the name, and all.
func emailSpellings(canonical string) []string {
	local, domain, _ := strings.Cut(canonical, "@")
	titled := []rune(local)
	for i, r := range titled {
		if i == 0 || strings.ContainsRune("._-", titled[i-1]) {
			titled[i] = upper(r)
		}
	}
	return []string{canonical, string(titled) + "@" + domain, strings.Map(upper, canonical)}
}

// emailFolds are the forms that differ in what the fold leaves alone: capitals
// beyond A–Z, and a line end or tab that an import left behind the address.
func emailFolds(canonical string) []string {
	forms := []string{""}
	letters := 0
	for _, r := range canonical {
		if r > unicode.MaxASCII && upper(r) != r {
			letters++
		}
	}
	if letters == 0 {
		forms[0], canonical = canonical, ""
	}
	for _, r := range canonical {
		both := r > unicode.MaxASCII && letters <= 5
		for i, f := range forms {
			if u := upper(r); both && u != r {
				forms = append(forms, f+string(u))
			}
			forms[i] = f + string(r)
		}
	}
	for _, f := range forms[:len(forms):len(forms)] {
		for _, end := range []string{"\r", "\n", "\r\n", "\t"} {
			forms = append(forms, f+end)
		}
	}
	return forms
}
