package name

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"
)

func TestFind(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		want []string
	}{
		{"Ordet gick till Anna Lindqvist, som tackade.", []string{"Anna Lindqvist"}},
		{"Det regnar i Stockholm och på Gotland.", nil},
		{"Mötet leddes av Erik von Sydow och Maria de la Cruz.", []string{"Erik von Sydow", "Maria de la Cruz"}},
		{"- Vi är nöjda, säger C. G. Jung.", []string{"C. G. Jung"}},
		{"Fredrik Bergströms bil stod kvar.", []string{"Fredrik Bergströms"}},
		{"“Karin Åkesson” skrev hon.", []string{"Karin Åkesson"}},
		{"Enligt dr Hedqvist är provet klart.", []string{"Hedqvist"}},
		{"Med vänlig hälsning Lars-Erik Öberg", []string{"Lars-Erik Öberg"}},
		{"Leverans till Birger Jarlsgatan 5.", nil},
		{"Faktura från Holms Rör AB kom i går.", nil},
		{"Ordern lades av Fatima Warsame i fredags.", []string{"Fatima Warsame"}},
		{"Hakan Veldrup ringde. I dag kom Veldrup hit.", []string{"Hakan Veldrup", "Veldrup"}},
		// A name seen in full is known alone, in the genitive, and where it is a common word and begins a sentence.
		{"Där satt Jens Peter Sørensen. Sørensens datter kom.", []string{"Jens Peter Sørensen", "Sørensens"}},
		{"Vittnet Rasmus Falk kom. Falk kände igen henne.", []string{"Rasmus Falk", "Falk"}},
		{"Vittnet Rasmus Falk kom. Falk och uggla är fåglar.", []string{"Rasmus Falk"}},
		// What stands beside a name is no part of it, and what ties it is.
		{"Puheenjohtaja Mäkinen avasi kokouksen.", []string{"Mäkinen"}},
		{"Patient: Svensson, Maj-Britt Pnr", []string{"Svensson, Maj-Britt"}},
		{"Närvarande: Berg, Anna och Bo Lind", []string{"Berg", "Anna", "Bo Lind"}},
		{"Referens: Annika von Essen", []string{"Annika von Essen"}},
		{"Present: Maria de los Santos.", []string{"Maria de los Santos"}},
		// Things with a person's name.
		{"Fartyget Viking Grace avgår.", nil},
		{"I går kom stormen Gudrun hit.", nil},
		{"Vi handlade av Andersson & Co i går.", nil},
		{"I Astrid Lindgren-skolan går barnen.", nil},
		{"Date: Tue, 3 Mar", nil},
		{"Prio: Medel   Status: Öppet", nil},
		{"Dear Sir/Madam,", nil},
		{"Date:   Wed Mar 12 10:11:12 2025", nil},
		{"KID: 31492038906   Beløp: 52500   Forfall: 16.3", nil},
		{"Kallelse till stämma, Brf Solgläntan. Mottagning Norr", nil},
		{"Autogiro SEK 88660.50", nil},
		{"Soitin Liisalle, Lasku lähetettiin Matti Virtaselle.", []string{"Liisalle", "Matti Virtaselle"}},
		{"Soneralle Tampereelle lähetettiin uusi tarjous.", nil},
		{"Anna Mäen lääkitys, Antin kanssa, Tuomaksen äiti", []string{"Anna Mäen", "Antin", "Tuomaksen"}},
		{"Vi har beställt av Melin Bygg AB i Lund.", nil},
		{"Area 1 234 kvm. Helgen og Arven.", nil},
		{"Kontakt Kjersti Kvam eller Lærke Østergaard.", []string{"Kjersti Kvam", "Lærke Østergaard"}},
		{"Förnamn Johan Efternamn Norberg", []string{"Johan", "Norberg"}},
		{"D-nr 1 / Navn: Yusuf Omar", []string{"Yusuf Omar"}},
		{"Payment is due in June.", nil},
		{"Ifølge Niels Chr. Bøgelund og Th. Stauning er det slut.", []string{"Niels Chr. Bøgelund", "Th. Stauning"}},
		{"She met him on Downing Street near Abbey Road, at Guy's Hospital.", nil},
		{"Ordføreren i Molde sa det til Romsdals Budstikke.", nil},
		{"Bundeskanzler Hans Krüger und Sabine Möller kamen.", []string{"Hans Krüger", "Sabine Möller"}},
		// A given name seen in full is known alone, and so is a name in its Finnish cases.
		{"Frånvaron: Saga Nordin, Noel Wikström. Saga har haft ont i magen.", []string{"Saga Nordin", "Noel Wikström", "Saga"}},
		{"Häiriön aiheuttaja: Niko Räihä, A 7\n\nRäihällä oli taas juhlat. Räihälle on soitettu.", []string{"Niko Räihä", "Räihällä", "Räihälle"}},
		// Small words between an initial and a name, at the beginning of a sentence, and in Malay.
		{"Kontakta H. von Essen eller C. af Klint.", []string{"H. von Essen", "C. af Klint"}},
		{"De Wit will follow up with Ingrid de Wit.", []string{"De Wit", "Ingrid de Wit"}},
		{"De Anna och Bo", []string{"Anna", "Bo"}},
		{"Nur Aisyah binti Rahman was absent.", []string{"Nur Aisyah binti Rahman"}},
		// A name is not cut before a part that means something else.
		{"i hans navn (Preben Aage Skriver). Jeg har ringet.", []string{"Preben Aage Skriver"}},
		{"Hej Anna Kan du ringa?", []string{"Anna"}},
		{"Accompanying: Frau Ursula Frühwald", []string{"Ursula Frühwald"}},
		{"Hæ Bryndís, takk fyrir síðast", []string{"Bryndís"}},
		// Family names first at the beginning of a line's field.
		{"Haile, Saba\tVolvo Cars\tGöteborg\nVirtanen, Timo\tKela", []string{"Haile, Saba", "Virtanen, Timo"}},
		// Names from elsewhere.
		{"Fatuma Abdi Warsame och Hatice Demirtaş ringde. Tolk: Mehret.", []string{"Fatuma Abdi Warsame", "Hatice Demirtaş", "Mehret"}},
		{"lgh 1102 (Wiklander) har fått påminnelse", []string{"Wiklander"}},
		// Firms, jobs and programs.
		{"Kunden Per Aarsleff A/S har udtrykkeligt bedt om ham.", nil},
		{"Urakoitsija on Rakennus Oy Niskanen.", nil},
		{"Byggledare, Sweco Management", nil},
		{"Lead Data Engineer (2021–present), Python, Kafka", nil},
		{"  * Fix the build. (Closes: #123456)", nil},
		{"", nil},
		{"a", nil},
		{"Å", nil},
	} {
		if got := parts(c.text); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
}

