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
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"neonchat/catalog"
	"neonchat/client"
	"neonchat/config"
	"neonchat/history"
	"neonchat/ui/markdown"
)

// The exit codes are a contract with scripts.
const (
	exitOK          = 0
	exitFailed      = 1
	exitUsage       = 2
	exitInterrupted = 130
)

// Run runs the command line and gives the process's exit code.
func Run(args []string) int {
	p := newProgram()
	return p.attend(func(ctx context.Context) int {
		defer p.close()
		root := p.root()
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
	status    *status        // standard error, shared with the spinner
	sessions  *history.Store // nil until it is needed: see store
	closers   []func()
	parsed    atomic.Pointer[catalog.Catalog] // the catalog as known has read it; nil until it is needed
	surveys   sync.Map                        // of a branch's id to the catalog.Survey of this run
	carried   bool                            // settings.Model goes on with a session: nobody has named it
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

func (p *program) isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// dumb reports whether the terminal can't move its cursor.
func (p *program) dumb() bool {
	t := p.getenv("TERM")
	return t == "dumb" || t == "" && !windows
}

// colour follows no-color.org: any value that isn't empty means no colour.
func (p *program) colour() bool { return p.getenv("NO_COLOR") == "" && !p.dumb() }

// A usageError is a command line or a configuration that can't be carried out.
type usageError struct {
	err  error
	hint string
}

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }
func (e *usageError) Hint() string  { return e.hint }

func usagef(hint, format string, args ...any) error {
	return &usageError{fmt.Errorf(format, args...), hint}
}

// errReported is an error which the command has already told of.
type errReported struct{ code int }

func (e errReported) Error() string { return fmt.Sprintf("exit code %d", e.code) }

// finish tells of the error that ended the run and gives its exit code.
func (p *program) finish(err error) int {
	var reported errReported
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &reported):
		return reported.code
	}
	p.report(err)
	return exitCode(err)
}

func exitCode(err error) int {
	var usage *usageError
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.As(err, &usage):
		return exitUsage
	}
	return exitFailed
}

// report says what went wrong and what to do about it.
func (p *program) report(err error) {
	if errors.Is(err, context.Canceled) {
		p.status.say("stopped")
		return
	}
	p.status.say(markdown.Clean(err.Error()))
	if h := hintOf(err); h != "" {
		p.status.line("hint: " + markdown.Clean(h))
	}
}

// complain says what is wrong, and what to do about it, while something goes on.
func (p *program) complain(sentence, hint string) {
	p.status.notice(sentence)
	if hint != "" {
		p.status.line(p.status.dim("hint: " + markdown.Clean(hint)))
	}
}

func hintOf(err error) string {
	var hinted interface{ Hint() string }
	if errors.As(err, &hinted) {
		return hinted.Hint()
	}
	var network net.Error
	switch {
	case errors.As(err, &network), errors.Is(err, io.EOF):
		return reachHint
	case errors.Is(err, client.ErrIncomplete):
		return "what came is all there is: ask again"
	case errors.Is(err, client.ErrIdle):
		return "ask again, or another model"
	}
	var e *client.Error
	if !errors.As(err, &e) {
		return ""
	}
	return e.Hint
}

// without are the words but one.
func without(words []string, word string) []string {
	return slices.DeleteFunc(words, func(w string) bool { return w == word })
}

// oneOf writes "a, b or c".
func oneOf(words []string) string {
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
