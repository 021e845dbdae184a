package document

import "syscall"

const (
	audited = 0xc00000b7 // AUDIT_ARCH_AARCH64
	seccomp = 277
)

// refused are other programs, the network, other processes, and the system.
var refused = []uint32{
	syscall.SYS_EXECVE, 281 /* execveat */, syscall.SYS_PTRACE, syscall.SYS_SOCKET, syscall.SYS_SOCKETPAIR, syscall.SYS_CONNECT, syscall.SYS_BIND,
	syscall.SYS_LISTEN, syscall.SYS_ACCEPT, syscall.SYS_ACCEPT4, syscall.SYS_SENDTO, syscall.SYS_SENDMSG, syscall.SYS_MOUNT, syscall.SYS_CHROOT,
	syscall.SYS_REBOOT, syscall.SYS_SETUID, syscall.SYS_KEXEC_LOAD, syscall.SYS_INIT_MODULE, 270, 271, /* process_vm_* */
	280 /* bpf */, 425, 426, 427, /* io_uring */
}
