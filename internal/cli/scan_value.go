package cli

import (
	"bufio"
	"encoding/json"
	"io"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii/check"
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
	lines := bufio.NewReaderSize(in, longestValue)
	for {
		line, ok, err := nextLine(lines)
		if err != nil {
			return varsam.Errorf(varsam.Unavailable, "%s cannot be read on", c.File)
		}
		if !ok {
			return nil
		}
		canonical, why := check.Value(kind, line, today)
		a := answer{Valid: why == check.Fine}
		if !a.Valid {
			a.Reason = why.String()
		} else if c.Show {
			a.Canonical = canonical
		}
		if err := s.answer(out, a); err != nil {
			return varsam.Wrap(varsam.Unavailable, err, "writing the answers")
		}
		if s.interactive(lines) {
			out.Flush()
		}
	}
}

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
