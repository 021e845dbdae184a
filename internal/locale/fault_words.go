package locale

import (
	"embed"
	"encoding/json"
	"io/fs"
	"maps"
	"sync"

	"github.com/varsam/varsam"
)

// What rooms say of what went wrong, by the English format: a file a room, as
// faults/duty.sv.json. sv-FI holds only what differs.
//
//go:embed faults/*.json
var faultFiles embed.FS

// faults are read when the first is said: most processes say none.
var faults = sync.OnceValue(func() map[varsam.Lang]map[string]string {
	sv := readFaults("faults/*.sv.json")
	fi := maps.Clone(sv)
	maps.Copy(fi, readFaults("faults/*.sv-FI.json"))
	return map[varsam.Lang]map[string]string{varsam.Swedish: sv, varsam.FinlandSwedish: fi}
})

// readFaults joins files. A format stands in one of them, whichever rooms use it.
func readFaults(pattern string) map[string]string {
	paths, err := fs.Glob(faultFiles, pattern)
	if err != nil {
		panic("locale: " + err.Error())
	}
	all := map[string]string{}
	for _, path := range paths {
		for format, said := range readFaultFile(path) {
			if _, twice := all[format]; twice {
				panic("locale: " + path + " has once more: " + format)
			}
			all[format] = said
		}
	}
	return all
}

func readFaultFile(path string) (said map[string]string) {
	data, err := faultFiles.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(data, &said)
	}
	if err != nil {
		panic("locale: " + path + ": " + err.Error())
	}
	return said
}
