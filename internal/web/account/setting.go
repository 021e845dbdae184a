package account

import (
	"context"

	"github.com/varsam/varsam/internal/store"
)

// twoPeople is the setting that a plan which changes something takes two people.
const twoPeople = "two-people"

// PeopleNeeded is how many people must say yes to a plan.
func PeopleNeeded(tx *store.Tx) (int, error) {
	value, err := setting(tx, twoPeople)
	if value == "yes" {
		return 2, err
	}
	return 1, err
}

// TwoPeople reports whether a plan takes a yes from two people.
func (s *Service) TwoPeople(ctx context.Context) (two bool, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		value, err := setting(tx, twoPeople)
		two = value == "yes"
		return err
	})
	return two, err
}

// SetTwoPeople decides that.
func (s *Service) SetTwoPeople(ctx context.Context, two bool, by string) error {
	value := map[bool]string{true: "yes", false: "no"}[two]
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		if err := set(tx, twoPeople, value); err != nil {
			return err
		}
		return s.logged(tx, "two-people-"+value, twoPeople, by)
	})
}
