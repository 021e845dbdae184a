package sqldb_test

import (
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// TestCullSince freezes the people named Anna and lets things happen before they
// are culled. As many Annas are not the same ones: where the system knows what was
// written since, that tells, and elsewhere the sum.
func TestCullSince(t *testing.T) {
	here := func(asOf string) string { return asOf }
	for name, tt := range map[string]struct {
		between string
		asOf    func(string) string
		want    varsam.Code
	}{
		"nothing":                       {"", here, ""},
		"another row is written":        {"UPDATE p SET name = 'Cilla' WHERE id = 3", here, ""},
		"one leaves":                    {"UPDATE p SET name = 'Bo' WHERE id = 1", here, varsam.Changed},
		"one leaves and another comes":  {"UPDATE p SET name = CASE id WHEN 1 THEN 'Bo' ELSE 'Anna' END WHERE id IN (1, 3)", here, varsam.Changed},
		"one is written again":          {"UPDATE p SET phone = '08-1' WHERE id = 1", here, varsam.Changed},
		"no moment":                     {"", func(string) string { return "" }, ""},
		"of another server":             {"", func(string) string { return "1/00000001/700" }, ""},
		"of another server, and later":  {"UPDATE p SET phone = '08-1' WHERE id = 1", func(string) string { return "1/00000001/700" }, varsam.Changed},
		"no moment at all, and changed": {"UPDATE p SET phone = '08-1' WHERE id = 1", func(string) string { return "gibberish" }, varsam.Changed},
	} {
		for _, e := range engines(t) {
			t.Run(name+"/"+e.Name, func(t *testing.T) {
				d := e.New(t)
				d.Run(t, "CREATE TABLE p (id INTEGER PRIMARY KEY, name VARCHAR(20), phone VARCHAR(20))",
					"INSERT INTO p VALUES (1, 'Anna', NULL), (2, 'Anna', NULL), (3, 'Bo', NULL)")
				s := d.Connect(t)
				cat, err := s.Describe(background)
				if err != nil {
					t.Fatal(err)
				}
				c := system.Cull{
					ID: "c", Kind: varsam.OpErase, Fingerprint: cat.Fingerprint("p"),
					Rows: system.Rows{Collection: "p", Cond: varsam.Compare("name", varsam.Eq, varsam.TextOf("Anna"))},
				}
				culler := s.(system.Culler)
				r, err := culler.Freeze(background, c, 100)
				if err != nil || r.Rows != 2 {
					t.Fatalf("%+v, %v", r, err)
				}
				if r.AsOf == "" && e.Name == "postgres" {
					t.Error("PostgreSQL tells no moment")
				}
				r.AsOf, r.Upto = tt.asOf(r.AsOf), nil
				if tt.between != "" {
					d.Run(t, tt.between)
				}
				before := left(t, culler, c)
				_, err = culler.Cull(background, r.Of(c), r.Tally)
				wantCode(t, err, tt.want)
				if tt.want == "" {
					before = 0
				}
				if got := left(t, culler, c); got != before {
					t.Errorf("%d rows are left, want %d", got, before)
				}
			})
		}
	}
}
