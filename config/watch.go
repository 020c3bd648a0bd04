package config

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"github.com/fsnotify/fsnotify"
)

// A Watcher tells when the gateway of a place has become another one, as
// 'neon checkout' and 'neon env pull' make it.
//
// It watches folders and not files, as editors put a new file in an old one's
// place and a nearer file may yet appear: all those of the walk, up to the home
// folder. Every now and then it looks at the files unasked, because network
// mounts tell of nothing and a system has only so many watches to give.
//
// A file that is being written passes through states that nobody meant. So
// nothing counts until all the files have rested for a moment, and what is then
// no whole gateway counts as if it had not been written.
type Watcher struct {
	place  Place
	now    Gateway           // as it was told last
	system *fsnotify.Watcher // nil: it tells of nothing

	files   sight     // as they were last seen
	since   time.Time // when they were first seen so
	settled bool      // what they say has been told, or is not worth telling

	every time.Duration // how often to look unasked
	rest  time.Duration // how long files have to rest
	doubt time.Duration // the same, when more may be to come
}

// Watch watches over p, where now was found. The zero Gateway stands for none.
func Watch(p Place, now Gateway) *Watcher {
	w := newWatcher(p, now)
	// A kqueue would hold every file open that is in one of the folders.
	if runtime.GOOS == "linux" || runtime.GOOS == "windows" {
		if system, err := fsnotify.NewWatcher(); err == nil {
			w.system, w.every = system, 2*time.Second
		}
	}
	return w
}

func newWatcher(p Place, now Gateway) *Watcher {
	return &Watcher{place: p, now: now, every: time.Second, rest: 100 * time.Millisecond, doubt: time.Second}
}

// Close gives back what the system lent.
func (w *Watcher) Close() error {
	if w.system == nil {
		return nil
	}
	return w.system.Close()
}

// Next waits until Find gives another gateway than the last, and returns it. The
// error is the context's. One goroutine at a time may wait; what happens while
// none does is told to the next.
func (w *Watcher) Next(ctx context.Context) (Gateway, error) {
	unasked := time.NewTicker(w.every)
	defer unasked.Stop()
	again := time.NewTimer(0)
	defer again.Stop()
	var events <-chan fsnotify.Event
	var lost <-chan error
	if w.system != nil {
		events, lost = w.system.Events, w.system.Errors
	}
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case e, open := <-events:
			if !open {
				events, lost = nil, nil
			}
			if !slices.Contains(w.place.names(), filepath.Base(e.Name)) {
				continue
			}
		case <-lost:
		case <-unasked.C:
		case <-again.C:
		}
		told, wait := w.look()
		if told {
			return w.now, nil
		}
		if wait > 0 {
			again.Reset(wait)
		}
	}
	return Gateway{}, ctx.Err()
}

// look looks at the files and reports whether there is another gateway to tell.
// Where that will show later it says how long to wait.
func (w *Watcher) look() (told bool, wait time.Duration) {
	w.watchFolders()
	if files := w.place.sight(); files != w.files {
		w.files, w.since, w.settled = files, time.Now(), false
	}
	rested := time.Since(w.since)
	switch {
	case w.settled:
		return false, 0
	case rested < w.rest:
		return false, w.rest - rested
	}
	g, err := Find(w.place)
	switch {
	case w.place.sight() != w.files: // what was found may be of two states
		return false, w.rest
	case err != nil || alike(g, w.now):
		w.settled = true
		return false, 0
	case rested < w.doubt && (w.files.unended || !switched(w.now, g)):
		return false, w.doubt - rested
	}
	w.now, w.settled = g, true
	return true, 0
}

// watchFolders has the system tell of all folders. One that can't be watched, or
// is not there yet, is tried again at the next look.
func (w *Watcher) watchFolders() {
	if w.system == nil {
		return
	}
	for _, dir := range w.place.folders() {
		w.system.Add(dir)
	}
}

// alike reports whether two gateways differ in nothing that matters to whoever
// uses them.
func alike(a, b Gateway) bool {
	return a.URL == b.URL && a.Token.Reveal() == b.Token.Reveal() &&
		a.BranchID == b.BranchID && a.Branch.Text == b.Branch.Text && a.ProjectID.Text == b.ProjectID.Text
}

// switched reports whether another branch has come whole. Where the URL or the
// token is still the old one, the other half may be on its way.
func switched(from, to Gateway) bool {
	return from.URL != to.URL && from.Token.Reveal() != to.Token.Reveal()
}

// A sight is what the files of a place look like. Equal ones are the same files
// with the same content.
type sight struct {
	sum     [sha256.Size]byte
	unended bool // the last line of one has no end, so that it may be cut
}

// sight looks at the files that Find may read.
func (p Place) sight() sight {
	var s sight
	sum := sha256.New()
	for _, dir := range p.folders() {
		for _, name := range p.names() {
			path := filepath.Join(dir, name)
			info, err := os.Stat(path)
			if err != nil || !info.Mode().IsRegular() {
				continue
			}
			data, err := os.ReadFile(path)
			fmt.Fprintln(sum, path, info.ModTime().UnixNano(), len(data), err)
			sum.Write(data)
			s.unended = s.unended || name != linkFile && len(data) > 0 && !bytes.HasSuffix(data, []byte("\n"))
		}
	}
	sum.Sum(s.sum[:0])
	return s
}

// names are those of the files that Find may read in a folder.
func (p Place) names() []string {
	if p.EnvFile != "" {
		return []string{filepath.Base(p.EnvFile), linkFile}
	}
	return append(slices.Clone(envFiles[:]), linkFile)
}
