package register

import (
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // a register must mean the same on a machine without zone files

	"github.com/varsam/varsam/internal/locale"
)

// countries are the codes of ISO 3166-1 alpha-2.
const countries = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ " +
	"CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG " +
	"GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ " +
	"LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR " +
	"NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ " +
	"TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW"

// eea are the countries of the EEA, with the parts of member states that have a
// code of their own and where EU law applies.
const eea = "AT AX BE BG CY CZ DE DK EE ES FI FR GF GP GR HR HU IE IS IT LI LT LU LV MF MQ MT NL NO PL PT RE RO SE SI SK YT"

func isCountry(code string) bool { return slices.Contains(strings.Fields(countries), code) }

func inEEA(code string) bool { return slices.Contains(strings.Fields(eea), code) }

// InEEA reports whether a country is in the European Economic Area.
func InEEA(code string) bool { return inEEA(code) }

// Countries are the codes of all countries.
func Countries() []string { return strings.Fields(countries) }

// AdequateCountries are the countries with a decision under Art. 45, to the best
// of our knowledge.
func AdequateCountries() []string { return strings.Fields(adequate) }

// habits are codes that people write for a country.
var habits = map[string]string{"UK": "GB", "EN": "GB", "SW": "SE", "EL": "GR", "EU": ""}

func (l *loader) checkCountry(p place, code string) {
	if len(code) != 2 || isCountry(code) {
		return
	}
	mend := locale.Says("use a code of ISO 3166-1: SE, FI, DE, US")
	if right := habits[code]; right != "" {
		mend = locale.Says("did you mean %s?", quote(right))
	}
	p.fault("unknown-country", locale.Says("%s is no country", quote(code)), mend)
}

func (l *loader) checkZone(p place, name string) {
	if name == "" {
		return
	}
	if _, err := time.LoadLocation(name); err == nil && name != "Local" {
		return
	}
	mend := didYouMean(name, commonZones)
	if mend.IsZero() {
		mend = locale.Says("use a name of the tz database: Europe/Stockholm")
	}
	p.fault("unknown-zone", locale.Says("%s is no time zone", quote(name)), mend)
}

// commonZones are what a slip of the pen is held against.
var commonZones = []string{
	"Europe/Stockholm", "Europe/Helsinki", "Europe/Mariehamn", "Europe/Oslo", "Europe/Copenhagen", "Europe/Berlin",
	"Europe/London", "Europe/Dublin", "Europe/Paris", "Europe/Amsterdam", "Europe/Tallinn", "Atlantic/Reykjavik", "America/New_York", "UTC",
}
