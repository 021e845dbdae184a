package cli

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// screen is where something is drawn, and says when it shows what is waited for.
type screen struct {
	strings.Builder
	shows string
	shown chan struct{}
	once  sync.Once
}

func (s *screen) Write(b []byte) (int, error) {
	n, err := s.Builder.Write(b)
	if strings.Contains(s.String(), s.shows) {
		s.once.Do(func() { close(s.shown) })
	}
	return n, err
}

func TestAFileIsShownAsItGrows(t *testing.T) {
	t.Parallel()
	source, path := filepath.Join(t.TempDir(), "source"), filepath.Join(t.TempDir(), "copy")
	for path, mb := range map[string]int64{source: 3, path: 2} {
		if err := os.WriteFile(path, make([]byte, mb<<20), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	swedish := &session{Options: Options{Lang: "sv"}}
	out := &screen{shows: "kopierar: 2 av ungefär 3 MB", shown: make(chan struct{})}
	failed := errors.New("failed")
	err := (&progress{session: swedish, out: out, terminal: true}).while("kopierar", path, []string{source}, func() error {
		<-out.shown
		return failed
	})
	if err != failed {
		t.Errorf("what is done ends with %v", err)
	}
	if !strings.Contains(out.String(), "kopierar: 0 av ungefär 3 MB") {
		t.Errorf("%q does not show where it began", out.String())
	}
	if last := out.String()[strings.LastIndex(out.String(), "MB")+2:]; strings.Trim(last, "\r ") != "" || last == "" {
		t.Errorf("what was drawn is not taken away: %q", last)
	}
	out.Reset()
	err = (&progress{session: swedish, out: out}).while("kopierar", path, []string{source}, func() error { return nil })
	if err != nil || out.String() != "kopierar\n" {
		t.Errorf("without a terminal it says %q, %v", out.String(), err)
	}
}
