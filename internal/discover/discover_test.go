package discover_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/discover"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/pii"
	"github.com/varsam/varsam/internal/pii/check"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/memory"
)

var today = varsam.NewDate(2026, 11, 21)

const organisation = `format: 1
organisation: shop
title: {sv: Butiken, en: The shop}
country: SE
zone: Europe/Stockholm
language: sv
contact: {email: privacy@example.com}
`

const shopSystem = `system: shop
connector: sqlite
settings: {dsn: shop.db}
operator: self
collections:
  customers:
    person: self
    fields:
      id: id.customer
      login: {data: contact.email, identifies: email}
      pnr: {data: person.national-id, identifies: national-id}
      fax: contact.phone
      notes: {data: behaviour.message, text: true}
      firm: {data: contact.email, about: organisation}
`

func loaded(t testing.TB, shop string) *register.Register {
	t.Helper()
	reg, faults, err := register.Load(fstest.MapFS{
		"organisation.yaml": {Data: []byte(organisation)}, "systems/shop.yaml": {Data: []byte(shop)},
	})
	if err == nil {
		err = faults.Err()
	}
	if err != nil {
		t.Fatal(err)
	}
	return reg
}

// opener hands out one system under every name.
type opener struct{ sys system.System }

func (o opener) Open(context.Context, string) (system.System, error) { return kept{o.sys}, nil }

// kept stays open.
type kept struct{ system.System }

func (kept) Close() error { return nil }

// number is a made-up personal identity number of the Tax Agency's series for
// tests.
func number(i int) string {
	digits := fmt.Sprintf("%02d%02d%02d98%d", i*7%100, 1+i%12, 1+i%28, i%10)
	for c := 0; ; c++ {
		if ten := fmt.Sprintf("%s%d", digits, c); check.Luhn([]byte(ten)) {
			return ten[:6] + "-" + ten[6:]
		}
	}
}

func phone(i int) string { return fmt.Sprintf("070-174 0%d %02d", 6+i%3, i%95) }

// row is one customer, with everything that a register may have missed.
func row(i int) varsam.Record {
	note := "Kunden ringde om sin order och var nöjd med svaret."
	if i%40 == 7 {
		note = "Kunden uppgav personnummer " + number(i) + " vid samtalet om fakturan."
	}
	return varsam.Record{
		Ref: varsam.Ref{Collection: "customers", Key: []varsam.Value{varsam.IntOf(int64(i))}},
		Fields: []varsam.Field{
			{Name: "id", Value: varsam.IntOf(int64(i))},
			{Name: "login", Value: varsam.TextOf(fmt.Sprintf("kund%dx", i))},
			{Name: "pnr", Value: varsam.TextOf(number(i))},
			{Name: "fax", Value: varsam.Value{}},
			{Name: "notes", Value: varsam.TextOf(note)},
			{Name: "firm", Value: varsam.TextOf(fmt.Sprintf("info%d@example.com", i))},
			{Name: "second", Value: varsam.TextOf(phone(i))},
			{Name: "extra", Value: varsam.TextOf(fmt.Sprintf(`{"leverans": {"kontakt": %q}, "rabatt": %d}`, phone(i), i))},
			{Name: "orderno", Value: varsam.TextOf(fmt.Sprintf("55%08d", i*37))},
		},
	}
}

func shop(rows int) (*memory.Store, varsam.Catalogue) {
	c := varsam.Collection{Name: "customers", Key: []string{"id"}, Rows: int64(rows)}
	for _, f := range row(0).Fields {
		kind := varsam.Text
		if f.Name == "id" {
			kind = varsam.Int
		}
		c.Columns = append(c.Columns, varsam.Column{Name: f.Name, Kind: kind, NotNull: f.Name == "id"})
	}
	cat := varsam.Catalogue{Engine: "memory", Collections: []varsam.Collection{c}}
	records := make([]varsam.Record, rows)
	for i := range records {
		records[i] = row(i)
	}
	store := memory.New("shop", cat, records...)
	store.Configure(memory.Options{Page: rows + 1})
	return store, cat
}

func options(t testing.TB) discover.Options {
	t.Helper()
	scanner, err := pii.New(pii.Options{Names: true, Today: today})
	if err != nil {
		t.Fatal(err)
	}
	return discover.Options{Today: today, Scanner: scanner}
}

func places(r discover.Report) map[string]discover.Code {
	all := map[string]discover.Code{}
	for _, f := range r.Findings {
		all[f.Column+" "+f.Path+" "+string(f.Code)] = f.Code
	}
	return all
}

