package acceptance

import (
	"strings"
	"testing"
)

// club is a small organisation with the odd tables that grown systems have.
type club struct {
	*house
	db *database
}

const clubOrganisation = `organisation: club
format: 1
title: {sv: Exempelklubben, en: Example Club}
country: SE
zone: Europe/Stockholm
language: en
fiscal_year: "01-01"
contact: {name: Office, email: privacy@club.example}
`

func newClub(t *testing.T, e engine, script, collections string) *club {
	t.Helper()
	c := &club{house: newHouse(t), db: e.new(t)}
	c.db.exec(script)
	c.set("CLUB_DSN", c.db.dsn)
	c.write("organisation.yaml", clubOrganisation)
	for name, rest := range map[string]string{
		"membership": "basis: {article: 6.1.b}\nkeep: {while: relation}\nneeds: [person.name, contact, consent, behaviour]\n",
		"photos":     "basis: {article: 6.1.a}\nkeep: {while: consent}\nneeds: [consent]\nuses: [photo]\n",
		"questions":  "basis: {article: 6.1.c, law: SE-BFL}\nkeep: {law: SE-BFL}\nneeds: [behaviour]\n",
	} {
		c.write("activities/"+name+".yaml", "activity: "+name+"\npurpose: {sv: Ändamål, en: Purpose}\nsubjects: [member]\n"+rest)
	}
	c.write("systems/club.yaml", "system: club\nconnector: "+e.name+"\nsettings: {dsn: \"env:CLUB_DSN\"}\noperator: self\ncountry: SE\nowner: office\nbackups: {kept: 0 days}\ncollections:\n"+collections)
	return c
}

const members = `  members:
    person: self
    fields: {id: id.member, name: person.name, email: {data: contact.email, identifies: email}}
    carried_by: [membership]
    end: erase
`

// TestOneConsentOfSeveral is withdrawn, in a table that holds all: the others stand,
// and what the request is not about waits for nobody's decision.
func TestOneConsentOfSeveral(t *testing.T) {
	onEach(t, func(t *testing.T, e engine) {
		c := newClub(t, e, `CREATE TABLE members (id BIGINT PRIMARY KEY, name VARCHAR(90), email VARCHAR(90));
			CREATE TABLE consents (member BIGINT, kind VARCHAR(20), given DATE, withdrawn DATE, PRIMARY KEY (member, kind));
			CREATE TABLE invoices (id BIGINT PRIMARY KEY, member BIGINT, booked VARCHAR(20));
			INSERT INTO members VALUES (1, 'Anna', 'qqanna@example.com'), (2, 'Bo', 'qqbo@example.com');
			INSERT INTO consents VALUES (1, 'photo', '2025-01-01', NULL), (1, 'list', '2025-01-01', NULL), (2, 'photo', '2025-01-01', NULL);
			INSERT INTO invoices VALUES (1, 1, 'some day')`, members+`  consents:
    person: {through: member, to: members}
    fields: {member: id.member, kind: consent, given: consent, withdrawn: {data: consent, stop: {use: photo, set: now}}}
    carried_by:
      - {activity: photos, when: {kind: photo}, consent: {given: given, withdrawn: withdrawn, wording: kind}}
      - {activity: membership, when: {kind: list}}
    end: erase
  invoices:
    person: {through: member, to: members}
    fields: {id: id.invoice, booked: behaviour}
    carried_by: [{activity: questions, from: booked}]
    end: erase
`)
		before := c.db.dump()
		id, p := c.approved("--right", "withdrawal", "--use", "photo", "--email", "qqanna@example.com")
		for _, o := range p.Objects {
			if o.Fate == "review" {
				t.Errorf("somebody has to decide for what nobody asked: %+v", o)
			}
		}
		answer, _ := c.finish(id)
		mustHold(t, "the answer", answer, []string{"photo"}, "We have not done all", "Not decided yet")
		after := c.db.dump()
		if n := len(c.db.rows("consents", " WHERE member = 1 AND kind = 'photo' AND withdrawn IS NULL")); n != 0 {
			t.Error("the consent stands")
		}
		for _, db := range []map[string][]string{before, after} {
			db["consents"] = keptOf(db["consents"], c.db.contents("consents", " WHERE kind = 'list' OR member = 2"))
		}
		diff(t, "the others", before, after)
	})
}

