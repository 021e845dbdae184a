package duty

import (
	"context"
	"io"
	"strings"
	"testing"

	"github.com/varsam/varsam"
)

// paper is a reader of documents that says what it is told.
type paper string

func (p paper) Texts(_ context.Context, _ string, _ io.Reader, yield func(string, io.Reader) error) ([]varsam.Reason, error) {
	return nil, yield("avtal.pdf#page=3", strings.NewReader(string(p)))
}

// An agreement is missing, taken down, read, confirmed and in order; a file
// without text is kept and says so; nobody has signed tomorrow.
func TestAgreement(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	for _, name := range []string{"mailer", "hoster", "client"} {
		r.says(Missing, party(name), true)
	}
	_, err := r.Add(t.Context(), New{Kind: Agreement, Subject: party("mailer"), Facts: Facts{"form": "ours", "signed": "2026-11-23"}}, "Astrid Lind")
	r.refuses(err, "signed", FaultFuture)
	_, err = r.Add(t.Context(), New{Kind: Agreement, Subject: party("nobody"), Facts: Facts{"form": "ours"}}, "Astrid Lind")
	if varsam.CodeOf(err) != varsam.NotFound {
		t.Errorf("an unknown party: %v", err)
	}
	rec := r.add(Agreement, party("mailer"), Facts{"form": "ours"})
	r.says(Unsigned, party("mailer"), true)
	r.says(Unproven, party("mailer"), true)
	r.says(ClausesUnread, party("mailer"), true)
	_, err = r.Add(t.Context(), New{Kind: Agreement, Subject: party("mailer"), Facts: Facts{"form": "ours"}}, "Astrid Lind")
	r.refuses(err, "form", FaultRepeat)

	r.Documents = paper(" ")
	if _, err := r.ReadAgreement(t.Context(), rec.ID, "bild.pdf", []byte("%PDF"), "Astrid Lind"); varsam.CodeOf(err) != varsam.Unsupported {
		t.Errorf("a picture: %v", err)
	}
	r.says(Unproven, party("mailer"), false) // the file is kept all the same

	r.Documents = paper("Biträdet behandlar bara personuppgifter enligt dokumenterade instruktioner.\n\nDe personer som behandlar uppgifter har tystnadsplikt enligt avtal.")
	read, err := r.ReadAgreement(t.Context(), rec.ID, "avtal.pdf", []byte("%PDF"), "Astrid Lind")
	r.must(err)
	if len(read.Clauses) != 2 || read.Clauses[0].Place != "page=3" {
		t.Fatalf("read: %+v", read)
	}
	r.says(ClausesUnread, party("mailer"), true) // proposed is not confirmed
	got, err := r.ConfirmClauses(t.Context(), rec.ID, []string{"b", "a", "a"}, "Astrid Lind")
	r.must(err)
	if got.Facts["clauses"] != "a b" || !strings.Contains(got.Facts["places"], "(a) page=3: ”Biträdet") {
		t.Errorf("confirmed: %v", got.Facts)
	}
	r.says(ClausesUnread, party("mailer"), false)
	r.says(ClausesMissing, party("mailer"), true)
	_, err = r.Set(t.Context(), rec.ID, Facts{"signed": "2026-11-22", "clauses": "a b c d e f g h"}, "Astrid Lind")
	r.must(err)
	for _, f := range r.found("") {
		if f.Kind == Agreement && f.Subject == party("mailer") {
			t.Errorf("still found: %+v", f)
		}
	}
	_, err = r.Set(t.Context(), rec.ID, Facts{"ended": "2026-10-01"}, "Astrid Lind")
	r.refuses(err, "ended", FaultOrder)
	r.now = r.now.AddDate(0, 2, 0)
	_, err = r.Set(t.Context(), rec.ID, Facts{"ended": "2026-11-30"}, "Astrid Lind")
	r.must(err)
	r.says(NoCertificate, party("mailer"), true)
}

