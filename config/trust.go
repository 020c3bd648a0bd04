package config

import (
	"fmt"
	"os"
	"path/filepath"
)

// A StrangerError says that a file was found, and not named by anybody, which
// somebody else may have put there or changed.
type StrangerError struct {
	Path    string
	Problem string
}

func (e *StrangerError) Error() string { return e.Path + " is left out: " + e.Problem }

// Hint says how to have the file count all the same.
func (e *StrangerError) Hint() string { return "name it by its path if it is to count" }

// Trust reports whether a file may count that was found by looking for it: a
// [*StrangerError] is its answer where not. The file and its folder have to belong
// to the user or to root, or on Windows to its administrators, and nobody else
// may be able to write them; of a link that holds for what it leads to as well.
// A file that the user has named needs no such trust.
func Trust(path string) error {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return err
	}
	for _, one := range []struct{ path, is string }{
		{path, "it"}, {filepath.Dir(path), "its folder"},
		{real, "the file that it leads to"}, {filepath.Dir(real), "the folder that it leads to"},
	} {
		info, err := os.Lstat(one.path)
		if err != nil {
			return err
		}
		if stranger := stranger(one.path, info); stranger != "" {
			return &StrangerError{path, fmt.Sprintf("%s %s", one.is, stranger)}
		}
	}
	return nil
}
