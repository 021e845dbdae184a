package acceptance

import "testing"

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
