// Package atomicfile writes files whole or not at all: whoever reads one, also
// after a crash, finds the old content or the new one, never a part of it.
//
// It touches the file that it is given and a temporary one beside it, and makes
// no folder.
package atomicfile

import (
	"errors"
	"io"
	"os"
	"path/filepath"
)

// Write writes data to the file at path. See [WriteFrom].
func Write(path string, data []byte) error {
	return WriteFrom(path, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// WriteFrom writes to the file at path what write writes, replacing what is
// there once all is on the disk. The file is readable for its user alone. The
// error can be told by errors.Is, as one of package os can; after it the file is
// as it was. Of several writers at once, the last wins.
func WriteFrom(path string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".unfinished-*") // for its user alone
	if err != nil {
		return err
	}
	err = errors.Join(write(f), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}
