package example

import (
	"math/rand/v2"
	"strings"
)

// names is a list of names with how often each is met, as weights.
type names struct {
	names []string
	upTo  []int // running sums of the weights
}

// parse reads "Anna 12 Maria 10 …".
func parseNames(list string) names {
	var n names
	sum, words := 0, strings.Fields(list)
	for i := 0; i+1 < len(words); i += 2 {
		weight := 0
		for _, c := range words[i+1] {
			weight = weight*10 + int(c-'0')
		}
		sum += weight
		n.names, n.upTo = append(n.names, words[i]), append(n.upTo, sum)
	}
	return n
}

func (n names) pick(r *rand.Rand) string {
	at := r.IntN(n.upTo[len(n.upTo)-1])
	for i, sum := range n.upTo {
		if at < sum {
			return n.names[i]
		}
	}
	return n.names[0]
}

// The names of grown people in Sweden, in thousands of bearers, rounded from the
// public name statistics: enough that common names meet and rare ones stand out.
var (
	womenNames = parseNames(`
		Anna 104 Maria 82 Eva 81 Karin 66 Kerstin 57 Kristina 56 Lena 56 Sara 53 Emma 49 Ingrid 46
		Marie 45 Malin 42 Jenny 41 Birgitta 40 Hanna 39 Linda 38 Annika 37 Susanne 36 Elin 36 Monica 35
		Johanna 34 Sofia 33 Inger 32 Julia 31 Carina 31 Helena 30 Elisabeth 30 Katarina 29 Ida 29 Åsa 28
		Gunilla 28 Margareta 27 Anette 26 Ulla 25 Linnéa 24 Frida 23 Camilla 22 Josefin 21 Amanda 21 Matilda 20
		Ellen 19 Cecilia 19 Ulrika 18 Alice 18 Lisa 17 Therese 17 Märta 9 Fatima 8 Aisha 4 Zahra 4 Agneta 24 Pia 17`)
	menNames = parseNames(`
		Lars 90 Mikael 88 Anders 81 Johan 75 Per 68 Erik 66 Karl 65 Peter 64 Jan 62 Thomas 59
		Daniel 57 Fredrik 55 Andreas 49 Hans 48 Stefan 45 Mats 42 Marcus 41 Mattias 40 Magnus 39 Bengt 38
		Jonas 37 Oskar 36 Alexander 35 Niklas 34 Martin 34 Bo 33 Nils 32 Leif 31 Patrik 30 Björn 30
		Viktor 30 Ulf 29 Henrik 29 David 28 Sven 28 Joakim 27 Christian 27 Simon 26 Robert 26 Kjell 25
		Emil 25 Christer 24 Anton 24 Tommy 23 Gustav 22 Håkan 21 Sebastian 21 Filip 20 Ahmed 11 Ali 11 Mohamed 14 Åke 12`)
	familyNames = parseNames(`
		Andersson 216 Johansson 214 Karlsson 190 Nilsson 150 Eriksson 131 Larsson 110 Olsson 99 Persson 93 Svensson 88 Gustafsson 84
		Pettersson 81 Jonsson 67 Jansson 43 Hansson 40 Bengtsson 32 Jönsson 29 Lindberg 27 Jakobsson 26 Magnusson 25 Olofsson 25
		Lindström 24 Lindqvist 22 Lindgren 22 Berg 20 Axelsson 20 Bergström 20 Lundberg 20 Lind 19 Lundgren 19 Lundqvist 18
		Mattsson 18 Berglund 18 Fredriksson 17 Sandberg 17 Henriksson 16 Forsberg 15 Sjöberg 15 Ali 15 Mohamed 14 Wallin 14
		Engström 14 Eklund 13 Danielsson 13 Lundin 13 Håkansson 12 Björk 12 Bergman 12 Gunnarsson 12 Wikström 11 Holm 11
		Samuelsson 11 Isaksson 11 Fransson 11 Bergqvist 11 Nyström 11 Holmberg 10 Arvidsson 10 Löfgren 10 Söderberg 10 Nyberg 10
		Ahmed 10 Blomqvist 9 Claesson 9 Nordström 9 Hassan 9 Mårtensson 9 Lundström 9 Viklund 8 Eliasson 8 Björklund 8
		Berggren 8 Sandström 7 Nordin 7 Lund 7 Ström 7 Falk 7 Åberg 7 Ekström 7 Hermansson 7 Holmgren 7
		Hellström 6 Dahlberg 6 Hedlund 6 Sundberg 6 Sjögren 6 Öberg 6 Ek 6 Månsson 5 Dahl 5 Strömberg 5
		Åkesson 5 Hansen 5 Norberg 5 Åström 5 Lindholm 5 Sundström 5 Nguyen 5 af-Klint 1 von-Essen 1`)
	companyFirst = strings.Fields("Almvik Bergsala Björknäs Dalhaga Ekfors Fyrsand Granhult Hjortviken Isfjäll Järnlid Klövra Ljungmo Myrdala Norrsala Ottervik Päronö Rönnhaga Stenmyra Tallfors Uddsala Vindala Ängsbro Örnsala Åkervik")
	companyLast  = strings.Fields("Bygg Logistik Data Verkstad Energi Livs Trä Fastigheter Teknik Media Plåt Revision")
	streets      = strings.Fields("Provgatan Exempelvägen Låtsasgränd Testvägen Påhittsgatan Fantasigatan Mönstervägen Dockgränd")
	cities       = strings.Fields("Stockholm Göteborg Malmö Uppsala Linköping Örebro Västerås Helsingborg Norrköping Jönköping Umeå Lund Borås Sundsvall Gävle Luleå")
)
