package acceptance

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// disturbed runs a command and disturbs it when it has said on standard error that it is at a place.
func (h *house) disturbed(at string, disturb func(*os.Process), args ...string) ended {
	h.Helper()
	cmd := h.command(args...)
	var out, errout bytes.Buffer
	cmd.Stdout = &out
	pipe, err := cmd.StderrPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		h.Fatal(err)
	}
	for lines := bufio.NewScanner(pipe); lines.Scan(); {
		errout.WriteString(lines.Text() + "\n")
		if strings.Contains(lines.Text(), at) {
			disturb(cmd.Process)
		}
	}
	_ = cmd.Wait() // its code tells
	return h.ended(args, ended{cmd.ProcessState.ExitCode(), out.String(), errout.String()})
}

// grown gives a cellar so many customers that they are read in several ranges.
func grown(db *database) {
	for n := 300; n < 12_000; n *= 2 {
		db.exec("INSERT INTO customers SELECT id + (SELECT n FROM (SELECT count(*) AS n FROM customers) AS c), login, second, notes, extra, orderno, fax FROM customers")
	}
}

// TestDiscoverBroken: a discovery that is stopped, then killed, then loses its
// connection, says so, is marked partial and goes on: its end is that of one that
// nothing disturbed, and no row was counted twice.
func TestDiscoverBroken(t *testing.T) {
	onEach(t, func(t *testing.T, e engine) {
		h, db := cellar(t, e)
		grown(db)
		args := []string{"discover", h.register, "--full", "--json"}
		whole := h.must(1, append(args, "--rate", "0")...)

		slowly := append(args, "--rate", "2500") // two seconds between two ranges
		stopped := h.disturbed("customers (1 of 3)", func(p *os.Process) { _ = p.Signal(os.Interrupt) }, slowly...)
		if stopped.code != 4 || !strings.Contains(stopped.errout, "go on with --resume") {
			t.Errorf("stopped: exit %d, %s", stopped.code, stopped.errout)
		}
		h.partial(stopped)
		again := append(slowly, "--resume")
		if killed := h.disturbed("customers (1 of 3)", func(p *os.Process) { _ = p.Kill() }, again...); killed.code != -1 || killed.out != "" {
			t.Errorf("killed: exit %d, %s", killed.code, killed.out)
		}
		if e.name != "sqlite" {
			direct := db.dsn
			p, through := behindProxy(t, db)
			h.set("CELLAR_DSN", through)
			lost := h.disturbed("customers (1 of 3)", func(*os.Process) { p.stop() }, again...)
			if lost.code != 6 || !strings.Contains(lost.errout, "cellar does not answer; run it again with --resume") {
				t.Errorf("lost: exit %d, %s", lost.code, lost.errout)
			}
			h.partial(lost)
			h.set("CELLAR_DSN", direct)
		}
		diff(t, "what was found", whole, h.must(1, append(args, "--rate", "0", "--resume")...))
	})
}

// partial: what was printed of a reading that broke off says so.
func (h *house) partial(r ended) {
	h.Helper()
	var d discovered
	if err := json.Unmarshal([]byte(r.out), &d); err != nil {
		h.Fatalf("%v\n%s", err, r.out)
	}
	if d.Complete || len(d.Gaps) == 0 {
		h.Errorf("it says that it is complete: %+v", d.Gaps)
	}
	for _, f := range d.Findings {
		if f.Collection == "customers" && (!f.Partial || f.Whole) {
			h.Errorf("%s %s is not marked partial", f.Column, f.Code)
		}
	}
}
