package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/varsam/varsam"
)

// configFile is a JSON file with defaults for flags: {"data": "…", "lang": "en"}.
// What is written in a command, or stands in a flag's variable, goes before it.
type configFile struct {
	path   string
	values map[string]any
	lines  map[string]int
}

// readConfig reads the file that --config or its variable names, before anything is
// parsed: it may say the language that faults of parsing are told in.
func readConfig(args []string) (*configFile, error) {
	f := &configFile{path: asked(args, "config", "VARSAM_CONFIG"), values: map[string]any{}, lines: map[string]int{}}
	if f.path == "" {
		return f, nil
	}
	text, err := os.ReadFile(f.path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return f, varsam.Errorf(varsam.Invalid, "there is no file or folder %s", f.path)
	case err != nil:
		return f, varsam.Wrap(varsam.Invalid, err, "%s cannot be read", f.path)
	}
	return f, f.read(bytes.TrimPrefix(text, []byte("\ufeff")))
}

// read goes from key to key, so that a fault can say in which line it stands.
func (f *configFile) read(text []byte) error {
	in := json.NewDecoder(bytes.NewReader(text))
	in.UseNumber()
	if begin, err := in.Token(); err != nil || begin != json.Delim('{') {
		return f.wrong(line(text, in.InputOffset()), varsam.Errorf(varsam.Invalid, "here is no JSON object: write {\"data\": \"…\", \"lang\": \"en\"}"))
	}
	for in.More() {
		key, err := in.Token()
		at := line(text, in.InputOffset())
		var value any
		if err == nil {
			err = in.Decode(&value)
		}
		if err != nil {
			return f.wrong(line(text, offsetOf(err, in)), varsam.Errorf(varsam.Invalid, "this is no JSON: a comma, a quotation mark or a bracket is missing, or one too many"))
		}
		if err := f.take(key.(string), value, at); err != nil {
			return err
		}
	}
	if _, err := in.Token(); err != nil {
		return f.wrong(line(text, int64(len(text))), varsam.Errorf(varsam.Invalid, "the bracket } is missing"))
	}
	if _, err := in.Token(); !errors.Is(err, io.EOF) {
		return f.wrong(line(text, in.InputOffset()), varsam.Errorf(varsam.Invalid, "something stands after the last bracket"))
	}
	return nil
}

func (f *configFile) take(key string, value any, at int) error {
	if _, twice := f.values[key]; twice {
		return f.wrong(at, varsam.Errorf(varsam.Invalid, "%s stands here for the second time", key))
	}
	f.lines[key] = at
	switch v := value.(type) {
	case string:
		f.values[key] = v
	case bool, json.Number:
		f.values[key] = fmt.Sprint(v)
	case []any:
		if slices.ContainsFunc(v, func(one any) bool { _, text := one.(string); return !text }) {
			return f.wrong(at, varsam.Errorf(varsam.Invalid, "a list for %s has texts alone", key))
		}
		f.values[key] = v
	default:
		return f.wrong(at, varsam.Errorf(varsam.Invalid, "the value of %s is a text, a number, true, false or a list of texts", key))
	}
	return nil
}

func (f *configFile) wrong(line int, what error) error {
	return varsam.Wrap(varsam.Invalid, what, "%s, line %d", f.path, line)
}

// Validate tells a key that is no flag of any command, which would be a setting
// that nobody follows.
func (f *configFile) Validate(app *kong.Application) error {
	known := map[string]bool{}
	_ = kong.Visit(app, func(node kong.Visitable, next kong.Next) error {
		if flag, ok := node.(*kong.Flag); ok {
			known[flag.Name] = true
		}
		return next(nil)
	})
	for _, key := range slices.SortedFunc(maps.Keys(f.values), func(a, b string) int { return f.lines[a] - f.lines[b] }) {
		if !known[key] || key == "config" || key == "help" {
			return f.wrong(f.lines[key], varsam.Errorf(varsam.Invalid, "no command has a flag --%s", key))
		}
	}
	return nil
}

// Resolve is what the file says of a flag that has no value yet.
func (f *configFile) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	if slices.ContainsFunc(flag.Envs, func(name string) bool { return os.Getenv(name) != "" }) {
		return nil, nil
	}
	return f.values[flag.Name], nil
}

func line(text []byte, offset int64) int {
	return 1 + bytes.Count(text[:min(int(offset), len(text))], []byte("\n"))
}

func offsetOf(err error, in *json.Decoder) int64 {
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return max(syntax.Offset, in.InputOffset())
	}
	return in.InputOffset()
}

// asked is what a flag of every command was given before anything is parsed, as an
// argument or in its variable.
func asked(args []string, flag, variable string) string {
	for i, arg := range args {
		if value, ok := strings.CutPrefix(arg, "--"+flag+"="); ok {
			return value
		}
		if arg == "--"+flag && i+1 < len(args) {
			return args[i+1]
		}
	}
	return os.Getenv(variable)
}
