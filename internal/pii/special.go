package pii

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
	read := from
	for i := range r.readings {
		c := &r.readings[i]
		if !persons[c.kind] {
			continue
		}
		start := max(read, r.sentenceStart(int(c.start), from))
		end := r.sentenceEnd(int(c.end), to)
		r.hints(start, end)
		read = max(read, end)
	}
}

func (r *run) sentenceStart(i, floor int) int {
	low := max(floor, i-sentenceReach)
	for i > low && !r.sentenceEnds(i-1) {
		i--
	}
	return i
}

func (r *run) sentenceEnd(i, ceiling int) int {
	high := min(ceiling, i+sentenceReach)
	for i < high && !r.sentenceEnds(i) {
		i++
	}
	return max(i, 0)
}

// sentenceEnds reports whether a sentence or a line ends with the byte at i.
func (r *run) sentenceEnds(i int) bool {
	switch r.text[i] {
	case '\n':
		return true
	case '.', '!', '?':
		return i+2 < len(r.text) && is(r.text[i+1], isBlank) && is(r.text[i+2], isUpper|isHigh)
	}
	return false
}

// hints adds those of the words in a sentence.
func (r *run) hints(i, end int) {
	for i < end {
		if !is(r.text[i], isLetter) {
			i++
			continue
		}
		start := i
		for i < end && is(r.text[i], isLetter) {
			i++
		}
		l, stem := specialWords.find(r.text[start:i])
		for k := kHealth; l != 0; k, l = k+1, l>>1 {
			if l&1 != 0 {
				r.extra(k, start, i, Likely, "word and person", stem)
				break
			}
		}
	}
}
