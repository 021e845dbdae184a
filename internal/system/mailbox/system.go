package mailbox

import (
	"net/http"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// System is a set of mailboxes on one server.
type System struct {
	name     string
	set      settings
	zone     *time.Location
	today    varsam.Date
	backups  varsam.Period
	docs     system.Documents
	personal map[string]bool // mailboxes that are one employee's own, in small letters
	cache    Cache           // nil: nothing is kept
	pools    map[string]*pool
	tokens   *tokens
	patience time.Duration // the first wait before something is tried again
}

var (
	_ system.System     = (*System)(nil)
	_ system.TextFinder = (*System)(nil)
	_ system.Sampler    = (*System)(nil)
)

// open makes a System. The first question tells whether the server answers.
func open(cfg system.Config, kept Cache) (system.System, error) {
	set, err := readSettings(cfg)
	if err != nil {
		return nil, err
	}
	s := &System{
		name: cfg.System, set: set, zone: cfg.Zone, today: cfg.Today, backups: cfg.Backups, docs: cfg.Documents,
		personal: map[string]bool{}, pools: map[string]*pool{}, patience: 250 * time.Millisecond,
	}
	for _, account := range cfg.Personal {
		s.personal[strings.ToLower(account)] = true
	}
	if s.zone == nil {
		s.zone = time.UTC
	}
	s.tokens = &tokens{set: set.token, system: cfg.System, refresh: set.token.refresh, http: &http.Client{Timeout: set.timeout}}
	for _, account := range set.accounts {
		s.pools[account] = newPool(account, set.connections)
	}
	if set.keepHeaders {
		s.cache = set.of(kept, cfg.System)
	}
	return s, nil
}

// Close implements [system.System].
func (s *System) Close() error {
	s.hangUp()
	return nil
}

// hangUp ends the connections that nobody uses, so that what is read next is read
// over new ones.
func (s *System) hangUp() {
	for _, p := range s.pools {
		p.close()
	}
}