var wanted = map[string]discover.Code{
	"login  other-content":                discover.OtherContent,
	"pnr  national-id-reason":             discover.NationalReason,
	"fax  never-used":                     discover.NeverUsed,
	"notes  national-id-in-text":          discover.NationalInText,
	"second  undeclared-column":           discover.Undeclared,
	"extra leverans.kontakt custom-field": discover.CustomField,
}

// What was planted is found, and nothing else, whether the collection is read to
// its end, sampled first, or in full.
func TestFindings(t *testing.T) {
	t.Parallel()
	reg := loaded(t, shopSystem)
	store, _ := shop(3000)
	for name, change := range map[string]func(*discover.Options){
		"whole": func(*discover.Options) {}, "sampled": func(o *discover.Options) { o.Sample = 500 },
		"full": func(o *discover.Options) { o.Sample, o.Full = 500, true },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := options(t)
			change(&o)
			report, err := discover.Run(t.Context(), reg, opener{store}, o)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(wanted, places(report)); diff != "" || !report.Complete() {
				t.Errorf("findings (-want +got):\n%s%v", diff, report.Gaps)
			}
			for _, f := range report.Findings {
				if f.Code == discover.NationalInText && name == "full" && (f.Rows != 75 || f.Read != 3000 || !f.Whole) {
					t.Errorf("75 of 3,000 rows have a number, found %d of %d", f.Rows, f.Read)
				}
			}
			silent(t, report)
		})
	}
}

