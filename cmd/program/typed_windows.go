package program

import (
	"os"

	"golang.org/x/sys/windows"
)

// forgetTyped drops what waits to be read from a console.
func forgetTyped(console *os.File) {
	windows.FlushConsoleInputBuffer(windows.Handle(console.Fd()))
}