// TestOneColumnToSeveralTables: what owner_id leads to, another column says. Nobody
// gets what another's record of the same number has, nor does it keep hers.
func TestOneColumnToSeveralTables(t *testing.T) {
	onEach(t, func(t *testing.T, e engine) {
		c := newClub(t, e, `CREATE TABLE members (id BIGINT PRIMARY KEY, name VARCHAR(90), email VARCHAR(90), ended DATE);
			CREATE TABLE cars (id BIGINT PRIMARY KEY, member BIGINT, sold DATE);
			CREATE TABLE notes (id BIGINT PRIMARY KEY, owner_type VARCHAR(20), owner_id BIGINT, says VARCHAR(90));
			INSERT INTO members VALUES (1, 'Anna', 'qqanna@example.com', '2020-01-01'), (2, 'Bo', 'qqbo@example.com', '2020-01-01'), (3, 'Eva', 'qqeva@example.com', NULL);
			INSERT INTO cars VALUES (1, 2, '2020-01-01'), (2, 3, NULL), (7, 1, '2020-01-01');
			INSERT INTO notes VALUES (1, 'member', 1, 'hers'), (2, 'car', 1, 'of the car of Bo'), (3, 'car', 7, 'of her car'),
				(4, 'member', 7, 'nobodys'), (5, 'shelf', 1, 'a shelf'), (6, 'car', 2, 'of the car of Eva'), (7, 'member', 3, 'of Eva')`, `  members:
    person: self
    fields: {id: id.member, name: person.name, email: {data: contact.email, identifies: email}, ended: behaviour}
    carried_by: [{activity: membership, until: ended}]
    end: erase
  cars:
    person: {through: member, to: members}
    fields: {id: id.car, member: id.member, sold: behaviour}
    carried_by: [{activity: membership, until: sold}]
    end: erase
  notes:
    person:
      - {through: owner_id, to: members, when: {owner_type: member}}
      - {through: owner_id, to: cars, when: {owner_type: car}}
    fields: {id: id.note, owner_type: id.note, owner_id: id.note, says: behaviour.message}
    carried_by:
      - {activity: membership, when: {owner_type: member}, until: owner_id.ended}
      - {activity: membership, when: {owner_type: car}, until: owner_id.sold}
    end: erase
`)
		c.must(0, "check", c.register, "--live")
		before := c.db.dump()
		id, p := c.approved("--right", "access", "--right", "erasure", "--email", "qqanna@example.com")
		if len(p.Gaps) > 0 {
			t.Errorf("not searched: %+v", p.Gaps)
		}
		text := c.read(c.copy(id) + "/copy.txt")
		mustHold(t, "the copy", text, []string{"hers", "of her car"}, "of Bo", "nobodys", "shelf", "Eva")
		c.finish(id)
		after := c.db.dump()
		before["members"] = keptOf(before["members"], c.db.contents("members", " WHERE id <> 1"))
		before["cars"] = keptOf(before["cars"], c.db.contents("cars", " WHERE id <> 7"))
		before["notes"] = keptOf(before["notes"], c.db.contents("notes", " WHERE id NOT IN (1, 3)"))
		if len(before["notes"]) != 5 {
			t.Errorf("of others' notes %q are left", before["notes"])
		}
		diff(t, "what is left", before, after)

		// Of Bo's, only what is about his car goes by time, and then he: the note of a
		// shelf, and Eva's, keep neither.
		c.culls()
		left := c.db.dump()
		diff(t, "members", c.db.contents("members", " WHERE id = 3"), left["members"])
		diff(t, "cars", c.db.contents("cars", " WHERE id = 2"), left["cars"])
		diff(t, "notes", c.db.contents("notes", " WHERE id IN (4, 5, 6, 7)"), left["notes"])
	})
}

// culls lets go what is due, with the yes of two.
func (c *club) culls() {
	c.Helper()
	var run struct{ Run, Digest string }
	c.json(0, &run, "cull", "plan", "--register", c.register)
	c.must(1, "cull", "approve", run.Run, "--digest", run.Digest, "--by", "anna")
	c.must(0, "cull", "approve", run.Run, "--digest", run.Digest, "--by", "bo")
	c.must(0, "cull", "run", run.Run)
}

