package pii

import (
	"encoding/binary"
	"math/bits"
)

// specialWords are the beginnings of words that speak of what Art. 9 and 10 GDPR protect, folded to a–z; "=" after one asks for
// the whole word. Swedish, Finnish, Norwegian, Danish, English. A label is the bit of its kind, counted from kHealth.
var specialWords = newLexicon([]entry{
	{hint(kHealth), "sjukskri sjukdom sjukhus= sjukfran sjukinta sjukers sjuklon diagnos allergi allergis diabetes cancer depressi adhd= autis " +
		"psykiatr psykisk psykolog handikap funktion funktionsn rullstol medicine gravid missbruk beroende hiv= epilep astma demens " +
		"vardplan patient journalan lakarint rehabili sairaus sairaslo sairaal sairasto syopa masennus raskaana vammaine laakitys " +
		"paihde sykmeld sykdom sykefrav kreft gravide sygdom sygemeld kraeft sygefrav illness disease disabled disabili pregnan " +
		"asthma medicati sick= sicklea chemothe surgery therapis angest= angesten migran bipolar schizofr stroke= hjartinf leukemi tumor psykos lymfom " +
		"cytostat aborten= astma fibromya utmattni utbrand spelbero alkoholb drogbero aids= asperger dyslexi alzheime parkinso dialys insulin cellgift synneds synskada horselsk horselne habilite missfall psoriasi reumatis anorexi bulimi atstorni celiaki glutenin laktosin sjalvmor suicid fardtjan " +
		"covid= psyk= magsjuk influens diagnoos masennuk sukkersy depresjo diabetik horappar sjukpenn terapi= terapeut antidepr whiplash hjarntum hjartsju njursjuk mielente rheumati slagtilf dysleksi hjertein unettomu " +
		"angst= alkoholm rusmisbr stoffmis narkoman innlagt= indlagt= kols= kol= blodprop blodtryk hypertoni hypotyre formaksf hjartsvi hjartfl artros= prostatac strokedr ptsd= deprimer " +
		"sydansai sepelval muistisa vesiroko aivoinfa migreeni nivelrik ahdistus hjertesv"},
	{hint(kHealth), medicines},
	{hint(kUnion), "fackforb fackligt= facklig= fackliga= fackmed fackavg fackfore lomedlem fackets= facket= ammattil ammattij luottamusm fagforen fagforbu tillidsr tillitsv tradeuni unionmem vardforb lararfor akavia= fackklub tillidsm"},
	{hint(kReligion), "religion religios muslim kristen= kristna= judisk jude= judar= katolik katolsk protesta buddhis hindu= hinduis moske synagog pingstka baptist ortodox sikh= ateist kyrkoavg " +
		"troende= trossam jehovas halal= halalkos koscher kosher ramadan uskonto uskonnol kristitt muslimi juutal katoline kirkosta jodisk jodedom christia jewish catholic mosque islam konfirm"},
	{hint(kPolitics), "partimed partipol politisk socialde moderata= moderater vansterp sverigedem miljopar centerpa kristdem liberale kommunis puolueen puoluejas " +
		"poliittis partimed arbeider hoyre= venstre= politica republic perussuo kokoomuk vasemmis"},
	{hint(kEthnicity), "etnisk etnicit etninen romer= romsk= samisk= same= samer= saamelai romani= hudfarg ursprung= etnisitet ethnic ethnicit racial= race="},
	{hint(kSexLife), "homosex bisexuel sexuell hbtq lgbt transper transsex lesbisk seksuaal homosek sexualit seksuel gay= lesbian bisexual transgen"},
	{hint(kBiometric), "fingerav biometri ansiktsi irisskan sormenja kasvontu fingerpr faceid= retina= ansigtsg"},
	{hint(kCrime), "narkotik valdsbro sexualbr misshand valdtakt rattfyll anhallen= domd= doms= brott= brottsl brottsmi fangelse domdes= domts= haktad= haktades atalad atalas belastni misstank misstan kriminal polisanm rikos rikolli " +
		"vankila tuomittu epailty straffed domt= fengsel siktet= forbryte faengsel sigtet= convicte criminal prison offence felony arrested stold= snatteri pahoinpi rattijuo haktet= frihetsb"},
	{hint(kProtection), "skyddad= skyddade= sekretes sekretessm kvarskri turvakie fortroli strengt adressesp navnebes protecte"},
})

