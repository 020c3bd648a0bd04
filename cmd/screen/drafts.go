package screen

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"neonchat/cmd/backend"
)

// drafts save the unsent text of a chat. Chats that run at once have a draft file
// each. A chat locks its file while it runs; however it ends, the file is free for
// the next chat that starts.
type drafts struct {
	dir  string
	mine string   // the file, "" until one is taken
	lock *os.File // open until the process ends
}

// errLocked says that another chat has the lock.
var errLocked = errors.New("another chat has it")

// load returns the free draft that was written last. The others wait for later
// chats.
func (d *drafts) load() (string, error) {
	if err := d.take(); err != nil {
		return "", err
	}
	text, err := os.ReadFile(d.mine)
	return string(text), backend.UnlessMissing(err)
}

// take locks the free draft that was written last, or a new one.
func (d *drafts) take() error {
	if d.mine != "" {
		return nil
	}
	if err := os.MkdirAll(d.dir, 0o700); err != nil {
		return err
	}
	var left time.Time // when the best so far was written
	for n, last := 1, false; !last; n++ {
		path := d.file(n)
		_, err := os.Stat(lockOf(path))
		last = errors.Is(err, fs.ErrNotExist)
		lock, err := lock(lockOf(path))
		if errors.Is(err, errLocked) {
			last = false
			continue
		}
		if err != nil {
			return err
		}
		if at := writtenAt(path); d.mine == "" || at.After(left) {
			d.mine, left, d.lock, lock = path, at, lock, d.lock
		}
		if lock != nil {
			lock.Close()
		}
	}
	return nil
}

// file names the n-th draft.
func (d *drafts) file(n int) string {
	if n == 1 {
		return filepath.Join(d.dir, "draft.txt")
	}
	return filepath.Join(d.dir, fmt.Sprintf("draft-%d.txt", n))
}

func lockOf(path string) string { return strings.TrimSuffix(path, ".txt") + ".lock" }

// writtenAt is the time of a draft; zero when there is nothing in it.
func writtenAt(path string) time.Time {
	info, err := os.Stat(path)
	if err != nil || info.Size() == 0 {
		return time.Time{}
	}
	return info.ModTime()
}

// save replaces the draft.
func (d *drafts) save(text string) error {
	if err := d.take(); err != nil {
		return err
	}
	if text == "" {
		return backend.UnlessMissing(os.Remove(d.mine))
	}
	return backend.WriteState(d.mine, []byte(text))
}
