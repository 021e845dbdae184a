package main

import (
	"fmt"
	"strconv"

	_ "github.com/go-sql-driver/mysql" // driver "mysql"
)

// mariadb's root has no password and comes from this machine only.
func mariadb(durable bool) engine {
	settings := []string{"--innodb-buffer-pool-size=256M"}
	if !durable {
		settings = append(settings, "--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0")
	}
	return engine{
		name: "MariaDB", variable: "VARSAM_TEST_MARIADB",
		programs: []string{"mariadb-install-db", "mariadbd"}, pkg: "mariadb-server", user: "mysql",
		prepare: func(s *server) error {
			return s.run(s.paths["mariadb-install-db"], "--no-defaults", "--datadir="+s.in("data"),
				"--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve")
		},
		command: func(s *server) []string {
			return append([]string{
				s.paths["mariadbd"], "--no-defaults", "--datadir=" + s.in("data"), "--tmpdir=" + s.dir,
				"--bind-address=127.0.0.1", "--port=" + strconv.Itoa(s.port),
				"--socket=" + s.in("socket"), "--pid-file=" + s.in("pid"), "--skip-name-resolve",
				"--character-set-server=utf8mb4", "--max-connections=300", "--skip-log-bin",
			}, settings...)
		},
		answers: pings("mysql"),
		dsn:     func(s *server) string { return fmt.Sprintf("root@tcp(127.0.0.1:%d)/", s.port) },
	}
}
