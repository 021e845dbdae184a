package job

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"strconv"
	"sync"
	"syscall"
)

// Here is this process. Its host is one boot of one machine as seen from one
// namespace of process numbers: only there does a number mean the same process.
var Here = sync.OnceValue(func() Holder {
	h := Holder{pid: os.Getpid()}
	boot, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return h
	}
	space, err := os.Readlink("/proc/self/ns/pid")
	if err != nil {
		return h
	}
	start, _ := started(h.pid)
	sum := sha256.Sum256(append(boot, space...))
	h.host, h.start = hex.EncodeToString(sum[:8]), start
	return h
})

// started is when a process started, in clock ticks since the boot, and whether
// it is running; empty when that cannot be seen. A zombie does nothing any more.
func started(pid int) (start string, running bool) {
	if errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
		return "", false
	}
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return "", true // somebody else's, and hidden
	}
	// The second field is a name in parentheses that may hold anything; the
	// start is the 22nd.
	_, after, _ := bytes.Cut(stat[bytes.LastIndexByte(stat, ')')+1:], []byte(" "))
	fields := bytes.Fields(after)
	if len(fields) < 20 {
		return "", true
	}
	state := fields[0][0]
	return string(fields[19]), state != 'Z' && state != 'X'
}
