package pii

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// specialWords are the beginnings of words that speak of what Art. 9 and 10 GDPR protect, folded to a–z; "=" after one asks for
// the whole word. Swedish, Finnish, Norwegian, Danish, English. A label is the bit of its kind, counted from kHealth.
var specialWords = newLexicon([]entry{
	{1 << (kHealth - kHealth), "sjukskri sjukdom sjukhus= sjukfran sjukinta sjukers sjuklon diagnos allergi allergis diabetes cancer depressi adhd= autis " +
		"psykiatr psykisk psykolog handikap funktion funktionsn rullstol medicine gravid missbruk beroende hiv= epilep astma demens " +
		"vardplan patient journalan lakarint rehabili sairaus sairaslo sairaal sairasto syopa masennus raskaana vammaine laakitys " +
		"paihde sykmeld sykdom sykefrav kreft gravide sygdom sygemeld kraeft sygefrav illness disease disabled disabili pregnan " +
		"cancer asthma medicati sicklea chemothe surgery therapis"},
	{1 << (kUnion - kHealth), "fackforb fackligt= facklig= fackliga= fackmed fackavg lomedlem ammattil ammattij luottamusm fagforen fagforbu tillidsr tillitsv tradeuni unionmem"},
	{1 << (kReligion - kHealth), "religion religios muslim kristen= kristna= judisk jude= judar= katolik katolsk protesta buddhis hindu= hinduis moske synagog kyrkoavg " +
		"troende= trossam jehovas uskonto uskonnol kristitt muslimi juutal katoline kirkosta jodisk jodedom christia jewish catholic mosque islam konfirm"},
	{1 << (kPolitics - kHealth), "partimed partipol politisk socialde moderata= moderater vansterp sverigedem miljopar centerpa liberale kommunis puolueen puoluejas " +
		"poliittis partimed arbeider= hoyre= venstre= politica republic"},
	{1 << (kEthnicity - kHealth), "etnisk etnicit etninen romer= romsk= samisk= same= samer= saamelai romani= hudfarg ursprung= etnisitet ethnic ethnicit racial= race="},
	{1 << (kSexLife - kHealth), "homosex bisexuel sexuell hbtq lgbt transper transsex lesbisk seksuaal homosek sexualit seksuel gay= lesbian bisexual transgen"},
	{1 << (kBiometric - kHealth), "fingerav biometri ansiktsi irisskan sormenja kasvontu fingerpr faceid= retina= ansigtsg"},
	{1 << (kCrime - kHealth), "domd= doms= brott= brottsl brottsmi fangelse haktad= haktades atalad atalas belastni misstank misstan kriminal polisanm rikos rikolli " +
		"vankila tuomittu epailty straffed domt= fengsel siktet= forbryte faengsel sigtet= convicte criminal prison offence felony arrested"},
	{1 << (kProtection - kHealth), "skyddad= skyddade= sekretes sekretessm kvarskri turvakie fortroli strengt adressesp navnebes protecte"},
})

// persons are the kinds that a hint needs beside it: they say whom it is about.
var persons = [256]bool{
	kPersonnummer: true, kSamordningsnummer: true, kInterim: true, kHenkilotunnus: true, kFodselsnummer: true, kCPR: true,
	kKennitala: true, kEmail: true, kPhone: true, kPerson: true, kBirthDate: true, kSEPassport: true, kFIPassport: true, kDKPassport: true,
}

// sentenceReach is how far from a person a sentence is followed, in bytes.
const sentenceReach = 320

// specials adds the words of special categories that stand in one sentence, or one line, with a person.
func (r *run) specials(from, to int) {
	start, end, read := from, from, from
	r.stops = [4]int{-1, -1, -1, -1}
	for i := range r.readings {
		c := &r.readings[i]
		if !persons[c.kind] {
			continue
		}
		for end <= int(c.start) {
			start, end = end, r.sentenceEnd(end, to)
			if end == to {
				break
			}
		}
		low, high := max(read, start, int(c.start)-sentenceReach), min(end, int(c.end)+sentenceReach)
		if low < high {
			r.hints(low, high)
			read = high
		}
	}
}

// sentenceEnd is where the sentence or line that begins at i ends.
func (r *run) sentenceEnd(i, to int) int {
	end := to
	if n := bytes.IndexByte(r.text[i:to], '\n'); n >= 0 {
		end = i + n + 1
	}
	for _, mark := range [...]byte{'!', '?', '.'} {
		for j := r.stop(mark, i, to); j < end; j = r.stop(mark, j+1, to) {
			if j+2 < end && r.text[j+1] == ' ' && is(r.text[j+2], isUpper|isHigh) {
				end = j + 1
			}
		}
	}
	return end
}

// stop is the first of a mark from i on; to when there is none. The rare marks are remembered.
func (r *run) stop(mark byte, i, to int) int {
	known := &r.stops[mark&3]
	if *known < i {
		if *known = to; i < to {
			if n := bytes.IndexByte(r.text[i:to], mark); n >= 0 {
				*known = i + n
			}
		}
	}
	return *known
}

// hints adds those of the words from i to end. Eight bytes at a time say where words begin, and three letters whether a word may be
// one of ours.
func (r *run) hints(i, end int) {
	carry := uint64(0)
	if i > 0 && is(r.text[i-1], isLetter) {
		carry = 0x80
	}
	for ; i < end; i += 8 {
		if i+11 > len(r.text) {
			r.hintsSlowly(i, end, carry != 0)
			return
		}
		m := letters(binary.LittleEndian.Uint64(r.text[i:]))
		for begin := m &^ (m<<8 | carry); begin != 0; begin &= begin - 1 {
			at := i + bits.TrailingZeros64(begin)>>3
			if at < end && specialWords.may(r.text[at:at+3]) {
				r.hintAt(at)
			}
		}
		carry = m >> 56
	}
}

// hintsSlowly does the same at the end of the text.
func (r *run) hintsSlowly(i, end int, inside bool) {
	for ; i < end; i++ {
		now := is(r.text[i], isLetter)
		if now && !inside {
			r.hintAt(i)
		}
		inside = now
	}
}

// hintAt adds the word at i when it is one of ours.
func (r *run) hintAt(i int) {
	end := i
	for end < len(r.text) && end-i < 64 && is(r.text[end], isLetter) {
		end++
	}
	l, stem := specialWords.find(r.text[i:end])
	if l != 0 {
		r.extra(kHealth+kind(bits.TrailingZeros64(uint64(l))), i, end, Likely, "word and person", stem)
	}
}
