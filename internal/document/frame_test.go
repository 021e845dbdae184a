package document

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// FuzzAnswers: whatever a child says, the parent neither fails nor takes what breaks the rules.
func FuzzAnswers(f *testing.F) {
	var good bytes.Buffer
	out := bufio.NewWriter(&good)
	writeFrame(out, frameText, titled(nil, "a#page=1", "label"), []byte("text"))
	writeFrame(out, frameOpen, titled(nil, "b", ""))
	writeFrame(out, frameBlock, []byte("one"))
	writeFrame(out, frameClose)
	writeFrame(out, frameUnread, []byte(`{"code":"unread-image","args":["b"]}`))
	writeFrame(out, frameEnd)
	out.Flush()
	f.Add(good.Bytes())
	f.Add([]byte("T\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, said []byte) {
		d := &dialog{ctx: context.Background(), limits: Defaults, child: &child{in: &frames{in: bufio.NewReader(bytes.NewReader(said))}}}
		d.yield = func(place, label string, text io.Reader) error {
			if !utf8.ValidString(place+label) || len(place) > 3*longestPlace {
				t.Fatalf("%q", place)
			}
			n, err := io.Copy(io.Discard, text)
			if err != nil || n > int64(len(said)) {
				t.Fatal(n, err)
			}
			return nil
		}
		if err := d.answers(); err != nil && err != errFault {
			t.Fatal(err)
		}
		for _, why := range d.why {
			if len(why.Args) == 0 || len(why.Args) > 3 || why.Code[:7] != "unread-" {
				t.Fatal(why)
			}
		}
	})
}

func TestFramesComeAsTheyWent(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		place, label, text := rapid.String().Draw(t, "place"), rapid.String().Draw(t, "label"), rapid.SliceOf(rapid.Byte()).Draw(t, "text")
		place, label = clean(place), clean(label)
		var b bytes.Buffer
		out := bufio.NewWriter(&b)
		writeFrame(out, frameText, titled(nil, place, label), text)
		out.Flush()
		kind, payload, err := (&frames{in: bufio.NewReader(&b)}).next()
		if err != nil || kind != frameText {
			t.Fatal(kind, err)
		}
		gotPlace, gotLabel, rest, err := untitled(payload)
		if err != nil || gotPlace != place || gotLabel != label || !bytes.Equal(rest, text) {
			t.Fatalf("%q %q %q %v", gotPlace, gotLabel, rest, err)
		}
	})
}

func TestReasonsOfAChildAreHeldToTheirForm(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{
		`{"code":"unread-image","args":["a"]}`: "unread-image", `{"code":"erased","args":["a"]}`: "", `{"code":"unread-image"}`: "",
		`{"code":"unread-image","args":["a","b","c","d"]}`: "", `[]`: "",
	} {
		got, err := reasonOf([]byte(said))
		if got.Code != want || (err == nil) != (want != "") {
			t.Errorf("%s: %v, %v", said, got, err)
		}
	}
}
