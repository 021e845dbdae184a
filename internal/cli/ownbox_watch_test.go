package cli_test

import (
	"testing"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// TestARestrictedMailMayBeErasedLater: what a request moved out of use and somebody
// rightly erases afterwards is no alarm; one that is moved back is.
func TestARestrictedMailMayBeErasedLater(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		then  func(*postal, *imapclient.Client)
		state string
		sweep int
	}{
		"nothing": {func(*postal, *imapclient.Client) {}, "done", 0},
		"erased": {func(p *postal, c *imapclient.Client) {
			p.imap(c.Store(imap.UIDSetNum(1), &imap.StoreFlags{Op: imap.StoreFlagsAdd, Flags: []imap.Flag{imap.FlagDeleted}}, nil).Close())
			p.imap(c.Expunge().Close())
		}, "done", 0},
		"erased with its folder": {func(p *postal, c *imapclient.Client) {
			p.imap(c.Unselect().Wait())
			p.imap(c.Delete("Varsam/INBOX").Wait())
		}, "done", 0},
		"moved back": {func(p *postal, c *imapclient.Client) {
			_, err := c.Move(imap.UIDSetNum(1), "INBOX").Wait()
			p.imap(err)
		}, "reopened", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPostal(t)
			p.mailSystem("")
			p.alone()
			p.deliver(privacy, "INBOX", "Cia <cia@example.net>", "Fråga", "Hej")
			p.deliver(privacy, "INBOX", "Dan <dan@example.net>", "Fråga", "Hej")
			id := p.ask("--right", "restriction", "--article", "a", "--email", "cia@example.net")
			p.must(0, "request", "run", id)
			client, err := imapclient.DialInsecure(p.office.Address(), nil)
			p.imap(err)
			defer client.Close()
			p.imap(client.Login(privacy, "secret").Wait())
			box, err := client.Select("Varsam/INBOX", nil).Wait()
			p.imap(err)
			if box.NumMessages != 1 {
				t.Fatalf("%d mails were moved", box.NumMessages)
			}
			c.then(p, client)
			p.must(c.sweep, "sweep")
			var view struct{ Request struct{ State string } }
			p.json(0, &view, "request", "show", id)
			if view.Request.State != c.state {
				t.Errorf("the request is %s, want %s", view.Request.State, c.state)
			}
		})
	}
}

// imap ends the test when somebody else's work with a mailbox fails.
func (p *postal) imap(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}
