package pii

// westernTowns are the larger towns of Norway, Denmark and Iceland with the first digits of their postcodes: a town that is missing here loses
// nothing but this confirmation, except behind what is also a year. Source: the published postcode plans of Posten, PostNord and Pósturinn.
var westernTowns = areasBy([]town{
	{"oslo", []string{"0", "10", "11", "12"}},
	{"bergen", []string{"50", "51", "52", "53"}},
	{"trondhei", []string{"70", "74"}},
	{"stavange", []string{"40"}},
	{"sandnes", []string{"43"}},
	{"kristian", []string{"46", "65"}},
	{"tromso", []string{"90"}},
	{"drammen", []string{"30"}},
	{"fredriks", []string{"16"}},
	{"sarpsbor", []string{"17"}},
	{"moss", []string{"15"}},
	{"alesund", []string{"60"}},
	{"bodo", []string{"80"}},
	{"lillestr", []string{"20"}},
	{"skien", []string{"37"}},
	{"porsgrun", []string{"39"}},
	{"tonsberg", []string{"31"}},
	{"sandefjo", []string{"32"}},
	{"larvik", []string{"32"}},
	{"haugesun", []string{"55"}},
	{"hamar", []string{"23"}},
	{"lilleham", []string{"26"}},
	{"molde", []string{"64"}},
	{"gjovik", []string{"28"}},
	{"arendal", []string{"48"}},
	{"harstad", []string{"94"}},
	{"alta", []string{"95"}},
	{"asker", []string{"13"}},
	{"sandvika", []string{"13"}},
	{"kobenhav", []string{"10", "11", "12", "13", "14", "15", "16", "17", "20", "21", "22", "23", "24"}},
	{"frederik", []string{"18", "19", "20", "33", "36", "99"}},
	{"aarhus", []string{"80", "82"}},
	{"arhus", []string{"80", "82"}},
	{"odense", []string{"50", "52"}},
	{"aalborg", []string{"90", "92"}},
	{"alborg", []string{"90", "92"}},
	{"esbjerg", []string{"67"}},
	{"randers", []string{"89"}},
	{"kolding", []string{"60"}},
	{"horsens", []string{"87"}},
	{"vejle", []string{"71"}},
	{"roskilde", []string{"40"}},
	{"helsingo", []string{"30"}},
	{"hillerod", []string{"34"}},
	{"hellerup", []string{"29"}},
	{"gentofte", []string{"28"}},
	{"viborg", []string{"88"}},
	{"silkebor", []string{"86"}},
	{"nastved", []string{"47"}},
	{"frederic", []string{"70"}},
	{"herning", []string{"74"}},
	{"holstebr", []string{"75"}},
	{"svendbor", []string{"57"}},
	{"slagelse", []string{"42"}},
	{"sonderbo", []string{"64"}},
	{"valby", []string{"25"}},
	{"rodovre", []string{"26"}},
	{"glostrup", []string{"26"}},
	{"hvidovre", []string{"26"}},
	{"reykjavi", []string{"1"}},
	{"kopavogu", []string{"2"}},
	{"hafnarfj", []string{"22"}},
	{"gardabar", []string{"21"}},
	{"akureyri", []string{"60"}},
	{"selfoss", []string{"80"}},
	{"akranes", []string{"30"}},
})

// yearLike reports whether four digits are a year as texts have them.
func yearLike(code []byte) bool {
	return code[0] == '1' && code[1] == '9' || code[0] == '2' && code[1] == '0'
}

// shortPostcode offers the address that ends with the four digits of a Norwegian or Danish postcode and a town, whatever its street's name ends in:
// "Vesterbro Torv 3, 1620 København V". What is also a year takes a town that lies there.
func (r *run) shortPostcode(i, end int) {
	t := r.text
	if i < 8 || t[i-1] != ' ' && t[i-1] != '\n' || t[i-2] != ',' && t[i-2]-'0' > 9 && !is(t[i-2], isLetter) && t[i-2] != '\r' {
		return
	}
	last, known := r.townEnd(end, t[i:end])
	if last > end+2 && (known || !yearLike(t[i:end])) && (known || t[i-1] == '\n' || t[i-2] == ',') {
		r.place(i, last, known)
	}
}
