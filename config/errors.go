package config

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
)

const pullHint = "run 'neon env pull' in the project's folder, or try 'neonchat --demo'"

// A NotFoundError says that no gateway was found, and where it was looked
// for.
type NotFoundError struct {
	Variables []string // the variables that would have named one
	Files     []string // the env files that were read and do not have them
	Folders   []string // the folders that were searched for env files, nearest first
	Farther   string   // an env file further up that has them, behind the nearest one that hides it
	Project   Value    // the project that .neon links to, if there is a .neon
	Branch    Value    // its branch, name or id
}

func (e *NotFoundError) Error() string {
	looked := "in the environment"
	if len(e.Folders) > 0 {
		looked = "in the environment, or in .env.local or .env in " + strings.Join(e.Folders, ", ")
	}
	if len(e.Files) > 0 {
		looked = "in the environment, or in " + strings.Join(e.Files, ", ")
	}
	missing := "no " + strings.Join(e.Variables, " and ") + " " + looked
	if e.Project.Text == "" && e.Branch.Text == "" {
		return "finding the gateway: " + missing
	}
	linked := "this folder is linked to project " + e.Project.Text
	if e.Project.Text == "" {
		linked = "this folder is linked to a project"
	}
	if e.Branch.Text != "" {
		linked += " on branch " + e.Branch.Text
	}
	return fmt.Sprintf("finding the gateway: %s, but its gateway credentials were not pulled: %s", linked, missing)
}

// Hint says what to do about it.
func (e *NotFoundError) Hint() string {
	if e.Farther != "" {
		return fmt.Sprintf("%s has them, but a nearer file hides it: use '--env-file %[1]s', or run 'neon env pull' here", e.Farther)
	}
	return pullHint
}

// unreadable is the error of a file, as it is shown, that was to be read.
func unreadable(file string, err error) *InvalidError {
	e := &InvalidError{Source: Source{File: file}}
	switch path := (*fs.PathError)(nil); {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		e.Problem = "there is no such file"
	case errors.Is(err, fs.ErrPermission):
		e.Problem, e.hint = "you may not read it", "'ls -l' shows who may"
	case errors.Is(err, syscall.EISDIR):
		e.Problem = "this is a folder and no file"
	case errors.As(err, &path):
		e.Problem = "it can't be read: " + path.Err.Error()
	default:
		e.Problem = "it can't be read: " + err.Error()
	}
	return e
}

// An InvalidError says that a value was found but can't be used. It never
// holds the value.
type InvalidError struct {
	Source  Source
	Problem string
	hint    string
}

func (e *InvalidError) Error() string { return e.Source.String() + ": " + e.Problem }

// Hint says what to do about it, or is empty when the problem says it all.
func (e *InvalidError) Hint() string { return e.hint }
