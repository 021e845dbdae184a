package document

import (
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"unsafe"
)

// Numbers of prctl(2) and seccomp(2).
const (
	prSetDumpable   = 4
	prSetNoNewPrivs = 38
)

// confine gives up what a parser does not need: a core file, which would hold what it reads; more memory or larger files than it
// may have; rights of other programs; and, where the kernel and the processor are known, other programs, the network and other
// processes.
func confine(l Limits, ocr bool) error {
	limits := map[int]uint64{syscall.RLIMIT_CORE: 0, syscall.RLIMIT_FSIZE: uint64(l.Bytes)}
	if !ocr { // another program needs files and memory of its own
		limits[syscall.RLIMIT_NOFILE] = 32
		limits[syscall.RLIMIT_DATA] = dataSize() + uint64(l.Memory)*2
	}
	for which, most := range limits {
		var now syscall.Rlimit
		if err := syscall.Getrlimit(which, &now); err != nil {
			return err
		}
		most = min(most, now.Max)
		if err := syscall.Setrlimit(which, &syscall.Rlimit{Cur: most, Max: most}); err != nil {
			return err
		}
	}
	runtime.LockOSThread() // what follows is told of one thread, and by refuse of all
	defer runtime.UnlockOSThread()
	if _, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, prSetNoNewPrivs, 1, 0); errno != 0 {
		return errno
	}
	syscall.RawSyscall(syscall.SYS_PRCTL, prSetDumpable, 0, 0)
	if ocr {
		return nil
	}
	return refuse()
}

// dataSize is how much private memory the process has asked for already, used or not.
func dataSize() uint64 {
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 1 << 30
	}
	words := strings.Fields(string(b))
	if len(words) < 6 {
		return 1 << 30
	}
	pages, _ := strconv.ParseUint(words[5], 10, 64)
	return pages * uint64(os.Getpagesize())
}

// instruction is one of BPF's.
type instruction struct {
	code   uint16
	jt, jf uint8
	k      uint32
}

// refuse makes the kernel answer "not permitted" to the calls in refused. A kernel without the means is no error.
func refuse() error {
	if len(refused) == 0 {
		return nil
	}
	const load, equal, result = 0x20, 0x15, 0x06
	const allow, notPermitted, kill = 0x7fff0000, 0x00050001, 0x80000000
	program := []instruction{
		{load, 0, 0, 4}, {equal, 1, 0, audited}, {result, 0, 0, kill}, // another processor's calls
		{load, 0, 0, 0},
	}
	for i, call := range refused {
		program = append(program, instruction{equal, uint8(len(refused) - i), 0, call})
	}
	program = append(program, instruction{result, 0, 0, allow}, instruction{result, 0, 0, notPermitted})
	filter := struct {
		length  uint16
		program *instruction
	}{uint16(len(program)), &program[0]}
	const filterMode, allThreads = 1, 1
	_, _, errno := syscall.Syscall(seccomp, filterMode, allThreads, uintptr(unsafe.Pointer(&filter)))
	if errno != 0 && errno != syscall.ENOSYS && errno != syscall.EINVAL {
		return errno
	}
	return nil
}
