//go:build unix

package folder

import (
	"io/fs"
	"os"
	"os/user"
	"strconv"
	"sync"
	"syscall"
)

// noWait opens a pipe without waiting for its other end.
const noWait = syscall.O_NONBLOCK

// errQuota is a full account on a disk that has room.
const errQuota = syscall.EDQUOT

// number tells two files with the same size and time apart.
func number(info fs.FileInfo) string {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return strconv.FormatUint(uint64(stat.Ino), 36)
	}
	return ""
}

var owners sync.Map // names by user number

// owner is the name of the account that a file belongs to.
func owner(info fs.FileInfo) string {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return ""
	}
	if name, known := owners.Load(stat.Uid); known {
		return name.(string)
	}
	name := ""
	if u, err := user.LookupId(strconv.FormatUint(uint64(stat.Uid), 10)); err == nil {
		name = u.Username
	}
	owners.Store(stat.Uid, name)
	return name
}

func keepOwner(f *os.File, like fs.FileInfo) {
	if stat, ok := like.Sys().(*syscall.Stat_t); ok {
		_ = f.Chown(int(stat.Uid), int(stat.Gid))
	}
}

// writable asks whether names in a folder may be changed.
func writable(path string) bool {
	const write = 2
	return syscall.Access(path, write) == nil
}
