package piitest

import "strings"

// words are what the prose consists of.
var words = strings.Fields(`och att det som en på är av för med till den har de inte om ett han men var jag sig från vi så kan när år
	under också efter eller nu sin där vid mot ska skulle kommer ut får finns vara hade alla andra mycket än här då sedan över bara in blir
	upp även vad få två vill ha många hur mer går sverige kronor detta nya procent skall hela några gör man någon lite samma dag mellan
	första genom blev hos fick kunde senare tror stor stora redan flera tre säger bra kunna nog ta ser dem utan fram del tidigare tog
	igen plats länge ärende beslut kommun möte vecka fråga svar underlag handläggare sammanträde åtgärd förslag rapport skola bibliotek
	avgift ansökan tjänst vatten trafik park sommar vinter arbete grupp plan resurs budget kostnad utveckling miljö hälsa bostad
	the and of to in is that for with as on was at by an be this have from or had not are but what all were when we there can`)

// given and family are made of common names; together they are nobody in particular.
var (
	given  = strings.Fields("Anna Erik Maria Lars Karin Nils Eva Johan Sara Åsa Björn Emma Oskar Linnea Elin Hugo Alva Sofia Gustav Ida")
	family = strings.Fields("Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson Lindberg Öberg Åkesson")
)

func capitalised(s string) string {
	for i, r := range s {
		if i == 0 {
			return strings.ToUpper(string(r)) + s[len(string(r)):]
		}
	}
	return s
}
