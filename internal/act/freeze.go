package act

import (
	"context"
	"encoding/json"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// Freeze stores a plan, sealed under the request's key, as the request's current
// one with all its steps. An earlier plan is replaced and its approvals count no
// more; code Conflict while one of its steps may be under way.
func Freeze(tx *store.Tx, keeper *seal.Keeper, key seal.KeyID, p plan.Plan) error {
	if err := settled(tx, p.Request); err != nil {
		return err
	}
	sealed, err := keeper.Seal(tx.Context(), key, planContext(p.Request, p.Digest), p.Encode())
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE plans SET current = FALSE WHERE tenant = $1 AND request = $2`, tx.Tenant(), p.Request); err != nil {
		return err
	}
	n, err := tx.Exec(`INSERT INTO plans (tenant, request, digest, register, current, key, sealed, frozen)
		VALUES ($1, $2, $3, $4, TRUE, $5, $6, $7) ON CONFLICT (tenant, request, digest) DO NOTHING`,
		tx.Tenant(), p.Request, p.Digest, p.Register, string(key), sealed, tx.Now().UnixMicro())
	if err != nil {
		return err
	}
	if n == 0 { // the same plan again: its steps and approvals stand
		_, err := tx.Exec(`UPDATE plans SET current = TRUE, frozen = $4 WHERE tenant = $1 AND request = $2 AND digest = $3`,
			tx.Tenant(), p.Request, p.Digest, tx.Now().UnixMicro())
		return err
	}
	if err := insertSteps(tx, p); err != nil {
		return err
	}
	_, err = evidence.Append(tx, planLeaf(p))
	return err
}

// Frozen is when the current plan of a request was made.
func Frozen(tx *store.Tx, request string) (time.Time, error) {
	var micros int64
	err := tx.QueryRow(`SELECT frozen FROM plans WHERE tenant = $1 AND request = $2 AND current`, tx.Tenant(), request).Scan(&micros)
	return time.UnixMicro(micros).UTC(), err
}

// settled refuses to replace a plan while a step of it is under way or its
// outcome unknown.
func settled(tx *store.Tx, request string) error {
	steps, err := Steps(tx, request)
	if err != nil {
		return err
	}
	for _, s := range steps {
		switch s.State {
		case varsam.StepIntended, varsam.StepUnknown:
			return varsam.Errorf(varsam.Conflict,
				"step %s of request %s is under way or its outcome unknown; run the request first, so that we look", s.Step, request)
		}
	}
	return nil
}

func insertSteps(tx *store.Tx, p plan.Plan) error {
	for place, s := range p.Steps {
		owner, due := "", ""
		if s.Assisted != nil {
			owner, due = s.Assisted.Owner, s.Assisted.Due.String()
		}
		_, err := tx.Exec(`INSERT INTO steps (tenant, request, digest, step, place, system, collection, kind, owner, due,
			expected, state, attempt, fence, leased, applied, finality, until, problem, changed)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, 0, 0, 0, '', '', '', $13)`,
			tx.Tenant(), p.Request, p.Digest, s.ID, place, s.System, s.Op.Collection, s.Op.Kind, owner, due,
			s.Expected, varsam.StepPlanned, tx.Now().UnixMicro())
		if err != nil {
			return err
		}
	}
	return nil
}

// Current is the request's current plan, opened; code NotFound when there is
// none or its key has been destroyed.
func Current(tx *store.Tx, keeper *seal.Keeper, request string) (plan.Plan, error) {
	kept, err := selectPlan(tx, request, "")
	if err != nil {
		return plan.Plan{}, err
	}
	return kept.open(tx.Context(), keeper, plan.Decode)
}

// currentSteps is the current plan without its items: what carrying it out needs.
func currentSteps(tx *store.Tx, keeper *seal.Keeper, request string) (plan.Plan, seal.KeyID, error) {
	kept, err := selectPlan(tx, request, "")
	if err != nil {
		return plan.Plan{}, "", err
	}
	p, err := kept.open(tx.Context(), keeper, plan.DecodeSteps)
	return p, kept.key, err
}

// keptPlan is a plan as it lies in the store.
type keptPlan struct {
	request, digest string
	key             seal.KeyID // seals it and its steps' results
	sealed          []byte
	approvals       int
}

// selectPlan is the request's current plan. One with the digest that the caller
// has is not read again.
func selectPlan(tx *store.Tx, request, have string) (keptPlan, error) {
	kept := keptPlan{request: request}
	err := tx.QueryRow(`SELECT p.key, p.digest, CASE WHEN p.digest = $3 THEN NULL ELSE p.sealed END,
		(SELECT count(*) FROM approvals a WHERE a.tenant = $1 AND a.request = $2 AND a.digest = p.digest)
		FROM plans p WHERE p.tenant = $1 AND p.request = $2 AND p.current`,
		tx.Tenant(), request, have).Scan(&kept.key, &kept.digest, &kept.sealed, &kept.approvals)
	if varsam.CodeOf(err) == varsam.NotFound {
		err = noPlan(request)
	}
	return kept, err
}

func (k keptPlan) open(ctx context.Context, keeper *seal.Keeper, decode func([]byte, string) (plan.Plan, error)) (plan.Plan, error) {
	plain, err := keeper.Open(ctx, k.key, planContext(k.request, k.digest), k.sealed)
	if err != nil {
		return plan.Plan{}, err
	}
	return decode(plain, k.digest)
}

func planContext(request, digest string) string { return "plan " + request + " " + digest }

// currentID is the current plan's digest, and the key that seals it and its
// steps' results.
func currentID(tx *store.Tx, request string) (key seal.KeyID, digest string, err error) {
	err = tx.QueryRow(`SELECT key, digest FROM plans WHERE tenant = $1 AND request = $2 AND current`,
		tx.Tenant(), request).Scan(&key, &digest)
	if varsam.CodeOf(err) == varsam.NotFound {
		err = noPlan(request)
	}
	return key, digest, err
}

func noPlan(request string) error {
	return varsam.Errorf(varsam.NotFound, "request %s has no plan yet; make one with varsam request plan %s", request, request)
}

func sealJSON(ctx context.Context, keeper *seal.Keeper, key seal.KeyID, purpose string, v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, varsam.Errorf(varsam.Internal, "%s cannot be written as JSON", purpose)
	}
	return keeper.Seal(ctx, key, purpose, plain)
}

func openJSON[T any](ctx context.Context, keeper *seal.Keeper, key seal.KeyID, purpose string, sealed []byte) (v T, err error) {
	plain, err := keeper.Open(ctx, key, purpose, sealed)
	if err != nil {
		return v, err
	}
	if err := json.Unmarshal(plain, &v); err != nil {
		return v, varsam.Errorf(varsam.Corrupt, "%s does not read back", purpose)
	}
	return v, nil
}

// CurrentDigest is the digest of a request's current plan, empty when there is
// none.
func CurrentDigest(tx *store.Tx, request string) (digest string, err error) {
	err = tx.QueryRow(`SELECT digest FROM plans WHERE tenant = $1 AND request = $2 AND current`, tx.Tenant(), request).Scan(&digest)
	if varsam.CodeOf(err) == varsam.NotFound {
		return "", nil
	}
	return digest, err
}

// Approval is somebody's yes to one digest.
type Approval struct {
	Actor     string    `json:"actor"`     // opaque id
	Assurance string    `json:"assurance"` // how sure we are that it was them
	At        time.Time `json:"at"`
}

// CommandLine is the assurance of a name typed on a command line: nobody checked
// it, so two of them are never called four eyes.
const CommandLine = "command line"

// Machine is the assurance of a yes that no person has to give, because the law
// leaves nothing to weigh and what is done can be taken back.
const Machine = "machine"

// Approve records a yes to a digest. Code Conflict when the request's current
// plan has another one: a changed plan needs a new yes. Saying yes twice is
// harmless.
func Approve(tx *store.Tx, request, digest string, a Approval) error {
	current, err := CurrentDigest(tx, request)
	if err != nil {
		return err
	}
	if current == "" {
		return varsam.Errorf(varsam.NotFound, "request %s has no plan to approve; make one with varsam request plan %s", request, request)
	}
	if current != digest {
		return varsam.Errorf(varsam.Conflict, "the plan of request %s is another one now; look at it and approve its digest", request)
	}
	n, err := tx.Exec(`INSERT INTO approvals (tenant, request, digest, actor, assurance, approved)
		VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
		tx.Tenant(), request, digest, a.Actor, a.Assurance, tx.Now().UnixMicro())
	if err != nil || n == 0 {
		return err
	}
	_, err = evidence.Append(tx, approvalLeaf(request, digest, a))
	return err
}

