package document_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/document"
)

// The test binary is the child, too: as it should be, and as a hostile document might make it.
const (
	asChild  = "read-documents"
	asBroken = "read-documents-broken"
)

func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == asChild {
		if err := document.Serve(os.Stdin, os.Stdout); err != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	if len(os.Args) == 2 && os.Args[1] == asBroken {
		document.Serve(&trap{os.Stdin}, os.Stdout)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// trap does what a document says as soon as it reads it.
type trap struct{ in io.Reader }

func (p *trap) Read(b []byte) (int, error) {
	n, err := p.in.Read(b)
	for _, order := range []string{"CRASH", "HANG", "BLOAT", "LIE", "REACH", "WHERE"} {
		if bytes.Contains(b[:n], []byte("do "+order)) {
			obey(order)
		}
	}
	return n, err
}

func obey(order string) {
	switch order {
	case "CRASH":
		panic("a parser's fault")
	case "HANG":
		select {}
	case "BLOAT":
		var held [][]byte
		for range 64 { // half a gigabyte, and no more if nothing stops it
			held = append(held, bytes.Repeat([]byte("x"), 8<<20))
		}
		os.Exit(len(held) % 2)
	case "LIE":
		os.Stdout.WriteString("T\xff\xff\xff\xff")
		select {}
	case "REACH": // ends where something can be reached that should not be
		_, dialErr := net.Dial("tcp", "127.0.0.1:1")
		listener, listenErr := net.Listen("tcp", "127.0.0.1:0")
		if listenErr == nil {
			listener.Close()
		}
		if runErr := exec.Command("/bin/true").Run(); listenErr == nil || runErr == nil || !errors.Is(dialErr, os.ErrPermission) {
			os.Exit(3)
		}
	case "WHERE":
		dir, _ := os.Getwd()
		entries, _ := os.ReadDir(dir)
		answer := fmt.Sprintf("%d variables, %d files", len(os.Environ())-1, len(entries)) // TMPDIR is its own
		fmt.Fprintf(os.Stdout, "T\x00\x00\x00%c\x00\x00\x00\x00%s", len(answer)+4, answer)
	}
}

// do is an order behind so much else that the child has heard of its limits before.
func do(order string) string { return strings.Repeat("x", 300<<10) + "do " + order }

func readerOf(t testing.TB, argument string, limits document.Limits) *document.Reader {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	r := &document.Reader{Command: []string{path, argument}, Limits: limits}
	t.Cleanup(func() { r.Close() })
	return r
}

// through is what a reader makes of a document: a line a text, and what was not read.
func through(t testing.TB, r *document.Reader, content string) (texts, unread []string) {
	t.Helper()
	why, err := r.Texts(t.Context(), "", strings.NewReader(content), func(place string, text io.Reader) error {
		b, err := io.ReadAll(text)
		texts = append(texts, place+": "+string(b))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts, codes(why)
}

func TestChildReadsWhatTheParserReads(t *testing.T) {
	t.Parallel()
	r := readerOf(t, asChild, document.Limits{})
	long := strings.Repeat("En lång text. ", 100_000)
	for _, content := range []string{
		"Hej", "", "namn;ort\nAstrid;Umeå\nBo;Åbo\n", long, string(zipped(t, "a.txt", long, "b.bin", "\x00\x01", "c.json", `{"a":["b","c"]}`)), "\x00binary",
	} {
		var want, unread []string
		why, err := document.InProcess(document.Limits{}).Texts(t.Context(), "", strings.NewReader(content), func(place string, text io.Reader) error {
			b, err := io.ReadAll(text)
			want = append(want, place+": "+string(b))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		unread = codes(why)
		got, gotUnread := through(t, r, content)
		if diff := cmp.Diff(want, got); diff != "" || !slices.Equal(unread, gotUnread) {
			t.Errorf("%.40q: %.2000s\n%q, want %q", content, diff, gotUnread, unread)
		}
	}
}

func TestAChildThatFailsCostsItsDocumentOnly(t *testing.T) {
	t.Parallel()
	for order, want := range map[string]string{"CRASH": "unread-crash", "HANG": "unread-time", "BLOAT": "unread-memory", "LIE": "unread-crash"} {
		t.Run(order, func(t *testing.T) {
			t.Parallel()
			limits := document.Limits{Memory: 64 << 20, Time: 20 * time.Second}
			if order == "HANG" {
				limits.Time = 3 * time.Second // the next document has no more either, on a machine that is busy
			}
			r := readerOf(t, asBroken, limits)
			content := do(order)
			if order == "LIE" {
				content = "do LIE"
			}
			if _, unread := through(t, r, content); !slices.Equal(unread, []string{want}) {
				t.Errorf("not read %q", unread)
			}
			if texts, unread := through(t, r, "Hej"); !slices.Equal(texts, []string{": Hej"}) || unread != nil {
				t.Errorf("then %q, not read %q", texts, unread)
			}
		})
	}
}

func TestAChildHasNothingButItsDocument(t *testing.T) {
	t.Parallel()
	r := readerOf(t, asBroken, document.Limits{})
	if texts, _ := through(t, r, "do WHERE"); len(texts) == 0 || texts[0] != ": 0 variables, 0 files" {
		t.Errorf("%q", texts)
	}
}

// TestAChildOutlivesNobody: one whose parent is gone ends, and leaves no folder.
func TestAChildOutlivesNobody(t *testing.T) {
	t.Parallel()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp(t.TempDir(), "varsam-documents-")
	if err != nil {
		t.Fatal(err)
	}
	child := exec.Command(path, asChild)
	child.Dir, child.Env = dir, []string{}
	if err := child.Run(); err != nil { // its input has ended
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder is left: %v", err)
	}
}

func TestTheCallerEndsIt(t *testing.T) {
	t.Parallel()
	r := readerOf(t, asChild, document.Limits{})
	stop := errors.New("enough")
	long := strings.Repeat("a;b\n", 1<<20)
	if _, err := r.Texts(t.Context(), "a.csv", strings.NewReader(long), func(string, io.Reader) error { return stop }); !errors.Is(err, stop) {
		t.Error(err)
	}
	if _, err := r.Texts(t.Context(), "", io.MultiReader(strings.NewReader("Hej"), broken{stop}), func(string, io.Reader) error { return nil }); !errors.Is(err, stop) {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if _, err := r.Texts(ctx, "a.csv", strings.NewReader(long), func(string, io.Reader) error { cancel(); return nil }); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if texts, _ := through(t, r, "Hej"); !slices.Equal(texts, []string{": Hej"}) {
		t.Errorf("%q", texts)
	}
	r.Close()
	if _, err := r.Texts(t.Context(), "", strings.NewReader("Hej"), nil); varsam.CodeOf(err) != varsam.Internal {
		t.Error(err)
	}
}

type broken struct{ err error }

func (b broken) Read([]byte) (int, error) { return 0, b.err }

func TestTextsThatNobodyReadsArePassedOver(t *testing.T) {
	t.Parallel()
	r := readerOf(t, asChild, document.Limits{})
	n := 0
	for range 3 {
		if _, err := r.Texts(t.Context(), "", strings.NewReader(strings.Repeat("text ", 1<<18)), func(string, io.Reader) error { n++; return nil }); err != nil {
			t.Fatal(err)
		}
	}
	if n != 3 {
		t.Error(n)
	}
}
