package cli

import (
	"cmp"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
)

type incidentCommand struct {
	Report    incidentReportCommand    `cmd:"" help:"Take a breach down; the 72 hours run from when somebody here knew."`
	List      listOf[anIncident]       `cmd:"" help:"List the breaches, open or closed (Art. 33(5))."`
	Due       dueOf[anIncident]        `cmd:"" help:"What is to be done about breaches, and by when."`
	Notice    incidentNoticeCommand    `cmd:"" help:"Print the notification to the authority, in the order of its form."`
	Notified  incidentNotifiedCommand  `cmd:"" help:"Note that the authority was notified: a first time, a supplement, or completely."`
	Affected  incidentAffectedCommand  `cmd:"" help:"Find the people whom a breach concerns, and note how many they are."`
	Customers incidentCustomersCommand `cmd:"" help:"As processor: tell each customer whose data it concerns (Art. 33(2))."`
	Letter    incidentLetterCommand    `cmd:"" help:"Write the letter of Art. 34 to the people; print it without --send."`
}

type incidentReportCommand struct {
	decider
	Title  string   `arg:"" help:"What has happened, in a few words."`
	Aware  string   `help:"When somebody here knew: 2026-12-24T16:20, or now." default:"now"`
	What   string   `help:"More about it."`
	System []string `help:"A system that it is about."`
}

func (c *incidentReportCommand) Run(s *session) error {
	return s.duties(func(_ *app, service *duty.Service) error {
		r, err := service.Report(s.ctx, duty.Reported{Title: c.Title, What: c.What, Aware: c.Aware, Systems: c.System}, c.By)
		if err != nil {
			return err
		}
		w, err := service.World(s.ctx)
		if err != nil {
			return err
		}
		due := duty.NoticeDue(r).In(w.Zone())
		return s.print(map[string]any{"incident": r.ID, "notify_by": due, "customers": r.Facts.All("customers")}, func() {
			s.printf("incident %s; if it is to be notified, by %s\n", r.ID, due.Format("2006-01-02 15:04"))
			if customers := r.Facts.All("customers"); len(customers) > 0 {
				s.printf("customers concerned: %s; tell them with varsam incident customers %s\n", strings.Join(customers, ", "), r.ID)
			}
		})
	})
}

type incidentNoticeCommand struct{ dutyID }

func (c *incidentNoticeCommand) Run(s *session) error {
	return s.oneIncident(c.ID, func(say saying, w *duty.World, r duty.Record) error {
		text := duty.AuthorityNotice(say.Printer, w, r)
		return s.print(map[string]string{"text": text}, func() { s.printf("%s", text) })
	})
}

// oneIncident opens an incident for reading.
func (s *session) oneIncident(id string, do func(saying, *duty.World, duty.Record) error) error {
	return s.duties(func(_ *app, service *duty.Service) error {
		r, err := service.Get(s.ctx, id)
		if err != nil {
			return err
		}
		if r.Kind != duty.Incident {
			return varsam.Errorf(varsam.NotFound, "there is no incident %s", id)
		}
		w, err := service.World(s.ctx)
		if err != nil {
			return err
		}
		say, err := s.saying(w.Register, nil)
		if err != nil {
			return err
		}
		return do(say, w, r)
	})
}

type incidentNotifiedCommand struct {
	decider
	dutyID
	At         string      `help:"When: 2026-12-24T16:20, or now." default:"now"`
	Reference  string      `help:"The authority's reference."`
	LateReason string      `help:"Why it comes after the 72 hours."`
	Complete   bool        `help:"Nothing more will follow."`
	Supplement varsam.Date `help:"By when more follows."`
}

func (c *incidentNotifiedCommand) Run(s *session) error {
	return s.duties(func(_ *app, service *duty.Service) error {
		r, err := service.Get(s.ctx, c.ID)
		if err != nil {
			return err
		}
		facts := duty.Facts{"notify": "yes"}
		if r.Facts["notified"] == "" {
			facts["notified"] = c.At
		}
		if c.Complete {
			facts["complete"] = c.At
		}
		for name, value := range map[string]string{"reference": c.Reference, "late_reason": c.LateReason, "supplement": c.Supplement.String()} {
			if value != "" {
				facts[name] = value
			}
		}
		r, err = service.Set(s.ctx, c.ID, facts, c.By)
		return s.taken(r, err)
	})
}

