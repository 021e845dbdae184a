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

// dovecot takes any name as a user, with one password for all; "user*master" logs
// the master in as the user. Mail lies in the server's folder, as maildir with
// slashes in the names, so that tests can look at its bytes.
func dovecot() engine {
	return engine{
		name: "Dovecot", variable: "VARSAM_TEST_DOVECOT",
		programs: []string{"dovecot"}, pkg: "dovecot-imapd", user: "dovecot",
		prepare: prepareDovecot,
		command: func(s *server) []string { return []string{s.paths["dovecot"], "-F", "-c", s.in("conf")} },
		answers: greeted,
		dsn: func(s *server) string {
			return fmt.Sprintf("imap://any:%s@127.0.0.1:%d%s", s.password, s.port, s.in("mail"))
		},
	}
}

func prepareDovecot(s *server) error {
	as, err := user.Current()
	if err == nil && os.Geteuid() == 0 {
		as, err = user.Lookup(s.engine.user)
	}
	if err != nil {
		return err
	}
	group, err := user.LookupGroupId(as.Gid)
	if err != nil {
		return err
	}
	// A test that looks for its mails' folder before there is one must not be whose it is.
	if err := os.Mkdir(s.in("mail"), 0o700); err != nil {
		return err
	}
	if err := giveTo(s.engine.user, s.in("mail")); err != nil {
		return err
	}
	for name, text := range map[string]string{
		"conf":   strings.NewReplacer("{dir}", s.dir, "{user}", as.Username, "{group}", group.Name, "{password}", s.password, "{port}", fmt.Sprint(s.port)).Replace(dovecotConf),
		"master": "master:{PLAIN}" + s.password + "\n",
	} {
		if err := os.WriteFile(s.in(name), []byte(text), 0o600); err != nil {
			return err
		}
		if err := giveTo(s.engine.user, s.in(name)); err != nil {
			return err
		}
	}
	return nil
}

// dovecotConf has caches of headers purged at once, so that what was expunged leaves
// no byte; a value of 0 would mean the usual.
const dovecotConf = `
protocols = imap
listen = 127.0.0.1
base_dir = {dir}/run
state_dir = {dir}/state
log_path = /dev/stderr
ssl = no
disable_plaintext_auth = no
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
first_valid_gid = 1
mail_home = {dir}/mail/%u
mail_location = maildir:{dir}/mail/%u:LAYOUT=fs
mail_cache_purge_delete_percentage = 1
mail_cache_purge_min_size = 1
mail_max_userip_connections = 1000
mail_fsync = never
auth_master_user_separator = *
passdb {
  driver = passwd-file
  args = {dir}/master
  master = yes
  result_success = continue
}
passdb {
  driver = static
  args = password={password}
}
userdb {
  driver = static
  args = uid={user} gid={group} home={dir}/mail/%u
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox Trash {
    special_use = \Trash
    auto = create
  }
  mailbox Sent {
    special_use = \Sent
  }
  mailbox "All Mail" {
    special_use = \All
  }
}
service imap-login {
  chroot =
  process_min_avail = 1
  service_count = 0
  inet_listener imap {
    port = {port}
  }
  inet_listener imaps {
    port = 0
  }
}
service imap {
  process_limit = 200
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
`

// greeted asks an IMAP server for its first line.
func greeted(ctx context.Context, s *server) error {
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
	if err == nil && !strings.HasPrefix(line, "* OK") {
		err = fmt.Errorf("the server greets with %q", line)
	}
	return err
}
