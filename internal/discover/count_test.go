package discover_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/discover"
	"github.com/varsam/varsam/internal/system/memory"
)

// everySort is a store with what is counted each in its way: single values, texts, documents, keys and their values, cells too large for
// a record, and a table without a key.
func everySort() *memory.Store {
	_, cat := shop(0)
	customers := cat.Collections[0]
	customers.Rows = 6000
	answers := varsam.Collection{Name: "answers", Rows: 5500, Columns: []varsam.Column{
		{Name: "question", Kind: varsam.Text}, {Name: "answer", Kind: varsam.Text}, {Name: "said", Kind: varsam.Text}, {Name: "scan", Kind: varsam.Bytes},
	}}
	var records []varsam.Record
	for i := range 6000 {
		records = append(records, row(i))
	}
	for i := range 5500 {
		question, answer := "phone", phone(i)
		if i%3 == 0 {
			question, answer = "note", "Uppgav "+number(i)+" när hon ringde om sin order."
		}
		scan := varsam.TextOf("Anna Exempel är sjukskriven till i maj.")
		if i%2500 == 0 {
			scan = varsam.LargeOf(100_000, "sha256:00")
		}
		records = append(records, varsam.Record{
			Ref: varsam.Ref{Collection: "answers", Key: []varsam.Value{varsam.IntOf(int64(i))}},
			Fields: []varsam.Field{
				{Name: "question", Value: varsam.TextOf(question)},
				{Name: "answer", Value: varsam.TextOf(answer)},
				{Name: "said", Value: varsam.TextOf(fmt.Sprintf("Kunden vill bli uppringd på %s.", phone(i)))},
				{Name: "scan", Value: scan},
			},
		})
	}
	store := memory.New("shop", varsam.Catalogue{Engine: "memory", Collections: []varsam.Collection{customers, answers}}, records...)
	store.Configure(memory.Options{Page: 7000})
	return store
}

// TestWorkers: what is found, and what is kept of it on the way, is the same however many goroutines look at the values.
func TestWorkers(t *testing.T) {
	t.Parallel()
	reg, store := loaded(t, shopSystem), everySort()
	for _, full := range []bool{true, false} {
		var first string
		var kept marks
		for _, workers := range []int{1, 3, 40} {
			o := options(t)
			o.Full, o.Workers, o.Marks = full, workers, marks{}
			report, err := discover.Run(t.Context(), reg, opener{store}, o)
			if err != nil || !report.Complete() {
				t.Fatalf("%v, %+v", err, report.Gaps)
			}
			if workers == 1 {
				first, kept = text(t, report), o.Marks.(marks)
				if len(report.Findings) < 8 {
					t.Fatalf("only %d findings:\n%s", len(report.Findings), first)
				}
				continue
			}
			if diff := cmp.Diff(first, text(t, report)); diff != "" {
				t.Errorf("%d goroutines, full %v (-one +many):\n%s", workers, full, diff)
			}
			if diff := cmp.Diff(kept, o.Marks.(marks)); diff != "" {
				t.Errorf("%d goroutines keep other marks, full %v:\n%.2000s", workers, full, diff)
			}
		}
	}
}
