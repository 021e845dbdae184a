package pii

// label is what a word beside a number says that the number is.
type label uint64

const (
	lNational label = 1 << iota // a person's number of whatever country
	lPersonnummer
	lSamordning
	lHetu
	lFodsels
	lCPR
	lKennitala
	lOrganisation
	lVAT
	lBankgiro
	lPlusgiro
	lAccount
	lIBAN
	lCard
	lPlate
	lPassport
	lEmail
	lPhone
	lIP
	lMAC
	lIMEI
	lICCID
	lIMSI
	lUUID
	lDevice
	lCookie
	lBirth
	lPost
	lAddress
	lOther // an order, a case, a version: nobody's
)

// labelWords are the beginnings of words, folded to a–z, by what they label; "=" after one asks for the whole word. Swedish,
// Finnish, Norwegian, Danish, English, and the shortened names of columns and keys. Eight letters are compared at most.
var labelWords = []struct {
	label label
	words string
}{
	{lNational, "identity national= nationalid ssn= socialse social= idnr= idnumber personid identite identifi"},
	{lPersonnummer, "personnu personnr persnr= pnr= pnum= personal= fodelsen persnum"},
	{lSamordning, "samordni coordina samnr="},
	{lHetu, "hetu= henkilot henkilon personbe sotu= syntymat"},
	{lFodsels, "fodselsn fnr= fodseln personnu personnr dnummer= dnumber="},
	{lCPR, "cpr cprnr cprnumme personnu personnr"},
	{lKennitala, "kennital kt= ktnr="},
	{lOrganisation, "organisa organiza orgnr= orgnum org= orgno= foretags company= companyi bolagets ytunnus= tunnus= yrityst fo= fonumme fonr= business foretagn cvr virksomh foretak kunta="},
	{lVAT, "vat= vatnr= vatno= vatnumbe vatid= moms momsreg alv= alvnumer mva= mvanr= taxid="},
	{lBankgiro, "bankgiro bg= bgnr= bankgi"},
	{lPlusgiro, "plusgiro pg= pgnr= postgiro plusgi"},
	{lAccount, "konto clearing clnr= bankkont account acct= accountn tili= tilinume pankkiti kontonr kontonum lonekont"},
	{lIBAN, "iban tilinume konto account"},
	{lCard, "kort= kortnr kortnumm kreditko betalkor card= cardnumb creditca bankkort kredittk luottoko maksukor korttinu visa= masterca amex= pan= dankort debit"},
	{lPlate, "regnr= regnum registre registra rekister rekkari plate= plateno licensep license= bil= bilen= fordon rekisnro reg= nummerpl nummersk kjennete kjoretoy koretoj car= vehicle"},
	{lPassport, "pass= passnr= passnumm passport passi= passin passeja passets passet= pasnumme pas="},
	{lEmail, "epost mejl mail email emailadr sahkopos sposti= eposti"},
	{lPhone, "tel= telefon telnr= tfn= tlf= tele= mobil mob= mobile ring ringa phone= phonenum phone cell= cellphon call= puhelin puh= puhelinn matkapuh gsm= kannykka sms= fax= vaxel= telephon contact= kontakt= mobtel= hemtel= mobiltel tlfnr= mtlf="},
	{lIP, "ip= ipadress ipaddres ipv ips= ipnr= remote= clientip host= server= addr= src= dst= klient"},
	{lMAC, "mac= macadres macaddre ethernet hwaddr= wlan= wifi="},
	{lIMEI, "imei imeinr"},
	{lICCID, "iccid sim= simkort simcard simnr= simkortt"},
	{lIMSI, "imsi"},
	{lUUID, "uuid guid"},
	{lDevice, "device deviceid enhet enhetsid idfa= gaid= aaid= idfv= adid= advertis annonsid laite= laitetun enheds gps= udid= installa androidi serienr serial serienum"},
	{lCookie, "cookie cookieid session= sessioni sessid= phpsessi jsession ga= gid= fbp= fbc= visitori clientid sid= kaka= kakan="},
	{lBirth, "fodd= fodda fodelsed fodelsea fodelses fodt= fodsels fodselsd syntynyt syntymaa syntymap synt= born= birth birthdat birthday dob= dateofbi fodelse"},
	{lPost, "postnr= postnumm postinum postcode postalco zip= zipcode postort postadre"},
	{lAddress, "adress address adresse osoite bor= bostadsa gatuadre hemadres kotiosoi lahiosoi asuu= street= besoksad leverans utdelnin"},
	{lOther, "order= ordern orders= ordre= tilaus tilausnu bestalln bestilli arende arenden arendenr diarie diarien diarienu dnr= ocr= ocrnr= ocrnumme referens referenc ref= refnr= refno= viite viitenum faktura fakturan invoice invoicen lasku laskunro laskunum artikel artikeln artnr= art= article item= sku= ean= ean isbn issn version versio ver= rev= build= release sekvens kund= kundnr= kundnumm asiakas kunde= kundenr= kundenum customer ticket ticketid case= caseno sak= saksnr= saksnumm journal kvittonr kuitti kvitteri receipt leverant tracking kolli paket parcel shipment sparning lagernr lager= batch= lot= serie= hash= commit= sha= md= messagei message transact transakt trans= tapahtum row= rad= belopp summa total= amount pris= price= hinta maara antal quantity kvantite timestam tidsstam avtal avtalsnr contract sopimus polis= polisnr policy= forsakri ansokan diarienr projekt project medlem medlemsn member= jasen= kolonne column mott= rfc= iso= figure="},
}

