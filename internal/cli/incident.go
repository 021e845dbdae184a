package cli

import (
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/register"
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

// Run notes how many people, records and kinds of data an incident concerns.
func (c *incidentAffectedCommand) Run(s *session) error {
	return s.duties(func(app *app, service *duty.Service) error {
		w, err := service.World(s.ctx)
		if err != nil {
			return err
		}
		if w.Register == nil {
			return varsam.Errorf(varsam.NotFound, "the store holds no register yet; give one with varsam register push DIR")
		}
		r, err := service.Get(s.ctx, c.ID)
		if err != nil {
			return err
		}
		found, err := c.find(s, app, w, r)
		if err != nil {
			return err
		}
		var data []string
		for _, category := range found.Categories {
			data = append(data, string(category))
		}
		_, err = service.Set(s.ctx, c.ID, duty.Facts{
			"people": strconv.Itoa(len(found.People)), "records": strconv.Itoa(found.Records), "data": strings.Join(data, " "),
		}, c.By)
		if err != nil {
			return err
		}
		if !c.List {
			found.People, found.Addresses = nil, nil
		}
		return s.print(found, func() {
			s.printf("people: %d, records: %d, without an e-mail address: %d, not searched: %d\n", len(found.People), found.Records, found.Unreached, len(found.Gaps))
			for _, to := range found.Addresses {
				s.printf("%s\n", plain(to))
			}
		})
	})
}

func (c *incidentAffectedCommand) find(s *session, app *app, w *duty.World, r duty.Record) (found duty.Affected, err error) {
	var people []varsam.Person
	if c.People != "" {
		if people, err = readPeople(c.People); err != nil {
			return found, err
		}
	}
	var spots []duty.Spot
	for _, name := range c.Collection {
		spot := duty.Spot{}
		spot.System, spot.Collection, _ = strings.Cut(name, ".")
		if c.Where != "" {
			cond, err := register.ParseCondition(c.Where)
			if err != nil {
				return found, err
			}
			spot.Where = &cond
		}
		spots = append(spots, spot)
	}
	if len(spots) == 0 && len(people) == 0 {
		return found, varsam.Errorf(varsam.Invalid, "say where it struck with --collection SYSTEM.COLLECTION, or name the people with --people FILE")
	}
	open := app.systemsOf(s.Tenant)(w.Register, w.Today)
	return duty.FindAffected(s.ctx, w.Register, open, spots, people, r.Facts.All("systems"), w.Today)
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
	Collection []string `help:"SYSTEM.COLLECTION that it struck: everybody in it is written to."`
	Where      string   `help:"Only what the condition takes."`
	People     string   `help:"CSV file with the people." placeholder:"FILE" type:"existingfile"`
}

// Run prints the letter, or sends it to everybody whom the incident concerns.
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
		w, err := service.World(s.ctx)
		if err != nil {
			return err
		}
		r, err := service.Get(s.ctx, c.ID)
		if err != nil {
			return err
		}
		find := incidentAffectedCommand{Collection: c.Collection, Where: c.Where, People: c.People}
		found, err := find.find(s, app, w, r)
		if err != nil {
			return err
		}
		n, err := service.TellPeople(s.ctx, c.ID, found.Addresses, c.By)
		if err != nil {
			return err
		}
		return s.print(map[string]int{"letters": n, "unreached": found.Unreached}, func() {
			s.printf("letters: %d; without an e-mail address: %d\n", n, found.Unreached)
		})
	})
}