// medicines are those that are taken most in the Nordic countries, by substance or by brand: who orders one says something of her health
// (CJEU C-21/23, Lindenapotheke).
const medicines = "alvedon panodil panadol paracet= paraceta citodon ipren= ibux= ibuprofe burana naproxen voltaren diklofen tramadol morfin oxycont oxynorm oxykodon " +
	"sertrali citalopr escitalo cipralex cipramil fluoxeti zoloft mirtazap remeron venlafax wellbutr duloxeti amitript litium= lamictal lamotrig seroquel quetiapi abilify olanzapi " +
	"risperda haldol oxascand stesolid diazepam sobril valium alprazol klonazep imovane zopiklon propavan melatoni atarax theralen lergigan truxal concerta ritalin medikine " +
	"strattera elvanse metylfen antabus subutex suboxon buprenor metadon naloxon levaxin levotyro euthyrox metformi ozempic wegovy trombyl waran= marevan eliquis xarelto " +
	"enalapri losartan metoprol amlodipi simvasta atorvast furosemi furix= omeprazo esomepra predniso kortison betapred symbicor ventolin bricanyl pulmicor kavepeni " +
	"penicill doxycykl flukloxa metotrex methotre humira= enbrel"

// specialFour has the first four letters of these words, be they small or not, and the first three with any behind them of shorter ones.
var specialFour = func() (f filter) {
	for i := range specialWords.stems {
		key := specialWords.stems[i].key & fourLetters
		f.add(hashedFour(key))
		for fourth := uint64(0); fourth < 32 && key>>24 == 0; fourth++ {
			f.add(hashedFour(key | fourth<<24))
		}
	}
	return f
}()

// fourLetters are those of four, be they small or capitals.
const fourLetters = 0x1F1F1F1F

// hashedFour has a factor, tried among many, by which few common words look like some of these.
func hashedFour(key uint64) uint32 { return uint32(key) * 0x781448BD >> (32 - hashBits) }

// hint is the label of a kind of hints.
func hint(k kind) label { return 1 << (k - kHealth) }

// persons are the kinds that a hint needs beside it: they say whom it is about.
var persons = [256]bool{
	kPersonnummer: true, kSamordningsnummer: true, kInterim: true, kHenkilotunnus: true, kFodselsnummer: true, kCPR: true,
	kKennitala: true, kEmail: true, kPhone: true, kPerson: true, kBirthDate: true, kSEPassport: true, kFIPassport: true, kDKPassport: true,
}

// sentenceReach is how far from a person a sentence is followed, in bytes.
const sentenceReach = 320

// specials adds the words of special categories that stand in one sentence, or one line, with a person. What is part of another
// hit is none: merge leaves it out, and so nothing is asked where no word fits before the next person.
func (r *run) specials(from, to int) {
	read, zone := from, from   // read: no word before is of interest; zone: up to there they stand with a person
	stop, ended := from, false // how far the sentence has been followed, or where it ended
	all := r.readings
	for i := range all {
		c := &all[i]
		if !persons[c.kind] {
			continue
		}
		start, end := int(c.start), int(c.end)
		if read+2 < min(zone+2, start) {
			r.hints(read, min(zone, start))
		}
		read = max(read, min(zone, end))
		if ended && start < stop {
			continue
		}
		low, limit := max(read, start-sentenceReach), min(to, end+sentenceReach)
		if start >= stop {
			low, stop = r.sentenceStart(start, low), start
			if c.kind != kPerson { // initials have points
				stop = min(end, limit)
			}
		}
		if low+2 < start {
			r.hints(low, start)
		}
		stop = r.sentenceEnd(stop, limit)
		ended = stop < limit
		read, zone = max(read, end), stop
	}
	r.hints(read, zone)
}

