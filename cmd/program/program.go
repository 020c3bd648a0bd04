package program

import (
	"context"
	"log/slog"
	"os"
	"runtime/debug"
	"sync/atomic"

	"github.com/spf13/cobra"

	"neonchat/config"
)

// A Program is one run: its streams, environment, settings, log and status.
type Program struct {
	In          *os.File
	Out         *os.File
	Err         *os.File
	Getenv      func(string) string
	Settings    config.Settings
	SettingsErr error // why the settings can't be read, for commands that go on without
	Folders     config.Folders
	Flags       Flags
	command     *cobra.Command // the one that runs
	Log         *slog.Logger
	Status      *Status // standard error, shared with the spinner
	closers     []func()
	exit        *exit
	interrupt   atomic.Pointer[context.CancelFunc] // what the next ctrl+c calls instead of ending the program; nil for nothing
}

// New is the program with the streams and the environment of its process, before any
// settings are read.
func New() *Program {
	p := &Program{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Getenv: os.Getenv,
		exit:   newExit(),
		Log:    slog.New(slog.DiscardHandler),
	}
	p.Folders = config.Paths(p.Getenv)
	p.Status = NewStatus(p.Err, p.IsTerminal(p.Err) && !p.Dumb(), p.Colour())
	return p
}

// OnClose has f called at the end of the run.
func (p *Program) OnClose(f func()) { p.closers = append(p.closers, f) }

// Close does what was given to OnClose, in that order.
func (p *Program) Close() {
	for _, c := range p.closers {
		c()
	}
}

// Version is the version of the build.
func Version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
