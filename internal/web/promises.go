package web

import (
	"slices"

	"github.com/varsam/varsam/internal/publish/promise"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountPromises adds what the organisation says of itself, and whether it is so.
func (o *Office) mountPromises() {
	o.area.Handle("GET /register/promises", needsRegister(allowed(account.SeeWork, o.promisesPage)))
}

// promisesView is the statements by how they stand, the worst first.
type promisesView struct {
	Groups []promiseGroup
	None   bool
}

type promiseGroup struct {
	State promise.State
	All   []promise.Judged
}

// Class is the group's colour.
func (g promiseGroup) Class() string {
	return map[promise.State]string{promise.Kept: "good", promise.NotShown: "note", promise.Broken: "bad", promise.Untrue: "bad"}[g.State]
}

func (o *Office) promisesPage(v *frame.Visit) error {
	judged, err := o.Promises.Judge(v.Context(), who(v).reg)
	if err != nil {
		return err
	}
	view := promisesView{None: len(judged) == 0}
	for _, state := range []promise.State{promise.Untrue, promise.Broken, promise.NotShown, promise.Kept} {
		all := slices.DeleteFunc(slices.Clone(judged), func(j promise.Judged) bool { return j.State != state })
		if len(all) > 0 {
			view.Groups = append(view.Groups, promiseGroup{state, all})
		}
	}
	return v.Show("promises", view)
}
