package law

import "github.com/varsam/varsam"

// swedenConditions have no time: they are checked whenever data is used.
var swedenConditions = []Rule{
	{
		ID: "SE-VISSEL-REL", Law: vissel, Paragraph: w("visselblåsarlagen 7 kap. 6–7 §§", "Whistleblowing Act 7:6–7"), Jurisdiction: SE, ValidFrom: varsam.NewDate(2021, 12, 17),
		Covers: w("uppenbart irrelevanta uppgifter raderas genast; bara utsedda personer har tillgång", "plainly irrelevant data are erased at once; only named handlers have access"),
		Kind:   Condition, Trigger: EachUse, Source: "S25: imy.se; SFS 2021:890 7:6–7", Status: Confirmed,
	},
	{
		ID: "SE-PNR", Law: w("dataskyddslagen (2018:218)", "Data Protection Act (2018:218)"), Paragraph: w("dataskyddslagen 3 kap. 10 §", "Data Protection Act 3:10"), Jurisdiction: SE,
		Covers: w("personnummer och samordningsnummer utan samtycke: bara när det är klart motiverat av ändamålet, vikten av säker identifiering eller annat beaktansvärt skäl", "identity numbers without consent: only when clearly motivated by the purpose, secure identification or another weighty reason"),
		Kind:   Condition, Trigger: EachUse, Source: "S31: 3:10 as quoted in a public repository; hb.se", Status: Confirmed,
	},
	{
		ID: "SE-LEK", Law: w("lagen (2022:482) om elektronisk kommunikation", "Electronic Communications Act (2022:482)"), Paragraph: w("lagen om elektronisk kommunikation 9 kap. 28 §", "Electronic Communications Act 9:28"), Jurisdiction: SE, ValidFrom: varsam.NewDate(2022, 6, 3),
		Covers: w("kakor, lokal lagring, pixlar och SDK: information och samtycke först, utom för överföring och det som är nödvändigt för tjänsten", "cookies, local storage, pixels and SDKs: information and consent first, except for transmission and what the service needs"),
		Kind:   Condition, Trigger: EachUse, Source: "general knowledge", Status: ToVerify,
	},
	{
		ID: "SE-MFL19", Law: w("marknadsföringslagen (2008:486)", "Marketing Act (2008:486)"), Paragraph: w("marknadsföringslagen 19–20 §§", "Marketing Act ss. 19–20"), Jurisdiction: SE,
		Covers: w("reklam i e-post och sms till fysiska personer: samtycke, eller adress från en försäljning, egna likartade varor, ingen invändning och avanmälan i varje utskick; alltid giltig avsändaradress", "e-mail and text advertising to natural persons: consent, or an address from a sale, own similar products, no objection and an opt-out in every mailing; always a valid stop address"),
		Kind:   Condition, Trigger: EachUse, Source: "S32: iabsverige.se, expowera.se", Status: Confirmed,
	},
}
