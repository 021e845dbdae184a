package cli

import (
	"strings"
	"time"

	"github.com/varsam/varsam/internal/api/token"
)

type tokenCommand struct {
	New    tokenNewCommand    `cmd:"" help:"Make a token; it is shown once."`
	List   tokenListCommand   `cmd:"" help:"List the tokens, without their secrets."`
	Revoke tokenRevokeCommand `cmd:"" help:"End a token at once."`
}

type tokenNewCommand struct {
	Name   string        `arg:"" help:"What it is for: intranet form."`
	Scope  []string      `required:"" help:"What it may do, once or more: work:read, people:read, people:shielded, requests:write, plans:approve, plans:run, answers:deliver, culling:write, duties:write, register:write, accounts:manage." placeholder:"SCOPE"`
	Expire time.Duration `default:"2160h" help:"How long it works; at most 366 days." placeholder:"DURATION"`
	By     string        `required:"" help:"Who makes it: in that name it says yes to plans." placeholder:"NAME"`
}

// Run prints the secret, which nobody can show again.
func (c *tokenNewCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		n := token.New{Name: c.Name, By: c.By, Life: c.Expire}
		for _, scope := range c.Scope {
			n.Scopes = append(n.Scopes, token.Scope(scope))
		}
		secret, made, err := app.tokensOf(s.Tenant).Make(s.ctx, n)
		if err != nil {
			return err
		}
		said := struct {
			token.Token
			Secret string `json:"secret"`
		}{made, secret}
		return s.print(said, func() {
			s.printf("%s\nToken %s works until %s. It is shown this once; keep it where secrets are kept.\n", secret, made.ID, made.Ends.Format(time.DateOnly))
		})
	})
}

type tokenListCommand struct{}

func (c *tokenListCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		all, err := app.tokensOf(s.Tenant).List(s.ctx)
		if err != nil {
			return err
		}
		return s.print(all, func() {
			rows := make([][]string, len(all))
			for i, t := range all {
				rows[i] = []string{t.ID, t.Name, t.By, scopesOf(t), s.tokenState(t), s.lastUse(t)}
			}
			s.table([]string{"TOKEN", "NAME", "BY", "SCOPES", "UNTIL", "USED"}, rows)
		})
	})
}

func scopesOf(t token.Token) string {
	words := make([]string, len(t.Scopes))
	for i, scope := range t.Scopes {
		words[i] = string(scope)
	}
	return strings.Join(words, " ")
}

func (s *session) tokenState(t token.Token) string {
	if !t.Revoked.IsZero() {
		return s.said("revoked %s", t.Revoked.Format(time.DateOnly))
	}
	return t.Ends.Format(time.DateOnly)
}

func (s *session) lastUse(t token.Token) string {
	if t.Used.IsZero() {
		return s.said("never")
	}
	return t.Used.Format(time.DateOnly)
}

type tokenRevokeCommand struct {
	Token string `arg:"" help:"The token, as varsam token list names it."`
	By    string `default:"command line" help:"Who revokes it."`
}

func (c *tokenRevokeCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		if err := app.tokensOf(s.Tenant).Revoke(s.ctx, c.Token, c.By); err != nil {
			return err
		}
		return s.print(map[string]string{"revoked": c.Token}, func() { s.printf("revoked: %s\n", c.Token) })
	})
}
