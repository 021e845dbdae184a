package api

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/api/hook"
	"github.com/varsam/varsam/internal/api/token"
	"github.com/varsam/varsam/internal/discover"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/inbox"
	"github.com/varsam/varsam/internal/letterbox"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/publish"
	"github.com/varsam/varsam/internal/publish/promise"
	"github.com/varsam/varsam/internal/reception"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/retention"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/web/account"
)

// Root is the path that all routes begin with.
const Root = "/api/v1"

// API is the interface of one tenant.
type API struct {
	Store     *store.Store
	Tenant    string
	Tokens    *token.Service
	Hooks     *hook.Service
	Accounts  *account.Service
	Requests  *request.Service
	Culling   *retention.Service
	Reception *reception.Service
	Duties    *duty.Service
	Log       *evidence.Log
	Promises  *promise.Service // nil: statements are not judged

	Letterbox  *letterbox.Service
	Inbox      *inbox.Service
	Discovery  *discover.Desk
	Publishing *publish.Service

	// Open gives the systems of a register.
	Open func(*register.Register, varsam.Date) locate.Opener

	// Names is asked about the domain that letters come from; the machine's own
	// when nil.
	Names post.Resolver

	// Base is the folder that relative paths of the register start from.
	Base func(context.Context) (string, error)

	// Public is the address that people use, for links in the calendar.
	Public string

	Logger *slog.Logger

	// Now is the clock of limits; time.Now when nil.
	Now func() time.Time

	limits limits
	turns  turns
}

// Handler answers everything under /api/.
func (a *API) Handler() http.Handler {
	if a.Now == nil {
		a.Now = time.Now
	}
	a.limits.usual()
	mux := http.NewServeMux()
	for _, r := range table() {
		mux.Handle(r.method+" "+Root+r.path, a.handler(r))
	}
	mux.HandleFunc("GET /api/openapi.json", serveDocument)
	mux.HandleFunc("GET "+feedPath+"{secret}", a.serveFeed)
	mux.Handle("/api/", a.nowhere(mux))
	return mux
}

// nowhere answers what is no route: 405 with the methods there are, or 404.
func (a *API) nowhere(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := a.call(w, r)
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete} {
			asked := *r
			asked.Method = method
			if _, pattern := mux.Handler(&asked); pattern != "/api/" {
				w.Header().Add("Allow", method)
			}
		}
		if len(w.Header()["Allow"]) > 0 {
			c.problem(http.StatusMethodNotAllowed, varsam.Errorf(varsam.Unsupported, "%s is not done to this address", r.Method))
			return
		}
		c.fail(varsam.Errorf(varsam.NotFound, "there is nothing at this address; /api/reference lists what there is"))
	})
}

// register is the version in force. Code NotFound while there is none.
func (c *call) register() (reg *register.Register, err error) {
	err = c.Store.Read(c.ctx, c.Tenant, func(tx *store.Tx) error {
		reg, err = register.InForce(tx)
		return err
	})
	return reg, err
}

// turns let calls that change one thing go one after the other in this process,
// so that If-Match and the change that follows see the same state.
type turns struct {
	of [64]sync.Mutex
}

func (t *turns) lock(name string) (done func()) {
	var sum uint32
	for _, b := range []byte(name) {
		sum = sum*31 + uint32(b)
	}
	m := &t.of[sum%uint32(len(t.of))]
	m.Lock()
	return m.Unlock
}
