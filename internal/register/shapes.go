package register

func part(form Form, key string) Shape       { return Shape{Key: key, Form: form} }
func line(key string) Shape                  { return part(LineForm, key) }
func name(key string, from Source) Shape     { return Shape{Key: key, Form: NameForm, From: from} }
func many(key string, from Source) Shape     { return Shape{Key: key, Form: ManyForm, From: from} }
func choice(key string) Shape                { return part(ChoiceForm, key) }
func day(key string) Shape                   { return part(DayForm, key) }
func tick(key string) Shape                  { return part(TickForm, key) }
func group(key string, parts ...Shape) Shape { return Shape{Key: key, Form: GroupForm, Parts: parts} }

func rows(key, short string, parts ...Shape) Shape {
	return Shape{Key: key, Form: RowsForm, Parts: parts, short: short}
}

func pairs(key string, from Source, of Shape) Shape {
	return Shape{Key: key, Form: PairsForm, From: from, Parts: []Shape{of}}
}

// inLanguages is a short text in several languages; long, one that may have several
// lines.
func inLanguages(key string) Shape {
	return group(key, line("sv"), line("en"), line("sv-FI"), line("fi"))
}

func long(key string) Shape {
	return group(key, part(TextForm, "sv"), part(TextForm, "en"), part(TextForm, "sv-FI"), part(TextForm, "fi"))
}

func contact(key string) Shape {
	return group(key, line("name"), line("email"), line("phone"), line("address"), line("web"))
}

func keep() Shape {
	return group("keep", name("law", FromLaws), part(PeriodForm, "period"), part(PeriodForm, "earliest"), part(PeriodForm, "latest"),
		line("from"), inLanguages("start"), choice("while"))
}

func measures() Shape {
	return rows("measures", "", line("measure"), inLanguages("title"), tick("private"), day("tested"), day("review"))
}

func filing(key string) Shape { return group(key, line("folder"), line("subject"), line("known")) }

// outlines are the forms: every key of the schema, in the order in which people
// think of it. A test holds them against the schema.
func outlines() map[Kind][]Shape {
	return map[Kind][]Shape{
		OrganisationKind: {
			inLanguages("title"), line("number"), name("country", FromCountries), name("zone", FromZones), choice("language"), tick("public"),
			contact("contact"), contact("officer"), contact("representative"),
			line("fiscal_year"), rows("fiscal_years", "", day("start"), day("end")), measures(), day("gpc"),
			rows("patterns", "", line("pattern"), name("data", FromCategories), line("expression"), many("words", ""), many("beside", "")),
		},
		ActivityKind: {
			inLanguages("title"), long("purpose"), name("owner", FromOwners), choice("role"), name("party", FromParties),
			group("basis", choice("article"), name("law", FromLaws), choice("condition"),
				group("interest", long("interest"), part(TextForm, "necessity"), part(TextForm, "balance"), day("review"))),
			many("subjects", FromSubjects), many("needs", FromCategories), many("recipients", FromRecipients), many("uses", FromUses),
			keep(), choice("on_request"), group("instruction", line("document"), day("given")),
			group("automated_decisions", long("logic"), long("consequences")), long("withheld"), long("nature"), tick("draft"),
		},
		SystemKind: {
			inLanguages("title"), name("connector", FromConnectors), pairs("settings", "", part(CellForm, "value")),
			name("operator", FromOperators), name("country", FromCountries), name("zone", FromZones), name("owner", FromOwners), many("access", FromRoles),
			group("backups", part(PeriodForm, "kept")), measures(),
			rows("cookies", "", line("cookie"), choice("kind"), choice("category"), inLanguages("purpose"), name("provider", FromOperators), part(PeriodForm, "kept")),
			pairs("personal", "", line("value")),
			group("requests", name("messages", FromCollections), many("accounts", ""), many("folders", ""), day("since"), part(YesNoForm, "receipts")),
			group("routine", name("messages", FromCollections), many("inbox", ""), part(NumberForm, "day"), filing("cases"), filing("customers"),
				group("begun", day("informed"), day("screened"), day("negotiated"))),
			tick("draft"),
		},
		CollectionKind: {
			inLanguages("title"), line("source"),
			rows("person", "self", tick("self"), many("through", ""), name("to", FromCollections), many("key", ""), part(YAMLForm, "when"), tick("shared"), choice("whose"), tick("detach")),
			rows("carried_by", "activity", name("activity", FromActivities), part(YAMLForm, "when"), name("from", FromColumns), name("until", FromColumns),
				group("consent", name("given", FromColumns), name("withdrawn", FromColumns), name("wording", FromColumns)), keep()),
			tick("events"), choice("end"),
			group("restrict", line("move"), pairs("flag", FromColumns, part(CellForm, "value")), tick("blank"), line("obeys"), line("reader")),
			group("anonymise", pairs("columns", FromColumns, Shape{Key: "value", Form: YAMLForm, From: FromRecodings}), many("keep", FromColumns), many("harmless", FromColumns),
				many("sensitive", FromColumns), choice("measure"), part(NumberForm, "k"), part(NumberForm, "l"), part(NumberForm, "wait"),
				pairs("mark", FromColumns, part(CellForm, "value"))),
			rows("references", "", many("columns", FromColumns), name("to", FromCollections), many("key", "")), tick("draft"),
		},
		FieldKind: {
			name("data", FromCategories), name("identifies", FromIdentifiers), part(YesNoForm, "extends"), tick("several"), name("source", FromSources), choice("needed"), line("reason"),
			tick("text"), tick("protects"), choice("about"), group("stop", name("use", FromUses), part(CellForm, "set")), tick("draft"),
		},
		PartyKind: {
			inLanguages("title"), choice("kind"), name("country", FromCountries), long("service"), day("since"), contact("contact"),
			group("agreement", line("kind"), line("version"), day("signed"), day("ends"), line("document"), many("clauses", ""), contact("point"), long("essence")),
			group("transfer", choice("mechanism"), line("module"), day("checked"), day("until"), tick("hr")),
		},
	}
}
