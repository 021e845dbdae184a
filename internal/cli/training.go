package cli

import (
	"os"
	"path/filepath"
	"strconv"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
)

type trainingCommand struct {
	List   listOf[aTraining]     `cmd:"" help:"List the trainings taken, with their results."`
	Due    dueOf[aTraining]      `cmd:"" help:"Who is to take which course, and who is late."`
	Add    addOf[aTraining]      `cmd:"" help:"Note a result: training add staff:ID course=ID done=DAY outcome=passed."`
	Course trainingCourseCommand `cmd:"" help:"Take a course down with its lessons: '# Title', text, '? question', '- wrong', '* right'."`
	Invite trainingInviteCommand `cmd:"" help:"Mail everybody who is to take a course their own link to it."`
	Staff  trainingStaffCommand  `cmd:"" help:"Take the staff from a list: CSV with name, mail, number, roles, start, ends."`
}

type trainingCourseCommand struct {
	decider
	Path   string `arg:"" name:"file" help:"The lessons." type:"existingfile"`
	Title  string `help:"The course's name; the first lesson's when left out."`
	Roles  string `help:"For these roles only."`
	Every  int    `help:"Months until it is taken again; once when left out."`
	Within int    `help:"Days that somebody new has." default:"30"`
	Pass   int    `help:"Right answers of a hundred." default:"80"`
	Owner  string `help:"Who sees to it."`
}

func (c *trainingCourseCommand) Run(s *session) error {
	return s.duties(func(_ *app, service *duty.Service) error {
		content, err := os.ReadFile(c.Path)
		if err != nil {
			return varsam.Errorf(varsam.Invalid, "the file cannot be read")
		}
		facts := duty.Facts{"title": c.Title, "roles": c.Roles, "within": strconv.Itoa(c.Within), "pass": strconv.Itoa(c.Pass)}
		if c.Every > 0 {
			facts["every"] = strconv.Itoa(c.Every)
		}
		r, err := service.AddCourse(s.ctx, facts, filepath.Base(c.Path), content, c.Owner, c.By)
		return s.taken(r, err)
	})
}

type trainingInviteCommand struct {
	decider
	dutyID
	Public publicURL `help:"Address of the pages." env:"VARSAM_PUBLIC" placeholder:"URL"`
}

func (c *trainingInviteCommand) Run(s *session) error {
	return s.duties(func(_ *app, service *duty.Service) error {
		if c.Public != "" {
			service.Address = string(c.Public)
		}
		n, err := service.Invite(s.ctx, c.ID, c.By)
		if err != nil {
			return err
		}
		return s.print(map[string]int{"invited": n}, func() { s.printf("invited: %d\n", n) })
	})
}

type trainingStaffCommand struct {
	decider
	Path string `arg:"" name:"file" help:"The list." type:"existingfile"`
	All  bool   `help:"It is everybody: who is not on it has left."`
}

func (c *trainingStaffCommand) Run(s *session) error {
	return s.duties(func(_ *app, service *duty.Service) error {
		data, err := os.ReadFile(c.Path)
		if err != nil {
			return varsam.Errorf(varsam.Invalid, "the list cannot be read")
		}
		done, err := service.ImportStaff(s.ctx, data, c.All, c.By)
		if err != nil {
			return err
		}
		return s.print(done, func() { s.printf("new: %d, changed: %d, left: %d\n", done.Added, done.Changed, done.Left) })
	})
}
