package check_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii/check"
)

// today stands still: verdicts on birth days change with time.
var today = varsam.NewDate(2026, 11, 21)

// entities are the outside list's words, how many rows of each there are, and the kinds one of which must accept a valid row.
var entities = map[string]struct {
	rows  int
	kinds []string
}{
	"SE_PERSONNUMMER":      {1528, []string{"se.personnummer"}},
	"SE_SAMORDNINGSNUMMER": {1140, []string{"se.samordningsnummer"}},
	"SE_INTERIM_TNUMBER":   {24, []string{"se.interimsnummer"}},
	"SE_ORGNR":             {26, []string{"se.organisationsnummer"}},
	"SE_VAT":               {7, []string{"se.vat"}},
	"SE_BANKGIRO":          {4, []string{"se.bankgiro"}},
	"SE_PLUSGIRO":          {4, []string{"se.plusgiro"}},
	"SE_BANK_ACCOUNT":      {22, []string{"se.bankaccount"}},
	"SE_POSTNUMMER":        {3, []string{"postcode:SE"}},
	"FI_HETU":              {32, []string{"fi.henkilotunnus"}},
	"NO_FNR":               {268, []string{"no.fodselsnummer"}},
	"DK_CPR":               {54, []string{"dk.cpr"}},
	"IS_KENNITALA":         {6, []string{"is.kennitala"}},
	"IBAN":                 {126, []string{"iban"}},
	"CARD":                 {17, []string{"card"}},
	"EMAIL":                {25, []string{"email"}},
	"MAC":                  {16, []string{"mac"}},
	"IMEI":                 {4, []string{"imei"}},
	"UUID":                 {3, []string{"uuid"}},
	"LUHN":                 {9, nil},
	"TAXID:sv-SE":          {8, []string{"se.personnummer", "se.samordningsnummer"}},
	"TAXID:fi-FI":          {6, []string{"fi.henkilotunnus"}},
	"TAXID:dk-DK":          {6, []string{"dk.cpr"}},
	"PLATE:sv-SE":          {17, []string{"se.plate"}},
	"PLATE:fi-FI":          {10, []string{"fi.plate"}},
	"PASSPORT:SE":          {2, []string{"se.passport"}},
	"PASSPORT:FI":          {1, []string{"fi.passport"}},
	"PASSPORT:DK":          {2, []string{"dk.passport"}},
	"POSTCODE:SE":          {3, []string{"postcode:SE"}},
	"VAT:SE":               {4, []string{"se.vat"}},
	"VAT:FI":               {2, []string{"fi.vat"}},
	"PHONE:SE":             {6, []string{"phone:SE"}},
	"PHONE:sv-SE":          {4, []string{"phone:SE"}},
	"PHONE:FI":             {7, []string{"phone:FI"}},
	"PHONE:fi-FI":          {10, []string{"phone:FI"}},
	"PHONE:AX":             {6, []string{"phone:AX"}},
	"PHONE:NO":             {4, []string{"phone:NO"}},
	"PHONE:nb-NO":          {6, []string{"phone:NO"}},
	"PHONE:SJ":             {5, []string{"phone:SJ"}},
	"PHONE:DK":             {3, []string{"phone:DK"}},
	"PHONE:da-DK":          {4, []string{"phone:DK"}},
	"PHONE:FO":             {4, []string{"phone:FO"}},
	"PHONE:GL":             {2, []string{"phone:GL"}},
	"PHONE:IS":             {4, []string{"phone:IS"}},
	"PHONE:EE":             {3, []string{"phone:EE"}},
}

// decided are the rows where we differ, by the heading of docs/decisions/0008 that says why.
var decided = map[[2]string]string{
	{"FI_HETU", " 010114A173M"}:      blanks,
	{"FI_HETU", "010114A173M "}:      blanks,
	{"FI_HETU", "131052-308T "}:      blanks,
	{"FI_HETU", "131052-9993"}:       "codes of 900 to 999 are read",
	{"TAXID:dk-DK", "0101110630"}:    "modulus 11 is no condition of a CPR number",
	{"TAXID:sv-SE", "19640823-3233"}: twelveSummed,
	{"TAXID:sv-SE", "196408233233"}:  twelveSummed,
	{"TAXID:sv-SE", "19640883-3230"}: twelveSummed,
	{"VAT:SE", "SE123456789012"}:     shapeOnly,
	{"VAT:SE", "123456789012"}:       shapeOnly,
	{"VAT:FI", "FI12345678"}:         shapeOnly,
	{"PLATE:sv-SE", "WORD"}:          personalPlate,
	{"PLATE:sv-SE", "ÅÄÖ"}:           personalPlate,
	{"PLATE:sv-SE", "ÅÄÖ ÅÄÖ"}:       personalPlate,
	{"PLATE:sv-SE", "ABCDEFG"}:       personalPlate,
	{"PLATE:sv-SE", "A WORD"}:        personalPlate,
	{"PLATE:sv-SE", "ÅSNA"}:          personalPlate,
	{"PHONE:sv-SE", "+46301234567"}:  mobileOnly,
	{"PHONE:fi-FI", "010-38238383"}:  mobileOnly,
}

// The headings.
const (
	blanks        = "blanks round a value do not count"
	twelveSummed  = "Luhn's sum is over the ten last digits"
	shapeOnly     = "a VAT number has control digits"
	personalPlate = "a personal plate is any word"
	mobileOnly    = "a phone number need not be a mobile one"
)

// TestOutsideVerdicts holds the rules against the verdicts of authorities and other projects, row by row.
func TestOutsideVerdicts(t *testing.T) {
	seen := map[string]int{}
	for _, row := range verdicts(t) {
		entity, text, valid := row[1], row[2], row[3] == "1"
		seen[entity]++
		got, why := verdict(entity, text)
		reason, differs := decided[[2]string{entity, text}]
		switch {
		case got == valid && differs:
			t.Errorf("%s %q agrees; it is listed as decided otherwise: %s", entity, text, reason)
		case got != valid && !differs:
			t.Errorf("%s %q (%s; %s): valid %v, want %v: %v", entity, text, row[4], row[6], got, valid, why)
		}
	}
	for entity, e := range entities {
		if seen[entity] != e.rows {
			t.Errorf("%s: %d rows checked, want %d", entity, seen[entity], e.rows)
		}
		delete(seen, entity)
	}
	for entity, n := range seen {
		t.Errorf("%s: %d rows that no rule answers", entity, n)
	}
}

func verdict(entity, text string) (bool, check.Reason) {
	if entity == "LUHN" {
		return check.Luhn([]byte(text)), check.Fine
	}
	why := check.UnknownKind
	for _, kind := range entities[entity].kinds {
		if _, why = check.Value(kind, text, today); why == check.Fine {
			return true, why
		}
	}
	return false, why
}

// verdicts reads the list of outside verdicts, which is no part of the source.
func verdicts(t *testing.T) [][]string {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "..", "..", "shared", "data", "recognition", "validate.csv"))
	if err != nil {
		t.Skip("the list of outside verdicts is not here")
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}
