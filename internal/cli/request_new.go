package cli

import (
	"os"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/request"
)

// personFlags are the identifiers of one person.
type personFlags struct {
	Email      []string          `help:"E-mail address that is verified." placeholder:"ADDRESS"`
	Phone      []string          `help:"Phone number that is verified." placeholder:"NUMBER"`
	NationalID []string          `name:"national-id" help:"Personal identity number that is verified." placeholder:"NUMBER"`
	ID         map[string]string `help:"Other verified identifier, as TYPE=VALUE." placeholder:"TYPE=VALUE"`
	Claimed    map[string]string `help:"Identifier that is claimed but not verified; it selects nothing." placeholder:"TYPE=VALUE"`
	People     string            `help:"CSV file with a column per identifier type and a row per person." placeholder:"FILE" type:"existingfile"`
}

func (f personFlags) people() ([]varsam.Person, error) {
	if f.People != "" {
		return readPeople(f.People)
	}
	var p varsam.Person
	add := func(t varsam.IdentifierType, verified bool, values ...string) {
		for _, v := range values {
			p.Identifiers = append(p.Identifiers, varsam.Identifier{Type: t, Value: v, Verified: verified})
		}
	}
	add(varsam.Email, true, f.Email...)
	add(varsam.Phone, true, f.Phone...)
	add(varsam.NationalID, true, f.NationalID...)
	for _, t := range sortedKeys(f.ID) {
		add(varsam.IdentifierType(t), true, f.ID[t])
	}
	for _, t := range sortedKeys(f.Claimed) {
		add(varsam.IdentifierType(t), false, f.Claimed[t])
	}
	if len(p.Identifiers) == 0 {
		return nil, varsam.Errorf(varsam.Invalid, "say whom it concerns: --email, --phone, --national-id, --id or --people")
	}
	return []varsam.Person{p}, nil
}

// askFlags are the rights used.
type askFlags struct {
	Right    []string `help:"Right used: access, rectification, erasure, restriction, portability, objection, withdrawal, why, instruction. May be given several times."`
	Activity []string `help:"Activities that it is about; all that the right reaches when none is named."`
	Use      []string `help:"Uses that an objection or withdrawal is about, for example direct-marketing."`
	Article  string   `help:"Letter of Art. 18(1) for a restriction." enum:",a,b,c,d" default:""`
}

func (f askFlags) asks(party string) ([]decide.Ask, error) {
	var asks []decide.Ask
	for _, word := range f.Right {
		right := varsam.Right(word)
		if right.Article() == "" {
			return nil, varsam.Errorf(varsam.Invalid, "right %q is not known; the rights are %s", word, rightNames())
		}
		ask := decide.Ask{Person: decide.Everyone, Right: right, Activities: f.Activity, Article: f.Article, Party: party}
		for _, use := range f.Use {
			ask.Uses = append(ask.Uses, varsam.Use(use))
		}
		asks = append(asks, ask)
	}
	return asks, nil
}

func rightNames() string {
	names := make([]string, len(varsam.Rights))
	for i, r := range varsam.Rights {
		names[i] = string(r)
	}
	return strings.Join(names, ", ")
}

type requestNewCommand struct {
	registerFlag
	personFlags
	askFlags
	Received string   `help:"When it arrived: YYYY-MM-DD (noon, local) or an instant with zone; now when left out."`
	Channel  string   `help:"How it came: mail, letter, phone, visit, portal." default:"mail"`
	Letter   string   `help:"File with what the person wrote." type:"existingfile" placeholder:"FILE"`
	Identity string   `help:"How identity was checked: a note, never a copy of a document."`
	Party    string   `help:"The controller that instructs, for an instruction."`
	Correct  []string `help:"Correction, as CATEGORY=NEW or CATEGORY=OLD=NEW, for example contact.email=old@example.com=new@example.com." placeholder:"C=OLD=NEW"`
	Proof    string   `help:"What the right values rest on."`
	Disputed bool     `help:"It is not settled what is right: nothing is corrected yet, and use is restricted meanwhile (Art. 18(1)(a))."`
}

func (c *requestNewCommand) Run(s *session) error {
	in, err := c.intake()
	if err != nil {
		return err
	}
	return s.with(c.registerFlag, func(app *app) error {
		if in.Received, err = app.arrival(c.Received); err != nil {
			return err
		}
		if app.register != nil {
			if err := legible(in.People, app.register, today(app.register)); err != nil {
				return err
			}
		}
		in.Base, in.Language = app.base, varsam.Lang(s.Lang)
		r, err := app.service.New(s.ctx, in)
		if err != nil {
			return err
		}
		return s.print(r, func() {
			s.printf("%s\n", r.ID)
			s.printf("Received %s. Last day to answer: %s; last day nobody can dispute: %s.\n", r.On, r.Legal, r.Safe)
			s.printf("Next: varsam request plan %s\n", r.ID)
		})
	})
}

func (c *requestNewCommand) intake() (in request.Intake, err error) {
	if in.People, err = c.people(); err != nil {
		return in, err
	}
	if in.Asks, err = c.asks(c.Party); err != nil {
		return in, err
	}
	if in.Disputed = c.Disputed; in.Disputed {
		in.Asks = append(in.Asks, decide.Ask{Person: decide.Everyone, Right: varsam.RestrictionOf, Article: "a", Party: c.Party})
	}
	if in.Corrections, err = corrections(c.Correct); err != nil {
		return in, err
	}
	if c.Letter != "" {
		letter, err := os.ReadFile(c.Letter)
		if err != nil {
			return in, varsam.Errorf(varsam.Invalid, "the letter cannot be read")
		}
		in.Letter = string(letter)
	}
	in.Channel, in.Identity, in.Party, in.Proof = c.Channel, c.Identity, c.Party, c.Proof
	return in, in.Check()
}

func corrections(all []string) ([]plan.Correction, error) {
	var parsed []plan.Correction
	for _, text := range all {
		parts := strings.SplitN(text, "=", 3)
		switch len(parts) {
		case 2:
			parsed = append(parsed, plan.Correction{Category: varsam.Category(parts[0]), New: parts[1]})
		case 3:
			parsed = append(parsed, plan.Correction{Category: varsam.Category(parts[0]), Old: parts[1], New: parts[2]})
		default:
			return nil, varsam.Errorf(varsam.Invalid, "a correction is written CATEGORY=NEW or CATEGORY=OLD=NEW")
		}
	}
	return parsed, nil
}

// arrival reads the day or instant a request came.
func (a *app) arrival(text string) (time.Time, error) {
	if text == "" || a.register == nil { // without a register nothing is taken in
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t, nil
	}
	day, err := varsam.ParseDate(text)
	if err != nil {
		return time.Time{}, err
	}
	return day.Start(a.register.Organisation.Location()).Add(12 * time.Hour), nil
}
