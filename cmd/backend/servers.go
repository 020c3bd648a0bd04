package backend

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"neonchat/cmd/program"
	"neonchat/cmd/words"
	"neonchat/config"
	"neonchat/tools"
	"neonchat/tools/mcp"
)

// Servers are the MCP servers that were set up, in config.toml and by the
// project.
type Servers struct {
	List    []Server
	Waiting []mcp.Project // files that nobody has trusted as they are
	Notes   []string      // what else is left out, and why
}

// A Server is one of them.
type Server struct {
	mcp.Server
	Source string // where it was set up
	Off    string // why it isn't used, empty when it is
	Allow  []string
}

// Trusted remembers which files of projects may start servers.
func Trusted(p *program.Program) mcp.Trusted {
	return mcp.Trusted{File: filepath.Join(p.Folders.State, "trusted.json")}
}

// FindServers reads which servers were set up. It starts none.
func FindServers(p *program.Program) (Servers, error) {
	var s Servers
	for _, name := range slices.Sorted(maps.Keys(p.Settings.MCP)) {
		s.List = append(s.List, settingsServer(p, name, p.Settings.MCP[name]))
	}
	where, err := Place(p)
	if err != nil {
		return s, err
	}
	paths, notices := config.ProjectFiles(where)
	s.Notes = notices
	for _, path := range paths {
		project, err := mcp.ReadProject(path)
		if err != nil {
			s.Notes = append(s.Notes, err.Error())
			continue
		}
		s.add(project, Trusted(p).Has(project))
	}
	return s, nil
}

func settingsServer(p *program.Program, name string, c config.MCPServer) Server {
	s := Server{
		Server: mcp.Server{
			Name: name, Command: c.Command, Args: c.Args, Env: c.Env, Dir: c.Dir, URL: c.URL, Headers: c.Headers,
			Tools: c.Tools, Timeout: c.Timeout,
		},
		Source: p.Folders.SettingsFile(),
		Allow:  c.Allow,
	}
	if c.Disabled {
		s.Off = "off"
	}
	return s
}

// add takes a project's servers, but for those of a name that is taken: what the
// user has set up himself counts.
func (s *Servers) add(project mcp.Project, trusted bool) {
	s.Notes = append(s.Notes, project.Notes...)
	project.Servers = slices.DeleteFunc(project.Servers, func(one mcp.Server) bool {
		if config.IsServerName(one.Name) {
			return false
		}
		s.Notes = append(s.Notes, fmt.Sprintf("%s: the server %q needs another name: letters, digits, - and single _, a letter first, and not sql", project.Path, one.Name))
		return true
	})
	if !trusted && len(project.Servers) > 0 {
		s.Waiting = append(s.Waiting, project)
	}
	for _, one := range project.Servers {
		off := ""
		if !trusted {
			off = "not trusted"
		}
		if slices.ContainsFunc(s.List, func(o Server) bool { return o.Name == one.Name }) {
			continue
		}
		s.List = append(s.List, Server{Server: one, Source: project.Path, Off: off})
	}
}

// Used are the servers that are to be started.
func (s Servers) Used() []mcp.Server {
	var used []mcp.Server
	for _, one := range s.List {
		if one.Off == "" {
			used = append(used, one.Server)
		}
	}
	return used
}

// names are those of all servers.
func (s Servers) names() []string {
	var names []string
	for _, one := range s.List {
		names = append(names, one.Name)
	}
	return names
}

// wanted are the servers whose tools the user has switched on, by name or all that
// are used. With the demo's gateway all are those that are named.
func (s Servers) wanted(p *program.Program) ([]mcp.Server, error) {
	var names []string
	for _, name := range p.Settings.Tools {
		if name == "*" && !p.Settings.Demo {
			s.Tell(p)
			for _, one := range s.Used() {
				names = append(names, one.Name)
			}
		}
		if name == mcp.NeonName || slices.Contains(s.names(), name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	if len(names) == 0 {
		return nil, nil
	}
	return s.Named(slices.Compact(names))
}

// allowed are the rules of the servers' own allow.
func (s Servers) allowed() tools.Rules {
	rules := tools.Rules{}
	for _, one := range s.List {
		for _, pattern := range one.Allow {
			rules[one.Name+"__"+pattern] = tools.Allow
		}
	}
	return rules
}

// Tell says what is left out, and how to have it.
func (s Servers) Tell(p *program.Program) {
	for _, n := range s.Notes {
		p.Status.Notice(n)
	}
	for _, w := range s.Waiting {
		p.Complain(fmt.Sprintf("%s wants to start %s, and is left out", w.Path, words.Count(len(w.Servers), "server")),
			"'neonchat mcp trust' shows what it wants to run, and asks")
	}
}

// ServerOptions are what servers need of this run.
func ServerOptions(p *program.Program) mcp.Options {
	return mcp.Options{
		Version: program.Version(), Environ: os.Environ(), Log: p.Log, Tell: p.Status.Notice,
		Logins: filepath.Join(p.Folders.State, "logins"),
	}
}

// Box makes the toolbox of servers. It ends with the program.
func Box(p *program.Program, list []mcp.Server) *mcp.Box {
	b := mcp.New(list, ServerOptions(p))
	p.OnClose(func() { _ = b.Close() })
	return b
}

// Named are the servers of these names, or all that are used.
func (s Servers) Named(names []string) ([]mcp.Server, error) {
	if len(names) == 0 {
		return s.Used(), nil
	}
	var list []mcp.Server
	for _, name := range names {
		i := slices.IndexFunc(s.List, func(o Server) bool { return o.Name == name })
		switch {
		case i < 0 && name == mcp.NeonName:
			list = append(list, mcp.Server{Name: name})
		case i < 0:
			return nil, program.Usagef("'neonchat mcp' lists them", "there is no MCP server %q", name)
		case s.List[i].Off == "not trusted":
			return nil, program.Usagef("'neonchat mcp trust' shows what it wants to run, and asks", "%s isn't trusted", s.List[i].Source)
		default:
			list = append(list, s.List[i].Server)
		}
	}
	return list, nil
}