// Approvals lists the yeses to a request's current plan.
func Approvals(tx *store.Tx, request string) ([]Approval, error) {
	return store.List(tx, func(rows *store.Rows) (a Approval, err error) {
		var at int64
		err = rows.Scan(&a.Actor, &a.Assurance, &at)
		a.At = time.UnixMicro(at).UTC()
		return a, err
	}, `SELECT a.actor, a.assurance, a.approved FROM approvals a JOIN plans p
		ON p.tenant = a.tenant AND p.request = a.request AND p.digest = a.digest
		WHERE a.tenant = $1 AND a.request = $2 AND p.current ORDER BY a.approved, a.actor`, tx.Tenant(), request)
}

// Forget removes the sealed contents of a request's plans and results; states
// and counts stay.
func Forget(tx *store.Tx, request string) error {
	if _, err := tx.Exec(`UPDATE plans SET sealed = $3 WHERE tenant = $1 AND request = $2`, tx.Tenant(), request, []byte{}); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE steps SET result = NULL WHERE tenant = $1 AND request = $2`, tx.Tenant(), request)
	return err
}

// Discard removes the plans of a request whose contents are forgotten, with
// their steps and approvals: a plan made anew may be the same to the digest, and
// must not be taken for carried out. What they did stands in the log.
func Discard(tx *store.Tx, request string) error {
	forgotten, err := store.List(tx, store.One[string], `SELECT digest FROM plans WHERE tenant = $1 AND request = $2 AND length(sealed) = 0`, tx.Tenant(), request)
	if err != nil {
		return err
	}
	for _, digest := range forgotten {
		for _, statement := range []string{
			`DELETE FROM steps WHERE tenant = $1 AND request = $2 AND digest = $3`,
			`DELETE FROM approvals WHERE tenant = $1 AND request = $2 AND digest = $3`,
			`DELETE FROM plans WHERE tenant = $1 AND request = $2 AND digest = $3`,
		} {
			if _, err := tx.Exec(statement, tx.Tenant(), request, digest); err != nil {
				return err
			}
		}
	}
	return nil
}
