package reception

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/store"
)

// TaskPage is where the owner of a system answers a task, without an account.
const TaskPage = "/task/"

// TaskLife is how long the link to a task is good.
const TaskLife = 30 * 24 * time.Hour

// Task is a step that the owner of a system does by hand, as the holder of its link
// sees it.
type Task struct {
	act.Status
	System varsam.Words
	People []varsam.Person
	Rights []varsam.Right
}

// SendTask mails the owner of a system the link by which a task is answered, and
// gives the link. A link before it ends. Code Denied for people with protected
// data: nothing of theirs goes to other channels.
func (s *Service) SendTask(ctx context.Context, id, step, to string, lang varsam.Lang, name string) (link string, err error) {
	t, shielded, err := s.task(ctx, id, step)
	switch {
	case err != nil:
		return "", err
	case t.State != varsam.StepAsked:
		return "", varsam.Errorf(varsam.Conflict, "step %s of request %s does not wait for an answer", step, id)
	case shielded:
		return "", varsam.Errorf(varsam.Denied, "request %s is of somebody with protected data; let the owner answer here", id)
	}
	token := make([]byte, 24)
	rand.Read(token)
	secret := base64.RawURLEncoding.EncodeToString(token)
	link = s.Address + TaskPage + secret
	return link, s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		if err := putTaskLink(tx, s.taskMark(secret), id, step, tx.Now().Add(TaskLife)); err != nil {
			return err
		}
		facts, err := s.facts(tx, lang)
		if err != nil {
			return err
		}
		facts.Link, facts.Number, facts.Wishes = link, id, []string{t.System.In(lang)}
		item := post.Item{Medium: post.Mail, About: id, Template: post.Task, To: to, Language: lang}
		item.Subject, item.Text = post.Write(item.Template, lang, facts)
		if _, err := s.Post.Put(tx, item); err != nil {
			return err
		}
		return noted(tx, id, "task-link", s.Requests.Actor(name))
	})
}

func (s *Service) taskMark(secret string) []byte { return s.Keeper.Mark(s.Tenant, "task link", secret) }

// Task is what a link to a task leads to. Code NotFound for a link that is not
// good, or no longer.
func (s *Service) Task(ctx context.Context, secret string) (t Task, err error) {
	id, step, err := s.follow(ctx, secret)
	if err != nil {
		return t, err
	}
	t, shielded, err := s.task(ctx, id, step)
	if err == nil && shielded {
		err = errTaskLink
	}
	return t, err
}

var errTaskLink = varsam.Errorf(varsam.NotFound, "this link is not good, or no longer")

func (s *Service) follow(ctx context.Context, secret string) (id, step string, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		id, step, err = taskLink(tx, s.taskMark(secret))
		return err
	})
	if varsam.CodeOf(err) == varsam.NotFound {
		err = errTaskLink
	}
	return id, step, err
}

// task is a step with its case; shielded when that is of somebody with protected
// data.
func (s *Service) task(ctx context.Context, id, step string) (t Task, shielded bool, err error) {
	d, err := s.Requests.Dossier(ctx, id)
	if err != nil {
		return t, false, err
	}
	for _, st := range d.Steps {
		if st.Step == step && st.Owner != "" {
			t.Status = st
		}
	}
	if t.Step == "" {
		return t, false, varsam.Errorf(varsam.NotFound, "request %s has no task %s", id, step)
	}
	t.People, t.Rights = d.Case.People, d.Request.Rights
	return t, d.Case.Shielded, s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		reg, err := register.InForce(tx)
		if err != nil {
			return err
		}
		sys, _ := reg.System(t.Status.System)
		if t.System = sys.Title; t.System == (varsam.Words{}) {
			t.System = varsam.Words{SV: sys.Name, EN: sys.Name}
		}
		return nil
	})
}

// AnswerTask writes down what the owner says of a task, ends the link, and goes on
// with the request.
func (s *Service) AnswerTask(ctx context.Context, secret string, a act.Answer) error {
	id, step, err := s.follow(ctx, secret)
	if err != nil {
		return err
	}
	t, shielded, err := s.task(ctx, id, step)
	if err != nil {
		return err
	}
	if shielded || t.State != varsam.StepAsked {
		return errTaskLink
	}
	if err := s.Requests.AnswerTask(ctx, id, step, a, t.Owner+" (link)"); err != nil {
		return err
	}
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error { return dropTaskLinks(tx, id, step) })
	if err != nil {
		return err
	}
	return s.Requests.Ask(ctx, id, request.KindRun)
}

func putTaskLink(tx *store.Tx, mark []byte, request, step string, ends time.Time) error {
	if err := dropTaskLinks(tx, request, step); err != nil {
		return err
	}
	_, err := tx.Exec(`INSERT INTO task_links (tenant, mark, request, step, ends) VALUES ($1, $2, $3, $4, $5)`,
		tx.Tenant(), mark, request, step, ends.UnixMicro())
	return err
}

func dropTaskLinks(tx *store.Tx, request, step string) error {
	_, err := tx.Exec(`DELETE FROM task_links WHERE tenant = $1 AND (ends <= $4 OR request = $2 AND step = $3)`, tx.Tenant(), request, step, tx.Now().UnixMicro())
	return err
}

func taskLink(tx *store.Tx, mark []byte) (request, step string, err error) {
	err = tx.QueryRow(`SELECT request, step FROM task_links WHERE tenant = $1 AND mark = $2 AND ends > $3`,
		tx.Tenant(), mark, tx.Now().UnixMicro()).Scan(&request, &step)
	return request, step, err
}
