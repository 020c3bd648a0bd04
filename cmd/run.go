// Package cmd is the command line: one file a command, flags in, exit code out.
//
// Nothing else parses flags, and nothing but it and package config looks at the
// environment. [Run] is what main calls.
//
// The manners of the command line:
//
//   - Standard output holds the answer, or what the command was asked to list,
//     and nothing else.
//   - Everything else goes to standard error. Sentences have a "neonchat:"
//     before them, no capital and no full stop; what to do about one follows on
//     a line of its own, after "hint:".
//   - Bad usage or configuration exits with 2, a failed or cut answer with 1.
package cmd

import (
	"context"
	"log/slog"
	"os"
	"runtime/debug"
	"sync/atomic"

	"github.com/spf13/cobra"

	"neonchat/config"
)

// Run runs the command line and gives the process's exit code.
func Run(args []string) int {
	p := newProgram()
	return p.attend(func(ctx context.Context) int {
		defer p.close()
		root := newRoot(p)
		root.SetArgs(args)
		err := root.ExecuteContext(ctx)
		p.leaving()
		return p.finish(err)
	})
}

// A program is one run: its streams, its surroundings, and what it has found
// out about them.
type program struct {
	in        *os.File
	out       *os.File
	err       *os.File
	getenv    func(string) string
	settings  config.Settings
	unsettled error // what is wrong with the settings, where a command goes on without
	folders   config.Folders
	flags     flags
	command   *cobra.Command // the one that runs
	log       *slog.Logger
	status    *status // standard error, shared with the spinner
	closers   []func()
	exit      *exit
	interrupt atomic.Pointer[context.CancelFunc] // what ctrl+c does once instead of ending the program, nil for nothing
}

func newProgram() *program {
	p := &program{
		in: os.Stdin, out: os.Stdout, err: os.Stderr,
		getenv: os.Getenv,
		exit:   newExit(),
		log:    slog.New(slog.DiscardHandler),
	}
	p.folders = config.Paths(p.getenv)
	p.status = newStatus(p.err, p.isTerminal(p.err) && !p.dumb(), p.colour())
	return p
}

func (p *program) close() {
	for _, c := range p.closers {
		c()
	}
}

func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
