package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountEvidence adds the log and the checking of proofs.
func (o *Office) mountEvidence() {
	o.handle("GET /evidence", account.SeeWork, o.evidencePage)
	o.handle("GET /evidence/log", account.SeeWork, o.wholeLog)
	o.handle("POST /evidence/checkpoint", account.SeeWork, o.signLog)
	o.area.Upload("POST /evidence", allowed(account.SeeWork, o.verifyPack))
}

type evidenceView struct {
	Head    evidence.Head
	Key     string
	Checked bool // a pack was looked at
	Holds   bool
	Report  string
	Why     string
	File    string // what was looked at, by its digest
	Ours    bool   // it stands in the list of what we made

	Checkpoints []evidence.Checkpoint
	Older       int64 // where the next page of checkpoints begins
	Packs       []packRow
	Before      string // where the next page of packs begins
}

// packRow is a proof that was made, with who made it.
type packRow struct {
	evidence.MadePack
	Name string
}

func (o *Office) evidenceView(v *frame.Visit) (e evidenceView, err error) {
	if e.Head, err = o.Log.Head(v.Context(), o.Tenant); err != nil {
		return e, err
	}
	e.Key, err = o.Log.VerifierKey(v.Context(), o.Tenant)
	if err != nil && varsam.CodeOf(err) != varsam.NotFound { // nothing was logged yet
		return e, err
	}
	return e, o.evidenceLists(v, &e)
}

// evidenceLists adds the checkpoints that were signed and the packs that were made.
func (o *Office) evidenceLists(v *frame.Visit, e *evidenceView) (err error) {
	below, _ := strconv.ParseInt(v.Query("below"), 10, 64)
	if e.Checkpoints, err = o.Log.Checkpoints(v.Context(), o.Tenant, below); err != nil {
		return err
	}
	if n := len(e.Checkpoints); n == evidence.MostListed {
		e.Older = e.Checkpoints[n-1].Size
	}
	before, _ := time.Parse(time.RFC3339Nano, v.Query("before"))
	packs, err := o.Log.Packs(v.Context(), o.Tenant, before)
	if err != nil {
		return err
	}
	if n := len(packs); n == evidence.MostListed {
		e.Before = packs[n-1].At.Format(time.RFC3339Nano)
	}
	names := o.actors(v)
	for _, p := range packs {
		e.Packs = append(e.Packs, packRow{p, names[p.By]})
	}
	return nil
}

// signLog numbers what is pending and signs the log.
func (o *Office) signLog(v *frame.Visit) error {
	if err := o.Log.Checkpoint(v.Context(), o.Tenant); err != nil {
		return err
	}
	v.Flash(frame.Good, "web.evidence.signed-now")
	return v.Redirect("/evidence")
}

func (o *Office) evidencePage(v *frame.Visit) error {
	e, err := o.evidenceView(v)
	if err != nil {
		return err
	}
	return v.Show("evidence", e)
}

// verifyPack checks a pack as an outsider would, by our own key or another that
// was given.
func (o *Office) verifyPack(v *frame.Visit) error {
	e, err := o.evidenceView(v)
	if err != nil {
		return err
	}
	file, _, err := v.R.FormFile("pack")
	if err != nil {
		return varsam.Errorf(varsam.Invalid, "choose a proof to check")
	}
	defer file.Close()
	pack, err := io.ReadAll(file)
	if err != nil {
		return varsam.Errorf(varsam.Invalid, "the file did not arrive whole, or is too large")
	}
	key := strings.TrimSpace(v.Field("key"))
	if key == "" {
		key = e.Key
	}
	sum := sha256.Sum256(pack)
	e.Checked, e.File = true, hex.EncodeToString(sum[:])
	e.Ours = slices.ContainsFunc(e.Packs, func(p packRow) bool { return p.Digest == e.File })
	report, err := evidence.Verify(pack, key)
	if err != nil {
		e.Why = v.Fault(err)
		return v.ShowStatus(http.StatusOK, "evidence", e)
	}
	e.Holds, e.Report = report.OK(), report.String()
	return v.Show("evidence", e)
}

// wholeLog is every leaf under the checkpoint that stands: looking signs nothing.
func (o *Office) wholeLog(v *frame.Visit) error {
	var log bytes.Buffer
	if err := o.Log.ExportLog(v.Context(), o.Tenant, &log); err != nil {
		return err
	}
	return v.Download("log-"+o.Tenant+".varsam", "application/octet-stream", log.Bytes())
}
