package document

import "syscall"

const (
	audited = 0xc000003e // AUDIT_ARCH_X86_64
	seccomp = 317
)

// refused are other programs, the network, other processes, and the system.
var refused = []uint32{
	syscall.SYS_EXECVE, 322 /* execveat */, syscall.SYS_FORK, syscall.SYS_VFORK, syscall.SYS_PTRACE, syscall.SYS_SOCKET, syscall.SYS_SOCKETPAIR,
	syscall.SYS_CONNECT, syscall.SYS_BIND, syscall.SYS_LISTEN, syscall.SYS_ACCEPT, syscall.SYS_ACCEPT4, syscall.SYS_SENDTO, syscall.SYS_SENDMSG,
	syscall.SYS_MOUNT, syscall.SYS_CHROOT, syscall.SYS_REBOOT, syscall.SYS_SETUID, syscall.SYS_KEXEC_LOAD, syscall.SYS_INIT_MODULE, 310, 311, /* process_vm_* */
	321 /* bpf */, 425, 426, 427, /* io_uring */
}
