package pii_test

import (
	"encoding/csv"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii"
)

// disagreements are the texts where we decided otherwise than their source, and why.
var disagreements = map[string]string{
	"s32f97fb0f3": "a number glued to the word before it: hexadecimal ids would be full of such numbers",
	"sffd34eda1f": "a number of eleven digits without calling code; the plans of other continents are not ours",
}

// outside are the types that a source's entity stands for.
var outside = map[string][]pii.Type{
	"CARD": {pii.Card}, "EMAIL": {pii.Email}, "FI_HETU": {pii.FIHenkilotunnus}, "IBAN": {pii.IBAN}, "IP": {pii.IP}, "MAC": {pii.MAC},
	"PHONE": {pii.Phone}, "SE_ORGNR": {pii.SEOrganisationsnummer}, "SE_PERSONNUMMER": {pii.SEPersonnummer, pii.SESamordningsnummer},
}

// labelledText is one text of spans.csv with the spans in it.
type labelledText struct {
	id, entity, text string
	spans            [][2]int64
}

func readSpans(t *testing.T) []labelledText {
	t.Helper()
	file, err := os.Open("../../../shared/data/recognition/spans.csv")
	if err != nil {
		t.Skip("left out: the outside vectors are not here: ", err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []labelledText
	for _, row := range rows[1:] {
		if len(all) == 0 || all[len(all)-1].id != row[0] {
			all = append(all, labelledText{id: row[0], entity: row[1], text: row[2]})
		}
		if row[3] != "" {
			start, _ := strconv.ParseInt(row[3], 10, 64)
			end, _ := strconv.ParseInt(row[4], 10, 64)
			last := &all[len(all)-1]
			last.spans = append(last.spans, [2]int64{start, end})
		}
	}
	return all
}

func TestTextsOfOtherProjectsAreReadAsTheyRead(t *testing.T) {
	t.Parallel()
	s := newScanner(t, pii.Options{MinScore: pii.Possible, Today: varsam.NewDate(2026, 11, 1)})
	for _, text := range readSpans(t) {
		got := spansOf(s.Scan(nil, []byte(text.text), pii.Hint{}), outside[text.entity])
		agree := strings.Join(got, " ") == strings.Join(written(text.spans), " ")
		why, listed := disagreements[text.id]
		switch {
		case agree && listed:
			t.Errorf("%s is listed as a disagreement, but we agree", text.id)
		case !agree && !listed:
			t.Errorf("%s %s %q: got %v, want %v", text.id, text.entity, text.text, got, written(text.spans))
		case !agree:
			t.Logf("%s: decided otherwise: %s", text.id, why)
		}
	}
}

// spansOf are the hits of which one reading is of the types, in characters.
func spansOf(hits []pii.Hit, types []pii.Type) []string {
	var spans [][2]int64
	for _, h := range hits {
		for _, reading := range append([]pii.Reading{h.Reading}, h.Also...) {
			if containsType(types, reading.Type) {
				spans = append(spans, [2]int64{h.CharStart, h.CharEnd})
				break
			}
		}
	}
	return written(spans)
}

func containsType(types []pii.Type, t pii.Type) bool {
	for _, one := range types {
		if one == t {
			return true
		}
	}
	return false
}

func written(spans [][2]int64) []string {
	all := make([]string, len(spans))
	for i, s := range spans {
		all[i] = strconv.FormatInt(s[0], 10) + "–" + strconv.FormatInt(s[1], 10)
	}
	return all
}
