package cmd

import (
	"context"
	"errors"
	"fmt"

	"neonchat/ui/markdown"
)

// The exit codes are a contract with scripts.
const (
	exitOK          = 0
	exitFailed      = 1
	exitUsage       = 2
	exitInterrupted = 130
)

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

// An answerError is an answer that came, and fell short.
type answerError struct{ problem, hint string }

func (e *answerError) Error() string { return e.problem }
func (e *answerError) Hint() string  { return e.hint }

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
