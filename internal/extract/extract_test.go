package extract_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varsam/varsam/internal/extract"
)

// walked is what an input was taken apart into, a line a piece: path, label, offset, text.
func walked(t testing.TB, name string, r io.Reader, limits extract.Limits) ([]string, extract.Report) {
	t.Helper()
	var lines []string
	report, err := extract.Walk(t.Context(), name, r, limits, func(p extract.Piece) error {
		text := p.Value
		if p.Text != nil {
			all, err := io.ReadAll(p.Text)
			if err != nil {
				t.Fatal(err)
			}
			text = all
		}
		if len(text) > 60 {
			text = fmt.Appendf(nil, "%d bytes of %.3q", len(text), text)
		}
		lines = append(lines, fmt.Sprintf("%s|%s|%d|%s", p.Path(), p.Label, p.Offset, text))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return lines, report
}

func gaps(r extract.Report) (all []string) {
	for _, g := range r.Gaps {
		all = append(all, g.Path+" "+g.Why.Code)
	}
	return all
}

func TestForms(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		file, input string
		want        []string
	}{
		"running text": {"", "Hej Anna,\ning inget", []string{"||0|Hej Anna,\ning inget"}},
		"empty":        {"", "", nil},
		"CSV": {"a.csv", "namn;e-post\r\nAnna;anna@example.org\r\n\"Bo \"\"B\"\" Ek\";\"bo@\nexample.org\"\r\nUlla;;extra\r\n", []string{
			"$[0].namn|namn|13|Anna", "$[0].e-post|e-post|18|anna@example.org",
			`$[1].namn|namn|-1|Bo "B" Ek`, "$[1].e-post|e-post|51|bo@\nexample.org",
			"$[2].namn|namn|69|Ulla", "$[2][2]||75|extra",
		}},
		"CSV that the looks of it do not decide": {"", "a,b\n1,2\n", []string{"||0|a,b\n1,2\n"}},
		"CSV with a mark":                        {"", "\xef\xbb\xbfa;b\n1;2", []string{"$[0].a|a|7|1", "$[0].b|b|9|2"}},
		"CSV with an open quote":                 {"a.csv", "a;b\n1;2\n\"3;4\n5;6", []string{"$[0].a|a|4|1", "$[0].b|b|6|2", "$[1].a|a|9|3;4\n5;6"}},
		"a letter with commas":                   {"", "Hej, Anna\nTack, Bo\n", []string{"||0|Hej, Anna\nTack, Bo\n"}},
		"JSON": {"", `{"customers":[{"e-mail":"anna@example.org","id":199001189811,"ok":true,"n":null},{"tags":["a","b"]}],"x\ty":"\u00e5\ud83d\ude00\q"}`, []string{
			"$.customers[0].e-mail|e-mail|25|anna@example.org", "$.customers[0].id|id|48|199001189811",
			"$.customers[1].tags[0]|tags|91|a", "$.customers[1].tags[1]|tags|95|b", `$['x` + "\t" + `y']|x` + "\t" + `y|-1|å😀\q`,
		}},
		"keys that are data": {"", `{"anna@example.org":{"age":31}}`, []string{
			"$['anna@example.org']||2|anna@example.org", "$['anna@example.org'].age|age|27|31",
		}},
		"JSON lines":                 {"", "{\"a\":\"x\"}\n{\"a\":\"y\"}\n", []string{"$[0].a|a|6|x", "$[1].a|a|16|y"}},
		"one line of JSON lines":     {"a.jsonl", "{\"a\":\"x\"}\n", []string{"$[0].a|a|6|x"}},
		"JSON with something behind": {"", `{"a":"x"} och mer`, []string{`||0|{"a":"x"} och mer`}},
		"a log line that looks so":   {"", "[2026-11-21] INFO anna", []string{"||0|[2026-11-21] INFO anna"}},
		"UTF-16":                     {"", "\xff\xfea\x00b\x00", []string{"||0|\xff\xfea\x00b\x00"}},
		"text that is not UTF-8":     {"", "Bj\xf6rk", []string{"||0|Bj\xf6rk"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, report := walked(t, c.file, strings.NewReader(c.input), extract.Limits{})
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			if report.Bytes != int64(len(c.input)) || report.Partial() {
				t.Errorf("%+v", report)
			}
			for _, line := range got { // offsets tell the truth
				parts := strings.SplitN(line, "|", 4)
				var at int
				if fmt.Sscan(parts[2], &at); at >= 0 && !strings.HasPrefix(c.input[at:], parts[3]) {
					t.Errorf("%s: the input has %q there", line, c.input[at:])
				}
			}
		})
	}
}

func TestTextBehindBrokenJSON(t *testing.T) {
	t.Parallel()
	input := `[` + strings.Repeat(`{"a":"x"},`, 10000) + `oops {"b":"anna"}`
	got, _ := walked(t, "", strings.NewReader(input), extract.Limits{})
	if n := len(got); n != 10001 || !strings.HasSuffix(got[n-1], fmt.Sprintf("|%d|%s", strings.Index(input, "oops"), `oops {"b":"anna"}`)) {
		t.Errorf("%d pieces, the last %q", n, got[n-1])
	}
}

func TestLongValuesAreStreams(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("lång text ", 1000)
	for name, input := range map[string]string{
		"JSON":        `{"a":"` + long + `","b":"` + long + `\n","c":"z"}`,
		"quoted CSV":  "a;b;c\n\"" + long + "\";\"" + long + "\"\"\";z\n",
		"unquoted":    "a;b;c\n" + long + ";" + long + ".;z\n",
		"a long key":  `{"` + long + `":"x", "` + long + `.":"y", "c":"z"}`,
		"JSON, ended": `{"c":"z", "a":"` + long + `", "b": "` + long + `.`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, _ := walked(t, "", strings.NewReader(input), extract.Limits{Value: 100})
			all := strings.Join(got, "\n")
			for _, want := range []string{fmt.Sprintf("|%d bytes of", len(long)), fmt.Sprintf("|%d bytes of", len(long)+1), "|z"} {
				if !strings.Contains(all, want) {
					t.Errorf("%q is missing in\n%.2000s", want, all)
				}
			}
		})
	}
}

