package account

import (
	"context"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// Outside is somebody as the organisation's own login vouches for them.
type Outside struct {
	Issuer, Subject string
	Email           string // only when the issuer says that it is verified
}

// ByOutside is the account of somebody whom the organisation's own login vouches
// for: the one that was tied to them, or whose login is their address – which is
// then tied to them. Code Denied when there is none.
func (s *Service) ByOutside(ctx context.Context, o Outside) (id string, err error) {
	mark := s.Keeper.Mark(s.Tenant, "account outside", o.Issuer+"\x00"+o.Subject)
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		id, err = loginOf(tx, mark)
		if varsam.CodeOf(err) != varsam.NotFound {
			return err
		}
		if o.Email == "" {
			return errOutside
		}
		r, err := byLogin(tx, s.mark("login", o.Email))
		if varsam.CodeOf(err) == varsam.NotFound {
			return errOutside
		}
		if err != nil {
			return err
		}
		id = r.ID
		if err := putLogin(tx, mark, id); err != nil {
			return err
		}
		return s.logged(tx, "login-tied", id, o.Email)
	})
	return id, err
}

var errOutside = varsam.Errorf(varsam.Denied, "nobody here has an account with that address; whoever manages accounts can make one")
