package acceptance

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/sqldb"
)

// counting opens systems and remembers them, to ask how much was sent.
type counting struct {
	request.Connections
	mu     sync.Mutex
	opened map[string]*sqldb.DB
}

func (c *counting) Open(ctx context.Context, name string) (system.System, error) {
	s, err := c.Connections.Open(ctx, name)
	if db, ok := s.(*sqldb.DB); ok {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.opened[name] = db
	}
	return s, err
}

// TestStatements finds 1 and 500 people with the same number of statements:
// those that the search counts, and those that the connections really sent.
func TestStatements(t *testing.T) {
	onEach(t, func(t *testing.T, e engine) {
		const many = 500
		w := newTown(t, e, "crm", "mailing", "web", "surveys")
		for name, db := range w.systems {
			w.edit("systems/"+name+".yaml", "env:TOWN_"+strings.ToUpper(name)+"_DSN", "file:"+name+".dsn")
			w.write(name+".dsn", db.dsn)
		}
		inserts{"crm.addresses": {"(1, 'Street 1')"}, "crm.staff": {"(7, 'Name handler', 'handler@example.com')"}}.run(w)
		w.settle(people(2*many, func(p *citizen) {
			p.phone, p.address, p.handler, p.orders = fmt.Sprintf("+46 70 %07d", p.id), 1, 7, 3
			p.pnr = testNumber(strings.ReplaceAll(varsam.NewDate(1960, 1, 1).AddDays(p.id).String(), "-", ""), "238")
		})...)
		reg, faults, err := register.Load(os.DirFS(w.register))
		if err != nil || len(faults) > 0 {
			t.Fatal(err, faults)
		}
		ask := func(n int) (locate.Search, map[string]int64) {
			t.Helper()
			c := &counting{opened: map[string]*sqldb.DB{}, Connections: request.Connections{
				Register: reg, Base: filepath.Clean(w.register), Today: today(t),
				Connectors: []system.Connector{sqldb.SQLite(), sqldb.Postgres(), sqldb.MariaDB()},
			}}
			var asked []varsam.Person
			for i := range n {
				asked = append(asked, varsam.Person{Number: i, Identifiers: []varsam.Identifier{
					{Type: varsam.Email, Value: fmt.Sprintf("QQ%04d@example.com", i+1), Verified: true},
				}})
			}
			found, err := locate.Locate(context.Background(), reg, c, asked, locate.Options{Today: today(t), Mentions: true})
			if err != nil {
				t.Fatal(err)
			}
			sent := map[string]int64{}
			for name, db := range c.opened {
				sent[name] = db.Statements()
				db.Close()
			}
			return found, sent
		}
		one, sentForOne := ask(1)
		all, sentForAll := ask(many)
		t.Logf("%v statements for 1 person with %d records and for %d with %d; sent with structure: %v",
			one.Statements, len(one.Located), many, len(all.Located), sentForOne)
		if len(one.Located) != 9 || len(all.Located) != 8*many+1 {
			t.Errorf("%d and %d records, want 9 and %d", len(one.Located), len(all.Located), 8*many+1)
		}
		if !maps.Equal(one.Statements, all.Statements) {
			t.Errorf("statements: %v for one person, %v for %d", one.Statements, all.Statements, many)
		}
		if !maps.Equal(sentForOne, sentForAll) {
			t.Errorf("statements sent: %v for one person, %v for %d", sentForOne, sentForAll, many)
		}
		for _, g := range all.Gaps {
			if g.System != "surveys" {
				t.Errorf("%+v", g)
			}
		}
	})
}