func TestValuesThatNobodyReadsAreSkipped(t *testing.T) {
	t.Parallel()
	input := `{"a":"` + strings.Repeat("x", 5000) + `","b":"end"}`
	var last string
	_, err := extract.Walk(t.Context(), "", strings.NewReader(input), extract.Limits{Value: 100}, func(p extract.Piece) error {
		last = string(p.Value)
		return nil
	})
	if err != nil || last != "end" {
		t.Error(last, err)
	}
}

// zipOf is an archive of names and contents.
func zipOf(t testing.TB, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		f, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(f, files[i+1])
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gzipOf(t testing.TB, content string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	io.WriteString(z, content)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func tarOf(t testing.TB, name, content string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := tar.NewWriter(&b)
	if err := z.WriteHeader(&tar.Header{Name: name, Size: int64(len(content)), Mode: 0o600}); err != nil {
		t.Fatal(err)
	}
	io.WriteString(z, content)
	z.Close()
	return b.Bytes()
}

func TestContainers(t *testing.T) {
	t.Parallel()
	inner := zipOf(t, "b.json", `{"k":"v"}`, "pic.png", "\x89PNG\x00")
	outer := zipOf(t, "a/", "", "a/text.txt", "anna", "a/in.zip", string(inner), "c.csv.gz", string(gzipOf(t, "x;y\n1;2\n")))
	want := []string{"a/text.txt||-1|anna", "a/in.zip/b.json#$.k|k|-1|v", "c.csv.gz/c.csv#$[0].x|x|-1|1", "c.csv.gz/c.csv#$[0].y|y|-1|2"}
	path := filepath.Join(t.TempDir(), "outer.zip")
	if err := os.WriteFile(path, outer, 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for name, r := range map[string]io.Reader{"file": file, "pipe": io.MultiReader(bytes.NewReader(outer))} {
		got, report := walked(t, "outer.zip", r, extract.Limits{})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(name, diff)
		}
		if diff := cmp.Diff([]string{"a/in.zip/pic.png unread-binary"}, gaps(report)); diff != "" || report.Bytes != int64(len(outer)) {
			t.Error(name, diff, report.Bytes)
		}
	}
	got, report := walked(t, "x.tgz", bytes.NewReader(gzipOf(t, string(tarOf(t, "d/e.txt", "bo")))), extract.Limits{})
	if diff := cmp.Diff([]string{"x.tar/d/e.txt||-1|bo"}, got); diff != "" || report.Partial() {
		t.Error(diff, report)
	}
}

func TestBadContainers(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("Anna Andersson bor på Storgatan 1. ", 2000)
	packed, archive := gzipOf(t, text), zipOf(t, "a.txt", text)
	damaged := bytes.Clone(archive)
	damaged[len(damaged)/3] ^= 0xff
	nested := zipOf(t, "a.txt", "x")
	for range 8 {
		nested = zipOf(t, "n.zip", string(nested))
	}
	bomb := strings.Repeat(" ", extract.RatioFrom+1<<20)
	encrypted := zipOf(t, "a.txt", "x")
	encrypted[6] |= 1
	encrypted[bytes.Index(encrypted, []byte("PK\x01\x02"))+8] |= 1
	odd := zipOf(t, "a.txt", "x")
	odd[bytes.Index(odd, []byte("PK\x01\x02"))+10] = 99
	for name, c := range map[string]struct {
		input  []byte
		limits extract.Limits
		want   string
		read   bool // something was handed over
	}{
		"truncated gzip":   {packed[:len(packed)-20], extract.Limits{}, "content unread-truncated", true},
		"gzip's beginning": {packed[:5], extract.Limits{}, " unread-truncated", false},
		"truncated zip":    {archive[:len(archive)-30], extract.Limits{}, " unread-end", false},
		"damaged zip":      {damaged, extract.Limits{}, "a.txt unread-damaged", true},
		"gzip bomb":        {gzipOf(t, bomb), extract.Limits{}, "content unread-ratio", true},
		"zip bomb":         {zipOf(t, "b", bomb), extract.Limits{}, "b unread-ratio", true},
		"JSON in a string": {[]byte(`{"a":"x","b":"yy`), extract.Limits{}, " unread-truncated", true},
		"JSON in an array": {[]byte(`{"a":["x",1`), extract.Limits{}, " unread-truncated", true},
		"JSON in a word":   {[]byte(`[{"a":"x"},tru`), extract.Limits{}, " unread-truncated", true},
		"JSON in a line":   {[]byte("{\"a\":\"x\"}\n{\"a\":\"y\"}\n{\"a\""), extract.Limits{}, " unread-truncated", true},
		"JSON in a zip":    {zipOf(t, "a.json", `{"a":"x",`), extract.Limits{}, "a.json unread-truncated", true},
		"too much":         {zipOf(t, "a", text, "b", text), extract.Limits{Bytes: int64(len(text)) + 5}, "b unread-bytes", true},
		"too deep":         {nested, extract.Limits{Depth: 3}, "n.zip/n.zip/n.zip unread-depth", false},
		"encrypted":        {encrypted, extract.Limits{}, "a.txt unread-encrypted", false},
		"unknown packing":  {odd, extract.Limits{}, "a.txt unread-packing", false},
		"PDF":              {[]byte("%PDF-1.7 text"), extract.Limits{}, " unread-binary", false},
		"binary":           {[]byte("a\x00b"), extract.Limits{}, " unread-binary", false},
		"UTF-32":           {[]byte("\xff\xfe\x00\x00b\x00\x00\x00"), extract.Limits{}, " unread-binary", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, report := walked(t, "", bytes.NewReader(c.input), c.limits)
			if diff := cmp.Diff([]string{c.want}, gaps(report)); diff != "" {
				t.Error(diff)
			}
			if (len(got) > 0) != c.read {
				t.Errorf("handed over: %.200q", got)
			}
		})
	}
}

var errYield, errDisk = errors.New("enough"), errors.New("disk")

func TestErrorsOfBothEnds(t *testing.T) {
	t.Parallel()
	_, err := extract.Walk(t.Context(), "", strings.NewReader("x;y\n1;2\n"), extract.Limits{}, func(extract.Piece) error { return errYield })
	if !errors.Is(err, errYield) {
		t.Error(err)
	}
	broken := io.MultiReader(strings.NewReader("Anna"), brokenReader{})
	var got []byte
	report, err := extract.Walk(t.Context(), "", broken, extract.Limits{}, func(p extract.Piece) error {
		got, err = io.ReadAll(p.Text)
		return err
	})
	if !errors.Is(err, errDisk) || string(got) != "Anna" || report.Bytes != 4 {
		t.Errorf("%q, %v, %+v", got, err, report)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := extract.Walk(ctx, "", strings.NewReader("Anna"), extract.Limits{}, func(extract.Piece) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, errDisk }

// TestOneLongLineTakesLittleMemory: a line of a gigabyte would be seen here as a line of 64 MB is.
func TestOneLongLineTakesLittleMemory(t *testing.T) {
	line := io.MultiReader(strings.NewReader("a;b\nx;y\n\""), io.LimitReader(letters{}, 64<<20))
	var n int64
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := extract.Walk(t.Context(), "", line, extract.Limits{}, func(p extract.Piece) (err error) {
		if p.Text != nil {
			n, err = io.Copy(struct{ io.Writer }{io.Discard}, p.Text)
		}
		return err
	})
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; err != nil || n != 64<<20 || took > 16<<20 {
		t.Errorf("%d bytes, %d allocated, %v", n, took, err)
	}
}

type letters struct{}

func (letters) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 'x'
	}
	return len(b), nil
}
