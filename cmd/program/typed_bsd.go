//go:build darwin || freebsd || netbsd || openbsd || dragonfly

package program

import (
	"os"

	"golang.org/x/sys/unix"
)

// forgetTyped drops what waits to be read from a terminal.
func forgetTyped(tty *os.File) {
	const read = 1 // FREAD of sys/fcntl.h
	unix.IoctlSetPointerInt(int(tty.Fd()), unix.TIOCFLUSH, read)
}
