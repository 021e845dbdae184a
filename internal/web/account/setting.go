package account

import (
	"context"
	"time"

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

// secondFactor is the setting that whoever signs in with a password shows more.
const secondFactor = "second-factor"

// SecondFactor reports whether an account needs a passkey or a device with codes
// before it may do anything. It does unless somebody decided otherwise.
func (s *Service) SecondFactor(ctx context.Context) (bool, error) {
	return s.needed.Get(ctx, s.Store, secondFactor, func() (needed bool, always time.Time, err error) {
		err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
			value, err := setting(tx, secondFactor)
			needed = value != "no"
			return err
		})
		return needed, always, err
	})
}

// SetSecondFactor decides that.
func (s *Service) SetSecondFactor(ctx context.Context, needed bool, by string) error {
	value := map[bool]string{true: "yes", false: "no"}[needed]
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		if err := set(tx, secondFactor, value); err != nil {
			return err
		}
		return s.logged(tx, "second-factor-"+value, secondFactor, by)
	})
}
