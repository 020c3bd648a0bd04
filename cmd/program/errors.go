package program

import (
	"context"
	"errors"
	"fmt"

	"neonchat/ui/markdown"
)

// The exit codes are a contract with scripts.
const (
	ExitOK          = 0
	ExitFailed      = 1
	ExitUsage       = 2
	ExitInterrupted = 130
)

// A usageError is a command line or a configuration that can't be carried out.
type usageError struct {
	err  error
	hint string
}

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }
func (e *usageError) Hint() string  { return e.hint }

// Usagef makes the error of a command line or a configuration that can't be carried
// out, which ends the program with [ExitUsage]. The hint says what to do about it;
// "" is none.
func Usagef(hint, format string, args ...any) error {
	return &usageError{fmt.Errorf(format, args...), hint}
}

// Reported is an error which the command has already told of.
type Reported struct{ Code int }

func (e Reported) Error() string { return fmt.Sprintf("exit code %d", e.Code) }

// Finish tells of the error that ended the run and gives its exit code.
func (p *Program) Finish(err error) int {
	var reported Reported
	switch {
	case err == nil:
		return ExitOK
	case errors.As(err, &reported):
		return reported.Code
	}
	p.Report(err)
	return exitCode(err)
}

func exitCode(err error) int {
	var usage *usageError
	switch {
	case err == nil:
		return ExitOK
	case errors.Is(err, context.Canceled):
		return ExitInterrupted
	case errors.As(err, &usage):
		return ExitUsage
	}
	return ExitFailed
}

// Report says what went wrong and what to do about it.
func (p *Program) Report(err error) {
	if errors.Is(err, context.Canceled) {
		p.Status.Say("stopped")
		return
	}
	p.Status.Say(markdown.Clean(err.Error()))
	if h := HintOf(err); h != "" {
		p.Status.Line("hint: " + markdown.Clean(h))
	}
}

// Complain says what is wrong, and what to do about it, while something goes on.
func (p *Program) Complain(sentence, hint string) {
	p.Status.Notice(sentence)
	if hint != "" {
		p.Status.Line(p.Status.Dim("hint: " + markdown.Clean(hint)))
	}
}
