package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"strings"
	"time"
)

// samba serves two shares: one as it comes, and one with a bin. They are read
// through a mount, which the tests make with smbnetfs: it asks for port 445, so that
// the server has that port of an address of its own and needs root's rights. The path
// behind the address is where the shares' files lie.
func samba() engine {
	return engine{
		name: "Samba", variable: "VARSAM_TEST_SAMBA",
		programs: []string{"smbd", "smbnetfs"}, parts: []string{"/usr/lib/*/samba/vfs/recycle.so"},
		pkg: "samba samba-vfs-modules smbnetfs", spare: true, user: "root",
		prepare: prepareSamba,
		command: func(s *server) []string {
			return []string{s.paths["smbd"], "--foreground", "--no-process-group", "--configfile", s.in("conf")}
		},
		answers: func(ctx context.Context, s *server) error {
			d := net.Dialer{Timeout: time.Second}
			c, err := d.DialContext(ctx, "tcp", sambaAddress(s)+":445")
			if err == nil {
				c.Close()
			}
			return err
		},
		dsn: func(s *server) string { return "smb://" + sambaAddress(s) + s.in("data") },
	}
}

// sambaAddress is an address of this machine that no other run has.
func sambaAddress(s *server) string { return fmt.Sprintf("127.71.%d.%d", s.port>>8, s.port&0xff) }

func prepareSamba(s *server) error {
	if os.Geteuid() != 0 {
		return fmt.Errorf("it needs root's rights, for port 445 and for mounting")
	}
	for _, name := range []string{"state", "data", "data/plain", "data/bin"} {
		if err := os.Mkdir(s.in(name), 0o755); err != nil {
			return err
		}
	}
	conf := strings.NewReplacer("{dir}", s.dir, "{address}", sambaAddress(s)).Replace(sambaConf)
	return os.WriteFile(s.in("conf"), []byte(conf), 0o644)
}

const sambaConf = `
[global]
server role = standalone server
interfaces = {address}/8
bind interfaces only = yes
smb ports = 445
server min protocol = SMB2
map to guest = Bad User
pid directory = {dir}/state
lock directory = {dir}/state
state directory = {dir}/state
cache directory = {dir}/state
private dir = {dir}/state
ncalrpc dir = {dir}/state/rpc
log file = {dir}/log.smbd
disable spoolss = yes
load printers = no
panic action =

[plain]
path = {dir}/data/plain
read only = no
guest ok = yes
force user = root

[bin]
path = {dir}/data/bin
read only = no
guest ok = yes
force user = root
vfs objects = recycle
recycle:repository = #recycle
recycle:keeptree = yes
recycle:versions = yes
`
