package cmd

import "runtime"

// windows has no TERM.
const windows = runtime.GOOS == "windows"

// console is the terminal that the program was started on, wherever its standard
// input comes from.
var console = map[bool]string{true: "CONIN$", false: "/dev/tty"}[windows]
