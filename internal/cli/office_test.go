package cli_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/emersion/go-imap/v2"
)

// TestErasedFromMailAndFiles: a person who wrote mails and stands in documents is
// found, erased where the record is hers, taken out where it names her, and no
// byte of hers is left; nobody else's mail or document is touched.
func TestErasedFromMailAndFiles(t *testing.T) {
	o := newOffice(t)
	for _, name := range []string{"systems/shop.yaml", "systems/binder.yaml", "activities/newsletter.yaml", "activities/bookkeeping.yaml"} {
		if err := os.Remove(filepath.Join(o.register, name)); err != nil {
			t.Fatal(err)
		}
	}
	share := filepath.Join(o.dir, "share")
	o.mail("", "    person: self\n    carried_by: [customer-care]\n    end: erase")
	o.write("register/share.yaml", `system: share
connector: folder
settings: {path: `+share+`}
operator: self
country: SE
owner: files-lead
collections:
  documents:
    fields:
      path: {data: id.document}
      text: {data: behaviour.message, text: true}
    carried_by: [customer-care]
    end: erase
`)
	o.write("share/letters/gina.txt", "Hej,\nring Gina Provsson på 070-174 06 20 eller gina.provsson@example.net.\nHälsningar Bo\n")
	o.write("share/letters/other.txt", "Hej,\nring Hans Provsson på 070-174 06 21.\n")
	o.put(o.anna, "Gina Provsson <gina.provsson@example.net>", "Min fråga", "", "Hej, ring mig på 070-174 06 20.")
	o.put(o.anna, "Hans Provsson <hans.provsson@example.net>", "Min fråga", "", "Hej, ring mig på 070-174 06 21.")
	o.put(o.bo, "Hans Provsson <hans.provsson@example.net>", "Om Gina", "", "Gina Provsson, gina.provsson@example.net, vill veta mer.")

	var request struct{ ID string }
	o.json(0, &request, "request", "new", "--register", o.register, "--right", "erasure", "--email", "gina.provsson@example.net", "--id", "name=Gina Provsson")
	o.approve(request.ID)
	o.must(1, "request", "run", request.ID)
	if left := o.subjects(o.anna, "INBOX"); len(left) != 1 || o.holds(o.anna, "070-174 06 20") {
		t.Errorf("her mail is left: %q", left)
	}
	if bo := o.subjects(o.bo, "INBOX"); len(bo) != 1 {
		t.Errorf("a mail that names her was erased: %q", bo)
	}
	var tasks []struct{ Request, Step, System, Kind string }
	o.json(0, &tasks, "task", "list")
	if len(tasks) != 1 || tasks[0].System != "mail" || tasks[0].Kind != "redact" {
		t.Errorf("a mail that names her is a task to whoever answers for the mailboxes: %+v", tasks)
	}
	for name, want := range map[string]string{
		"gina.txt":  "Hej,\nring […] på 070-174 06 20 eller […].\nHälsningar Bo\n",
		"other.txt": "Hej,\nring Hans Provsson på 070-174 06 21.\n",
	} {
		if got, err := os.ReadFile(filepath.Join(share, "letters", name)); err != nil || string(got) != want {
			t.Errorf("%s is %q, %v", name, got, err)
		}
	}
}

// holds reports whether a mail in the inbox has a text.
func (o *office) holds(account, text string) bool {
	o.Helper()
	c := o.mailboxes[account]
	if _, err := c.Select("INBOX", nil).Wait(); err != nil {
		o.Fatal(err)
	}
	found, err := c.Search(&imap.SearchCriteria{Body: []string{text}}, nil).Wait()
	if err != nil {
		o.Fatal(err)
	}
	return len(found.AllSeqNums()) > 0
}

func (w *workplace) write(name, text string) {
	w.Helper()
	path := filepath.Join(w.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		w.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		w.Fatal(err)
	}
}
