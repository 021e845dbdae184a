package duty

import (
	"context"
	"encoding/json"
	"strconv"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// What is sealed of a search lies under the incident's key and dies with it.

func searchName(id string) string { return "duty search " + id }

func partName(id string, number int64) string {
	return "duty affected " + id + " " + strconv.FormatInt(number, 10)
}

// search is a search with its order.
func (s *Service) search(ctx context.Context, r Record) (found storedSearch, o sealedOrder, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		found, err = getSearch(tx, r.ID)
		return err
	})
	if err != nil {
		return found, o, err
	}
	err = s.openJSON(ctx, r, searchName(r.ID), found.sealed, &o)
	return found, o, err
}

func (s *Service) sealOrder(ctx context.Context, r Record, o sealedOrder) ([]byte, error) {
	return s.sealJSON(ctx, r, searchName(r.ID), o)
}

func (s *Service) sealPart(ctx context.Context, r Record, number int64, p affectedPart) ([]byte, error) {
	return s.sealJSON(ctx, r, partName(r.ID, number), p)
}

func (s *Service) openPart(ctx context.Context, r Record, number int64) (p affectedPart, err error) {
	var sealed []byte
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		sealed, err = sealedPartOf(tx, r.ID, number)
		return err
	})
	if err != nil {
		return p, err
	}
	return p, s.openJSON(ctx, r, partName(r.ID, number), sealed, &p)
}

func (s *Service) sealJSON(ctx context.Context, r Record, name string, content any) ([]byte, error) {
	plain, err := json.Marshal(content)
	if err != nil {
		return nil, varsam.Errorf(varsam.Internal, "whom incident %s concerns cannot be written as JSON", r.ID)
	}
	return s.Keeper.Seal(ctx, seal.KeyID(r.key), name, plain)
}

func (s *Service) openJSON(ctx context.Context, r Record, name string, sealed []byte, into any) error {
	plain, err := s.Keeper.Open(ctx, seal.KeyID(r.key), name, sealed)
	if err != nil {
		return err
	}
	if json.Unmarshal(plain, into) != nil {
		return varsam.Errorf(varsam.Corrupt, "whom incident %s concerns does not read back", r.ID)
	}
	return nil
}
