package web

import (
	"bytes"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountRun adds what carries a case on: searching, the yes, running, the proof.
func (o *Office) mountRun() {
	o.onCase("search", account.Handle, func(v *frame.Visit, id string) error {
		return o.Requests.Ask(v.Context(), id, request.KindPlan)
	})
	o.onCase("approve", account.Approve, o.approve)
	o.onCase("run", account.Carry, o.run)
	o.handle("GET /requests/{id}/pack", account.SeeWork, o.stepUp(o.pack))
	o.handle("POST /requests/{id}/pack", account.SeeWork, o.stepUp(o.makePack))
}

// approve says yes to the digest that the form shows: with a passkey over that
// digest, or by somebody who has shown just now who they are.
func (o *Office) approve(v *frame.Visit, id string) error {
	digest := v.Field("digest")
	if v.Field("key-answer") != "" {
		if err := o.shownKey(v, digest, "approve"); err != nil {
			return err
		}
		return o.approved(v, id, digest, account.ByKey)
	}
	if !who(v).in.Fresh {
		return o.toStepUp(v)
	}
	return o.approved(v, id, digest, who(v).in.How)
}

func (o *Office) approved(v *frame.Visit, id, digest, how string) error {
	as := *o.Requests
	as.Assurance = how
	if err := as.Approve(v.Context(), id, digest, who(v).Name); err != nil {
		return err
	}
	v.Flash(frame.Good, "web.approve.noted")
	return v.Redirect("/requests/" + id)
}

// run has a worker carry the plan out, when enough people said yes to it.
func (o *Office) run(v *frame.Visit, id string) error {
	d, err := o.Requests.Dossier(v.Context(), id)
	if err != nil {
		return err
	}
	c := caseView{Request: d.Request}
	if err := o.approvals(v, d, &c); err != nil {
		return err
	}
	if c.Needed > 0 {
		return varsam.Errorf(varsam.Denied, "the plan waits for a yes of %d more", c.Needed)
	}
	if err := o.Requests.MayRun(v.Context(), id); err != nil {
		return err
	}
	return o.Requests.Ask(v.Context(), id, request.KindRun)
}

// makePack signs, makes the proof of a case, and notes who did.
func (o *Office) makePack(v *frame.Visit) error {
	id := v.Param("id")
	if _, err := o.Requests.Get(v.Context(), id); err != nil {
		return err
	}
	pack, err := o.Log.Make(v.Context(), o.Tenant, id, o.Requests.Actor(who(v).Name))
	if err != nil {
		return err
	}
	return v.Download("pack-"+id+".varsam", "application/octet-stream", pack)
}

// pack hands over the proof of a case as far as it is signed: looking signs nothing.
func (o *Office) pack(v *frame.Visit) error {
	id := v.Param("id")
	if _, err := o.Requests.Get(v.Context(), id); err != nil {
		return err
	}
	var pack bytes.Buffer
	if err := o.Log.Export(v.Context(), o.Tenant, id, &pack, evidence.ExportOptions{}); err != nil {
		return err
	}
	return v.Download("pack-"+id+".varsam", "application/octet-stream", pack.Bytes())
}