// TestSeveralInOneCell: arrays, documents and lists with signs between are searched
// for each that they hold, and whoever has nearly the same is nobody's neighbour.
func TestSeveralInOneCell(t *testing.T) {
	onEach(t, func(t *testing.T, e engine) {
		list, lists := "VARCHAR(200)", map[string]string{
			"anna": "'qqanna@example.com; \"Anna\" <QQanna.b@example.org>'", "bo": "'qqbo@example.com,qqbertil@example.com'",
			"eva": "'qqeva@example.com'", "old": "'qqanna.b@example.org|qqother@example.com'",
		}
		if e.name == "postgres" {
			list, lists = "TEXT[]", map[string]string{
				"anna": "'{qqanna@example.com,QQanna.b@example.org}'", "bo": "'{qqbo@example.com,qqbertil@example.com}'",
				"eva": "'{qqeva@example.com}'", "old": "'{qqanna.b@example.org,qqother@example.com}'",
			}
		}
		c := newClub(t, e, `CREATE TABLE members (id BIGINT PRIMARY KEY, name VARCHAR(90), mails `+list+`, phones VARCHAR(90));
			CREATE TABLE orders (id BIGINT PRIMARY KEY, mail VARCHAR(90), ended DATE);
			INSERT INTO members VALUES (1, 'Anna Berg', `+lists["anna"]+`, '["070-174 06 05", "+46701740606"]'), (2, 'Bo Ek', `+lists["bo"]+`, NULL),
				(3, 'Eva Ny', `+lists["eva"]+`, '["070-174 06 07"]'), (4, 'Anna Berg', `+lists["old"]+`, '["070-174 06 06"]');
			INSERT INTO orders VALUES (1, 'qqanna.b@example.org', '2020-01-01'), (2, 'qqanna.b@example.or', '2020-01-01'), (3, 'qqbertil@example.com', '2020-01-01')`, `  members:
    person: self
    fields: {id: id.member, name: person.name, mails: {data: contact.email, identifies: email, several: true}, phones: {data: contact.phone, identifies: phone, several: true, extends: false}}
    carried_by: [membership]
    end: erase
  orders:
    person: self
    fields: {id: id.order, mail: {data: contact.email, identifies: email}, ended: behaviour}
    carried_by: [{activity: membership, until: ended}]
    end: erase
`)
		found := func(args ...string) (all []string) {
			var f found
			c.json(0, &f, append([]string{"find", "--register", c.register}, args...)...)
			for _, o := range f.Objects {
				all = append(all, o.Collection+" "+o.Key+" "+o.Ownership)
			}
			if !f.Complete {
				t.Errorf("%v: not complete: %+v", args, f.Gaps)
			}
			return all
		}
		diff(t, "by the first address", []string{"members 1 own"}, found("--email", "qqanna@example.com"))
		diff(t, "by the other, and a phone", []string{"members 1 own", "members 4 own", "orders 1 own"}, found("--email", "qqanna.b@example.org", "--phone", "0701740606"))
		diff(t, "by the second", []string{"members 2 own", "orders 3 own"}, found("--email", "qqbertil@example.com"))
		diff(t, "by a part of one", []string(nil), func() []string {
			c.must(3, "find", "--register", c.register, "--email", "ba@example.com")
			return nil
		}())
	})
}

// TestReducedToOneOfFew: a row that another needs is reduced, and where a CHECK lets a
// column have a few values it gets one of them, not a word that the database refuses.
func TestReducedToOneOfFew(t *testing.T) {
	onEach(t, func(t *testing.T, e engine) {
		c := newClub(t, e, `CREATE TABLE members (id BIGINT PRIMARY KEY, name VARCHAR(90) NOT NULL, email VARCHAR(90) NOT NULL UNIQUE,
				kind VARCHAR(10) NOT NULL CHECK (kind IN ('junior', 'senior')), stars BIGINT NOT NULL CHECK (stars IN (3, 5)), ended DATE);
			CREATE TABLE invoices (id BIGINT PRIMARY KEY, member BIGINT NOT NULL REFERENCES members (id), booked DATE, blocked INT);
			INSERT INTO members VALUES (1, 'Anna', 'qqanna@example.com', 'junior', 3, '2020-01-01'), (2, 'Bo', 'qqbo@example.com', 'senior', 5, '2020-01-01');
			INSERT INTO invoices VALUES (1, 1, '`+today(t).String()+`', 0), (2, 2, '`+today(t).String()+`', 0)`, `  members:
    person: self
    fields: {id: id.member, name: person.name, email: {data: contact.email, identifies: email}, kind: behaviour, stars: behaviour, ended: behaviour}
    carried_by: [{activity: membership, until: ended}]
    end: erase
  invoices:
    person: {through: member, to: members}
    fields: {id: id.invoice, member: id.member, booked: payment, blocked: payment}
    carried_by: [{activity: questions, from: booked}]
    restrict: {flag: {blocked: 1}}
    end: erase
`)
		before := c.db.dump()
		id, _ := c.approved("--right", "erasure", "--email", "qqanna@example.com")
		_, r := c.finish(id)
		for _, step := range r.Steps {
			if step.State != "verified" {
				t.Errorf("%+v", step)
			}
		}
		after := c.db.dump()
		if anna := strings.Join(c.db.contents("members", " WHERE id = 1"), ""); strings.Contains(anna, "Anna") || strings.Contains(anna, "qqanna") {
			t.Errorf("she is not reduced: %s", anna)
		}
		diff(t, "Bo", c.db.contents("members", " WHERE id = 2"), keptOf(before["members"], after["members"]))
	})
}