func parts(text string) (all []string) {
	for _, s := range Find(nil, []byte(text)) {
		all = append(all, text[s.Start:s.End])
	}
	return all
}

func TestKnown(t *testing.T) {
	t.Parallel()
	for word, want := range map[string][2]bool{
		"Anna": {true, false}, "ÅKE": {true, false}, "Svensson": {false, true}, "bord": {false, false}, "": {false, false},
	} {
		if given, family := Known([]byte(word)); given != want[0] || family != want[1] {
			t.Errorf("%s: given %v, family %v", word, given, family)
		}
	}
}

// TestSameAnswerEachTime: what was found before in other texts changes nothing, nor do others who look at the same time.
func TestSameAnswerEachTime(t *testing.T) {
	t.Parallel()
	text := []byte(strings.Repeat(plain+named, 20))
	want := Find(nil, text)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			Find(nil, []byte("Håkansson, Veldrup och Ek är här. Bo Bergström kom sent."))
			if got := Find(nil, text); !slices.Equal(got, want) {
				t.Errorf("%d names, %d the first time", len(got), len(want))
			}
		})
	}
	all.Wait()
}

func TestNoAllocation(t *testing.T) {
	text := []byte(plain + named)
	dst := Find(nil, text)
	if n := testing.AllocsPerRun(100, func() { dst = Find(dst[:0], text) }); n > 0 {
		t.Errorf("%.0f allocations", n)
	}
}

func FuzzFind(f *testing.F) {
	for _, seed := range []string{
		plain, named, "Å", "\xc3", "Anna-", "A.", "A. B", "von Å", "Anna\u00a0Lind", "’Anna’s", "ANNA LIND", "Ann\u0061\u030a", "\xffAnna\x80Lind\xe2\x80",
		strings.Repeat("Anna ", 50), strings.Repeat("a-", 60), strings.Repeat("Å", 60) + " Lind",
		"A" + strings.Repeat("a", 37) + "-å",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		at := 0
		for _, s := range Find(nil, text) {
			if s.Start < at || s.End <= s.Start || s.End > len(text) || s.Score < 0 || s.Score > 1 {
				t.Fatalf("%q: %+v after %d", text, s, at)
			}
			if at = s.End; utf8.Valid(text) && (!utf8.RuneStart(text[s.Start]) || s.End < len(text) && !utf8.RuneStart(text[s.End])) {
				t.Fatalf("%q: %+v is not on the borders of characters", text, s)
			}
		}
	})
}
