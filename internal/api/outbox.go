package api

import (
	"context"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/post"
)

// Letter is one thing that goes out to somebody, without its words.
type Letter struct {
	ID       string        `json:"id"`
	Medium   post.Medium   `json:"medium"`
	Template post.Template `json:"template"`
	State    post.State    `json:"state"`
	About    string        `json:"about,omitempty" doc:"The claim or request that it belongs to."`
	Tries    int           `json:"tries"`
	Problem  string        `json:"problem,omitempty" doc:"The mail server's code."`
	Put      time.Time     `json:"put"`
	Done     time.Time     `json:"done,omitzero"`
}

// LetterText is a letter with its words.
type LetterText struct {
	Letter
	To       string      `json:"to"`
	Subject  string      `json:"subject"`
	Text     string      `json:"text"`
	Language varsam.Lang `json:"language,omitempty"`
}

var postStates = []post.State{post.Queued, post.Outbox, post.Sent, post.Handed, post.Dead}

func letterOf(s post.Status) Letter {
	return Letter{s.ID, s.Medium, s.Template, s.State, s.About, s.Tries, s.Problem, s.Put, s.Done}
}

func (c *call) listLetters() (list List[Letter], err error) {
	state, err := oneOf(c, "state", postStates)
	if err != nil {
		return list, err
	}
	if state == "" {
		state = post.Outbox
	}
	limit, err := c.limit()
	if err != nil {
		return list, err
	}
	all, err := c.Reception.Post.List(c.ctx, state, limit)
	list.Items = []Letter{}
	for _, s := range all {
		list.Items = append(list.Items, letterOf(s))
	}
	return list, err
}

// outgoing opens a letter of which the token may see whom it is to.
func (c *call) outgoing() (st post.Status, item post.Item, err error) {
	if st, item, err = c.Reception.Post.Open(c.ctx, c.param("id")); err != nil {
		return st, item, err
	}
	_, _, withheld, err := c.Reception.Identity.Read(c.ctx, st.About, c.reader())
	if varsam.CodeOf(err) == varsam.NotFound {
		return st, item, nil // of a claim that has gone, or of none
	}
	if err == nil && withheld {
		err = varsam.Errorf(varsam.Denied, "the letter is to somebody with protected data")
	}
	return st, item, err
}

func (c *call) getLetter() (out LetterText, err error) {
	st, item, err := c.outgoing()
	if err != nil {
		return out, err
	}
	return LetterText{letterOf(st), item.To, item.Subject, item.Text, item.Language}, nil
}

func (c *call) letterDone(nothing) (Letter, error) { return c.moveLetter(c.Reception.Post.HandedOver) }

func (c *call) letterAgain(nothing) (Letter, error) { return c.moveLetter(c.Reception.Post.Retry) }

func (c *call) moveLetter(move func(context.Context, string) error) (out Letter, err error) {
	st, _, err := c.outgoing()
	if err != nil {
		return out, err
	}
	if err := move(c.ctx, st.ID); err != nil {
		return out, err
	}
	st, _, err = c.outgoing()
	return letterOf(st), err
}
