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

// A filesMsg brings the files that @ can complete, relative to the folder.
type filesMsg struct{ files []string }

// mostFiles is how many files of a folder are held. listTime is how long a folder
// is read.
const (
	mostFiles = 500_000
	listTime  = 5 * time.Second
)

// listFiles lists the files of a folder and below it: with git those that git
// would show, so that .gitignore is honoured; without git those that aren't
// hidden.
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
			return nil // skip what can't be read
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
