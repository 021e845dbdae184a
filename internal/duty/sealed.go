package duty

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// secret is what of a record is sealed.
type secret struct {
	Facts Facts  `json:"facts,omitempty"`
	Owner string `json:"owner,omitempty"`
}

// sealedRow is a version of a record, ready to be written.
type sealedRow struct {
	row
	annex *evidence.Annex // what the log commits to; nil where nothing is sealed
}

// seal parts a record into what stands in clear and what is sealed. A record gets
// its key when there is something to seal.
func (s *Service) seal(ctx context.Context, r *Record, what, by string) (out sealedRow, err error) {
	clear, hidden := r.Definition().split(r.Facts)
	text, err := json.Marshal(clear)
	if err != nil {
		return out, varsam.Errorf(varsam.Internal, "a duty cannot be written as JSON")
	}
	out.facts = string(text)
	filled := slices.Sorted(maps.Keys(hidden))
	if r.Owner != "" {
		filled = append(filled, "owner")
	}
	out.filled, r.filled = strings.Join(filled, " "), filled
	if len(filled) == 0 {
		return out, nil
	}
	if err := s.needKey(ctx, r); err != nil {
		return out, err
	}
	if text, err = json.Marshal(secret{hidden, r.Owner}); err != nil {
		return out, varsam.Errorf(varsam.Internal, "a duty cannot be written as JSON")
	}
	if out.sealed, err = s.Keeper.Seal(ctx, seal.KeyID(r.key), sealedAs(r.ID), text); err != nil {
		return out, err
	}
	whole, err := json.Marshal(struct {
		What string `json:"what"`
		By   string `json:"by"`
		Record
	}{what, by, *r})
	if err != nil {
		return out, varsam.Errorf(varsam.Internal, "a duty cannot be written as JSON")
	}
	annex, err := evidence.NewAnnex(ctx, s.Keeper, seal.KeyID(r.key), whole)
	out.annex = &annex
	return out, err
}

func (s *Service) needKey(ctx context.Context, r *Record) error {
	if r.key != "" {
		return nil
	}
	key, err := s.Keeper.NewKey(ctx, s.Tenant, "duty")
	r.key = string(key)
	return err
}

func sealedAs(id string) string { return "duty " + id }

// open puts what is sealed back into a record.
func (s *Service) open(ctx context.Context, found stored) (Record, error) {
	r := found.Record
	if len(found.sealed) == 0 {
		return r, nil
	}
	err := s.unseal(ctx, &r, found.sealed)
	return r, err
}

func (s *Service) unseal(ctx context.Context, r *Record, sealed []byte) error {
	plain, err := s.Keeper.Open(ctx, seal.KeyID(r.key), sealedAs(r.ID), sealed)
	if err != nil {
		return err
	}
	var hidden secret
	if err := json.Unmarshal(plain, &hidden); err != nil {
		return varsam.Errorf(varsam.Corrupt, "what is sealed of duty %s does not read back", r.ID)
	}
	r.Facts = maps.Clone(r.Facts)
	maps.Copy(r.Facts, hidden.Facts)
	r.Owner = hidden.Owner
	return nil
}

// Open unseals some records that a [World] gave: those that somebody looks at.
func (s *Service) Open(ctx context.Context, some []Record) ([]Record, error) {
	all := slices.Clone(some)
	err := s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		for i, r := range all {
			if r.Register || len(r.filled) == 0 {
				continue
			}
			found, err := selectRecord(tx, r.ID)
			if err != nil {
				return err
			}
			if all[i], err = s.open(ctx, found); err != nil {
				return err
			}
		}
		return nil
	})
	return all, err
}

// Names are how readers know the subjects that only the store knows: staff by
// name, people and companies by what their permission says, records by their
// first fact.
func (s *Service) Names(ctx context.Context, w *World, subjects []Subject) (map[string]string, error) {
	names := map[string]string{}
	for _, subject := range subjects {
		key := subject.String()
		if _, done := names[key]; done {
			continue
		}
		r, ok := w.behind(subject)
		if !ok {
			continue
		}
		opened, err := s.Open(ctx, []Record{r})
		if err != nil {
			return nil, err
		}
		names[key] = opened[0].Facts[opened[0].Definition().Fields[0].Name]
	}
	return names, nil
}

// behind is the record that tells who a subject is.
func (w *World) behind(s Subject) (Record, bool) {
	switch s.Type {
	case OfStaff, OfRecord:
		return w.Record(s.Name)
	case OfPerson:
		return first(w.About(Permission, s))
	case OfCompany:
		return first(w.About(CompanyPermission, s))
	}
	return Record{}, false
}

func first(all []Record) (Record, bool) {
	if len(all) == 0 {
		return Record{}, false
	}
	return all[0], true
}

func newID() string {
	b := make([]byte, 6)
	rand.Read(b)
	return "d" + hex.EncodeToString(b)
}