// A change of sub-processors is announced ahead, blocked until its day, and stays
// open while somebody objects.
func TestSubProcessorChange(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	r.says(SubUnlisted, party("hoster"), true)
	r.add(SubProcessor, party("hoster"), Facts{"task": "Drift", "place": "SE", "listed": "agreement", "since": "2024-01-01"})
	r.says(SubUnlisted, party("hoster"), false)

	late := Facts{"task": "Utskick", "place": "US", "listed": "change", "since": "2026-11-22"}
	_, err := r.Add(t.Context(), New{Kind: SubProcessor, Subject: party("mailer"), Facts: late}, "Astrid Lind")
	r.refuses(err, "since", FaultOrder)
	change := r.add(SubChange, party("mailer"), Facts{"change": "add", "task": "Utskick", "effective": "2026-12-01"})
	r.says(SubUnannounced, party("mailer"), true)
	change, told, err := r.Announce(t.Context(), change.ID, "Astrid Lind")
	r.must(err)
	// thirty days from 22 November end on Tuesday 22 December
	if change.Facts["effective"] != "2026-12-23" || len(told) != 1 || r.letters("privacy@client.example") != 1 {
		t.Errorf("announced: %v, told %v", change.Facts, told)
	}
	_, err = r.Add(t.Context(), New{Kind: SubProcessor, Subject: party("mailer"), Facts: late}, "Astrid Lind")
	r.refuses(err, "since", FaultOrder)
	no := r.add(Objected, party("client"), Facts{"against": change.ID, "came": "2026-11-22", "says": "USA"})
	r.says(ObjectionOpen, party("client"), true)
	_, err = r.End(t.Context(), change.ID, "Astrid Lind")
	r.refuses(err, "done", FaultOrder)
	_, err = r.Set(t.Context(), no.ID, Facts{"outcome": "terminates"}, "Astrid Lind")
	r.refuses(err, "leaves", FaultNeeded)
	_, err = r.Set(t.Context(), no.ID, Facts{"outcome": "terminates", "leaves": "2026-12-20"}, "Astrid Lind")
	r.must(err)
	r.says(ObjectionOpen, party("client"), false)

	r.now = r.now.AddDate(0, 0, 31)
	late["since"] = "2026-12-23"
	r.add(SubProcessor, party("mailer"), late)
	w, err := r.World(t.Context())
	r.must(err)
	if list := SubProcessors(w, varsam.English); len(list) != 2 || list[1].Title != "Mailer Inc" || list[1].Place != "US" {
		t.Errorf("the list: %+v", list)
	}
	if news := Feed(w, varsam.English); len(news) != 1 || news[0].Until != varsam.NewDate(2026, 12, 22) {
		t.Errorf("the feed: %+v", news)
	}
}

// The window of objections: the day of the notice is not counted, and a last day
// that is no working day moves on (Regulation 1182/71).
func TestWindow(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	w, err := r.World(t.Context())
	r.must(err)
	for _, c := range []struct {
		announced string
		days      int
		last      string
	}{
		{"2026-11-22", 30, "2026-12-22"},
		{"2026-11-25", 30, "2026-12-28"}, // Christmas Day, a Saturday, a Sunday
		{"2026-12-02", 30, "2027-01-04"}, // New Year's Day, a Saturday, a Sunday
		{"2026-03-05", 30, "2026-04-07"}, // Easter
	} {
		announced, err := varsam.ParseDate(c.announced)
		r.must(err)
		if got := window(w.Register, announced, c.days); got.String() != c.last {
			t.Errorf("%s and %d days: %s, want %s", c.announced, c.days, got, c.last)
		}
	}
}

// A supplier's list is kept, and what came and went is shown until somebody has
// looked; its order does not count.
func TestSupplierList(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	copyOf := func(text string) Record {
		t.Helper()
		rec, err := r.CopyList(t.Context(), "mailer", "subs.txt", []byte(text), "Astrid Lind")
		r.must(err)
		return rec
	}
	copyOf("Alpha Inc, US\nBeta SA, FR\n")
	r.says(ListChanged, party("mailer"), false)
	rec := copyOf("Beta  SA, FR\n\nGamma Oy, FI\r\nAlpha Inc, US")
	if rec.Facts["changed"] != "+ Gamma Oy, FI" {
		t.Errorf("the difference: %q", rec.Facts["changed"])
	}
	r.says(ListChanged, party("mailer"), true)
	_, err := r.Set(t.Context(), rec.ID, Facts{"seen": "yes"}, "Astrid Lind")
	r.must(err)
	r.says(ListChanged, party("mailer"), false)
	if rec = copyOf("Beta SA, FR\nGamma Oy, FI"); rec.Facts["changed"] != "− Alpha Inc, US" || rec.Facts["seen"] != "" {
		t.Errorf("then: %v", rec.Facts)
	}
	files, err := r.Files(t.Context(), rec)
	r.must(err)
	if len(files) != 3 {
		t.Errorf("%d copies are kept", len(files))
	}
}
