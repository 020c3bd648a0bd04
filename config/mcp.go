package config

import (
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// An MCPServer is a server of tools as the settings file sets it up. Its texts
// may hold variables such as $TOKEN, which are read when it is started. Whether it
// makes sense is for the one to say who starts it.
type MCPServer struct {
	Command string
	Args    []string
	Env     map[string]string
	Dir     string // a path that can be used, or empty for the working folder
	URL     string
	Headers map[string]string

	Disabled bool
	Tools    []string      // patterns of the tools that are offered; empty: all
	Allow    []string      // patterns of those that may be called without a question
	Timeout  time.Duration // 0 when not set
}

// serverSettings are the keys of a server.
var serverSettings = map[string]func(s *MCPServer, value any) (want string){
	"command": serverText(func(s *MCPServer) *string { return &s.Command }),
	"args":    serverTexts(func(s *MCPServer) *[]string { return &s.Args }),
	"env":     serverTable(func(s *MCPServer) *map[string]string { return &s.Env }),
	"cwd":     serverText(func(s *MCPServer) *string { return &s.Dir }),
	"url":     serverText(func(s *MCPServer) *string { return &s.URL }),
	"headers": serverTable(func(s *MCPServer) *map[string]string { return &s.Headers }),
	"tools":   serverTexts(func(s *MCPServer) *[]string { return &s.Tools }),
	"allow":   serverTexts(func(s *MCPServer) *[]string { return &s.Allow }),
	"enabled": func(s *MCPServer, value any) string {
		on, ok := asBool(value)
		if !ok {
			return "true or false"
		}
		s.Disabled = !on
		return ""
	},
	"timeout": func(s *MCPServer, value any) string {
		text, _ := value.(string)
		d, err := time.ParseDuration(text)
		if err != nil || d <= 0 {
			return `a duration such as "90s" or "2m"`
		}
		s.Timeout = d
		return ""
	},
}

func serverKeys() []string { return slices.Sorted(maps.Keys(serverSettings)) }

// serverName keeps "__" for what stands between a server and its tool.
var serverName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*(_[A-Za-z0-9-]+)*$`)

// IsServerName reports whether a server may have the name: in those of its tools
// nothing else must be mistaken for it. What begins with "sql" is the database's.
func IsServerName(name string) bool {
	return len(name) <= 32 && serverName.MatchString(name) && name != "sql" && !strings.HasPrefix(name, "sql_")
}

// setServer takes one key of a server, "NAME.KEY", or the name of a server of
// which nothing else is said.
func setServer(key string) func(*Settings, any) string {
	name, key, inner := strings.Cut(key, ".")
	set := func(*MCPServer, any) string { return "" }
	if inner {
		if set = serverSettings[key]; set == nil {
			return nil
		}
	}
	return func(s *Settings, value any) string {
		if _, ok := value.(map[string]any); !ok && !inner {
			return `a table such as [mcp.github], with lines such as command = "npx"`
		}
		if !IsServerName(name) {
			return "under a name of at most 32 letters, digits, - and single _, a letter first, and not sql"
		}
		server := s.MCP[name]
		if want := set(&server, value); want != "" {
			return want
		}
		if s.MCP == nil {
			s.MCP = make(map[string]MCPServer)
		}
		s.MCP[name] = server
		return ""
	}
}

func serverText(field func(*MCPServer) *string) func(*MCPServer, any) string {
	return func(s *MCPServer, value any) string {
		text, ok := value.(string)
		if !ok || text == "" {
			return `a text in quotes`
		}
		*field(s) = text
		return ""
	}
}

func serverTexts(field func(*MCPServer) *[]string) func(*MCPServer, any) string {
	return func(s *MCPServer, value any) string {
		list, ok := value.([]any)
		texts := make([]string, len(list))
		for i, v := range list {
			var is bool
			texts[i], is = v.(string)
			ok = ok && is
		}
		if !ok {
			return `a list of texts such as ["a", "b"]`
		}
		*field(s) = texts
		return ""
	}
}

func serverTable(field func(*MCPServer) *map[string]string) func(*MCPServer, any) string {
	return func(s *MCPServer, value any) string {
		table, ok := value.(map[string]any)
		texts := make(map[string]string, len(table))
		for k, v := range table {
			var is bool
			texts[k], is = v.(string)
			ok = ok && is
		}
		if !ok {
			return `texts by their names such as { NAME = "$VALUE" }`
		}
		*field(s) = texts
		return ""
	}
}

// placeServers makes paths of the servers' folders that can be used from
// everywhere: ~/ is home, and what isn't absolute begins at the settings file.
func (s *Settings) placeServers(dir, home string) {
	for name, server := range s.MCP {
		rest, atHome := strings.CutPrefix(filepath.ToSlash(server.Dir), "~/")
		switch {
		case server.Dir == "" || filepath.IsAbs(server.Dir) || strings.HasPrefix(server.Dir, "$"):
			continue
		case server.Dir == "~":
			server.Dir = home
		case atHome:
			server.Dir = filepath.Join(home, rest)
		default:
			server.Dir = filepath.Join(dir, server.Dir)
		}
		s.MCP[name] = server
	}
}
