package cli

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/duty/clause"
	"github.com/varsam/varsam/internal/locale"
)

type agreementCommand struct {
	List     listOf[anAgreement]      `cmd:"" help:"List the agreements with processors and with customers."`
	Due      dueOf[anAgreement]       `cmd:"" help:"Who has none, and what is wrong with those that there are."`
	Add      addOf[anAgreement]       `cmd:"" help:"Take one down: agreement add party:NAME form=theirs signed=DAY."`
	Read     agreementReadCommand     `cmd:"" help:"Keep the file of one, and propose where it has the points of Art. 28(3)."`
	Confirm  agreementConfirmCommand  `cmd:"" help:"Confirm the points that a person has found in the text."`
	Subs     agreementSubsCommand     `cmd:"" help:"List our sub-processors, as customers may see them."`
	Announce agreementAnnounceCommand `cmd:"" help:"Tell every customer of a change of sub-processors, ahead."`
	Export   agreementExportCommand   `cmd:"" help:"Write everything that we hold for a customer, one JSON object a line."`
	Leave    agreementLeaveCommand    `cmd:"" help:"A customer leaves: take in the instruction to delete everything that we hold for it."`
	Certify  agreementCertifyCommand  `cmd:"" help:"Once everything is deleted and verified: keep the proof with the agreement as its certificate."`
	Copy     agreementCopyCommand     `cmd:"" help:"Keep a copy of a supplier's list of sub-processors, and show what has changed."`
}

type agreementReadCommand struct {
	decider
	dutyID
	Path string `arg:"" name:"file" help:"PDF or office document." type:"existingfile"`
}

func (c *agreementReadCommand) Run(s *session) error {
	return s.duties(func(_ *app, service *duty.Service) error {
		content, err := os.ReadFile(c.Path)
		if err != nil {
			return varsam.Errorf(varsam.Invalid, "the file cannot be read")
		}
		read, err := service.ReadAgreement(s.ctx, c.ID, filepath.Base(c.Path), content, c.By)
		if err != nil {
			return err
		}
		say, err := s.saying(nil, nil)
		if err != nil {
			return err
		}
		return s.print(read, func() { s.printClauses(say.Printer, c.ID, read) })
	})
}

func (s *session) printClauses(say locale.Printer, id string, read clause.Read) {
	found := map[string]bool{}
	for _, p := range read.Clauses {
		found[p.Letter] = true
		s.printf("(%s) %s\n    %s\n", p.Letter, p.Place, plain(p.Quote))
	}
	for _, letter := range duty.Clauses {
		if !found[letter] {
			s.printf("(%s) not found\n", letter)
		}
	}
	for _, d := range read.Differences {
		s.printf("less than (%s) %s: %s\n    %s\n", d.Letter, d.Place, say.T("duty.difference."+string(d.Kind)), plain(d.Quote))
	}
	s.printf("Read them, then: varsam agreement confirm %s --by NAME LETTER…\n", id)
}

type agreementConfirmCommand struct {
	decider
	dutyID
	Letters []string `arg:"" name:"letter" help:"The points that it has: a b c d e f g h."`
}

func (c *agreementConfirmCommand) Run(s *session) error {
	return s.duties(func(_ *app, service *duty.Service) error {
		r, err := service.ConfirmClauses(s.ctx, c.ID, c.Letters, c.By)
		return s.taken(r, err)
	})
}

type agreementSubsCommand struct {
	Feed bool `help:"The announced changes instead, newest first."`
}

func (c *agreementSubsCommand) Run(s *session) error {
	return s.duties(func(_ *app, service *duty.Service) error {
		w, err := service.World(s.ctx)
		if err != nil {
			return err
		}
		lang, err := s.language()
		if err != nil {
			return err
		}
		if c.Feed {
			news := append([]duty.News{}, duty.Feed(w, lang)...)
			return s.print(news, func() {
				for _, n := range news {
					s.printf("%s  %s (%s)\n", n.Announced, plain(n.Title), n.Until)
				}
			})
		}
		list := append([]duty.Listed{}, duty.SubProcessors(w, lang)...)
		return s.print(list, func() {
			var rows [][]string
			for _, l := range list {
				rows = append(rows, []string{l.Title, l.Task, l.Place, l.Ground, l.Since.String()})
			}
			s.table([]string{"SUB-PROCESSOR", "TASK", "PLACE", "GROUND", "SINCE"}, rows)
		})
	})
}

type agreementAnnounceCommand struct {
	decider
	dutyID
}

func (c *agreementAnnounceCommand) Run(s *session) error {
	return s.duties(func(_ *app, service *duty.Service) error {
		r, told, err := service.Announce(s.ctx, c.ID, c.By)
		if err != nil {
			return err
		}
		return s.print(map[string]any{"told": told, "effective": r.Facts["effective"]}, func() {
			s.printf("told: %s; it may take effect on %s\n", strings.Join(told, ", "), r.Facts["effective"])
		})
	})
}

type agreementCopyCommand struct {
	decider
	Party string `arg:"" help:"The supplier."`
	Path  string `arg:"" name:"file" help:"The list as text." type:"existingfile"`
}

func (c *agreementCopyCommand) Run(s *session) error {
	return s.duties(func(_ *app, service *duty.Service) error {
		content, err := os.ReadFile(c.Path)
		if err != nil {
			return varsam.Errorf(varsam.Invalid, "the file cannot be read")
		}
		r, err := service.CopyList(s.ctx, c.Party, filepath.Base(c.Path), content, c.By)
		if err != nil {
			return err
		}
		return s.print(r, func() {
			if r.Facts["changed"] == "" {
				s.printf("kept; nothing has changed since the copy before\n")
				return
			}
			for _, line := range strings.Split(r.Facts["changed"], "\n") {
				s.printf("%s\n", plain(line))
			}
			s.printf("seen and judged? varsam duty set %s --by NAME seen=yes\n", r.ID)
		})
	})
}
