package composer

import (
	"context"
	"io/fs"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
)

// A filesMsg is what @ can complete, relative to the folder.
type filesMsg struct{ files []string }

// mostFiles bounds what is held of a folder, and listTime how long one is read.
const (
	mostFiles = 500_000
	listTime  = 5 * time.Second
)

// listFiles lists the files of a folder and those below: what git would show
// where there is git, so that .gitignore is honoured; all but hidden ones
// elsewhere.
func listFiles(dir string) tea.Cmd {
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), listTime)
		defer cancel()
		git := exec.CommandContext(ctx, "git", "-C", dir, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
		out, err := git.Output()
		if err != nil {
			return filesMsg{walkFiles(dir, time.Now().Add(listTime))}
		}
		files := slices.DeleteFunc(strings.Split(string(out), "\x00"), func(s string) bool { return s == "" })
		return filesMsg{files[:min(len(files), mostFiles)]}
	}
}

func walkFiles(dir string, until time.Time) []string {
	var files []string
	filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		hidden := path != dir && strings.HasPrefix(filepath.Base(path), ".")
		switch {
		case err != nil:
			return nil // a folder that can't be read has nothing to offer
		case d.IsDir() && (hidden || d.Name() == "node_modules"):
			return filepath.SkipDir
		case hidden || !d.Type().IsRegular():
			return nil
		case len(files) == mostFiles || time.Now().After(until):
			return filepath.SkipAll
		}
		if rel, err := filepath.Rel(dir, path); err == nil {
			files = append(files, filepath.ToSlash(rel))
		}
		return nil
	})
	return files
}
