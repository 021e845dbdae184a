package api

import (
	"bytes"
	"cmp"
	"strconv"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/suppression"
)

// LogState is how far the log has come.
type LogState struct {
	evidence.Head
	Key string `json:"key,omitempty" doc:"The log's public key, for whoever verifies."`
}

func (c *call) getLog() (out LogState, err error) {
	if out.Head, err = c.Log.Head(c.ctx, c.Tenant); err != nil {
		return out, err
	}
	out.Key, err = c.Log.VerifierKey(c.ctx, c.Tenant)
	if varsam.CodeOf(err) == varsam.NotFound {
		err = nil // nothing was logged yet
	}
	return out, err
}

// checkpoint numbers what is pending and signs the log.
func (c *call) checkpoint(nothing) (out LogState, err error) {
	if err := c.Log.Checkpoint(c.ctx, c.Tenant); err != nil {
		return out, err
	}
	return c.getLog()
}

// wholeLog is every leaf under the checkpoint that stands.
func (c *call) wholeLog() (f file, err error) {
	var log bytes.Buffer
	err = c.Log.ExportLog(c.ctx, c.Tenant, &log)
	return file{"log-" + c.Tenant + ".varsam", "application/octet-stream", log.Bytes()}, err
}

// listCheckpoints are those that were signed.
func (c *call) listCheckpoints() (list List[evidence.Checkpoint], err error) {
	below, err := c.whole("below")
	if err != nil {
		return list, err
	}
	all, err := c.Log.Checkpoints(c.ctx, c.Tenant, below)
	list.Items = append([]evidence.Checkpoint{}, all...)
	return list, err
}

// listPacks are the proofs that were made.
func (c *call) listPacks() (list List[evidence.MadePack], err error) {
	before, err := time.Parse(time.RFC3339Nano, cmp.Or(c.value("before"), "0001-01-01T00:00:00Z"))
	if err != nil {
		return list, varsam.Errorf(varsam.Invalid, "before is an instant, as lists tell it")
	}
	all, err := c.Log.Packs(c.ctx, c.Tenant, before)
	list.Items = append([]evidence.MadePack{}, all...)
	return list, err
}

// whole is a whole number of the address; 0 when it is left out.
func (c *call) whole(name string) (int64, error) {
	n, err := strconv.ParseInt(cmp.Or(c.value(name), "0"), 10, 64)
	if err != nil {
		return 0, varsam.Errorf(varsam.Invalid, "%s is a number", name)
	}
	return n, nil
}

// makePack signs, makes the proof of a case, and notes who did.
func (c *call) makePack(nothing) (f file, err error) {
	id := c.param("id")
	if _, err := c.Requests.Get(c.ctx, id); err != nil {
		return f, err
	}
	pack, err := c.Log.Make(c.ctx, c.Tenant, id, c.Requests.Actor(c.token.By))
	return file{"pack-" + id + ".varsam", "application/octet-stream", pack}, err
}

// Verdict is whether a proof holds.
type Verdict struct {
	Holds  bool   `json:"holds"`
	Report string `json:"report,omitempty"`
	Why    string `json:"why,omitempty" doc:"Why it does not."`
}

// verify checks a pack as an outsider would, by our own key or the one that was
// given.
func (c *call) verify(nothing) (out Verdict, err error) {
	key := c.value("key")
	if key == "" {
		if key, err = c.Log.VerifierKey(c.ctx, c.Tenant); err != nil {
			return out, err
		}
	}
	report, err := evidence.Verify(c.body, key)
	if err != nil {
		return Verdict{Why: err.Error()}, nil
	}
	return Verdict{Holds: report.OK(), Report: report.String()}, nil
}

func (c *call) listSuppressions() (list List[suppression.Suppression], err error) {
	all, err := c.Requests.Suppressions(c.ctx)
	if err != nil {
		return list, err
	}
	return page(c, all, func(s suppression.Suppression) string { return s.ID })
}

func (c *call) forget(in Reason) (nothing, error) {
	return nothing{}, c.Requests.Forget(c.ctx, c.param("id"), in.Reason, c.token.By)
}

// Forwarding says that the request was passed on to a controller.
type Forwarding struct {
	Party string      `json:"party" least:"1" most:"100"`
	On    varsam.Date `json:"on"`
}

func (c *call) forward(in Forwarding) (RequestState, error) {
	return c.done(c.requests().Forward(c.ctx, c.param("id"), in.Party, in.On, c.token.By))
}
