package piitest

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/varsam/varsam/internal/pii"
)

// kind is a type, how its values are made and what stands before them. Values of a bare one are also written without a word.
type kind struct {
	kind   pii.Type
	make   func(*writer) string
	labels []string
	bare   bool
}

var kinds = []kind{
	{pii.SEPersonnummer, personnummer, []string{"personnummer", "personnr", "pnr", "Persnr"}, true},
	{pii.SESamordningsnummer, samordningsnummer, []string{"samordningsnummer", "personnummer", "samordningsnr"}, true},
	{pii.SEOrganisationsnummer, organisationsnummer, []string{"organisationsnummer", "orgnr", "org. nr", "företagets orgnr"}, false},
	{pii.SEVAT, vat, []string{"momsregistreringsnummer", "VAT", "momsnr"}, true},
	{pii.FIHenkilotunnus, hetu, []string{"henkilötunnus", "hetu", "personbeteckning"}, true},
	{pii.FIBusinessID, ytunnus, []string{"Y-tunnus", "FO-nummer"}, false},
	{pii.NOFodselsnummer, fodselsnummer, []string{"fødselsnummer", "fnr", "fødselsnr"}, true},
	{pii.DKCPR, cpr, []string{"CPR-nr", "cpr", "CPR-nummer"}, false},
	{pii.ISKennitala, kennitala, []string{"kennitala", "kt"}, false},
	{pii.SEBankgiro, bankgiro, []string{"bankgiro", "bg", "Bankgironr"}, false},
	{pii.SEPlusgiro, plusgiro, []string{"plusgiro", "pg", "postgiro"}, false},
	{pii.IBAN, iban, []string{"IBAN", "kontonummer", "account"}, true},
	{pii.Card, card, []string{"kortnummer", "card", "betalkort"}, true},
	{pii.Phone, phone, []string{"telefon", "tel", "mobil", "tfn"}, true},
	{pii.Email, email, []string{"e-post", "epost", "mejl"}, true},
	{pii.IMEI, imei, []string{"IMEI", "IMEI-nr"}, false},
	{pii.ICCID, iccid, []string{"ICCID", "simkort"}, true},
	{pii.IP, ip, []string{"IP", "ip-adress"}, true},
	{pii.MAC, mac, []string{"MAC", "MAC-adress"}, true},
	{pii.SEPlate, plate, []string{"regnr", "bil", "registreringsnummer"}, false},
	{pii.Address, address, []string{"adress", "bor på", "gatuadress"}, true},
}

func digits(w *writer, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = '0' + byte(w.IntN(10))
	}
	if b[0] == '0' {
		b[0] = '1'
	}
	return string(b)
}

func hex(w *writer, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = "0123456789abcdef"[w.IntN(16)]
	}
	return string(b)
}

// luhned adds the control digit.
func luhned(d string) string {
	sum := 0
	for i := range d {
		n := int(d[len(d)-1-i] - '0')
		if i%2 == 0 {
			n = n*2/10 + n*2%10
		}
		sum += n
	}
	return d + strconv.Itoa((10-sum%10)%10)
}

func weighed(d string, weights ...int) int {
	sum := 0
	for i, w := range weights {
		sum += w * int(d[i]-'0')
	}
	return sum % 11
}

func date(w *writer) string {
	return fmt.Sprintf("%d-%02d-%02d", 2015+w.IntN(12), 1+w.IntN(12), 1+w.IntN(28))
}

func clock(w *writer) string {
	return fmt.Sprintf("%02d:%02d:%02d", w.IntN(24), w.IntN(60), w.IntN(60))
}

func version(w *writer) string {
	return fmt.Sprintf("%d.%d.%d", w.IntN(12), w.IntN(30), w.IntN(100))
}

// swedish makes twelve digits of the Tax Agency's test series: birth numbers 238, 239, 980 and 981.
func swedish(w *writer, more int) string {
	day := fmt.Sprintf("%04d%02d%02d", 1920+w.IntN(100), 1+w.IntN(12), 1+w.IntN(28)+more)
	long := day + w.pick([]string{"238", "239", "980", "981"})
	return long[:2] + luhned(long[2:])
}

