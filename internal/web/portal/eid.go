package portal

import (
	"encoding/json"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/oidc"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/web/frame"
)

const (
	eidBack   = "/eid/back"
	eidCookie = "varsam-eid"
)

// toEID sends the holder of a case or a receipt to show who they are.
func (p *Portal) toEID(v *frame.Visit) error {
	if p.EID == nil {
		return varsam.Errorf(varsam.NotFound, "no electronic ID is set up")
	}
	token := v.Param("token")
	if _, err := p.Reception.Identity.Look(v.Context(), token, identity.LinkCase, identity.LinkReceipt); err != nil {
		return err
	}
	address, kept, err := p.EID.Begin(v.Context(), v.Origin()+eidBack, token)
	if err != nil {
		return err
	}
	data, err := json.Marshal(kept)
	if err != nil {
		return varsam.Errorf(varsam.Internal, "a sign-in cannot be written as JSON")
	}
	v.SetCookie(eidCookie, v.Seal("eid", data, oidc.Life), oidc.Life)
	return v.Away(address)
}

// fromEID takes what the broker says of somebody as a proof for the case that they
// came from, which this browser has kept.
func (p *Portal) fromEID(v *frame.Visit) error {
	if p.EID == nil {
		return varsam.Errorf(varsam.NotFound, "no electronic ID is set up")
	}
	data, ok := v.Open("eid", v.Cookie(eidCookie))
	v.DropCookie(eidCookie)
	var kept oidc.Pending
	if !ok || json.Unmarshal(data, &kept) != nil {
		return varsam.Errorf(varsam.Denied, "this took too long, or was begun in another browser; begin again")
	}
	claims, err := p.EID.Finish(v.Context(), v.Origin()+eidBack, kept, v.R.URL.Query())
	if err != nil {
		return err
	}
	reg, _ := v.Who.(*register.Register)
	number, err := varsam.NationalID.Canonical(claims.Number, reg.Organisation.Country, varsam.DateIn(claims.At, reg.Organisation.Location()))
	if err != nil {
		return varsam.Errorf(varsam.Denied, "the provider gave no personal number that can be read")
	}
	return into(v, func(string) (identity.Receipt, error) {
		pass, err := p.Reception.Identity.SignedIn(v.Context(), kept.To, number)
		if err == nil {
			v.Flash(frame.Good, "portal.said.proven")
		}
		return pass, err
	})
}
