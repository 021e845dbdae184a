package letter

import "strings"

// eea are the countries data may move to without a transfer (the EEA).
const eea = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO"

// outside reports whether a country is known and not in the EEA.
func outside(country string) bool {
	return country != "" && !strings.Contains(eea, country)
}
