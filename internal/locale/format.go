package locale

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"github.com/varsam/varsam"
)

var swedishMonths = [...]string{
	"januari", "februari", "mars", "april", "maj", "juni",
	"juli", "augusti", "september", "oktober", "november", "december",
}

var finnishMonths = [...]string{
	"tammikuuta", "helmikuuta", "maaliskuuta", "huhtikuuta", "toukokuuta", "kesäkuuta",
	"heinäkuuta", "elokuuta", "syyskuuta", "lokakuuta", "marraskuuta", "joulukuuta",
}

// Date is a day in words: 31 december 2033, 31 December 2033. No day is empty.
func (p Printer) Date(d varsam.Date) string {
	if d.IsZero() {
		return ""
	}
	day := strconv.Itoa(d.Day())
	if p.lang == varsam.Finnish {
		day += "."
	}
	return day + " " + p.month(d.Month()) + " " + strconv.Itoa(d.Year())
}

func (p Printer) month(m time.Month) string {
	switch p.lang {
	case varsam.English:
		return m.String()
	case varsam.Finnish:
		return finnishMonths[m-1]
	}
	return swedishMonths[m-1]
}

// Number writes a whole number with its thousands apart: by a no-break space in
// Swedish, by a comma in English.
func (p Printer) Number(n int) string {
	digits, sign := strconv.Itoa(n), ""
	if n < 0 {
		digits, sign = digits[1:], "−"
	}
	separator := "\u00a0"
	if p.lang == varsam.English {
		separator = ","
	}
	var groups []string
	for len(digits) > 3 {
		groups = append([]string{digits[len(digits)-3:]}, groups...)
		digits = digits[:len(digits)-3]
	}
	return sign + strings.Join(append([]string{digits}, groups...), separator)
}

// Size is a number of bytes, rounded as people write it: 12 kB, 3,4 MB.
func (p Printer) Size(bytes int64) string {
	value, unit := float64(bytes), "byte"
	for _, larger := range []string{"kB", "MB", "GB", "TB"} {
		if value < 1000 {
			break
		}
		value, unit = value/1000, larger
	}
	precision := 0
	if unit != "byte" && value < 10 {
		precision = 1
	}
	text := strconv.FormatFloat(value, 'f', precision, 64)
	if p.lang != varsam.English {
		text = strings.Replace(text, ".", ",", 1)
	}
	if unit == "byte" && bytes != 1 && p.lang == varsam.English {
		unit = "bytes"
	}
	return text + "\u00a0" + unit
}

// List joins words as a sentence does: a, b och c.
func (p Printer) List(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " " + p.T("list.and") + " " + words[last]
}

// Capital gives a sentence its capital letter.
func Capital(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}

// Compare orders titles as the language's alphabet does: å, ä and ö come last in
// Swedish, and count as a and o in English.
func (p Printer) Compare(a, b string) int {
	letters := swedishOrder
	if p.lang == varsam.English {
		letters = englishOrder
	}
	return cmp.Or(
		strings.Compare(letters.Replace(strings.ToLower(a)), letters.Replace(strings.ToLower(b))),
		strings.Compare(a, b),
	)
}

var (
	swedishOrder = strings.NewReplacer("å", "{", "ä", "|", "ö", "}") // what follows z, in Finnish too
	englishOrder = strings.NewReplacer("å", "a", "ä", "a", "ö", "o")
)
