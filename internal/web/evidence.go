package web

import (
	"bytes"
	"io"
	"net/http"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountEvidence adds the log and the checking of proofs.
func (o *Office) mountEvidence() {
	o.handle("GET /evidence", account.SeeWork, o.evidencePage)
	o.handle("GET /evidence/log", account.SeeWork, o.wholeLog)
	o.area.Upload("POST /evidence", allowed(account.SeeWork, o.verifyPack))
}

type evidenceView struct {
	Head    evidence.Head
	Key     string
	Checked bool // a pack was looked at
	Holds   bool
	Report  string
	Why     string
}

func (o *Office) evidenceView(v *frame.Visit) (e evidenceView, err error) {
	if e.Head, err = o.Log.Head(v.Context(), o.Tenant); err != nil {
		return e, err
	}
	e.Key, err = o.Log.VerifierKey(v.Context(), o.Tenant)
	if varsam.CodeOf(err) == varsam.NotFound {
		err = nil // nothing was logged yet
	}
	return e, err
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
	e.Checked = true
	report, err := evidence.Verify(pack, key)
	if err != nil {
		e.Why = err.Error()
		return v.ShowStatus(http.StatusOK, "evidence", e)
	}
	e.Holds, e.Report = report.OK(), report.String()
	return v.Show("evidence", e)
}

// wholeLog is every leaf under the checkpoint.
func (o *Office) wholeLog(v *frame.Visit) error {
	if err := o.Log.Checkpoint(v.Context(), o.Tenant); err != nil {
		return err
	}
	var log bytes.Buffer
	if err := o.Log.ExportLog(v.Context(), o.Tenant, &log); err != nil {
		return err
	}
	return v.Download("log-"+o.Tenant+".varsam", "application/octet-stream", log.Bytes())
}
