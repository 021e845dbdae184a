package cli

import (
	"bytes"
	"os"
	"path/filepath"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/publish"
)

// demoBefore is what the demo's organisation did not say at first, so that the
// public sees a version that is replaced, and what changed.
var demoBefore = []string{
	"\n  phone: 08-465 004 98",
	"\n  - {measure: kryptering av datorer och telefoner, title: {sv: kryptering av datorer och telefoner, en: encryption of computers and telephones, fi: tietokoneiden ja puhelinten salaus}, tested: 2026-04-15, review: 2027-04-15}",
}

// demoNotices publish what is public twice: from the register as it was, and as
// it is.
func (a *app) demoNotices(s *session, folder string) error {
	before, err := os.MkdirTemp(filepath.Dir(folder), "before-")
	if err != nil {
		return varsam.Errorf(varsam.Unavailable, "no folder can be made beside %s", folder)
	}
	defer os.RemoveAll(before)
	if err := earlier(before, folder); err != nil {
		return err
	}
	for _, register := range []string{before, folder} {
		if _, err := a.pushVersion(s.ctx, s.Tenant, register, "Astrid Lind", -1); err != nil {
			return err
		}
		if _, err := a.publishingOf(s.Tenant).Publish(s.ctx, publish.Order{By: "Astrid Lind"}); err != nil {
			return err
		}
	}
	return nil
}

// earlier copies the demo's register as it was.
func earlier(to, from string) error {
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		return varsam.Errorf(varsam.Unavailable, "the folder %s cannot be copied", from)
	}
	path := filepath.Join(to, "organisation.yaml")
	text, err := os.ReadFile(path)
	if err != nil {
		return varsam.Errorf(varsam.Unavailable, "the file %s cannot be read", path)
	}
	for _, line := range demoBefore {
		if !bytes.Contains(text, []byte(line)) {
			return varsam.Errorf(varsam.Internal, "the demo's register has changed: it no longer says %q", line)
		}
		text = bytes.Replace(text, []byte(line), nil, 1)
	}
	return os.WriteFile(path, text, 0o600)
}