// sentenceStart is where the sentence or the line that i is in begins, or floor when that is nearer.
func (r *run) sentenceStart(i, floor int) int {
	for ; i > floor; i -= 64 {
		mail := r.outline.behind(mailLane, i)
		for m := r.outline.behind(breakLane, i) &^ (mail & (mail >> 1)); m != 0; {
			n := bits.LeadingZeros64(m)
			switch at := i - 1 - n; {
			case at < floor:
				return floor
			case r.divides(at):
				return at + 1
			}
			m &^= 1 << (63 - n)
		}
	}
	return floor
}

// sentenceEnd is where the sentence or the line that i is in ends, or end when that is nearer.
func (r *run) sentenceEnd(i, end int) int {
	for ; i < end; i += 64 {
		mail := r.outline.ahead(mailLane, i)
		for m := r.outline.ahead(breakLane, i) &^ (mail & (mail >> 1)); m != 0; m &= m - 1 {
			switch at := i + bits.TrailingZeros64(m); {
			case at >= end:
				return end
			case r.divides(at):
				return at
			}
		}
	}
	return end
}

// divides reports whether the line end or sign at i ends a sentence: a sign does before a blank and a capital.
func (r *run) divides(i int) bool {
	t := r.text
	if i+2 >= len(t) {
		return t[i] == '\n'
	}
	capital := classes[t[i+2]] & (isUpper | isHigh)
	return (classes[t[i]]|classes[t[i+1]]&(capital+isBlank-1))&isBlank != 0 // of the signs the line end alone is a blank
}

// hints notes the words from i to end that may be some. Each is written down, and the next one over it when it is none: so no branch
// depends on a word.
func (r *run) hints(i, end int) {
	const step = 65 - shortestCompound // so that the bits show which words are long
	inside := r.outline.behind(letterLane, i) >> 63
	words, text := &r.words, r.text
	n := r.noted
	for ; i < end; i += step {
		if n > len(words)-step {
			r.noted = n
			r.hinted()
			n = 0
		}
		m := r.outline.ahead(letterLane, i)
		three := m & (m >> 1) & (m >> 2) // shorter words are none of ours
		six := three & (three >> 3)
		long := six & (six >> 3)
		begins := three &^ (m<<1 | inside) & (1<<uint(end-i) - 1) & (1<<step - 1)
		inside = m >> (step - 1) & 1
		for ; begins != 0; begins &= begins - 1 {
			k := bits.TrailingZeros64(begins) & 63
			at := i + k
			words[n&(len(words)-1)] = int32(at)
			if at < 0 || at > len(text)-4 { // at the end of a text
				n++
				continue
			}
			x := uint64(binary.LittleEndian.Uint32(text[at:]))
			if specialFour.has(hashedFour(x&fourLetters))|x&0x80808080|long>>k&1 != 0 {
				n++
			}
		}
	}
	r.noted = n
}

// hinted adds those of the words that have been noted that are hints.
func (r *run) hinted() {
	for _, i := range r.words[:r.noted] {
		r.hintAt(int(i))
	}
	r.noted = 0
}

// hintAt adds the word at i when it, or a later part of it, is one of ours.
func (r *run) hintAt(i int) {
	end := i + min(64, bits.TrailingZeros64(^r.outline.ahead(letterLane, i)))
	l, stem := specialWords.find(r.text, i, end)
	if l != 0 && !r.saysElse(stem, i, end) {
		r.hintOf(l, i, end, stem)
	} else if end-i >= shortestCompound {
		r.hintWithin(i, end)
	}
}

func (r *run) hintOf(l label, start, end int, stem string) {
	r.extra(kHealth+kind(bits.TrailingZeros64(uint64(l))), start, end, Likely, "word and person", stem)
}
