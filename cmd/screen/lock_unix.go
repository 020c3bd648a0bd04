//go:build !windows

package screen

import (
	"errors"
	"os"
	"syscall"
)

// lock locks a file that it creates where there is none, until it is closed.
// The error is errTaken when another process has it locked.
func lock(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	switch err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); {
	case err == nil:
		return f, nil
	case errors.Is(err, syscall.EWOULDBLOCK):
		f.Close()
		return nil, errLocked
	default:
		f.Close()
		return nil, &os.PathError{Op: "lock", Path: path, Err: err}
	}
}
