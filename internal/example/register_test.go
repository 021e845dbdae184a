package example

import (
	"os"
	"slices"
	"testing"

	"github.com/varsam/varsam/internal/register"
)

// what remains to be said of each register, on purpose: a lawyer's question, a
// field that nobody needs, notes that are nobody's own, work done in customers'
// own systems.
var findings = map[string][]string{
	"demo": {"marketing-without-consent activity contacts", "not-needed mailing.members.last_opened_at", "no-person-link papers.documents", "not-needed papers.documents.text"},
	"intelliplan": {
		"carries-nothing activity operations", "no-person-link casefiles.documents",
	},
	"insourceit":      {"marketing-without-consent activity marketing", "carries-nothing activity systems-for-customers"},
	"kunskapspartner": {"marketing-without-consent activity contacts", "no-person-link projects.project_notes", "no-person-link files.documents"},
}

func TestEveryRegisterLoadsAndIsSound(t *testing.T) {
	t.Parallel()
	for name := range sets {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files, err := Files(name)
			if err != nil {
				t.Fatal(err)
			}
			reg, faults, err := register.Load(files)
			if err != nil || len(faults) > 0 {
				t.Fatalf("%v %v", err, faults)
			}
			for _, f := range register.Findings(reg, today) {
				if said := f.Code + " " + f.Where.String(); f.Severity == register.Error || !slices.Contains(findings[name], said) {
					t.Errorf("%s: %s %v", f.Severity, said, f.Args)
				}
			}
		})
	}
}

// The register that Generate writes differs only in where the systems are.
func TestTheWrittenRegisterReachesTheDatabases(t *testing.T) {
	t.Parallel()
	for name := range sets {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			made := generate(t, name, Options{})
			reg, faults, err := register.Load(os.DirFS(made.Register))
			if err != nil || len(faults) > 0 {
				t.Fatalf("%v %v", err, faults)
			}
			for _, s := range made.Systems {
				mustReach(t, reg, s)
			}
		})
	}
}

func mustReach(t *testing.T, reg *register.Register, s MadeSystem) {
	t.Helper()
	declared, ok := reg.System(s.System)
	if !ok || declared.Connector != s.Connector {
		t.Fatalf("%s: %q, made on %q", s.System, declared.Connector, s.Connector)
	}
	address, err := os.ReadFile(declared.Settings["dsn"][len("file:"):])
	if err != nil || string(address) != s.DSN+"\n" {
		t.Errorf("%s: the address reads %q (%v)", s.System, address, err)
	}
	db := open(t, s)
	for _, c := range declared.Collections {
		for _, f := range c.Fields {
			if _, err := db.Exec("SELECT " + f.Name + " FROM " + c.In() + " LIMIT 0"); err != nil {
				t.Errorf("%s.%s.%s: %v", s.System, c.Name, f.Name, err)
			}
		}
	}
}