func spelled(w *writer, n string) string {
	switch w.IntN(6) {
	case 0:
		return n
	case 1:
		return n[:8] + "-" + n[8:]
	case 2:
		return n[2:]
	case 3:
		return n[2:8] + "\u2011" + n[8:]
	}
	return n[2:8] + "-" + n[8:]
}

func personnummer(w *writer) string      { return spelled(w, swedish(w, 0)) }
func samordningsnummer(w *writer) string { return spelled(w, swedish(w, 60)) }

func organisation(w *writer) string {
	return luhned(w.pick([]string{"55", "76", "80", "96"}) + strconv.Itoa(2+w.IntN(8)) + digits(w, 6))
}

func organisationsnummer(w *writer) string {
	n := organisation(w)
	if w.IntN(3) == 0 {
		return n
	}
	return n[:6] + "-" + n[6:]
}

func vat(w *writer) string { return "SE" + organisation(w) + "01" }

// hetu makes codes of the series 900–999, which no person has.
func hetu(w *writer) string {
	day := fmt.Sprintf("%02d%02d%02d", 1+w.IntN(28), 1+w.IntN(12), w.IntN(100))
	sign, serial := w.pick([]string{"-", "Y", "X", "W"}), strconv.Itoa(900+w.IntN(100))
	n, _ := strconv.Atoi(day + serial)
	return day + sign + serial + "0123456789ABCDEFHJKLMNPRSTUVWXY"[n%31:][:1]
}

func ytunnus(w *writer) string {
	for {
		d := digits(w, 7)
		if rest := weighed(d, 7, 9, 10, 5, 8, 4, 2); rest != 1 {
			return d + "-" + strconv.Itoa((11-rest)%11)
		}
	}
}

