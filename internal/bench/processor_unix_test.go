//go:build unix

package main

import (
	"syscall"
	"time"
)

// processor is the time that this process has had a processor for itself, the
// user's and the system's together: other work on the machine is not in it.
func processor() time.Duration {
	var used syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &used) != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
