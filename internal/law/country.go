package law

import "github.com/varsam/varsam"

// Country is an ISO 3166-1 code of a country whose law and calendar the package
// knows.
type Country string

// The countries.
const (
	SE Country = "SE"
	FI Country = "FI"
	NO Country = "NO"
	DK Country = "DK"
)

// Countries lists them.
var Countries = []Country{SE, FI, NO, DK}

// ParseCountry reads a code. The error is Invalid for any other country: a
// deadline under the wrong calendar is worse than none.
func ParseCountry(code string) (Country, error) {
	for _, c := range Countries {
		if string(c) == code {
			return c, nil
		}
	}
	return "", varsam.Errorf(varsam.Invalid, "the calendar of country %q is not known; use SE, FI, NO or DK", code)
}
