package register

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
)

// The bounds of a folder. A file beyond them is a fault, not a reason to run out
// of memory.
const (
	maxFile  = 1 << 20
	maxFiles = 5000
	maxTotal = 16 << 20
	maxLines = 20_000 // the parser's time grows with the square of them
	maxFlow  = 60     // brackets inside brackets
)

// file is one file of a register with what was read from it.
type file struct {
	path string
	src  []byte
	root *node
	kind string // organisation, system, activity, party, statements or template; empty when it cannot be told
	name string

	faults int // found so far
}

// source is one file of the canonical set.
type source struct {
	path string
	src  []byte
}

// sources reads the YAML files of a folder, in the order of their paths. Hidden
// folders, the folder of duties and anything else than YAML are no part of a
// register.
func sources(fsys fs.FS) ([]source, Faults, error) {
	var all []source
	var faults Faults
	total := 0
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name != "." && strings.HasPrefix(path.Base(name), "."), name == DutiesFolder:
			return skip(entry)
		case !entry.Type().IsRegular() || !isYAML(name):
			return nil
		case strings.ContainsFunc(name, unicode.IsControl):
			return varsam.Errorf(varsam.Invalid, "a file has a control character in its name; rename it")
		}
		src, err := readBounded(fsys, name)
		if err != nil {
			return err
		}
		if total += len(src); len(all) >= maxFiles || total > maxTotal {
			return varsam.Errorf(varsam.Invalid, "the folder holds more than %d files or %d MiB of YAML; is it a register?", maxFiles, maxTotal>>20)
		}
		if len(src) > maxFile || bytes.Count(src, []byte("\n")) > maxLines {
			faults = append(faults, tooLarge(name))
			return nil
		}
		all = append(all, source{name, canonicalText(src)})
		return nil
	})
	return all, faults, readError(err)
}

func tooLarge(name string) Fault {
	return Fault{File: name, Code: "too-large"}.says(
		locale.Says("the file is larger than %d KiB or %d lines", maxFile>>10, maxLines),
		locale.Says("write less: only tables that hold personal data belong in a register"))
}

func readError(err error) error {
	if err == nil || varsam.CodeOf(err) != varsam.Internal {
		return err
	}
	if errors.Is(err, fs.ErrNotExist) {
		return varsam.Wrap(varsam.NotFound, err, "the register's folder cannot be read")
	}
	return varsam.Wrap(varsam.Denied, err, "the register's folder cannot be read")
}

func skip(entry fs.DirEntry) error {
	if entry.IsDir() {
		return fs.SkipDir
	}
	return nil
}

func isYAML(name string) bool {
	return strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml")
}

// readBounded reads one byte more than is allowed, so that the caller can tell.
func readBounded(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxFile+1))
}

// canonicalText drops a byte order mark and carriage returns: the same register
// has the same digest on every machine that checks it out.
func canonicalText(src []byte) []byte {
	src = bytes.TrimPrefix(src, []byte("\xef\xbb\xbf"))
	return bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
}

// parse reads one file into nodes. What is wrong with it is reported; a file
// without a readable root has none.
func (l *loader) parse(s source) *file {
	f := &file{path: s.path, src: s.src}
	if !utf8.Valid(s.src) {
		l.fault(f, position{}, "not-text", locale.Says("the file is not UTF-8 text"), locale.Says("save it as UTF-8"))
		return f
	}
	if at, deep := nestsTooDeeply(s.src); deep {
		l.fault(f, at, "too-deep", locale.Says("the file is nested too deeply"), locale.Says("a register is a few levels deep"))
		return f
	}
	tree, err := parseYAML(s.src)
	if err != nil {
		l.syntax(f, err)
		return f
	}
	if len(tree.Docs) > 1 {
		at := placeOf(tree.Docs[1].Body)
		l.fault(f, at, "two-documents", locale.Says("the file holds more than one document"), locale.Says("give each its own file"))
		return f
	}
	f.root = l.root(f, tree)
	return f
}

func (l *loader) syntax(f *file, err error) {
	var syntax *yaml.SyntaxError
	if errors.As(err, &syntax) && syntax.Token != nil && syntax.Token.Position != nil {
		p := syntax.Token.Position
		l.fault(f, position{p.Line, p.Column}, "syntax", locale.Says("this is not YAML: %s", syntax.Message), syntaxMend(syntax.Message))
		return
	}
	l.fault(f, position{}, "syntax", locale.Says("this is not YAML"), locale.Saying{})
}

func syntaxMend(message string) locale.Saying {
	switch {
	case strings.Contains(message, "\t"):
		return locale.Says("indent with spaces, not with tabs")
	case strings.Contains(message, "mapping value is not allowed"):
		return locale.Says("check the indentation, and put a value that holds ‘: ’ in quotes")
	}
	return locale.Says("check the indentation and the brackets")
}

// nestsTooDeeply looks before the parser does, which recurses. It counts
// brackets also inside text; nobody writes that many open ones.
func nestsTooDeeply(src []byte) (position, bool) {
	depth := 0
	for i, line := range bytes.Split(src, []byte("\n")) {
		dashes := 0
		for rest := line; ; dashes++ {
			rest = bytes.TrimLeft(rest, " ")
			if len(rest) == 0 || !bytes.ContainsRune([]byte("-?:&!"), rune(rest[0])) {
				break
			}
			rest = rest[1:]
		}
		for _, c := range line {
			switch c {
			case '[', '{':
				depth++
			case ']', '}':
				depth = max(0, depth-1)
			}
		}
		if depth > maxFlow || dashes > maxDepth && !bytes.HasPrefix(line, []byte("---")) {
			return position{i + 1, 1}, true
		}
	}
	return position{}, false
}
