package retention_test

import (
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/retention"
)

// TestCertificate: a run's certificate says who approved, what was done by which
// register, and what was left, also after the register has changed.
func TestCertificate(t *testing.T) {
	o := newOffice(t, engines[0])
	o.customers(1, 250, "2020-01-01")
	h, err := o.Hold(t.Context(), retention.Hold{System: "shop", Collection: "invoices", Reason: "r", Owner: "anna", Review: varsam.NewDate(2026, 11, 1)})
	o.must(err)
	run := o.plan()
	waiting := o.certificate(run, "Nothing was changed.", "Nobody has approved", "Not done 250", h.ID)
	if strings.Contains(waiting, "said yes") {
		t.Errorf("somebody said yes to a run that waits:\n%s", waiting)
	}
	terms := &retention.Terms{Most: 1000, Jump: 300, Until: varsam.NewDate(2027, 6, 30)}
	o.approve(run, nil, "carl") // not enough, and for something else
	o.approve(run, terms, "anna", "bo")
	o.run(`UPDATE orders SET what = 'another' WHERE id = 7`)
	done := o.work(run)
	o.push(files())
	text := o.certificate(done, "Due 250 · Done 150", "Changed 100", "2 people said yes", "3 years; counted from made_on", "version 1")
	if strings.Contains(text, "Standing approval") {
		t.Errorf("a first run has no standing approval:\n%s", text)
	}

	o.now = o.now.Add(24 * time.Hour)
	o.certificate(o.work(o.plan()), "Standing approval b", "30 June 2027", "at most 1,000 records", "at most 300 per cent", "2 people said yes")
}

// certificate is the run's, in English; it holds all that is wanted.
func (o *office) certificate(run retention.Run, wanted ...string) string {
	o.Helper()
	doc, err := o.Certificate(o.Context(), run.ID, varsam.English)
	o.must(err)
	text := strings.Join(strings.Fields(string(doc.Text)), " ")
	for _, want := range wanted {
		if !strings.Contains(text, want) {
			o.Errorf("the certificate lacks %q:\n%s", want, doc.Text)
		}
	}
	return text
}
