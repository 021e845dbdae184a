package cli

import (
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
)

type disclosureCommand struct {
	List       listOf[aDisclosure]         `cmd:"" help:"List what was handed to whom."`
	Due        dueOf[aDisclosure]          `cmd:"" help:"What is wrong with disclosures."`
	Permit     disclosurePermitCommand     `cmd:"" help:"Take down that a person, or a company, permits sharing."`
	Withdraw   disclosureWithdrawCommand   `cmd:"" help:"Take down that a person permits it no more."`
	Make       disclosureMakeCommand       `cmd:"" help:"Ask whether data may be handed to a recipient, and log that it is. Exit code 5 when it may not."`
	Recipients disclosureRecipientsCommand `cmd:"" help:"Who has received a person's data (Art. 15(1)(c), 19)."`
	Tell       disclosureTellCommand       `cmd:"" help:"Tell everyone who received a person's data of a correction, erasure or restriction (Art. 19)."`
}

type disclosurePermitCommand struct {
	decider
	Person     string      `help:"The person's e-mail address." placeholder:"ADDRESS" xor:"whose"`
	Company    string      `help:"The company's name." xor:"whose"`
	To         []string    `required:"" help:"Recipients, as the register names them."`
	Scope      string      `required:"" help:"The assignment."`
	Categories []string    `required:"" help:"Categories of data: contact, person.name."`
	From       string      `help:"First day." default:"today"`
	Until      varsam.Date `required:"" help:"Last day."`
	How        string      `help:"How it was given."`
}

func (c *disclosurePermitCommand) Run(s *session) error {
	return s.duties(func(_ *app, service *duty.Service) error {
		facts := duty.Facts{
			"recipients": strings.Join(c.To, " "), "scope": c.Scope, "categories": strings.Join(c.Categories, " "), "from": c.From, "until": c.Until.String(), "how": c.How,
		}
		n := duty.New{Kind: duty.Permission, Facts: facts}
		if facts["who"] = c.Person; c.Person == "" {
			n.Kind, facts["company"] = duty.CompanyPermission, c.Company
			delete(facts, "who")
		}
		r, err := service.Add(s.ctx, n, c.By)
		return s.taken(r, err)
	})
}

type disclosureWithdrawCommand struct {
	decider
	Person string `required:"" help:"The person's e-mail address." placeholder:"ADDRESS"`
}

func (c *disclosureWithdrawCommand) Run(s *session) error {
	return s.duties(func(_ *app, service *duty.Service) error {
		n, err := service.Withdraw(s.ctx, c.Person, c.By)
		if err != nil {
			return err
		}
		return s.print(map[string]int{"withdrawn": n}, func() { s.printf("permissions withdrawn: %d\n", n) })
	})
}

type disclosureMakeCommand struct {
	decider
	To         string   `required:"" help:"The recipient, as the register names it."`
	Scope      string   `required:"" help:"The assignment."`
	Categories []string `required:"" help:"Categories of data: contact, person.name."`
	Person     []string `help:"Whose data, with the company: 'anna@example.com Company AB'." placeholder:"WHO"`
	People     string   `help:"CSV file with the columns mail and company." placeholder:"FILE" type:"existingfile"`
	Law        string   `help:"The law that obliges us, for an authority."`
	What       string   `help:"What is handed over."`
}

func (c *disclosureMakeCommand) Run(s *session) error {
	people, err := c.people()
	if err != nil {
		return err
	}
	h := duty.Handing{Recipient: c.To, Scope: c.Scope, People: people, Law: c.Law, What: c.What}
	for _, category := range c.Categories {
		h.Categories = append(h.Categories, varsam.Category(category))
	}
	return s.duties(func(_ *app, service *duty.Service) error {
		r, err := service.Disclose(s.ctx, h, c.By)
		if err != nil {
			return err
		}
		return s.print(r, func() { s.printf("it may be handed over; disclosure %s is logged\n", r.ID) })
	})
}

func (c *disclosureMakeCommand) people() (all []duty.Whose, err error) {
	for _, who := range c.Person {
		mail, company, _ := strings.Cut(who, " ")
		all = append(all, duty.Whose{Mail: mail, Company: strings.TrimSpace(company)})
	}
	if c.People == "" {
		return all, nil
	}
	rows, err := readRows(c.People)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 || len(rows[0]) != 2 || rows[0][0] != "mail" || rows[0][1] != "company" {
		return nil, varsam.Errorf(varsam.Invalid, "the file of people is CSV with the heading mail,company")
	}
	for _, row := range rows[1:] {
		all = append(all, duty.Whose{Mail: row[0], Company: row[1]})
	}
	return all, nil
}

type disclosureRecipientsCommand struct {
	Person string `required:"" help:"The person's e-mail address." placeholder:"ADDRESS"`
}

func (c *disclosureRecipientsCommand) Run(s *session) error {
	return s.duties(func(_ *app, service *duty.Service) error {
		all, err := service.Recipients(s.ctx, c.Person)
		if err != nil {
			return err
		}
		return s.print(append([]duty.Received{}, all...), func() {
			var rows [][]string
			for _, r := range all {
				rows = append(rows, []string{r.Party, r.On.String(), r.Scope, r.Disclosure})
			}
			s.table([]string{"RECIPIENT", "DAY", "ASSIGNMENT", "DISCLOSURE"}, rows)
		})
	})
}

type disclosureTellCommand struct {
	decider
	Person string `required:"" help:"The person's e-mail address." placeholder:"ADDRESS"`
	Change string `required:"" enum:"rectification,erasure,restriction" help:"rectification, erasure or restriction."`
}

func (c *disclosureTellCommand) Run(s *session) error {
	return s.duties(func(_ *app, service *duty.Service) error {
		all, err := service.TellRecipients(s.ctx, c.Person, c.Change, c.By)
		if err != nil {
			return err
		}
		return s.print(append([]duty.Record{}, all...), func() {
			s.printf("recipients told: %d; each stays open until it has confirmed\n", len(all))
			for _, r := range all {
				s.printf("  %s  %s\n", r.ID, r.Subject.Name)
			}
		})
	})
}
