//go:build unix

package anonymity

import (
	"syscall"
	"time"
)

// cpu is the time that this process has used of all cores.
func cpu() time.Duration {
	var use syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &use) != nil {
		return 0
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}
