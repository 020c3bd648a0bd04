package program

import (
	"os"

	"golang.org/x/sys/unix"
)

// forgetTyped drops what waits to be read from a terminal.
func forgetTyped(tty *os.File) {
	unix.IoctlSetInt(int(tty.Fd()), unix.TCFLSH, unix.TCIFLUSH)
}