// What a sample shows nothing of is read to its end: texts nobody declared, an empty column's first values, and what stands behind
// texts with something less grave.
func TestBeyondTheSample(t *testing.T) {
	t.Parallel()
	columns := []varsam.Column{{Name: "id", Kind: varsam.Int, NotNull: true}, {Name: "remark", Kind: varsam.Text}, {Name: "spare", Kind: varsam.Text}, {Name: "said", Kind: varsam.Text}}
	records := make([]varsam.Record, 9000)
	for i := range records {
		remark, spare, said := varsam.TextOf("Ringde om sin order och var nöjd med svaret."), varsam.Value{}, fmt.Sprintf("Kunden vill bli uppringd på %s i morgon.", phone(i))
		if i > 8900 {
			remark, spare = varsam.TextOf("Uppgav personnummer "+number(i)+" vid samtalet."), varsam.TextOf(fmt.Sprintf("kund%d@example.com", i))
			said = "Anna Exempel är sjukskriven för depression till i maj."
		}
		records[i] = varsam.Record{
			Ref:    varsam.Ref{Collection: "calls", Key: []varsam.Value{varsam.IntOf(int64(i))}},
			Fields: []varsam.Field{{Name: "id", Value: varsam.IntOf(int64(i))}, {Name: "remark", Value: remark}, {Name: "spare", Value: spare}, {Name: "said", Value: varsam.TextOf(said)}},
		}
	}
	store := memory.New("shop", varsam.Catalogue{Engine: "memory", Collections: []varsam.Collection{{Name: "calls", Key: []string{"id"}, Rows: 9000, Columns: columns}}}, records...)
	store.Configure(memory.Options{Page: 9001})
	o := options(t)
	o.Sample = 1000
	report, err := discover.Run(t.Context(), loaded(t, strings.Replace(shopSystem, "  customers:", "  none:", 1)), opener{store}, o)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]discover.Code{
		"remark  national-id-in-text": discover.NationalInText, "remark  text-not-marked": discover.TextNotMarked,
		"spare  undeclared-collection": discover.UndeclaredTable, "said  special-in-text": discover.SpecialInText, "said  text-not-marked": discover.TextNotMarked,
	}
	if diff := cmp.Diff(want, places(report)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

func text(t *testing.T, report discover.Report) string {
	t.Helper()
	data, err := json.MarshalIndent(report, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// silent: no value of the data is in the report, in any of its forms.
func silent(t *testing.T, report discover.Report) {
	t.Helper()
	var all strings.Builder
	all.WriteString(text(t, report))
	for _, lang := range []varsam.Lang{varsam.Swedish, varsam.FinlandSwedish, varsam.English} {
		if err := report.HTML(&all, locale.For(lang)); err != nil {
			t.Fatal(err)
		}
	}
	if strings.Contains(all.String(), "⟦") {
		t.Error("a sentence is missing")
	}
	for i := range 3000 {
		for _, secret := range []string{number(i), phone(i), fmt.Sprintf("kund%dx", i)} {
			if strings.Contains(all.String(), secret) {
				t.Fatalf("the report holds a value of row %d", i)
			}
		}
	}
}

// marks keeps them in memory, as the store would sealed.
type marks map[string][]byte

func (m marks) Load(_ context.Context, system, collection string) ([]byte, error) {
	return m[system+"."+collection], nil
}

func (m marks) Save(_ context.Context, system, collection string, state []byte) error {
	m[system+"."+collection] = state
	return nil
}

// breaking stops after so many statements.
type breaking struct {
	system.System
	left int
	err  error
}

func (b *breaking) Find(ctx context.Context, sel system.Selection, yield func(varsam.Record) error) (system.Found, error) {
	if b.left--; b.left < 0 {
		return system.Found{}, b.err
	}
	return b.System.Find(ctx, sel, yield)
}

// A reading that breaks off is marked partial, and goes on where it was: the end
// is the same as of one that did not.
func TestResume(t *testing.T) {
	t.Parallel()
	reg := loaded(t, shopSystem)
	store, _ := shop(12_000)
	o := options(t)
	o.Full = true
	whole, err := discover.Run(t.Context(), reg, opener{store}, o)
	if err != nil {
		t.Fatal(err)
	}
	o.Marks = marks{}
	lost := varsam.Errorf(varsam.Unavailable, "shop: the connection was lost")
	report, err := discover.Run(t.Context(), reg, opener{&breaking{store, 1, lost}}, o)
	if err != nil {
		t.Fatal(err)
	}
	if report.Complete() || report.Gaps[0].Why.Code != discover.GapUnavailable || !report.Collections[0].Partial || report.Collections[0].Read != 5000 {
		t.Errorf("a lost connection: %+v, %+v", report.Gaps, report.Collections)
	}
	for _, f := range report.Findings {
		if !f.Partial || f.Whole || f.Code == discover.NeverUsed {
			t.Errorf("%s is not marked partial", f.Where())
		}
	}
	resumed, err := discover.Run(t.Context(), reg, opener{&breaking{store, 2, lost}}, o)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(text(t, whole), text(t, resumed)); diff != "" {
		t.Errorf("(-at once +resumed):\n%s", diff)
	}
}

func TestGaps(t *testing.T) {
	t.Parallel()
	for why, fault := range map[string]error{
		discover.GapDenied:  varsam.Errorf(varsam.Denied, "shop: no right to read customers"),
		discover.GapChanged: varsam.Errorf(varsam.Invalid, "shop: there is no customers any more"),
		discover.GapSlow:    context.DeadlineExceeded,
	} {
		store, _ := shop(30)
		report, err := discover.Run(t.Context(), loaded(t, shopSystem), opener{&breaking{store, 0, fault}}, options(t))
		if err != nil || len(report.Gaps) != 1 || report.Gaps[0].Why.Code != why || len(report.Findings) > 0 {
			t.Errorf("%s: %v, %+v, %d findings", why, err, report.Gaps, len(report.Findings))
		}
	}
	store, _ := shop(30)
	store.Break(memory.Faults{Down: true})
	report, err := discover.Run(t.Context(), loaded(t, shopSystem), opener{store}, options(t))
	if err != nil || len(report.Gaps) != 1 || report.Gaps[0].Why.Code != discover.GapUnavailable {
		t.Errorf("a system that is down: %v, %+v", err, report.Gaps)
	}
	if _, err := discover.Run(t.Context(), loaded(t, shopSystem), opener{store}, discover.Options{Systems: []string{"nowhere"}}); varsam.CodeOf(err) != varsam.NotFound {
		t.Errorf("a system that the register does not have: %v", err)
	}
}

// The structure changes after the reading began: what was found is partial.
func TestStructureChanges(t *testing.T) {
	t.Parallel()
	store, _ := shop(300)
	o := options(t)
	o.Progress = func(p discover.Progress) {
		if p.Read > 0 {
			store.Restructure(func(c *varsam.Catalogue) {
				c.Collections[0].Columns = append(slices.Clone(c.Collections[0].Columns), varsam.Column{Name: "new", Kind: varsam.Text})
			})
		}
	}
	report, err := discover.Run(t.Context(), loaded(t, shopSystem), opener{store}, o)
	if err != nil || len(report.Gaps) != 1 || report.Gaps[0].Why.Code != discover.GapChanged || len(report.Findings) == 0 || !report.Findings[0].Partial {
		t.Errorf("%v, %+v", err, report.Gaps)
	}
}

func TestStopped(t *testing.T) {
	t.Parallel()
	store, _ := shop(300)
	ctx, cancel := context.WithCancel(t.Context())
	o := options(t)
	o.Rate = 1
	o.Progress = func(discover.Progress) { cancel() }
	start := time.Now()
	report, err := discover.Run(ctx, loaded(t, shopSystem), opener{store}, o)
	if varsam.CodeOf(err) != varsam.Conflict || len(report.Gaps) != 1 || report.Gaps[0].Why.Code != discover.GapStopped {
		t.Errorf("after %s: %v, %+v", time.Since(start), err, report.Gaps)
	}
}

// What is accepted stands in the file as a draft, and the register loads.
func TestAccept(t *testing.T) {
	t.Parallel()
	reg := loaded(t, shopSystem)
	store, cat := shop(300)
	report, err := discover.Run(t.Context(), reg, opener{store}, options(t))
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, f := range report.Findings {
		if f.Takes != nil {
			ids = append(ids, f.ID)
		} else if _, err := report.Accept([]string{f.ID}); varsam.CodeOf(err) != varsam.Unsupported {
			t.Errorf("%s can be accepted: %v", f.Where(), err)
		}
	}
	accepted, err := report.Accept(ids)
	if err != nil || len(accepted) != 1 {
		t.Fatalf("%v, %+v", err, accepted)
	}
	entry, _ := reg.System("shop")
	merged, err := register.Merge([]byte(shopSystem), register.DraftFound(entry, cat, accepted[0].Found))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"      second: {data: contact.phone, identifies: phone, draft: true}\n", "      extra: {data: person, text: true, draft: true}\n",
	} {
		if !strings.Contains(string(merged), line) {
			t.Errorf("the file has no %q:\n%s", line, merged)
		}
	}
	again, err := discover.Run(t.Context(), loaded(t, string(merged)), opener{store}, options(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range again.Findings {
		if slices.Contains(ids, f.ID) {
			t.Errorf("%s is found again", f.Where())
		}
	}
	if _, err := report.Accept([]string{"no such"}); varsam.CodeOf(err) != varsam.NotFound {
		t.Errorf("an unknown finding: %v", err)
	}
}

// stalls is a system of which one range takes longer than it may, and all others no time.
type stalls struct {
	system.System
	records []varsam.Record
	stall   int64 // 0 is none
	bounded bool  // by the server
	ranges  *atomic.Int64
}

func (stalls) Close() error { return nil }

func (s stalls) Open(context.Context, string) (system.System, error) { return s, nil }

func (s stalls) Find(ctx context.Context, sel system.Selection, yield func(varsam.Record) error) (system.Found, error) {
	if s.ranges.Add(1) == s.stall {
		if s.bounded {
			return system.Found{}, varsam.Wrap(varsam.Unavailable, context.DeadlineExceeded, "shop: the statement took longer than it may")
		}
		<-ctx.Done()
		return system.Found{}, ctx.Err()
	}
	from := 0
	if sel.After != nil {
		from = int(sel.After[0].Int()) + 1
	}
	to := min(from+sel.Limit, len(s.records))
	for _, rec := range s.records[from:to] {
		if err := yield(rec); err != nil {
			return system.Found{}, err
		}
	}
	return system.Found{Complete: to == len(s.records)}, nil
}

// TestARangeThatStalls: a range that takes too long is read again in smaller ones, and what
// was read meanwhile is neither lost nor counted twice.
func TestARangeThatStalls(t *testing.T) {
	t.Parallel()
	store, _ := shop(12_000)
	records := make([]varsam.Record, 12_000)
	for i := range records {
		records[i] = row(1)
		if i >= 5000 && i < 7500 { // what is read again
			records[i] = row(i*40 + 7)
		}
		records[i].Ref.Key[0] = varsam.IntOf(int64(i))
	}
	reg, o := loaded(t, shopSystem), options(t)
	o.Full, o.Timeout = true, time.Second
	even, err := discover.Run(t.Context(), reg, stalls{store, records, 0, false, &atomic.Int64{}}, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, bounded := range []bool{false, true} {
		stalled := stalls{store, records, 2, bounded, &atomic.Int64{}}
		report, err := discover.Run(t.Context(), reg, stalled, o)
		wanted, _ := json.Marshal(even)
		got, _ := json.Marshal(report)
		if diff := cmp.Diff(string(wanted), string(got)); err != nil || diff != "" || stalled.ranges.Load() < 5 {
			t.Errorf("by the server %v: %d ranges, %v, other findings (-even +stalled):\n%s", bounded, stalled.ranges.Load(), err, diff)
		}
	}
}
