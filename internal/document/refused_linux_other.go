//go:build linux && !amd64 && !arm64

package document

const audited, seccomp = 0, 0

// refused is empty where we do not know the processor's numbers of calls.
var refused []uint32
