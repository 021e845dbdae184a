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

// nationals are the labels of numbers that states give people.
const nationals = lNational | lPersonnummer | lSamordning | lHetu | lFodsels | lCPR | lKennitala

// labelWords are the beginnings of words, folded to a–z, by what they label; "=" after one asks for the whole word. Swedish,
// Finnish, Norwegian, Danish, English, and the shortened names of columns and keys. Eight letters are compared at most.
var labelWords = newLexicon([]entry{
	{lNational, "identity national= nationalid ssn= socialse social= idnr= idnumber personid identite identifi"},
	{lPersonnummer, "person= personnu personnr persnr= pers= pnr= pnum= personal= fodelsen persnum patient= pat= korkort= korkorts reservnu"},
	{lSamordning, "samordni samordn= samordnr= coordina samnr="},
	{lHetu | lNational, "hetu= henkilot henkilon personbe sotu= syntymat finsk finnish"},
	{lFodsels, "fodselsn fnr= fodseln personnu personnr dnummer= dnumber="},
	{lCPR, "cpr cprnr cprnumme personnu personnr"},
	{lKennitala, "kennital kennitol kt= ktnr="},
	{lOrganisation, "organisa organiza orgnr= orgnum org= orgno= foretag= foretags corporat company= companyi bolagets ytunnus= tunnus= yrityst fo= fonumme fonr= business foretagn cvr virksomh foretak kunta="},
	{lVAT, "vat= vatnr= vatno= vatnumbe vatid= moms momsreg alv= alvnumer mva= mvanr= taxid="},
	{lBankgiro, "bankgiro bg= bgnr= bankgi"},
	{lPlusgiro, "plusgiro pg= pgnr= postgiro plusgi"},
	{lAccount, "konto kto= clearing clnr= bankkont account acct= accountn tili= tilinume pankkiti kontonr kontonum lonekont"},
	{lIBAN, "iban tilinume konto account"},
	{lCard, "kort= kortin= kortnr kortnumm kreditko betalkor card= cardnumb creditca bankkort kredittk luottoko maksukor korttinu visa= masterca amex= pan= dankort debit"},
	{lPlate, "regnr= regnum registre registra rekister rekkari plate= plateno licensep bil= bilen= fordon rekisnro reg= nummerpl nummersk kjennete kjoretoy koretoj car= vehicle auton= parkerad parkerat parkert parked= pysakoit"},
	{lPassport, "pass= passnr= passnumm passport passi= passin passeja passets passet= pasnumme pas="},
	{lEmail, "epost mejl mail email emailadr sahkopos sposti= eposti"},
	{lPhone, "tel= telefon telnr= tfn= tlf= tele= mobil mob= mobile ring ringa ringe= ringer= soita= soittaa= soitatko soittaka numeroon= kontaktn journumm direktn direkt= vx= hemnumme telnumme simi= simanum farsimi jourtele phone= phonenum phone cell= cellphon call= puhelin puh= puhelinn matkapuh gsm= kannykka sms= fax= vaxel= telephon contact= kontakt= mobtel= hemtel= mobiltel tlfnr= mtlf="},
	{lIP, "ip= ipadress ipaddres ipv ips= ipnr= remote= clientip host= server= addr= src= dst= klient"},
	{lMAC, "mac= macadres macaddre ethernet hwaddr= wlan= wifi="},
	{lIMEI, "imei imeinr"},
	{lICCID, "iccid sim= simkort simcard simnr= simkortt"},
	{lIMSI, "imsi"},
	{lUUID, "uuid guid"},
	{lDevice, "device deviceid enhet= enhetsid enhetsnu idfa= gaid= aaid= idfv= adid= advertis annonsid laite= laitetun enheds gps= udid= installa androidi serienr serial= serialno= serialnu serienum"},
	{lCookie, "cookie cookieid session= sessioni sessid= phpsessi jsession ga= gid= fbp= fbc= visitori clientid sid= kaka= kakan="},
	{lBirth, "fodd= faedd= fadd= fading fodda fodelsed fodelsea fodelses fodt= fodsels fodselsd syntynyt syntymaa syntymap synt= born= birth birthdat birthday bday= dob= dateofbi fodelse"},
	{lPost, "postnr= postnumm postinum postcode postalco zip= zipcode postort postadre"},
	{lAddress, "adress address adresse osoite bor= bostadsa gatuadre hemadres kotiosoi lahiosoi asuu= street= besoksad leverans utdelnin"},
	{lOther, "kid= remiss remissid remissnr lahete henvisni prov= provnumm lid= motes= motesid meeting meetingi order= ordern orders= ordre= tilaus tilausnu bestalln bestilli arende arenden arendenr diarie diarien diarienu dnr= ocr= ocrnr= ocrnumme referens referenc ref= refnr= refno= viite viitenum faktura fakturan invoice invoicen lasku laskunro laskunum artikel artikeln artnr= art= article item= sku= ean= ean isbn issn version versio ver= rev= build= release sekvens kundnr= kundnumm asiakasn kundenr= kundenum ticket ticketid case= caseno sak= saksnr= saksnumm journal kvittonr kuitti kvitteri receipt leverant tracking kolli paket parcel shipment sparning lagernr lager= part= partno= partnumb batch= lot= serie= hash= commit= sha= md= messagei message transact transakt trans= tapahtum row= rad= belopp summa total= amount pris= price= hinta maara antal quantity kvantite timestam streckko barcode gtin= tidsstam avtal avtalsnr contract sopimus polis= polisnr policy= forsakri ansokan diarienr projekt project medlemsn medlemnu jasennum kolonne column mott= rfc= iso= figure= section= avsnitt= checksum"},
})
