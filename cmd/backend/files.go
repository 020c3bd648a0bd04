package backend

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"neonchat/config/atomicfile"
)

// UnlessMissing is err, unless it says that there is no file: nothing was kept yet.
func UnlessMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// WriteState writes a file of the state folder, which it makes where there is none.
func WriteState(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return atomicfile.Write(path, data)
}
