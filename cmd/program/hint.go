package program

import (
	"errors"
	"io/fs"
	"syscall"

	"github.com/spf13/pflag"

	"neonchat/client"
)

// HintOf is what to do about an error, by its own kind; "" where there is nothing
// to say that is sure to help.
func HintOf(err error) string {
	var hinted interface{ Hint() string }
	var e *client.Error
	switch {
	case errors.As(err, &hinted):
		return hinted.Hint()
	case errors.Is(err, client.ErrIncomplete):
		return "what came is all there is: ask again"
	case errors.Is(err, client.ErrIdle):
		return "ask again, or another model"
	case errors.As(err, &e):
		return e.Hint
	}
	return fileHint(err)
}

// fileHint is what to do about the error of a file.
func fileHint(err error) string {
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return "the disk is full: make room"
	case errors.Is(err, syscall.EROFS):
		return "nothing can be written there: name another place"
	case errors.Is(err, fs.ErrPermission):
		return "give yourself the right to it: 'ls -l' shows who has it"
	case errors.Is(err, syscall.EISDIR):
		return "name a file: this is a folder"
	}
	return ""
}

// wanted says what a flag takes, by its name.
var wanted = map[string]string{
	"temperature": "a number from 0 to 2",
	"max-tokens":  "a number of tokens, from 1",
	"timeout":     "a duration such as 30s",
	"limit":       "a number of messages, from 1",
}

// FlagError says what is wrong with a flag without the words of the library that
// reads it.
func FlagError(err error) error {
	const list = "'neonchat --help' lists the flags"
	var value *pflag.InvalidValueError
	if !errors.As(err, &value) {
		return Usagef(list, "%w", err)
	}
	f := value.GetFlag()
	hint := list
	if want := wanted[f.Name]; want != "" {
		hint = "give " + want
	} else if f.Value.Type() == "bool" {
		hint = "leave the value out, or give true or false"
	}
	return Usagef(hint, "--%s can't be %q", f.Name, value.GetValue())
}
