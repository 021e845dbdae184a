package discover_test

import (
	"context"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/discover"
	"github.com/varsam/varsam/internal/pii/column"
	"github.com/varsam/varsam/internal/system/memory"
)

// shut opens no long value, as a table without a key.
type shut struct{ *memory.Store }

func (shut) Content(context.Context, varsam.Ref, string) (io.ReadCloser, error) {
	return nil, varsam.Errorf(varsam.Invalid, "shop: no key")
}

// Of a very long text the beginning is read, which the finding says; one that cannot be opened is told as not read.
func TestLongValues(t *testing.T) {
	t.Parallel()
	store, _ := shop(30)
	long := "Kunden uppgav personnummer " + number(7) + ". " + strings.Repeat("Mer text utan något i. ", 60_000)
	store.SetField(row(7).Ref, "notes", varsam.TextOf(long))
	store.PutContent(row(7).Ref, "notes", []byte(long))
	report, err := discover.Run(t.Context(), loaded(t, shopSystem), opener{store}, options(t))
	if err != nil || len(report.Gaps) > 0 {
		t.Fatal(err, report.Gaps)
	}
	begun := func(f discover.Finding) bool {
		return slices.ContainsFunc(f.Reasons, func(r varsam.Reason) bool {
			return r.Code == string(column.WhyBegun) && slices.Equal(r.Args, []string{"1"})
		})
	}
	if !slices.ContainsFunc(report.Findings, func(f discover.Finding) bool { return f.Column == "notes" && begun(f) }) {
		t.Errorf("a text of which the beginning was read: %+v", report.Findings)
	}
	report, err = discover.Run(t.Context(), loaded(t, shopSystem), opener{shut{store}}, options(t))
	if err != nil || len(report.Gaps) != 1 || report.Gaps[0].Why.Code != discover.GapLarge || report.Gaps[0].Why.Args[0] != "1" || report.Complete() {
		t.Errorf("a value that does not open: %v, %+v", err, report.Gaps)
	}
}
