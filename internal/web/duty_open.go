package web

import (
	"encoding/json"
	"strconv"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/publish"
	"github.com/varsam/varsam/internal/publish/document"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountOpenDuties adds what is reached without signing in: a course or a question
// by a mailed link, and our list of sub-processors with its feed.
func (o *Office) mountOpenDuties() {
	door := *o.area
	door.Class = "door portal"
	door.Open("GET "+duty.OpenPage+"{token}", o.openDuty)
	door.Open("POST "+duty.OpenPage+"{token}", o.answerDuty)
	door.Open("GET /sub-processors", o.subProcessors)
	door.Open("GET /sub-processors.json", o.subFeed)
}

// public makes the register's titles readable for somebody who is nobody here.
func (o *Office) public(v *frame.Visit) (*duty.World, error) {
	w, err := o.Duties.World(v.Context())
	if err != nil {
		return nil, err
	}
	if w.Register == nil {
		return nil, varsam.Errorf(varsam.NotFound, "there is nothing here yet")
	}
	v.Printer, v.Zone = titles(v.Printer, w.Register), w.Zone()
	return w, nil
}

type openView struct {
	duty.Linked
	About   string
	Course  bool
	Done    string // the sentence after an answer
	Good    bool
	Entries []registerEntry
	Ticks   []dutyOption
}

// registerEntry is what the register says of an activity or a system, for its
// owner to look at.
type registerEntry struct{ Label, Says string }

func (o *Office) openDuty(v *frame.Visit) error {
	w, err := o.public(v)
	if err != nil {
		return err
	}
	l, err := o.Duties.Follow(v.Context(), v.Param("token"))
	if err != nil {
		return err
	}
	return v.Show("duty_open", o.openViewOf(v, w, l))
}

func (o *Office) openViewOf(v *frame.Visit, w *duty.World, l duty.Linked) openView {
	view := openView{Linked: l, Course: l.Record.Kind == duty.Course}
	if view.Course {
		view.About = l.Record.Facts["title"]
		return view
	}
	view.About = l.Record.Subject.Title(v.Printer, nil)
	for _, tick := range duty.Ticks {
		f, _ := l.Record.Definition().Field("right")
		view.Ticks = append(view.Ticks, dutyOption{Value: tick, Title: f.Option(v.Printer, tick)})
	}
	view.Entries = registerEntries(v, w, l.Record.Subject)
	return view
}

// registerEntries are the three things that an owner is asked about.
func registerEntries(v *frame.Visit, w *duty.World, s duty.Subject) (all []registerEntry) {
	add := func(key, says string) {
		if says != "" {
			all = append(all, registerEntry{v.T(key), says})
		}
	}
	if sys, ok := w.Register.System(s.Name); ok && s.Type == duty.OfSystem {
		add("web.ask.operator", v.Name("party", sys.Operator))
		add("web.ask.access", v.List(sys.Access))
		return all
	}
	a, ok := w.Register.Activity(s.Name)
	if !ok {
		return nil
	}
	var recipients []string
	for _, name := range a.Recipients {
		recipients = append(recipients, v.Name("party", name))
	}
	add("web.ask.purpose", v.In(a.Purpose))
	add("web.ask.recipients", v.List(recipients))
	switch {
	case a.Keep.Law != "":
		add("web.ask.period", v.Keeps(a.Keep.Law))
	case !a.Keep.Period.IsZero():
		add("web.ask.period", v.Period(a.Keep.Period))
	}
	return all
}

// answerDuty takes the answers of a course, or an owner's ticks.
func (o *Office) answerDuty(v *frame.Visit) error {
	w, err := o.public(v)
	if err != nil {
		return err
	}
	token := v.Param("token")
	l, err := o.Duties.Follow(v.Context(), token)
	if err != nil {
		return err
	}
	view := o.openViewOf(v, w, l)
	if !view.Course {
		if _, err := o.Duties.AnswerOwner(v.Context(), token, v.Fields("right"), v.Field("note")); err != nil {
			return err
		}
		view.Done, view.Good = v.T("web.ask.thanks"), true
		return v.Show("duty_open", view)
	}
	r, err := o.Duties.Take(v.Context(), token, func(lesson, question int) (ticked []int) {
		for _, value := range v.Fields(duty.AnswerName(lesson, question)) {
			if n, err := strconv.Atoi(value); err == nil {
				ticked = append(ticked, n)
			}
		}
		return ticked
	})
	if err != nil {
		return err
	}
	if view.Good = r.Facts["outcome"] == "passed"; view.Good {
		view.Done = v.T("web.learn.passed", r.Facts["right"])
	} else {
		view.Done = v.T("web.learn.failed", r.Facts["right"])
	}
	return v.Show("duty_open", view)
}

type subsView struct {
	Title string
	List  []duty.Listed
	News  []duty.News
	Texts []string
}

// subProcessors leads to the published page, which is the one list that the public
// sees; what the duties know stands here only until one is published.
func (o *Office) subProcessors(v *frame.Visit) error {
	if _, err := o.Publishing.Show(v.Context(), publish.Wanted{Kind: document.Subprocessors, Lang: v.Lang()}); err == nil {
		return v.Redirect(publish.Path(document.Subprocessors))
	}
	w, err := o.public(v)
	if err != nil {
		return err
	}
	return v.Show("duty_subs", subsView{
		Title: v.In(w.Register.Organisation.Title), List: duty.SubProcessors(w, v.Lang()), News: duty.Feed(w, v.Lang()), Texts: w.Public(),
	})
}

// subFeed is the list and its changes as JSON Feed 1.1 (jsonfeed.org), for
// customers' programs.
func (o *Office) subFeed(v *frame.Visit) error {
	w, err := o.public(v)
	if err != nil {
		return err
	}
	type item struct {
		ID      string    `json:"id"`
		Title   string    `json:"title"`
		Text    string    `json:"content_text"`
		Date    string    `json:"date_published"`
		Details duty.News `json:"_varsam"`
	}
	feed := struct {
		Version string        `json:"version"`
		Title   string        `json:"title"`
		Home    string        `json:"home_page_url"`
		Items   []item        `json:"items"`
		List    []duty.Listed `json:"_sub_processors"`
	}{
		"https://jsonfeed.org/version/1.1", v.T("web.subs.title", v.In(w.Register.Organisation.Title)), v.Origin() + "/sub-processors",
		[]item{},
		append([]duty.Listed{}, duty.SubProcessors(w, v.Lang())...),
	}
	for _, n := range duty.Feed(w, v.Lang()) {
		text := n.Text
		if text == "" {
			text = n.Title
		}
		feed.Items = append(feed.Items, item{n.ID, n.Title, text, n.Announced.Start(w.Zone()).Format("2006-01-02T15:04:05Z07:00"), n})
	}
	data, err := json.MarshalIndent(feed, "", "  ")
	if err != nil {
		return varsam.Errorf(varsam.Internal, "the feed cannot be written")
	}
	v.W.Header().Set("Content-Type", "application/feed+json; charset=utf-8")
	_, err = v.W.Write(data)
	return err
}
