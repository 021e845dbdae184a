package main

import (
	"context"
	"fmt"
	"os"
)

// versity is an S3 gateway over a folder, with versions in another. It is in no
// package of Debian and takes minutes to build, so that it is used where it is
// installed:
//
//	go install github.com/versity/versitygw/cmd/versitygw@v1.8.0
//
// The tests that need it also run against a service of our own.
func versity() engine {
	return engine{
		name: "versitygw", variable: "VARSAM_TEST_S3",
		programs: []string{"versitygw"}, spare: true, user: "nobody",
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
