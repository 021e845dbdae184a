package duty

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/store"
)

// OpenPage is where a mailed link leads, before its token: nobody signs in there.
const OpenPage = "/duty/"

// linkLife is how long a mailed link works, in days.
const linkLife = 60

// usualPass is how many of a hundred answers are to be right, where a course does
// not say.
const usualPass = 80

// newToken is a link's secret, and the digest that is kept of it.
func newToken() (token string, digest []byte) {
	b := make([]byte, 18)
	rand.Read(b)
	token = base64.RawURLEncoding.EncodeToString(b)
	return token, tokenDigest(token)
}

func tokenDigest(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// Lessons are those of a course's files, in their order. Code NotFound when there
// is no file, or it was taken away; Invalid when one cannot be read.
func (s *Service) Lessons(ctx context.Context, course Record) (all []Lesson, err error) {
	files, err := s.Files(ctx, course)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		_, content, err := s.File(ctx, course.ID, f.ID)
		if err != nil {
			return nil, err
		}
		lessons, err := ParseLessons(string(content))
		if err != nil {
			return nil, err
		}
		all = append(all, lessons...)
	}
	if len(all) == 0 {
		return nil, varsam.Errorf(varsam.NotFound, "the course has no lesson: its file was taken away; attach it again")
	}
	return all, nil
}

// AddCourse takes a course down with its file, which is read first.
func (s *Service) AddCourse(ctx context.Context, facts Facts, name string, content []byte, owner, by string) (Record, error) {
	lessons, err := ParseLessons(string(content))
	if err != nil {
		return Record{}, err
	}
	if facts["title"] == "" {
		facts["title"] = lessons[0].Title
	}
	r, err := s.Add(ctx, New{Kind: Course, Facts: facts, Owner: owner}, by)
	if err != nil {
		return r, err
	}
	if _, err := s.Attach(ctx, r.ID, name, content, by); err != nil {
		return r, err
	}
	return s.Get(ctx, r.ID)
}

// Invite mails everybody who is to take a course their own link to it, and says
// how many. Who has no address gets a letter to be handed over.
func (s *Service) Invite(ctx context.Context, id, by string) (n int, err error) {
	if s.Address == "" {
		return 0, varsam.Errorf(varsam.Conflict, "links need the address of the pages: say it with varsam serve --public, and invite from there")
	}
	w, err := s.World(ctx)
	if err != nil {
		return 0, err
	}
	c, ok := w.Record(id)
	if !ok || c.Kind != Course {
		return 0, varsam.Errorf(varsam.NotFound, "there is no course %s", id)
	}
	if c, err = s.Get(ctx, id); err != nil {
		return 0, err
	}
	if _, err := s.Lessons(ctx, c); err != nil {
		return 0, err
	}
	people, err := s.Open(ctx, w.learners(c))
	if err != nil {
		return 0, err
	}
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		for _, person := range people {
			if err := s.invite(tx, w, c, person); err != nil {
				return err
			}
		}
		return nil
	})
	return len(people), err
}

// learners are the staff who are to take a course now: a first time, or again
// within a month.
func (w *World) learners(c Record) (all []Record) {
	for _, person := range w.Of(Staff) {
		if !person.Facts.works(w.Today) || !c.Facts.meant(person.Facts.All("roles")) {
			continue
		}
		due, first := w.trainingDue(c, person, Subject{OfStaff, person.ID})
		if !due.IsZero() && (first || due.Before(w.Today.AddDays(soonDays))) {
			all = append(all, person)
		}
	}
	return all
}

func (s *Service) invite(tx *store.Tx, w *World, c, person Record) error {
	p := w.Printer(w.language())
	token, digest := newToken()
	if err := insertLink(tx, digest, c.ID, person.ID, w.Now.AddDate(0, 0, linkLife)); err != nil {
		return err
	}
	to := person.Facts["mail"]
	if to == "" {
		to = person.Facts["name"]
	}
	due, _ := w.trainingDue(c, person, Subject{OfStaff, person.ID})
	_, err := s.Post.Put(tx, post.Item{
		Medium: mediumOf(to), About: c.ID, Template: post.Duty, To: to, Language: w.language(),
		Subject: p.T("duty.learn.subject", c.Facts["title"]),
		Text: strings.Join([]string{
			p.T("mail.greeting"), p.T("duty.learn.what", c.Facts["title"], due.String()), s.Address + OpenPage + token, p.In(w.Register.Organisation.Title),
		}, "\n\n") + "\n",
	})
	return err
}

// Linked is what a mailed link leads to.
type Linked struct {
	Record  Record // a course, or a question
	Person  Record // who takes the course
	Lessons []Lesson
}

// Follow opens a link. Code NotFound when it was used or is too old.
func (s *Service) Follow(ctx context.Context, token string) (l Linked, err error) {
	var record, person string
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		record, person, err = selectLink(tx, tokenDigest(token))
		return err
	})
	if err != nil {
		return l, err
	}
	if l.Record, err = s.Get(ctx, record); err != nil || l.Record.Kind != Course {
		return l, err
	}
	if l.Person, err = s.Get(ctx, person); err != nil {
		return l, err
	}
	l.Lessons, err = s.Lessons(ctx, l.Record)
	return l, err
}

// Take grades somebody's answers and notes the result; a passed course uses the
// link up.
func (s *Service) Take(ctx context.Context, token string, ticked func(lesson, question int) []int) (Record, error) {
	l, err := s.Follow(ctx, token)
	if err != nil {
		return Record{}, err
	}
	if l.Record.Kind != Course {
		return Record{}, varsam.Errorf(varsam.NotFound, "that link leads to no course")
	}
	pass := l.Record.Facts.Number("pass")
	if pass == 0 {
		pass = usualPass
	}
	right, outcome := Grade(l.Lessons, ticked), "passed"
	if right < pass {
		outcome = "failed"
	}
	r, err := s.Add(ctx, New{Kind: Training, Subject: Subject{OfStaff, l.Person.ID}, Facts: Facts{
		"course": l.Record.ID, "done": "today", "right": strconv.Itoa(right), "outcome": outcome,
	}}, l.Person.Facts["name"])
	if err != nil || outcome == "failed" {
		return r, err
	}
	return r, s.used(ctx, token)
}

func (s *Service) used(ctx context.Context, token string) error {
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error { return deleteLink(tx, tokenDigest(token)) })
}
