package main

import (
	"crypto/rand"
	"fmt"
	"os"
	"runtime"
	"strconv"

	_ "github.com/jackc/pgx/v5/stdlib" // driver "pgx"
)

// postgres has a password, so that tests can also try a wrong one.
func postgres(durable bool) engine {
	settings := []string{"-c", "max_connections=300", "-c", "shared_buffers=128MB"}
	if !durable {
		settings = append(settings, "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off")
	}
	return engine{
		name: "PostgreSQL", variable: "VARSAM_TEST_POSTGRES",
		programs: []string{"initdb", "postgres"}, pkg: "postgresql", user: "postgres",
		prepare: preparePostgres,
		command: func(s *server) []string {
			return append([]string{s.paths["postgres"], "-D", s.in("data"), "-h", "127.0.0.1", "-p", strconv.Itoa(s.port), "-k", ""}, settings...)
		},
		answers: pings("pgx"),
		dsn: func(s *server) string {
			return fmt.Sprintf("postgres://postgres:%s@127.0.0.1:%d/postgres?sslmode=disable", s.password, s.port)
		},
	}
}

func preparePostgres(s *server) error {
	file := s.in("password")
	if err := os.WriteFile(file, []byte(s.password+"\n"), 0o600); err != nil {
		return err
	}
	if err := giveTo(s.engine.user, file); err != nil {
		return err
	}
	locale := "C"
	if runtime.GOOS == "linux" {
		locale = "C.UTF-8" // lower('Å') works, as on real servers
	}
	return s.run(s.paths["initdb"], "-D", s.in("data"), "-U", "postgres", "--pwfile", file,
		"-A", "scram-sha-256", "-E", "UTF8", "--locale="+locale, "--no-sync")
}

func randomPassword() string { return rand.Text() }