// stem is one of the words, its letters packed with the first one highest.
type stem struct {
	key, mask uint64
	word      string
	label     label
}

// stems are by their two first letters.
var stems = func() (by [26 * 26][]stem) {
	index := map[string]int{}
	for _, l := range labelWords {
		for _, w := range splitWords(l.words) {
			word, whole := w, false
			for i := range len(w) {
				if w[i] == '=' {
					word, whole = w[:i], true
					break
				}
			}
			at := int(word[0]-'a')*26 + int(word[1]-'a')
			if i, ok := index[w]; ok {
				by[at][i].label |= l.label
				continue
			}
			s := stem{word: word, label: l.label}
			for i := range 8 {
				s.key <<= 8
				s.mask <<= 8
				if i < len(word) {
					s.key |= uint64(word[i])
				}
				if i < len(word) || whole {
					s.mask |= 0xFF
				}
			}
			index[w] = len(by[at])
			by[at] = append(by[at], s)
		}
	}
	return by
}()

// begins has a bit for each three first letters of a stem, and for two where a stem has no more: most words of a language are
// told by them.
var begins = func() (b [1 << 15 / 64]uint64) {
	for at := range stems {
		for _, s := range stems[at] {
			if len(s.word) > 2 {
				i := triple(s.word[0], s.word[1], s.word[2])
				b[i/64] |= 1 << (i % 64)
				continue
			}
			for third := range 32 {
				i := triple(s.word[0], s.word[1], byte(third))
				b[i/64] |= 1 << (i % 64)
			}
		}
	}
	return b
}()

// triple packs three ASCII letters, whatever their case, in fifteen bits.
func triple(a, b, c byte) uint { return uint(a&31)<<10 | uint(b&31)<<5 | uint(c&31) }

// mayLabel reports whether a word that begins with these bytes may be one of ours; false is certain.
func mayLabel(w []byte) bool {
	if len(w) < 2 {
		return false
	}
	if (w[0]|w[1])&0x80 != 0 {
		return true
	}
	third := byte(0)
	if len(w) > 2 {
		if third = w[2]; third&0x80 != 0 {
			return true
		}
	}
	i := triple(w[0], w[1], third)
	return begins[i/64]>>(i%64)&1 != 0
}

func splitWords(s string) (all []string) {
	from := 0
	for i := 0; i <= len(s); i++ {
		if i == len(s) || s[i] == ' ' {
			if i > from {
				all = append(all, s[from:i])
			}
			from = i + 1
		}
	}
	return all
}

// lookUp is what the word with the key says, and our name for it. Of several stems the longest counts.
func lookUp(key uint64) (label, string) {
	a, b := int(key>>56)-'a', int(key>>48&0xFF)-'a'
	if a < 0 || b < 0 {
		return 0, ""
	}
	var best *stem
	all := stems[a*26+b]
	for i := range all {
		if s := &all[i]; key&s.mask == s.key && (best == nil || len(s.word) > len(best.word)) {
			best = s
		}
	}
	if best == nil {
		return 0, ""
	}
	return best.label, best.word
}
