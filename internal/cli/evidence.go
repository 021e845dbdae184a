package cli

import (
	"bytes"
	"os"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
)

type evidenceCommand struct {
	Export evidenceExportCommand `cmd:"" help:"Write the proof of a request."`
	Verify evidenceVerifyCommand `cmd:"" help:"Check a proof offline; exit 0 when it holds and 1 when it does not."`
	Key    evidenceKeyCommand    `cmd:"" help:"Print the log's public key, to give to whoever will verify."`
}

type evidenceExportCommand struct {
	requestID
	Out string `required:"" help:"File to write." placeholder:"FILE"`
}

func (c *evidenceExportCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		if err := app.log.Checkpoint(s.ctx, s.Tenant); err != nil {
			return err
		}
		var pack bytes.Buffer
		if err := app.log.Export(s.ctx, s.Tenant, c.Request, &pack, evidence.ExportOptions{}); err != nil {
			return err
		}
		if err := os.WriteFile(c.Out, pack.Bytes(), 0o600); err != nil {
			return varsam.Errorf(varsam.Unavailable, "the file %s cannot be written", c.Out)
		}
		return s.print(map[string]any{"pack": c.Out, "bytes": pack.Len()}, func() { s.printf("%s\n", c.Out) })
	})
}

type evidenceVerifyCommand struct {
	Pack string `arg:"" help:"The pack." type:"existingfile"`
	Key  string `help:"File with the log's public key, or the key itself, got by another way than the pack." placeholder:"FILE"`
}

func (c *evidenceVerifyCommand) Run(s *session) error {
	pack, err := os.ReadFile(c.Pack)
	if err != nil {
		return varsam.Errorf(varsam.Invalid, "the pack cannot be read")
	}
	key := c.Key
	if text, err := os.ReadFile(c.Key); err == nil {
		key = string(text)
	}
	report, err := evidence.Verify(pack, strings.TrimSpace(key))
	if err != nil {
		s.print(map[string]any{"holds": false, "why": err.Error()}, func() { s.printf("does not hold: %s\n", s.fault(err)) })
		return errNo
	}
	if err := s.print(map[string]any{"holds": report.OK(), "report": report.String()}, func() { s.printf("%s\n", report.Text(s.said)) }); err != nil {
		return err
	}
	if !report.OK() {
		return errNo
	}
	return nil
}

type evidenceKeyCommand struct{}

func (c *evidenceKeyCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		key, err := app.log.VerifierKey(s.ctx, s.Tenant)
		if err != nil {
			return err
		}
		return s.print(map[string]string{"key": key}, func() { s.printf("%s\n", key) })
	})
}
