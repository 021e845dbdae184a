package pii

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	chars "github.com/varsam/varsam/internal/pii/text"
)

// TestAddressesAreFolded holds the folded form to what each character says.
func TestAddressesAreFolded(t *testing.T) {
	t.Parallel()
	pieces := []string{"Storgatan", " ", ",", "\n", "\r\n", "\t", "Å", "é", "\u00a0", "\xa0", "\x80", "Ⱥ", "12", "B", "e\u0301", "€"}
	rapid.Check(t, func(t *rapid.T) {
		s := "S" + strings.Join(rapid.SliceOf(rapid.SampledFrom(pieces)).Draw(t, "pieces"), "")
		var want strings.Builder
		gap := ""
		for b := []byte(s); len(b) > 0; {
			c, size := chars.Next(b)
			b = b[size:]
			if strings.ContainsRune(" ,\n\r\t\u00a0", c) {
				gap = " "
				continue
			}
			want.WriteString(gap + string(unicode.ToLower(c)))
			gap = ""
		}
		if got := appendFolded([]byte("före"), []byte(s)); string(got) != "före"+want.String() {
			t.Fatalf("%q: %q, want %q", s, got, want.String())
		}
	})
}

// TestAddresses reads whole addresses: streets with what they may end in, flats and floors, places with any name before a postcode.
func TestAddresses(t *testing.T) {
	t.Parallel()
	s, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, whole := range []string{
		"Kungsholms strand 12, 112 48 Stockholm", "Norr Mälarstrand 10", "Kungsportsavenyn 10, 411 36 Göteborg", "Skeppsbron 2, 111 30 Stockholm",
		"Mossen 3, 523 91 Ulricehamn", "Lilla Ekeby 214, 755 93 Uppsala", "Backa Gård 12, 457 91 Tanumshede", "Storg. 5B 41138 GÖTEBORG",
		"Kungsg 5, SE-411 19 Göteborg", "Mossen 3 B\n523 91 Ulricehamn", "Drottninggatan 5, 3 tr, 111 51 Stockholm", "Drottninggatan 5 vån 3, 111 51 Stockholm",
		"Drottninggatan 5, 2tr., 111 51 Stockholm", "Fridhemsgatan 21 B nb", "S:t Eriksgatan 33", "Bygdøy allé 23B, 0262 Oslo", "Nørre Allé 5, 8000 Aarhus C",
		"Vesterbrogade 12, 3. tv., 1620 København V", "Karl Johans gate 1, H0301, 0154 Oslo", "Postboks 54 Sentrum, 0101 Oslo", "Kauppakatu 3 as. 4, 40100 Jyväskylä", "Hämeenpuisto 12 A 14, 33210 Tampere",
		"Åkervägen 12-14, 123 45 Farsta", "Itäinen rantakatu 4 b 22, 20700 Turku", "Hämeentie 5", "Stora torget 3", "Storgatan 4 b, 901 04 Umeå",
		"Læderstræde 5, 1201 København", "Strandvejen 100, 2900 Hellerup", "Storegaden 3, 5000 Odense C", "Vesterbro Torv 3, 1620 København V", "Kirkestien 4",
		"Åboulevarden 12, 8000 Aarhus C", "Bakkehaven 4, 4000 Roskilde", "Ekornrud 7B, 1410 Kolbotn", "Laugavegi 12, 101 Reykjavík", "Rödbergsvägen 3, plan 2",
		"Storgatan 5 LGH 1101, 114 55 Stockholm", "Bygata 9\n0184 Oslo",
	} {
		for _, text := range []string{whole, "Hon bor på " + whole + ".", "Anna Ek, " + whole + "\n", "tapahtumapaikka " + whole, "Faktura till " + whole, "x\n" + whole + "\ny"} {
			want := strings.Index(text, whole)
			var hits []Hit
			for _, h := range s.Scan(nil, []byte(text), Hint{}) {
				if h.Type == Address && h.Score >= Likely {
					hits = append(hits, h)
				}
			}
			if len(hits) != 1 || hits[0].Start != int64(want) || hits[0].End != int64(want+len(whole)) {
				t.Errorf("%q: %v", text, hits)
			}
		}
	}
	for _, text := range []string{
		"The Python 3 Street view API 2 has 10 Main features.", "On 5 Road trips we saw 3 Avenue Q shows", "Chapter 12 Lane departure", "15 Square meters",
		"In 2008 Wall Street fell", "5 Rosewood Close friends", "We met 3 Wall Street bankers", "10 Court cases", "2 Drive Letters",
		"Möte i Kungssalen 3, 114 55 personer kom", "Sida 12, 100 00 ex", "Kapitel 3, 111 51 Stockholm", "Mars 3, 111 51 Stockholm", "Den 3 mars 2026, Stockholm",
		"vi gick 12 steg på landsvägen 5 dagar", "på vägen 5", "Djurgården 0, AIK 1",
		"Dröjsmålsränta 8 %", "Dröjsmålsränta 8 procent", "Faktureringen 5 mars", "Ändringen 12 gäller", "Handlingsplan 2026", "Detaljplan 12", "Parkeringsplats 4",
		"Omgången 3 blev bra", "Feedbacken 3 gånger", "Partie 4", "Arbetsplats 7", "Storgatan 8 %", "Budget 3, 2026 Stockholm", "Möte Fjärilen 3, 2024 Års plan",
	} {
		for _, h := range s.Scan(nil, []byte(text), Hint{}) {
			if h.Type == Address && h.Score >= 0.5 {
				t.Errorf("%q: %v", text, h)
			}
		}
	}
}

// TestEnglishAddresses reads a number before its street, with a postcode or where an address stands.
func TestEnglishAddresses(t *testing.T) {
	t.Parallel()
	s, err := New(Options{Names: true})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"I live at 221B Baker Street, London NW1 6XE.":           "221B Baker Street, London NW1 6XE",
		"Ship to: Jane Doe, 10 Downing Street, London SW1A 2AA":  "10 Downing Street, London SW1A 2AA",
		"Jane Doe\n10 Downing Street\nLondon\nSW1A 2AA\n":        "10 Downing Street\nLondon\nSW1A 2AA",
		"or 742 Evergreen Terrace, Springfield, IL 62704, USA":   "742 Evergreen Terrace, Springfield, IL 62704",
		"1600 Pennsylvania Avenue NW, Washington, DC 20500-0003": "1600 Pennsylvania Avenue NW, Washington, DC 20500-0003",
		"my address is 12 Abbey Road":                            "12 Abbey Road",
		"He moved to 12 Abbey Road.":                             "12 Abbey Road",
		"12 Rosewood Close, Oxford OX1 4AA":                      "12 Rosewood Close, Oxford OX1 4AA",
		"7 St John's Road, Cambridge CB5 8AN":                    "7 St John's Road, Cambridge CB5 8AN",
	} {
		got := ""
		for _, h := range s.Scan(nil, []byte(text), Hint{}) {
			if h.Type == Address {
				got += text[h.Start:h.End]
			}
		}
		if got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}

// TestSumsAreNoPostcodes holds that a word for an address makes no postcode of any five digits behind it.
func TestSumsAreNoPostcodes(t *testing.T) {
	t.Parallel()
	s, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{
		"Hon bor i Lund och skattar för 30000 om året": false, "Adressen är okänd, skulden 25000 kronor": false, "leverans av 15000 enheter": false,
		"postnr 11122": true, "Adress: Lund, 22350 Lund": true, "11122 (postnummer)": true,
	} {
		if got := len(s.Scan(nil, []byte(text), Hint{})) > 0; got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
