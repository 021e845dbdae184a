package duty

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/system"
)

// Reviewed is what came of an access review.
type Reviewed struct {
	Record Record   `json:"record"`
	Extra  []string `json:"extra"`  // who has access and should not
	Absent []string `json:"absent"` // who should and has none
}

// Review holds the accounts that a system has against those that it should have,
// and notes the outcome; an earlier review of the system is taken further.
func (s *Service) Review(ctx context.Context, name string, has, should []string, by string) (out Reviewed, err error) {
	out.Extra, out.Absent = without(has, should), without(should, has)
	w, err := s.World(ctx)
	if err != nil {
		return out, err
	}
	facts := Facts{
		"done": w.Today.String(), "has": strings.Join(has, "\n"), "should": strings.Join(should, "\n"), "left": strconv.Itoa(len(out.Extra)),
		"again": Define(AccessReview).Every.After(w.Today).String(),
	}
	if r, ok := w.open(AccessReview, inSystem(name)); ok {
		before := r.Facts.Number("left")
		facts["removed"] = strconv.Itoa(max(0, before-len(out.Extra)))
		out.Record, err = s.Set(ctx, r.ID, facts, by)
		return out, err
	}
	out.Record, err = s.Add(ctx, New{Kind: AccessReview, Subject: inSystem(name), Facts: facts}, by)
	return out, err
}

// without are the ones of a list that another does not have; capitals do not tell
// accounts apart.
func without(all, others []string) []string {
	known := map[string]bool{}
	for _, one := range others {
		known[strings.ToLower(one)] = true
	}
	left := []string{}
	for _, one := range all {
		if !known[strings.ToLower(one)] && !slices.Contains(left, one) {
			left = append(left, one)
		}
	}
	slices.Sort(left)
	return left
}

// AccountsOf asks a connected system who may come in. Code Unsupported where it
// cannot tell.
func AccountsOf(ctx context.Context, open locate.Opener, name string) ([]string, error) {
	conn, err := open.Open(ctx, name)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	if teller, ok := conn.(system.Accounts); ok {
		return teller.Accounts(ctx)
	}
	return nil, varsam.Errorf(varsam.Unsupported, "system %s does not tell who has access; make a list of its accounts and give it with --has", name)
}

// CloseIn lets an account of a connected system in no more. Code Unsupported where the
// system cannot do it.
func CloseIn(ctx context.Context, open locate.Opener, name, account string) error {
	conn, err := open.Open(ctx, name)
	if err != nil {
		return err
	}
	defer conn.Close()
	if closer, ok := conn.(system.AccountCloser); ok {
		return closer.CloseAccount(ctx, account)
	}
	return varsam.Errorf(varsam.Unsupported, "system %s closes no accounts; its owner does", name)
}
