package cli

import (
	"bufio"
	"encoding/json"
	"io"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii/check"
	"github.com/varsam/varsam/internal/pii/text"
)

// answer is one line of varsam scan --value.
type answer struct {
	Valid     bool   `json:"valid"`
	Reason    string `json:"reason,omitempty"`
	Canonical string `json:"canonical,omitempty"` // with --show
}

// longestValue is more than any identifier has; a longer line is of the wrong length whatever stands in it.
const longestValue = 64 << 10

// values answers a line for each line of the input.
func (c *scanCommand) values(s *session, in io.Reader) error {
	if _, why := check.Value(c.Value, "", varsam.Date{}); why == check.UnknownKind {
		return varsam.Errorf(varsam.Invalid, "no rule for the type %q; the types are %s", c.Value, strings.Join(check.Kinds(), ", "))
	}
	kind := c.Value
	if c.Country != "" {
		kind += ":" + strings.ToUpper(c.Country)
	}
	today := varsam.DateIn(time.Now(), time.Local)
	out := bufio.NewWriter(s.out)
	defer out.Flush()
	lines := unmarked(bufio.NewReaderSize(in, longestValue))
	for {
		line, ok, err := nextLine(lines)
		if err != nil {
			return varsam.Errorf(varsam.Unavailable, "%s cannot be read on", c.File)
		}
		if !ok {
			return written(out.Flush())
		}
		canonical, why := check.Value(kind, line, today)
		a := answer{Valid: why == check.Fine}
		if !a.Valid {
			a.Reason = why.String()
		} else if c.Show {
			a.Canonical = canonical
		}
		err = s.answer(out, a)
		if err == nil && s.interactive(lines) {
			err = out.Flush()
		}
		if err != nil {
			return written(err)
		}
	}
}

// written is the error of writing answers, if there was one.
func written(err error) error {
	if err == nil {
		return nil
	}
	return varsam.Wrap(varsam.Unavailable, err, "writing the answers")
}

// unmarked takes off the byte order mark that Windows begins a text with, and decodes UTF-16. No more than a byte is waited for where
// there is none.
func unmarked(lines *bufio.Reader) *bufio.Reader {
	if b, _ := lines.Peek(1); len(b) == 0 || b[0] < mark[0] {
		return lines
	}
	b, _ := lines.Peek(len(mark))
	if e := text.Sniff(b); e != text.Bytes {
		lines = bufio.NewReaderSize(text.NewReader(lines, e), longestValue)
	}
	if b, _ := lines.Peek(len(mark)); string(b) == mark {
		lines.Discard(len(mark)) // which has been read
	}
	return lines
}

// mark is the byte order mark in UTF-8.
const mark = "\ufeff"

func (s *session) answer(out *bufio.Writer, a answer) error {
	if s.JSON {
		enc := json.NewEncoder(out)
		enc.SetEscapeHTML(false)
		return enc.Encode(a)
	}
	words := []string{"valid"}
	if !a.Valid {
		words = []string{"invalid", a.Reason}
	} else if a.Canonical != "" {
		words = append(words, plain(a.Canonical))
	}
	_, err := out.WriteString(strings.Join(words, " ") + "\n")
	return err
}

// interactive reports whether whoever gives the lines may be waiting for the answer.
func (s *session) interactive(lines *bufio.Reader) bool { return lines.Buffered() == 0 }

// nextLine is the next line without its end, or the beginning of one that is too long.
func nextLine(lines *bufio.Reader) (line string, ok bool, err error) {
	b, err := lines.ReadSlice('\n')
	line = string(b)
	for err == bufio.ErrBufferFull {
		_, err = lines.ReadSlice('\n')
	}
	if err == io.EOF {
		return line, line != "", nil
	}
	return strings.TrimSuffix(line, "\n"), err == nil, err
}