type incidentAffectedCommand struct {
	decider
	dutyID
	Collection []string `help:"SYSTEM.COLLECTION that it struck: everybody in it."`
	Where      string   `help:"Only what the condition takes, as the register writes it: '{project_id: 17}'."`
	People     string   `help:"CSV file with a column per identifier type and a row per person." placeholder:"FILE" type:"existingfile"`
	List       bool     `help:"Print the addresses."`
}

// Run finds whom an incident concerns, and notes how many they are.
func (c *incidentAffectedCommand) Run(s *session) error {
	return s.duties(func(app *app, service *duty.Service) error {
		found, err := c.find(s, app, service)
		if err != nil {
			return err
		}
		out := struct {
			duty.Traced
			List []duty.Reached `json:"list,omitempty"`
		}{Traced: found}
		for part := 1; c.List && part <= found.Parts; part++ {
			some, err := service.AffectedPeople(s.ctx, c.ID, part)
			if err != nil {
				return err
			}
			out.List = append(out.List, some...)
		}
		return s.print(out, func() { s.showAffected(found, out.List) })
	})
}

func (s *session) showAffected(found duty.Traced, list []duty.Reached) {
	s.printf("people: %d (by mail %d, by letter %d, without an address %d, written to by their customer %d), records: %d, not searched: %d\n",
		found.People, found.ByMail, found.ByLetter, found.Unreached, found.Customers, found.Records, len(found.Gaps))
	for _, who := range list {
		s.printf("%s\n", plain(strings.ReplaceAll(cmp.Or(who.To, who.Identifiers[0].Value), "\n", ", ")))
	}
}

func (c *incidentAffectedCommand) find(s *session, app *app, service *duty.Service) (found duty.Traced, err error) {
	var order duty.Order
	if c.People != "" {
		if order.People, err = readPeople(c.People); err != nil {
			return found, err
		}
	}
	for _, name := range c.Collection {
		system, collection, _ := strings.Cut(name, ".")
		order.Spots = append(order.Spots, duty.Struck{System: system, Collection: collection, Where: c.Where})
	}
	if len(order.Spots)+len(order.People) == 0 {
		return found, varsam.Errorf(varsam.Invalid, "say where it struck with --collection SYSTEM.COLLECTION, or name the people with --people FILE")
	}
	if app.register != nil {
		if err := searchable(order.People, app.register); err != nil {
			return found, err
		}
	}
	return service.FindAffected(s.ctx, c.ID, order, c.By)
}

type incidentCustomersCommand struct {
	decider
	dutyID
}

func (c *incidentCustomersCommand) Run(s *session) error {
	return s.duties(func(_ *app, service *duty.Service) error {
		told, err := service.TellCustomers(s.ctx, c.ID, c.By)
		if err != nil {
			return err
		}
		return s.print(map[string][]string{"told": told}, func() { s.printf("told: %s; varsam mail list shows the letters\n", strings.Join(told, ", ")) })
	})
}

type incidentLetterCommand struct {
	dutyID
	Send       bool     `help:"Send it, and note that the people were told."`
	By         string   `help:"Who sends it; needed with --send."`
	Collection []string `help:"SYSTEM.COLLECTION that it struck, to look for its people first; those that incident affected found when left out."`
	Where      string   `help:"Only what the condition takes."`
	People     string   `help:"CSV file with the people." placeholder:"FILE" type:"existingfile"`
}

// Run prints the letter, or sends it to everybody whom the incident concerns and who
// has not got it.
func (c *incidentLetterCommand) Run(s *session) error {
	if !c.Send {
		return s.oneIncident(c.ID, func(say saying, w *duty.World, r duty.Record) error {
			subject, text := duty.PeopleLetter(say.Printer, w, r)
			return s.print(map[string]string{"subject": subject, "text": text}, func() { s.printf("%s\n\n%s", subject, text) })
		})
	}
	if c.By == "" {
		return varsam.Errorf(varsam.Invalid, "say who sends it with --by")
	}
	return s.duties(func(app *app, service *duty.Service) error {
		if len(c.Collection) > 0 || c.People != "" {
			find := incidentAffectedCommand{decider: decider{By: c.By}, dutyID: c.dutyID, Collection: c.Collection, Where: c.Where, People: c.People}
			if _, err := find.find(s, app, service); err != nil {
				return err
			}
		}
		n, err := service.SendLetters(s.ctx, c.ID, c.By)
		if err != nil {
			return err
		}
		found, err := service.Traced(s.ctx, c.ID)
		if err != nil {
			return err
		}
		return s.print(map[string]int{"letters": n, "unreached": found.Unreached}, func() {
			s.printf("letters: %d; without an address: %d\n", n, found.Unreached)
		})
	})
}
