package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// gateway is the S3 service of others that we test against: a gateway over a folder,
// with versions, object lock and legal holds.
const gateway = "github.com/versity/versitygw/cmd/versitygw@v1.8.0"

// versity serves S3, with versions in a folder of their own. It is in no package of
// Debian, and built once for all runs. The same tests also run against a service of
// our own.
func versity() engine {
	return engine{
		name: "versitygw", variable: "VARSAM_TEST_S3",
		programs: []string{"versitygw"}, spare: true, user: "root", build: gateway,
		prepare: func(s *server) error {
			for _, name := range []string{"data", "versions"} {
				if err := os.Mkdir(s.in(name), 0o755); err != nil {
					return err
				}
				if err := giveTo(s.engine.user, s.in(name)); err != nil {
					return err
				}
			}
			return nil
		},
		command: func(s *server) []string {
			return []string{
				s.paths["versitygw"], "--quiet", "--port", fmt.Sprintf("127.0.0.1:%d", s.port), "--access", "varsam", "--secret", s.password,
				"posix", "--versioning-dir", s.in("versions"), s.in("data"),
			}
		},
		answers: func(ctx context.Context, s *server) error { return asksHTTP(ctx, s) },
		dsn: func(s *server) string {
			return fmt.Sprintf("http://varsam:%s@127.0.0.1:%d?%s&%s", s.password, s.port, s.in("data"), s.in("versions"))
		},
	}
}

// builds is where servers are put that we build ourselves.
func builds() string {
	cache, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(cache, "varsam-test-go")
}

// build makes the programs that only Go's modules have, each version once. That it
// fails is no error here: the server is then missing, and the run says so. Where CI
// is set every run has a new machine, and would take minutes for it each time.
func build(ctx context.Context, wanted []engine) {
	for _, e := range wanted {
		if _, err := find(e.programs); err == nil || e.build == "" || builds() == "" || os.Getenv("CI") != "" {
			continue
		}
		fmt.Fprintln(os.Stderr, "testservers: building", e.build, "once; it takes minutes")
		ctx, cancel := context.WithTimeout(ctx, 8*time.Minute)
		cmd := exec.CommandContext(ctx, "go", "install", e.build)
		cmd.Dir = os.TempDir() // in no module: it has its own dependencies
		cmd.Env = append(os.Environ(), "GOBIN="+builds(), "CGO_ENABLED=0")
		cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
		if err := cmd.Run(); err != nil {
			fmt.Fprintln(os.Stderr, "testservers:", err)
		}
		cancel()
	}
}
