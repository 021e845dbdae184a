package architecture

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const (
	module = "github.com/varsam/varsam"
	root   = "../.."
)

// use is one import in one file.
type use struct {
	room, file, path string
	test             bool
}

// uses reads the imports of every Go file of the module.
func uses(t *testing.T) []use {
	t.Helper()
	var all []use
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		name := entry.Name()
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != root && (name == "testdata" || name == "dist" || strings.HasPrefix(name, ".")):
			return fs.SkipDir
		case entry.IsDir() || !strings.HasSuffix(name, ".go"):
			return nil
		}
		imports, err := importsOf(path)
		for _, imported := range imports {
			all = append(all, use{roomOf(t, filepath.Dir(path)), name, imported, strings.HasSuffix(name, "_test.go")})
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// importsOf reads one file. A file that somebody is just writing may be gone or
// broken; the compiler says so better.
func importsOf(path string) ([]string, error) {
	src, err := os.ReadFile(path)
	if err != nil {
		return nil, nil
	}
	file, err := parser.ParseFile(token.NewFileSet(), path, src, parser.ImportsOnly)
	if err != nil {
		return nil, nil
	}
	var paths []string
	for _, i := range file.Imports {
		p, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			return nil, err
		}
		paths = append(paths, p)
	}
	return paths, nil
}

func roomOf(t *testing.T, dir string) string {
	t.Helper()
	rel, err := filepath.Rel(root, dir)
	if err != nil {
		t.Fatal(err)
	}
	return filepath.ToSlash(rel)
}

// own is the room that an import path of ours names.
func own(path string) (string, bool) {
	if path == module {
		return ".", true
	}
	return strings.CutPrefix(path, module+"/")
}

func isStandard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".")
}

func helps(room string) bool {
	return slices.Contains(helpers, room) || strings.HasSuffix(room, "test")
}

// heights counts the rooms from the roof: the higher the number, the lower the
// room.
func heights() map[string]int {
	depth := map[string]int{}
	for _, f := range floors {
		for _, room := range f.rooms {
			depth[room] = len(depth) + 1
		}
	}
	return depth
}

func TestRoomsUseOnlyWhatStandsBelowThem(t *testing.T) {
	t.Parallel()
	depth := heights()
	for _, u := range uses(t) {
		to, ours := own(u.path)
		if u.test || helps(u.room) || !ours {
			continue
		}
		switch from, at := depth[u.room], depth[to]; {
		case helps(to):
			t.Errorf("%s/%s uses %s, which is for tests", u.room, u.file, to)
		case from == 0 || at == 0:
			t.Errorf("%s/%s uses %s: one of them has no place in the plan", u.room, u.file, to)
		case from >= at:
			t.Errorf("%s/%s uses %s, which does not stand below it", u.room, u.file, to)
		}
	}
}

func TestRoomsKnowNothingOfWhatIsNotTheirs(t *testing.T) {
	t.Parallel()
	below := map[string][]string{}
	for _, u := range uses(t) {
		if to, ours := own(u.path); ours && !u.test {
			below[u.room] = append(below[u.room], to)
		}
	}
	for room, forbidden := range unknown {
		for _, known := range reachable(below, room) {
			if slices.Contains(forbidden, known) {
				t.Errorf("%s comes to know %s", room, known)
			}
		}
	}
}

func reachable(below map[string][]string, from string) []string {
	var seen []string
	for queue := below[from]; len(queue) > 0; queue = queue[1:] {
		if !slices.Contains(seen, queue[0]) {
			seen = append(seen, queue[0])
			queue = append(queue, below[queue[0]]...)
		}
	}
	return seen
}

func TestEachDependencyStandsBehindItsRooms(t *testing.T) {
	t.Parallel()
	for _, u := range uses(t) {
		if _, ours := own(u.path); ours || isStandard(u.path) {
			continue
		}
		name, rooms := moduleOf(u.path)
		helping := u.test || helps(u.room)
		switch {
		case helping && (name != "" || slices.ContainsFunc(inTests, func(m string) bool { return within(m, u.path) })):
		case name == "":
			t.Errorf("%s/%s uses %s, which the plan does not name", u.room, u.file, u.path)
		case !slices.Contains(rooms, u.room):
			t.Errorf("%s/%s uses %s, which stands behind %s", u.room, u.file, name, strings.Join(rooms, ", "))
		}
	}
}

func moduleOf(path string) (string, []string) {
	for name, rooms := range outside {
		if within(name, path) {
			return name, rooms
		}
	}
	return "", nil
}

func within(module, path string) bool { return path == module || strings.HasPrefix(path, module+"/") }

func TestTheWordsReachNothing(t *testing.T) {
	t.Parallel()
	for _, u := range uses(t) {
		if u.room != "." || u.test {
			continue
		}
		if !isStandard(u.path) || slices.Contains(silent, u.path) {
			t.Errorf("the words use %s in %s", u.path, u.file)
		}
	}
}

// A plan that names a module nobody requires has outlived its reason.
func TestThePlanNamesOnlyWhatIsRequired(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	for name := range outside {
		if !strings.Contains(string(text), name+" v") {
			t.Errorf("go.mod does not require %s", name)
		}
	}
}
