package main

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"os"
	"os/user"
	"strings"
	"time"
)

// openssh serves a folder by SFTP to whoever has the key that lies beside it. It
// runs as the one account that it lets in.
func openssh() engine {
	return engine{
		name: "OpenSSH", variable: "VARSAM_TEST_SFTP",
		programs: []string{"sshd", "ssh-keygen"}, pkg: "openssh-server", user: "sshd",
		prepare: prepareOpenSSH,
		command: func(s *server) []string { return []string{s.paths["sshd"], "-D", "-e", "-f", s.in("conf")} },
		answers: introduced,
		dsn: func(s *server) string {
			return fmt.Sprintf("sftp://%s@127.0.0.1:%d%s", sshUser(s), s.port, s.dir)
		},
	}
}

func sshUser(s *server) string {
	if os.Geteuid() == 0 {
		return s.engine.user
	}
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return ""
}

func prepareOpenSSH(s *server) error {
	for _, name := range []string{"host", "client"} {
		if err := s.run(s.paths["ssh-keygen"], "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", s.in(name)); err != nil {
			return err
		}
	}
	if err := os.Mkdir(s.in("data"), 0o755); err != nil {
		return err
	}
	conf := strings.NewReplacer("{dir}", s.dir, "{port}", fmt.Sprint(s.port)).Replace(opensshConf)
	if err := os.WriteFile(s.in("conf"), []byte(conf), 0o644); err != nil {
		return err
	}
	return giveTo(s.engine.user, s.in("data"))
}

const opensshConf = `
Port {port}
ListenAddress 127.0.0.1
HostKey {dir}/host
PidFile {dir}/pid
AuthorizedKeysFile {dir}/client.pub
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
StrictModes no
MaxStartups 200
MaxSessions 100
ForceCommand internal-sftp
Subsystem sftp internal-sftp
`

// introduced asks an SSH server for its first line.
func introduced(ctx context.Context, s *server) error {
	d := net.Dialer{Timeout: time.Second}
	c, err := d.DialContext(ctx, "tcp", fmt.Sprintf("127.0.0.1:%d", s.port))
	if err != nil {
		return err
	}
	defer c.Close()
	if err := c.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
		return err
	}
	line, err := bufio.NewReader(c).ReadString('\n')
	if err == nil && !strings.HasPrefix(line, "SSH-2.0-") {
		err = fmt.Errorf("the server begins with %q", line)
	}
	return err
}
