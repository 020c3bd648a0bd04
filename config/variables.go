package config

import (
	"os"
	"path/filepath"
	"strings"
)

// A Place is where to look. Nothing else is looked at: Find reads no
// environment of its own.
type Place struct {
	Getenv  func(string) string // the process environment
	Dir     string              // the working folder, absolute
	Home    string              // the walk up ends here, if it comes by; may be empty
	EnvFile string              // read instead of .env.local and .env, when not empty; relative to Dir
}

// path returns where EnvFile is.
func (p Place) path() string {
	if filepath.IsAbs(p.EnvFile) {
		return p.EnvFile
	}
	return filepath.Join(p.Dir, p.EnvFile)
}

// folders returns the folders that count for p, nearest first. The walk ends at the
// home folder, at the edge of a mount and at the root. The link of a project lies
// beside its variables, so a file from elsewhere takes the walk there.
func (p Place) folders() []string {
	dir := filepath.Clean(p.Dir)
	if p.EnvFile != "" {
		dir = filepath.Dir(p.path())
	}
	folders := []string{dir}
	for !sameFolder(dir, p.Home) {
		parent := filepath.Dir(dir)
		if parent == dir || crosses(dir, parent) {
			break
		}
		dir = parent
		folders = append(folders, dir)
	}
	return folders
}

// sameFolder sees through links, as a working folder may be named by one and
// the home folder not.
func sameFolder(a, b string) bool {
	if b == "" || a == filepath.Clean(b) {
		return b != ""
	}
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

// A found value may be a secret, and never leaves the package as it is.
type found struct {
	text   string
	source Source
}

// An envFile is one .env file, read.
type envFile struct {
	shown  string
	vars   map[string]assignment
	broken []brokenLine
}

// readEnvFile reads the file at path. It is UTF-8, whatever some shells write.
func readEnvFile(place Place, path string) (envFile, error) {
	f := envFile{shown: shown(place.Dir, path)}
	data, err := os.ReadFile(path)
	if err != nil {
		return f, unreadable(f.shown, err)
	}
	text := string(data)
	if strings.HasPrefix(text, "\xff\xfe") || strings.HasPrefix(text, "\xfe\xff") {
		return f, &InvalidError{Source: Source{File: f.shown}, Problem: "it is in UTF-16", hint: "save it as UTF-8"}
	}
	f.vars, f.broken = parseDotenv(text)
	return f, nil
}

// envFiles are the names of env files, the more important first.
var envFiles = [...]string{".env.local", ".env"}

// envFilesIn returns the paths of the env files in dir, the more important
// first. A folder of that name, as Python's tools make, is none.
func envFilesIn(dir string) []string {
	var paths []string
	for _, name := range envFiles {
		path := filepath.Join(dir, name)
		if info, err := os.Stat(path); err == nil && !info.IsDir() {
			paths = append(paths, path)
		}
	}
	return paths
}

// variables are those of the process and of the files, the process first.
type variables struct {
	getenv func(string) string
	files  []envFile
}

// all returns every value of name, the one that counts first. An empty value
// is none.
func (v variables) all(name string) []found {
	var all []found
	if text := strings.TrimSpace(v.getenv(name)); text != "" {
		all = append(all, found{text, Source{Variable: name}})
	}
	for _, f := range v.files {
		a := f.vars[name]
		if text := strings.TrimSpace(a.value); text != "" {
			all = append(all, found{text, Source{f.shown, a.line, name}})
		}
	}
	return all
}

// first returns the value that counts of the first of names that has one.
func (v variables) first(names ...string) found {
	for _, name := range names {
		if all := v.all(name); len(all) > 0 {
			return all[0]
		}
	}
	return found{}
}

// value is first for what is no secret.
func (v variables) value(name string) Value {
	f := v.first(name)
	return Value{f.text, f.source}
}
