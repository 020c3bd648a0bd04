package config

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/adrg/xdg"
	"github.com/pelletier/go-toml/v2"
)

// Settings are what a person set once instead of on every command line, in
// config.toml or as NEONCHAT_* variables. What a word means, such as that of a
// dialect, is for the one to check who checks the flag of the same name.
type Settings struct {
	Model       string
	System      string
	Effort      string
	Dialect     string
	Output      string
	Temperature *float64 // nil when not set
	MaxTokens   int      // 0 when not set
	Timeout     time.Duration
	NoHistory   bool
	Notify      *bool // nil when not set

	// Tools are the sources whose tools are offered to models, "*" for all there
	// are; none for no tools.
	Tools    []string
	MaxSteps int     // 0 when not set
	MaxCost  float64 // USD, 0 when not set

	// Permissions are words by the patterns of tools that the file gives them in
	// [permissions]. Source has the line of each, as "permissions.PATTERN".
	Permissions map[string]string

	// Theme is the name of a style of glamour's or the path of a style file.
	// It is a path that can be opened: config.toml names a file from its own
	// folder on, the environment from the working folder, and ~/ is home.
	Theme string

	// Keys are those of an action that the file gives it in [keys], in place of
	// its usual ones. Source has the line of each, as "keys.ACTION".
	Keys map[string][]string

	// Sets are lists of targets to compare, by the name that the file gives them
	// in [compare]. Source has the line of each, as "compare.NAME".
	Sets map[string][]string

	// MCP are the servers of tools that the file sets up in [mcp.NAME], by their
	// names. Source has the line of each key, as "mcp.NAME.KEY".
	MCP map[string]MCPServer

	// Only the environment sets these: they are about one run.
	Session   string // to go on with: an id or the start of one
	EnvFile   string
	Debug     string
	Demo      bool
	DemoSpeed *float64 // nil when not set
	DemoServe string   // ids with commas between; empty is all
	Offline   bool

	Notices []string // unknown keys, each with its line

	sources map[string]Source
}

// Source says where the setting of a name was found; the name is that of its
// flag or of its key in the file, "max-tokens" or "max_tokens", and with that of
// its table "keys.send" or "compare.fast". It is the zero Source for a setting that nobody
// set.
func (s Settings) Source(name string) Source {
	return cmp.Or(s.sources[name], s.sources[strings.ReplaceAll(name, "-", "_")])
}

// LoadSettings reads the settings file at path and what getenv has to say
// above it. A file that is not there is an empty one.
func LoadSettings(path string, getenv func(string) string) (Settings, error) {
	s := Settings{sources: make(map[string]Source)}
	values, lines, err := readSettings(path)
	if err != nil {
		return Settings{}, err
	}
	known := settings()
	for _, key := range slices.SortedFunc(maps.Keys(values), byLine(lines)) {
		source := Source{File: path, Line: lines[key], Variable: key}
		k, ok := inFile(known, key)
		if !ok {
			s.Notices = append(s.Notices, unknownKey(source, known))
			continue
		}
		if err := s.set(k, values[key], source); err != nil {
			return Settings{}, err
		}
	}
	for _, k := range known {
		name := "NEONCHAT_" + strings.ToUpper(k.key)
		if text := getenv(name); text != "" {
			if err := s.set(k, text, Source{Variable: name}); err != nil {
				return Settings{}, err
			}
		}
	}
	s.placeServers(filepath.Dir(path), cmp.Or(getenv("HOME"), xdg.Home))
	s.Theme = stylePath(s.Theme, filepath.Dir(s.Source("theme").File), cmp.Or(getenv("HOME"), xdg.Home))
	return s, nil
}

// stylePath makes a path of a theme that is a file, which has a separator or
// ends in ".json": a style's name has and does neither.
func stylePath(theme, dir, home string) string {
	switch {
	case len(theme) > 1 && theme[0] == '~' && os.IsPathSeparator(theme[1]):
		return filepath.Join(home, theme[2:])
	case theme == "", filepath.IsAbs(theme), filepath.Base(theme) == theme && filepath.Ext(theme) != ".json":
		return theme
	}
	return filepath.Join(dir, theme)
}

func (s *Settings) set(k setting, value any, from Source) error {
	if want := k.set(s, value); want != "" {
		return &InvalidError{Source: from, Problem: "this has to be " + want}
	}
	s.sources[k.key] = from
	return nil
}

func byLine(lines map[string]int) func(a, b string) int {
	return func(a, b string) int { return lines[a] - lines[b] }
}

// unknownKey names what is not known and what is, as a misspelt setting would
// otherwise do nothing in silence.
func unknownKey(source Source, known []setting) string {
	var keys []string
	for _, k := range known {
		if !k.once {
			keys = append(keys, k.key)
		}
	}
	key := source.Variable
	if strings.HasPrefix(key, "mcp.") {
		keys = serverKeys()
	}
	source.Variable = ""
	return fmt.Sprintf("%s: there is no setting %q; there are %s", source, key, strings.Join(keys, ", "))
}

// readSettings returns the top-level values of a TOML file and the lines they
// stand on. What a table of ours holds is among them as "keys.NAME" or
// "mcp.NAME.KEY", instead of the table.
func readSettings(path string) (values map[string]any, lines map[string]int, err error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) { // a home that is no folder holds none
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, unreadable(path, err)
	}
	text := strings.TrimPrefix(string(data), "\ufeff")
	if err := toml.Unmarshal([]byte(text), &values); err != nil {
		source := Source{File: path}
		if syntax, ok := errors.AsType[*toml.DecodeError](err); ok {
			source.Line, _ = syntax.Position()
		}
		return nil, nil, &InvalidError{Source: source, Problem: strings.TrimPrefix(err.Error(), "toml: ")}
	}
	for _, t := range tables {
		if table, ok := values[t.key].(map[string]any); ok {
			delete(values, t.key)
			flatten(values, t.key, table, t.deep)
		}
	}
	return values, keyLines(text), nil
}

// flatten puts what is in a table into values, under the table's name. A table
// with nothing in it, in a deep one, says something by being there.
func flatten(values map[string]any, key string, table map[string]any, deep bool) {
	for name, value := range table {
		inner, ok := value.(map[string]any)
		if deep && ok && len(inner) > 0 {
			flatten(values, key+"."+name, inner, false)
			continue
		}
		values[key+"."+name] = value
	}
}

// keyLines returns the line of each top-level key of a TOML text, and of each in
// a table of ours. The library tells the position of a key only when it is too many, so
// all of them are: once the tables as a whole, and once what is in them.
func keyLines(text string) map[string]int {
	lines := make(map[string]int)
	for _, none := range []any{new(struct{}), new(struct{ Keys, Compare, Permissions, MCP struct{} }), new(struct{ MCP map[string]struct{} })} {
		err := toml.NewDecoder(strings.NewReader(text)).DisallowUnknownFields().Decode(none)
		surplus, ok := errors.AsType[*toml.StrictMissingError](err)
		if !ok {
			continue
		}
		for _, e := range surplus.Errors {
			key := e.Key()
			for n := 1; n <= min(len(key), 3); n++ {
				if name := strings.Join(key[:n], "."); lines[name] == 0 {
					lines[name], _ = e.Position()
				}
			}
		}
	}
	return lines
}
