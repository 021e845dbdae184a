package cli

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"os"
	"path/filepath"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/example"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/retention"
	"github.com/varsam/varsam/internal/system/mailbox/postoffice"
	"github.com/varsam/varsam/internal/web/account"
)

// demoPeople is how many people the demo's organisation knows: enough for lists
// and pictures, few enough to be made in a second.
const demoPeople = 400

// demo serves a made-up organisation that is in the middle of things.
func (c *serveCommand) demo(s *session) (err error) {
	if c.Dir == "" {
		if c.Dir, err = os.MkdirTemp("", "varsam-demo-"); err != nil {
			return varsam.Errorf(varsam.Unavailable, "no temporary folder can be made; name one with --dir")
		}
	}
	if c.Dir, err = filepath.Abs(c.Dir); err != nil {
		return varsam.Errorf(varsam.Invalid, "the folder %s cannot be named", c.Dir)
	}
	office, err := postoffice.Open()
	if err != nil {
		return varsam.Wrap(varsam.Unavailable, err, "opening a post office")
	}
	defer office.Close()
	made, err := example.Generate(s.ctx, "demo", example.Options{Dir: filepath.Join(c.Dir, "systems"), People: demoPeople, Office: office, Replace: true})
	if err != nil {
		return err
	}
	s.Data = filepath.Join(c.Dir, "data")
	return s.with(registerFlag{made.Register}, func(app *app) error {
		if err := app.stage(s, made); err != nil {
			return err
		}
		return c.serve(s, app)
	})
}

// stage fills an empty demo: accounts, requests that have come some way, a culling
// plan that waits.
func (a *app) stage(s *session, made *example.Made) error {
	accounts := &account.Service{Store: a.store, Keeper: a.keeper, Tenant: s.Tenant}
	empty, err := accounts.Empty(s.ctx)
	if err != nil || !empty {
		return err
	}
	if err := a.demoAccounts(s, accounts); err != nil {
		return err
	}
	for _, scene := range scenes {
		if err := a.play(s.ctx, made, scene); err != nil {
			return err
		}
	}
	if err := a.demoNotices(s, made.Register); err != nil {
		return err
	}
	_, err = a.culling.Plan(s.ctx, retention.Options{})
	return err
}

// demoAccounts are two people, so that two can say yes.
func (a *app) demoAccounts(s *session, accounts *account.Service) error {
	password := demoPassword()
	link, err := accounts.Link(s.ctx, "", "")
	if err != nil {
		return err
	}
	if _, err := accounts.First(s.ctx, link, "Astrid Lind", "astrid", password); err != nil {
		return err
	}
	if err := accounts.SetSecondFactor(s.ctx, false, "Astrid Lind"); err != nil {
		return err
	}
	bo, err := accounts.New(s.ctx, "Bo Ek", "bo", []account.Role{account.Approver, account.Reader}, "Astrid Lind")
	if err != nil {
		return err
	}
	if link, err = accounts.Link(s.ctx, bo.ID, "Astrid Lind"); err != nil {
		return err
	}
	if _, err := accounts.Redeem(s.ctx, link, password); err != nil {
		return err
	}
	s.printf("A made-up organisation lies in %s.\nSign in as astrid, who may do everything, or as bo, who says yes. Password of both: %s\n", filepath.Dir(s.Data), password)
	return nil
}

// demoPassword has no letter beyond f, so that neither login stands in it by chance.
func demoPassword() string {
	b := make([]byte, 10)
	rand.Read(b)
	return hex.EncodeToString(b)
}

// scene is a request of the demo and how far it has come.
type scene struct {
	who     string // of the example's cast
	rights  []varsam.Right
	ago     int // days since it came
	channel string
	letter  string
	until   request.State
	paused  bool
}

var scenes = []scene{
	{"anna", []varsam.Right{varsam.Access, varsam.Erasure}, 24, "mail", "Skicka en kopia av allt ni har om mig, och radera mig sedan.", request.Planned, false},
	{"colleague", []varsam.Right{varsam.Access}, 3, "phone", "Vill veta vad vi har. Ringde växeln.", request.Received, false},
	{"former", []varsam.Right{varsam.Erasure}, 12, "letter", "Jag slutade vara kund för flera år sedan. Ta bort mig.", request.Running, false},
	{"unproven", []varsam.Right{varsam.Withdrawal}, 34, "mail", "Jag har aldrig bett om ert nyhetsbrev.", request.Received, false},
	{"colleague", []varsam.Right{varsam.Objection}, 8, "visit", "Vill inte att ni hör av er mer.", request.Planned, false},
	{"unproven", []varsam.Right{varsam.Why}, 15, "phone", "Var har ni fått min adress ifrån?", request.Planned, true},
	{"former", []varsam.Right{varsam.Portability}, 40, "mail", "", request.Answered, false},
}

// play takes a request in and carries it as far as its scene says.
func (a *app) play(ctx context.Context, made *example.Made, sc scene) error {
	person := made.Cast[sc.who]
	in := request.Intake{Base: a.base, Received: time.Now().AddDate(0, 0, -sc.ago), Case: request.Case{
		People: []varsam.Person{{Identifiers: []varsam.Identifier{
			{Type: varsam.Email, Value: person.Email, Verified: true}, {Type: varsam.Name, Value: person.Name},
		}}},
		Channel: sc.channel, Letter: sc.letter, Identity: "svarade från adressen vi har", Language: varsam.Swedish,
	}}
	for _, right := range sc.rights {
		in.Asks = append(in.Asks, decide.Ask{Person: decide.Everyone, Right: right})
	}
	r, err := a.service.New(ctx, in)
	if err != nil || sc.until == request.Received {
		return err
	}
	p, err := a.service.Plan(ctx, r.ID)
	if err != nil {
		return err
	}
	if sc.paused {
		_, err = a.service.Pause(ctx, r.ID, "Astrid Lind")
		return err
	}
	if sc.until == request.Planned {
		return nil
	}
	return a.carry(ctx, r, p.Digest, sc)
}

func (a *app) carry(ctx context.Context, r request.Request, digest string, sc scene) error {
	if r.NeedsCopy() {
		if _, err := a.service.Copy(ctx, r.ID, 0, varsam.Swedish, true); err != nil {
			return err
		}
	}
	if err := a.service.Approve(ctx, r.ID, digest, "Bo Ek"); err != nil {
		return err
	}
	report, err := a.service.Run(ctx, r.ID, nil)
	if err != nil || sc.until != request.Answered || report.Request.State != request.Done {
		return err
	}
	_, err = a.service.Answer(ctx, r.ID, varsam.Swedish, true)
	return err
}