// fodselsnummer makes numbers of test people: month + 80.
func fodselsnummer(w *writer) string {
	for {
		d := fmt.Sprintf("%02d%02d%02d%03d", 1+w.IntN(28), 81+w.IntN(12), w.IntN(100), w.IntN(500))
		first := (11 - weighed(d, 3, 7, 6, 1, 8, 9, 4, 5, 2)) % 11
		if first == 10 {
			continue
		}
		d += strconv.Itoa(first)
		second := (11 - weighed(d, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
		if second == 10 {
			continue
		}
		d += strconv.Itoa(second)
		if w.IntN(2) == 0 {
			return d[:6] + " " + d[6:]
		}
		return d
	}
}

func cpr(w *writer) string {
	return fmt.Sprintf("%02d%02d%02d-%s", 1+w.IntN(28), 1+w.IntN(12), w.IntN(37), digits(w, 4))
}

func kennitala(w *writer) string {
	for {
		d := fmt.Sprintf("%02d%02d%02d%d", 1+w.IntN(28), 1+w.IntN(12), w.IntN(100), 20+w.IntN(80))
		check := (11 - weighed(d, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
		if check < 10 {
			return d[:6] + "-" + d[6:] + strconv.Itoa(check) + "9"
		}
	}
}

func bankgiro(w *writer) string {
	d := luhned(digits(w, 6+w.IntN(2)))
	return d[:len(d)-4] + "-" + d[len(d)-4:]
}

func plusgiro(w *writer) string {
	d := luhned(digits(w, 5+w.IntN(2)))
	s := ""
	for rest := d[:len(d)-1]; rest != ""; {
		n := 2 - len(rest)%2
		s, rest = s+" "+rest[:n], rest[n:]
	}
	return strings.TrimSpace(s) + "-" + d[len(d)-1:]
}

func iban(w *writer) string {
	country := w.pick([]string{"SE", "FI", "NO", "DK", "DE", "EE"})
	length := map[string]int{"SE": 20, "FI": 14, "NO": 11, "DK": 14, "DE": 18, "EE": 16}[country]
	own := digits(w, length)
	rest := 0
	for _, c := range own + country + "00" {
		if c >= 'A' {
			rest = (rest*100 + int(c-'A') + 10) % 97
		} else {
			rest = (rest*10 + int(c-'0')) % 97
		}
	}
	n := fmt.Sprintf("%s%02d%s", country, 98-rest, own)
	if w.IntN(2) == 0 {
		return n
	}
	return grouped(n, 4, w.pick([]string{" ", "\u00a0"}))
}

func grouped(s string, n int, sep string) string {
	var parts []string
	for ; len(s) > n; s = s[n:] {
		parts = append(parts, s[:n])
	}
	return strings.Join(append(parts, s), sep)
}

func card(w *writer) string {
	n := luhned(w.pick([]string{"4000", "4111", "5555", "5105"}) + digits(w, 11))
	switch w.IntN(3) {
	case 0:
		return n
	case 1:
		return grouped(n, 4, "-")
	}
	return grouped(n, 4, " ")
}

// phone makes numbers that PTS has set aside for fiction.
func phone(w *writer) string {
	n := 1740605 + w.IntN(95)
	switch w.IntN(6) {
	case 0:
		return fmt.Sprintf("070%d", n)
	case 1:
		return fmt.Sprintf("070-%d", n)
	case 2:
		s := strconv.Itoa(n)
		return "+46 70 " + s[:3] + " " + s[3:5] + " " + s[5:]
	case 3:
		s := strconv.Itoa(n)
		return "+46 (0)70-" + s[:3] + " " + s[3:5] + " " + s[5:]
	case 4:
		return fmt.Sprintf("08-465 004 %02d", w.IntN(100))
	}
	s := strconv.Itoa(n)
	return "070-" + s[:3] + " " + s[3:5] + " " + s[5:]
}

func email(w *writer) string {
	local := w.pick(given) + w.pick([]string{".", "_", ""}) + w.pick(family)
	if w.IntN(3) == 0 {
		local += strconv.Itoa(1950 + w.IntN(60))
	}
	return ascii(local) + "@" + w.pick([]string{"example.com", "example.org", "mail.example.net", "foretag.example.se"})
}

func ascii(s string) string {
	return strings.NewReplacer("å", "a", "ä", "a", "ö", "o", "Å", "a", "Ä", "a", "Ö", "o").Replace(strings.ToLower(s))
}

func imei(w *writer) string { return luhned("35" + digits(w, 12)) }

func iccid(w *writer) string { return luhned("8946" + digits(w, 14)) }

// ip makes addresses set aside for documentation, and private ones.
func ip(w *writer) string {
	switch w.IntN(4) {
	case 0:
		return fmt.Sprintf("10.%d.%d.%d", w.IntN(256), w.IntN(256), 10+w.IntN(200))
	case 1:
		return fmt.Sprintf("2001:db8::%x:%x", 1+w.IntN(60000), 1+w.IntN(60000))
	case 2:
		return fmt.Sprintf("198.51.100.%d", w.IntN(256))
	}
	return fmt.Sprintf("203.0.113.%d", w.IntN(256))
}

func mac(w *writer) string {
	return grouped(hex(w, 12), 2, w.pick([]string{":", "-"}))
}

func plate(w *writer) string {
	const letters = "ABCDEFGHJKLMNOPRSTUWXYZ"
	b := make([]byte, 3)
	for i := range b {
		b[i] = letters[w.IntN(len(letters))]
	}
	end := digits(w, 3)
	if w.IntN(3) == 0 {
		end = end[:2] + "ABCDEFGHJKLMNPRSTUWXYZ"[w.IntN(22):][:1]
	}
	return string(b) + " " + end
}

func address(w *writer) string {
	place := w.pick([]string{"114 55 Stockholm", "411 05 Göteborg", "211 20 Malmö", "753 10 Uppsala", "903 26 Umeå", "00100 Helsinki"})
	street := w.pick([]string{
		"Storgatan", "Östra Hamngatan", "Skolvägen", "Norra Kyrkogatan", "Björkstigen", "Lilla Torget", "Mannerheimintie", "Karl Johans gate",
	})
	return street + " " + strconv.Itoa(1+w.IntN(140)) + w.pick([]string{"", " B", "A"}) + ", " + place
}
