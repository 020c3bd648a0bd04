package cmd

import "runtime"

// windows has no TERM.
const windows = runtime.GOOS == "windows"
