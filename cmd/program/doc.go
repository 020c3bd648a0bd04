// Package program is one run of the program: what every command needs of it.
//
// A [Program] has the streams, the environment, the settings with the flags laid
// over them, the log, and the end of the run: errors with their exit codes, and
// what an interrupt does. A [Status] is standard error with its spinner.
//
// It asks no gateway and opens no history: see package backend.
package program
