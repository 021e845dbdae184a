package cli_test

import "testing"

// The outbox can be looked at before there is anything in it; a setting that
// cannot work is refused at once, and no password is taken as an option.
func TestMail(t *testing.T) {
	t.Parallel()
	w := shop(t)
	var letters []struct{ ID string }
	if w.json(0, &letters, "mail", "list"); len(letters) != 0 {
		t.Errorf("a new store holds %d letters", len(letters))
	}
	w.must(3, "mail", "show", "p0")
	w.must(3, "mail", "done", "p0")
	w.must(4, "mail", "retry", "p0") // there is no server
	w.must(2, "mail", "check")       // of which domain?
	for _, server := range []string{"http://mail.example.com", "smtp://user:secret@mail.example.com", "smtp+plain://mail.example.com"} {
		w.must(2, "--smtp", server, "--mail-from", "privacy@example.com", "mail", "list")
	}
	w.must(2, "--smtp", "smtp://mail.example.com", "mail", "list") // from whom?
	w.must(0, "--smtp", "smtp://mail.example.com", "--mail-from", "Privacy <privacy@example.com>", "mail", "list")
}
