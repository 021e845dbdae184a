package pii

import "encoding/binary"

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

var withinThrees = newThrees(withinWords)

// The shortest compound is looked at, in letters, and how many stand before its second part at least.
const shortestCompound, firstPart = 9, 3

// hintWithin adds the word at i when a later part of it is one of ours.
func (r *run) hintWithin(i int) {
	end := i
	for end < len(r.text) && end-i < 64 && is(r.text[end], isLetter) {
		end++
	}
	for at := i + firstPart; at+5 <= end && at+4 <= len(r.text); at++ {
		if r.text[at]&0xC0 == 0x80 || withinThrees.may(binary.LittleEndian.Uint32(r.text[at:])) == 0 {
			continue
		}
		if l, stem := withinWords.find(r.text[at:end]); l != 0 {
			r.hintOf(l, i, end, stem)
			return
		}
	}
}
