package reception

import (
	"context"
	"slices"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/store"
)

// Desk is a claim as staff see it.
type Desk struct {
	Claim     identity.Claim
	Document  identity.Document // empty when withheld
	Withheld  bool              // somebody has protected data, and the reader may not see them
	Judgement identity.Judgement
	Last      varsam.Date // the last day to answer, while there is no request
	Messages  []Message
	Releases  []Release
	Letters   []post.Status // what went out because of it
	Now       time.Time
}

// Desk gathers what is known of a claim. It does not count as reading what the
// person wrote; [Service.Messages] does.
func (s *Service) Desk(ctx context.Context, claim string, r identity.Reader) (d Desk, err error) {
	if d.Claim, d.Document, d.Withheld, err = s.Identity.Read(ctx, claim, r); err != nil {
		return d, err
	}
	if d.Judgement, err = s.Identity.Judgement(ctx, claim); err != nil {
		return d, err
	}
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		d.Now = tx.Now()
		if d.Releases, err = selectReleases(tx, claim); err != nil {
			return err
		}
		if !d.Withheld {
			if d.Messages, err = s.messages(tx, claim); err != nil {
				return err
			}
		}
		reg, err := register.InForce(tx)
		if err != nil {
			return err
		}
		d.Last, err = LastDay(reg, d.Claim.Arrived)
		return err
	})
	if err != nil {
		return d, err
	}
	d.Letters, err = s.Post.About(ctx, claim)
	return d, err
}

// Released is whether and when something was released.
func (d Desk) Released(what What) (Release, bool) {
	i := slices.IndexFunc(d.Releases, func(r Release) bool { return r.What == what })
	if i < 0 {
		return Release{}, false
	}
	return d.Releases[i], true
}

// Attest writes down that staff checked who somebody is, and gives the link to
// the case, to hand over. Where send names one of the channels on file, the link
// goes there as a letter too; of people with protected data it goes nowhere.
func (s *Service) Attest(ctx context.Context, claim string, check identity.Check, actor string, send identity.Channel) (link string, err error) {
	pass, err := s.Identity.Attest(ctx, claim, check, actor)
	if err != nil {
		return "", err
	}
	link = s.Address + CasePage + pass.Token
	if send.Value == "" {
		return link, nil
	}
	c, d, _, err := s.Identity.Read(ctx, claim, identity.Reader{Protected: true})
	if err != nil {
		return link, err
	}
	if c.Protected || !slices.ContainsFunc(d.File.Channels, func(on identity.Channel) bool { return on.Medium == send.Medium && on.Value == send.Value }) {
		return link, varsam.Errorf(varsam.Denied, "the link goes only to a channel that was on file before, and to none of somebody with protected data; hand it over yourself")
	}
	return link, s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error { return s.invite(tx, c.ID, d.Language, send, link) })
}

func (s *Service) invite(tx *store.Tx, claim string, lang varsam.Lang, to identity.Channel, link string) error {
	facts, err := s.facts(tx, lang)
	if err != nil {
		return err
	}
	facts.Link, facts.Number = link, claim
	item := post.Item{Medium: post.Medium(to.Medium), About: claim, Template: post.Invite, To: to.Value, Language: lang}
	item.Subject, item.Text = post.Write(item.Template, lang, facts)
	_, err = s.Post.Put(tx, item)
	return err
}
