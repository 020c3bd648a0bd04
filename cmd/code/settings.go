package code

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"neonchat/client/snippet"
	"neonchat/cmd/backend"
	"neonchat/cmd/program"
	"neonchat/config/atomicfile"
	"neonchat/ui/markdown"
)

// settings prints what points a program of others at the gateway, or puts it into
// the program's own file.
func (o *options) settings(format string) error {
	switch {
	case o.prompt != "" || o.stream || len(o.Flags.Files) > 0 || o.Resumes():
		return program.Usagef("name the model alone: neonchat code --sdk "+o.sdk+" -m MODEL", "the settings of %s take no question", o.sdk)
	case o.Settings.Demo:
		return program.Usagef("start 'neonchat demo', and set the two variables that it prints", "the gateway of --demo ends with the command")
	}
	m, facts, options, err := o.models.Target(o.model(nil))
	if err != nil {
		return err
	}
	g, err := backend.FindGateway(o.Program)
	if err != nil {
		return err
	}
	s, err := snippet.Set(o.sdk, snippet.Target{Model: m, Effort: options.Effort, Context: facts.Context, URL: strings.TrimRight(g.URL, "/")})
	if err != nil {
		return usage(err)
	}
	path, err := o.place(s.File)
	if err != nil {
		return err
	}
	if o.write {
		return o.put(s, path)
	}
	return o.show(format, m.ID, s, path)
}

// A pointer is the object of 'code -o json' for a program's settings.
type pointer struct {
	Program  string   `json:"program"`
	Model    string   `json:"model"`
	Dialect  string   `json:"dialect"`
	Shell    *string  `json:"shell"` // null where the file says it all
	Language string   `json:"language"`
	File     string   `json:"file"`
	Part     string   `json:"part"`
	Run      string   `json:"run"`
	Notices  []string `json:"notices"`
}

func (o *options) show(format, model string, s snippet.Setting, path string) error {
	if format == "json" {
		p := pointer{Program: s.Program, Model: model, Dialect: s.Dialect, Language: s.Fence, File: path, Part: s.Part, Run: s.Run}
		if s.Shell != "" {
			p.Shell = &s.Shell
		}
		p.Notices = append([]string{}, s.Notices...)
		return o.PrintJSON(p)
	}
	o.tell(s)
	text := s.Shell
	if text == "" {
		text = s.Part
		o.Status.Notice("this belongs into " + path + ": --write puts it there, beside what is in it")
	}
	if o.IsTerminal(o.Out) {
		text = markdown.Clean(text)
	}
	o.Status.Notice("then run: " + s.Run)
	_, err := o.Out.WriteString(text)
	return err
}

func (o *options) tell(s snippet.Setting) {
	for _, n := range s.Notices {
		o.Status.Notice(n)
	}
}

// put changes the program's file, keeps what it was beside it, and prints its path.
func (o *options) put(s snippet.Setting, path string) error {
	old, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("reading the settings of %s: %w", s.Program, err)
	}
	there := err == nil
	merged, err := s.Merge(old)
	if err != nil {
		return usage(err)
	}
	o.tell(s)
	switch {
	case bytes.Equal(merged, old):
		o.Status.Notice("nothing has to be changed")
	case there:
		backup, err := keep(path, old)
		if err != nil {
			return fmt.Errorf("keeping the settings of %s as they are: %w", s.Program, err)
		}
		o.Status.Notice("what was there is kept in " + backup)
		fallthrough
	default:
		if err := replace(path, merged); err != nil {
			return fmt.Errorf("writing the settings of %s: %w", s.Program, err)
		}
	}
	o.Status.Notice("now run: " + s.Run)
	_, err = fmt.Fprintln(o.Out, path)
	return err
}

// keep writes a copy beside the file, under a name that nothing has yet.
func keep(path string, data []byte) (backup string, err error) {
	for n := 1; ; n++ {
		backup = path + ".bak"
		if n > 1 {
			backup = fmt.Sprintf("%s.bak%d", path, n)
		}
		f, err := os.OpenFile(backup, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return "", err
		}
		_, err = f.Write(data)
		return backup, errors.Join(err, f.Close())
	}
}

// replace writes the file whole, in its own mode.
func replace(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
	}
	if err := atomicfile.Write(path, data); err != nil {
		return err
	}
	return os.Chmod(path, mode)
}

// place is where the file is, behind all links: many keep their settings elsewhere.
func (o *options) place(p snippet.Place) (string, error) {
	dir := ""
	if p.Variable != "" {
		dir = o.Getenv(p.Variable)
	}
	if dir == "" {
		root, err := o.root(p.Root)
		if err != nil {
			return "", err
		}
		dir = filepath.Join(root, filepath.FromSlash(p.Folder))
	}
	path := filepath.Join(dir, p.Name)
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		real = "" // there is no file yet
	}
	return cmp.Or(real, path), nil
}

func (o *options) root(r snippet.Root) (dir string, err error) {
	switch r {
	case snippet.Home:
		dir, err = os.UserHomeDir()
	case snippet.Config:
		dir, err = os.UserConfigDir()
	default:
		return "", nil // the working folder
	}
	if err != nil {
		return "", fmt.Errorf("finding your folder: %w", err)
	}
	return dir, nil
}
