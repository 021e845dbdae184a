package cli

import "runtime/debug"

type versionCommand struct{}

// version is set by the release build.
var version = "development"

func (c *versionCommand) Run(s *session) error {
	revision := ""
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, setting := range info.Settings {
			if setting.Key == "vcs.revision" {
				revision = setting.Value
			}
		}
	}
	return s.print(map[string]string{"version": version, "revision": revision}, func() { s.printf("varsam %s %s\n", version, revision) })
}
