package inbox

import (
	"context"
	"encoding/json"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// AddRule takes an owner's rule up. It decides nothing until the owner has the
// rules followed.
func (s *Service) AddRule(ctx context.Context, account, as string, r Rule) (Rule, error) {
	if err := r.check(); err != nil {
		return r, err
	}
	if err := s.mayRule(ctx, account, as); err != nil {
		return r, err
	}
	r.ID = newRun()
	key, err := s.Keeper.NewKey(ctx, s.Tenant, "inbox")
	if err != nil {
		return r, err
	}
	plain, err := json.Marshal(r)
	if err != nil {
		return r, varsam.Errorf(varsam.Internal, "a rule cannot be written as JSON")
	}
	sealed, err := s.Keeper.Seal(ctx, key, "inbox "+r.ID, plain)
	if err != nil {
		return r, err
	}
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		if err := insertRule(tx, r.ID, s.account(account), string(key), sealed); err != nil {
			return err
		}
		_, err := evidence.Append(tx, s.ruleLeaf(r.ID, account, "inbox-rule"))
		return err
	})
	return r, err
}

func (s *Service) ruleLeaf(id, account, action string) evidence.Leaf {
	return evidence.Leaf{
		Kind: evidence.Decision, Request: evidence.Name(id), Action: evidence.NameOf(action), Actor: evidence.NameOf(s.actor(account)),
	}
}

// mayRule refuses whoever is not the owner of a mailbox that some system of the
// register says is an employee's own.
func (s *Service) mayRule(ctx context.Context, account, as string) error {
	return s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		reg, err := register.InForce(tx)
		if err != nil {
			return err
		}
		for _, sys := range reg.Systems {
			if err := (work{system: sys}).owner(account, as); err != nil {
				return err
			}
		}
		return nil
	})
}

// OwnRules are Rules for the owner of the account; code Denied to anybody else.
func (s *Service) OwnRules(ctx context.Context, account, as string) ([]Rule, error) {
	if err := s.mayRule(ctx, account, as); err != nil {
		return nil, err
	}
	return s.Rules(ctx, account)
}

// Rules are an account's own, in the order in which they were made; the first that
// takes a mail decides.
func (s *Service) Rules(ctx context.Context, account string) ([]Rule, error) {
	var rows []ruleRow
	err := s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) (err error) {
		rows, err = listRules(tx, s.account(account))
		return err
	})
	if err != nil {
		return nil, err
	}
	rules := make([]Rule, len(rows))
	for i, row := range rows {
		plain, err := s.Keeper.Open(ctx, seal.KeyID(row.key), "inbox "+row.id, row.sealed)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(plain, &rules[i]); err != nil {
			return nil, varsam.Errorf(varsam.Internal, "rule %s cannot be read", row.id)
		}
	}
	return rules, nil
}

// RemoveRule ends a rule of an account and destroys what it said.
func (s *Service) RemoveRule(ctx context.Context, account, as, id string) error {
	if err := s.mayRule(ctx, account, as); err != nil {
		return err
	}
	var key string
	err := s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) (err error) {
		if key, err = deleteRule(tx, id, s.account(account)); err != nil {
			return err
		}
		_, err = evidence.Append(tx, s.ruleLeaf(id, account, "inbox-rule-end"))
		return err
	})
	if err != nil {
		return err
	}
	return s.Keeper.Destroy(ctx, seal.KeyID(key))
}
