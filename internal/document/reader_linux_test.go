package document_test

import (
	"runtime"
	"testing"

	"github.com/varsam/varsam/internal/document"
)

func TestAChildReachesNothing(t *testing.T) {
	t.Parallel()
	if runtime.GOARCH != "amd64" && runtime.GOARCH != "arm64" {
		t.Skip("the calls of this processor are not known, and not refused")
	}
	r := readerOf(t, asBroken, document.Limits{})
	if texts, unread := through(t, r, do("REACH")); len(texts) == 0 || unread != nil {
		t.Errorf("not read %q", unread)
	}
}
