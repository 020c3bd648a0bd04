package mcp

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/tailscale/hujson"

	"neonchat/config/atomicfile"
)

// A Project is a file of a folder, such as .mcp.json, that names servers for
// whoever works there. Who has made the folder says what they run, so nothing of
// it is started before [Trusted.Has] says that a person has seen it.
type Project struct {
	Path    string
	Digest  string // of its content
	Servers []Server
	Notes   []string // what of it can't be used, and why
}

const projectLimit = 1 << 20

// ReadProject reads the file at path. It starts nothing.
func ReadProject(path string) (Project, error) {
	f, err := os.Open(path)
	if err != nil {
		return Project{}, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, projectLimit+1))
	if err != nil {
		return Project{}, err
	}
	if len(data) > projectLimit {
		return Project{}, fmt.Errorf("%s is larger than a list of servers", path)
	}
	sum := sha256.Sum256(data)
	p := Project{Path: path, Digest: hex.EncodeToString(sum[:])}
	var file struct {
		MCPServers map[string]json.RawMessage `json:"mcpServers"`
		Servers    map[string]json.RawMessage `json:"servers"`
	}
	plain, err := hujson.Standardize([]byte(strings.TrimPrefix(string(data), "\ufeff")))
	if err != nil || json.Unmarshal(plain, &file) != nil {
		return p, fmt.Errorf("%s isn't the JSON of a list of servers", path)
	}
	servers := file.MCPServers
	if servers == nil {
		servers = file.Servers
	}
	for _, name := range slices.Sorted(maps.Keys(servers)) {
		s, err := projectServer(name, servers[name])
		if err != nil {
			p.Notes = append(p.Notes, fmt.Sprintf("%s: the server %s %s", path, oneLine(name, 60), err))
			continue
		}
		s.Folder = folderOf(path)
		p.Servers = append(p.Servers, s)
	}
	return p, nil
}

// folderOf is the project's folder, which may be that above the file's.
func folderOf(path string) string {
	dir := filepath.Dir(path)
	if base := filepath.Base(dir); base == ".cursor" || base == ".vscode" {
		return filepath.Dir(dir)
	}
	return dir
}

var errOff = errors.New("is switched off in it")

func projectServer(name string, data json.RawMessage) (Server, error) {
	var e struct {
		Type     string            `json:"type"`
		Command  string            `json:"command"`
		Args     []string          `json:"args"`
		Env      map[string]any    `json:"env"`
		Dir      string            `json:"cwd"`
		URL      string            `json:"url"`
		Headers  map[string]string `json:"headers"`
		Disabled bool              `json:"disabled"`
	}
	switch err := json.Unmarshal(data, &e); {
	case err != nil:
		return Server{}, errors.New("isn't written as one")
	case e.Disabled:
		return Server{}, errOff
	case e.Type == "ws" || e.Type == "sse":
		return Server{}, fmt.Errorf("uses %s, which isn't spoken here", e.Type)
	case (e.Command == "") == (e.URL == ""):
		return Server{}, errors.New("needs a command or a url")
	}
	s := Server{Name: name, Command: e.Command, Args: e.Args, Dir: e.Dir, URL: e.URL, Headers: e.Headers, Braces: true}
	for k, v := range e.Env {
		if s.Env == nil {
			s.Env = map[string]string{}
		}
		s.Env[k] = fmt.Sprint(v) // editors take numbers, too
	}
	return s, nil
}

// Wants says what starting the server does, whole and in one line: the command
// and its variables, or the address and the headers that go there. What a header
// says is shown as far as it's a variable.
func (s Server) Wants() string {
	var b strings.Builder
	if s.URL != "" {
		b.WriteString("asks " + quoted(s.URL))
		for _, k := range slices.Sorted(maps.Keys(s.Headers)) {
			value := "…"
			if strings.Contains(s.Headers[k], "$") {
				value = s.Headers[k]
			}
			fmt.Fprintf(&b, ", with %s", quoted(k+": "+value))
		}
		return b.String()
	}
	b.WriteString("runs " + quoted(s.Command))
	for _, a := range s.Args {
		b.WriteString(" " + quoted(a))
	}
	for _, k := range slices.Sorted(maps.Keys(s.Env)) {
		fmt.Fprintf(&b, ", with %s=%s", quoted(k), quoted(s.Env[k]))
	}
	if s.Dir != "" {
		fmt.Fprintf(&b, ", in %s", quoted(s.Dir))
	}
	return b.String()
}

// quoted is text with quotes around it where its ends or what is in it couldn't
// be seen without.
func quoted(text string) string {
	if text != "" && isMadeOf(text, "_@%+=:,./${}-") {
		return text
	}
	return strconv.Quote(text)
}

// Trusted remembers which files a person has trusted, with the content that they
// had then, in a file that only the user can read.
type Trusted struct {
	File string
}

// Has reports whether the project's file was trusted as it is now.
func (t Trusted) Has(p Project) bool { return p.Digest != "" && t.read()[p.Path] == p.Digest }

// Known reports whether it was trusted with any content.
func (t Trusted) Known(p Project) bool { return t.read()[p.Path] != "" }

// Add trusts the file as it was when p was read.
func (t Trusted) Add(p Project) error {
	return t.change(func(all map[string]string) { all[p.Path] = p.Digest })
}

// Remove trusts the file no longer.
func (t Trusted) Remove(path string) error {
	return t.change(func(all map[string]string) { delete(all, path) })
}

// read gives nothing where nothing can be read: then nothing is trusted.
func (t Trusted) read() map[string]string {
	all := map[string]string{}
	if data, err := os.ReadFile(t.File); err == nil {
		_ = json.Unmarshal(data, &all)
	}
	return all
}

func (t Trusted) change(f func(map[string]string)) error {
	all := t.read()
	f(all)
	data, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	if err := writeState(t.File, append(data, '\n')); err != nil {
		return fmt.Errorf("remembering what is trusted: %w", err)
	}
	return nil
}

// writeState writes a file that only the user can read.
func writeState(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return atomicfile.Write(path, data)
}
