package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/example"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/system/mailbox/postoffice"
)

type demoCommand struct {
	Once   bool   `help:"End by itself when the main job is done. Until there are pages to show, it always does."`
	Dir    string `help:"Folder for the made-up systems, the store and what is handed out; a temporary one when left out." placeholder:"DIR"`
	People int    `help:"How many people the made-up organisation knows; the example's own number when left out."`
}

// demo is one run: a person asks for a copy and then to be erased.
type demo struct {
	*session
	dir  string
	made *example.Made
	app  *app
	id   string
	pack string
}

// Run makes an organisation on SQLite, with a mailbox in this process and a folder, and carries one request from arrival to a
// verified proof.
func (c *demoCommand) Run(s *session) error {
	dir, err := c.folder()
	if err != nil {
		return err
	}
	office, err := postoffice.Open()
	if err != nil {
		return varsam.Wrap(varsam.Unavailable, err, "opening a post office")
	}
	defer office.Close()
	made, err := example.Generate(s.ctx, "demo", example.Options{Dir: filepath.Join(dir, "systems"), People: c.People, Office: office, Replace: true})
	if err != nil {
		return err
	}
	story := *s // it is for people; programs are told what came of it
	if story.JSON = false; s.JSON {
		story.out = io.Discard
	}
	d := &demo{session: &story, dir: dir, made: made}
	d.Data = filepath.Join(dir, "data")
	err = d.with(registerFlag{made.Register}, func(app *app) error {
		d.app = app
		for _, step := range []func() error{d.arrive, d.plan, d.copy, d.act, d.assisted, d.answer, d.prove} {
			if err := step(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.print(map[string]any{"request": d.id, "folder": dir, "pack": d.pack, "verified": true}, func() {})
}

func (c *demoCommand) folder() (string, error) {
	if c.Dir == "" {
		return os.MkdirTemp("", "varsam-demo-")
	}
	return filepath.Abs(c.Dir)
}

func (d *demo) heading(format string, args ...any) {
	d.printf("\n── %s ──\n", d.said(format, args...))
}

// arrive takes in a letter: "a copy of everything, and then erase me".
func (d *demo) arrive() error {
	who := d.made.Cast["anna"]
	d.heading("%s writes: “Skicka en kopia av allt ni har om mig, och radera mig sedan.”", who.Name)
	r, err := d.app.service.New(d.ctx, request.Intake{Base: d.app.base, Case: request.Case{
		People: []varsam.Person{{Identifiers: []varsam.Identifier{{Type: varsam.Email, Value: who.Email, Verified: true}}}},
		Asks: []decide.Ask{
			{Person: decide.Everyone, Right: varsam.Access},
			{Person: decide.Everyone, Right: varsam.Erasure},
		},
		Channel: "mail", Identity: "answered from the address on file", Language: varsam.Lang(d.Lang),
	}})
	d.id = r.ID
	d.printf("Request %s, received %s, last day to answer %s.\n", r.ID, r.On, r.Legal)
	return err
}

// plan searches, and lets a handler decide what a machine must not.
func (d *demo) plan() error {
	d.heading("Located, decided, planned – nothing is changed yet")
	p, err := d.app.service.Plan(d.ctx, d.id)
	if err != nil {
		return err
	}
	return d.showPlan(d.app.register, p)
}

// copy hands the copy over before anything is changed.
func (d *demo) copy() error {
	d.heading("The copy, made and delivered before anything is changed")
	files, err := d.app.service.Copy(d.ctx, d.id, 0, varsam.Lang(d.Lang), true)
	if err != nil {
		return err
	}
	return d.write(filepath.Join(d.dir, "copy"), files)
}

// act says yes to the digest and runs it.
func (d *demo) act() error {
	d.heading("Approved by digest, and carried out")
	view, err := d.app.service.Show(d.ctx, d.id)
	if err != nil {
		return err
	}
	if err := d.app.service.Approve(d.ctx, d.id, view.Digest, "demo"); err != nil {
		return err
	}
	report, err := d.app.service.Run(d.ctx, d.id, nil)
	if err != nil {
		return err
	}
	d.steps(report.Steps)
	return nil
}

// assisted lets the owners of what has no interface answer, and runs to the end.
func (d *demo) assisted() error {
	tasks, err := d.app.service.Tasks(d.ctx)
	if err != nil {
		return err
	}
	d.heading("%d task(s) answered by their owners", len(tasks))
	for _, t := range tasks {
		answer := act.Answer{Found: act.NotFound, Proof: "looked through on the day"}
		if err := d.app.service.AnswerTask(d.ctx, t.Request, t.Step, answer, t.Owner); err != nil {
			return err
		}
		d.printf("%s %s: not found, says %s\n", t.Step, t.System, t.Owner)
	}
	report, err := d.app.service.Run(d.ctx, d.id, nil)
	if err != nil {
		return err
	}
	d.showReport(report)
	if report.Request.State != request.Done {
		return varsam.Errorf(varsam.Internal, "the demo's request is %s, not done", report.Request.State)
	}
	return nil
}

// answer writes the letter.
func (d *demo) answer() error {
	d.heading("The answer")
	doc, err := d.app.service.Answer(d.ctx, d.id, varsam.Lang(d.Lang), true)
	if err != nil {
		return err
	}
	folder := filepath.Join(d.dir, "answer")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return varsam.Errorf(varsam.Unavailable, "the folder %s cannot be made", folder)
	}
	d.printf("%s\n", doc.Text)
	return os.WriteFile(filepath.Join(folder, doc.Name+".html"), doc.HTML, 0o600)
}

// prove writes the pack and checks it as an outsider would. The last two lines
// name the pack and its verification.
func (d *demo) prove() error {
	d.heading("The proof")
	path := filepath.Join(d.dir, "pack-"+d.id+".varsam")
	d.pack = path
	file, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_RDWR, 0o600)
	if err != nil {
		return varsam.Errorf(varsam.Unavailable, "the file %s cannot be written", path)
	}
	defer file.Close()
	if err := d.app.log.Export(d.ctx, d.Tenant, d.id, file, evidence.ExportOptions{}); err != nil {
		return err
	}
	pack, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	key, err := d.app.log.VerifierKey(d.ctx, d.Tenant)
	if err != nil {
		return err
	}
	report, err := evidence.Verify(pack, key)
	if err != nil {
		return err
	}
	verdict, rest, _ := strings.Cut(report.Text(d.said), "\n")
	d.printf("%s\npack: %s\nverified: %s\n", rest, path, verdict)
	if !report.OK() {
		return fmt.Errorf("the demo's pack has findings: %w", errNo)
	}
	return nil
}
