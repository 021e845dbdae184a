package pii

// withinWords are the words of special categories that compounds have behind something else: "långtidssjukskriven", "bröstcancer",
// "rintasyöpä". They are long enough to be nothing else there.
var withinWords = newLexicon([]entry{
	{hint(kHealth), "sjukskri sjukdom sjukfran diagnos allergi diabetes cancer depressi psykisk handikap rullstol missbruk epileps demens " +
		"autism neuropsy gravidit kirurgi sykdom sykmeld sygdom sygemeld sairaus sairaude sairaslo syopa syovan raskaus vammaisu disease pregnan"},
	{hint(kUnion), "fackforb fackfore fackmedl fackklub fagforen"},
	{hint(kReligion), "trossamf"},
	{hint(kPolitics), "partimed partipol"},
	{hint(kSexLife), "homosex bisexuel transsex"},
	{hint(kBiometric), "fingerav biometri"},
	{hint(kCrime), "kriminal fangelse misshand valdtakt"},
})

// The shortest compound is looked at, in letters, and how many stand before its second part at least.
const shortestCompound, firstPart = 9, 3

// hintWithin adds the word from i to end when a later part of it is one of ours.
func (r *run) hintWithin(i, end int) {
	for at := i + firstPart; at+5 <= end && at+4 <= len(r.text); at++ {
		if r.text[at]&0xC0 == 0x80 || !withinWords.begins(r.text[at], r.text[at+1]) || !withinWords.may(r.text, at, end) {
			continue
		}
		if l, stem := withinWords.find(r.text, at, end); l != 0 {
			r.hintOf(l, i, end, stem)
			return
		}
	}
}
