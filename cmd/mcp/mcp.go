package mcp

import (
	"cmp"
	"context"
	"strings"

	"github.com/spf13/cobra"

	"neonchat/cmd/backend"
	"neonchat/cmd/program"
	"neonchat/cmd/table"
	"neonchat/cmd/words"
	servers "neonchat/tools/mcp"
	"neonchat/ui/markdown"
)

// Command is the command mcp.
func Command(p *program.Program) *cobra.Command {
	o := &options{p}
	c := &cobra.Command{
		Use:   "mcp [command]",
		Short: "List, check, trust and sign in to MCP servers",
		Long: `mcp lists the MCP servers that are set up: in config.toml, and by the project in
.mcp.json, .cursor/mcp.json or .vscode/mcp.json.

  neonchat mcp [list]           list the servers; none is started
  neonchat mcp check [NAME...]  start servers, and list their tools
  neonchat mcp trust            let the project's files start servers
  neonchat mcp login NAME       sign in to a server on the web
  neonchat mcp logout NAME      forget that you have signed in

A project's file starts nothing until you have trusted it. When it changes, it
has to be trusted again.`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return program.Usagef("'neonchat mcp --help' lists them", "mcp has no command %q", args[0])
		},
		RunE: func(*cobra.Command, []string) error { return o.list() },
	}
	c.AddCommand(
		&cobra.Command{
			Use:   "list",
			Short: "List the servers; none is started",
			Long:  "list lists the MCP servers with what they run, where they are set up, and\nwhether they are used. It starts none.",
			Args:  program.NoArguments,
			RunE:  func(*cobra.Command, []string) error { return o.list() },
		},
		&cobra.Command{
			Use:   "check [NAME...]",
			Short: "Start servers, and list their tools",
			Long:  "check starts the servers of these names, or all that are used, and lists their\ntools. The exit code is 1 when one fails.",
			Args:  cobra.ArbitraryArgs,
			RunE:  func(c *cobra.Command, args []string) error { return o.check(c.Context(), args) },
		},
		trustCommand(p),
		&cobra.Command{
			Use:   "login NAME",
			Short: "Sign in to a server on the web",
			Long: `login opens a page of the server where you sign in, and remembers it. A server
that has an Authorization header in config.toml needs none. 'neonchat mcp login
neon' signs in to Neon's own server, also where config.toml doesn't name it.`,
			Args: oneServer,
			RunE: func(c *cobra.Command, args []string) error { return o.login(c.Context(), args[0]) },
		},
		&cobra.Command{
			Use:   "logout NAME",
			Short: "Forget that you have signed in",
			Long:  "logout forgets the tokens that a server gave you at login.",
			Args:  oneServer,
			RunE:  func(_ *cobra.Command, args []string) error { return o.logout(args[0]) },
		},
	)
	return c
}

type options struct{ *program.Program }

// A serverLine is one object of 'mcp -o json'.
type serverLine struct {
	Name    string `json:"name"`
	Command string `json:"command,omitempty"`
	URL     string `json:"url,omitempty"`
	State   string `json:"state"` // on, off or not trusted
	Source  string `json:"source"`
}

func (o *options) list() error {
	format, err := o.Format("text", "json")
	if err != nil {
		return err
	}
	found, err := backend.FindServers(o.Program)
	if err != nil {
		return err
	}
	found.Tell(o.Program)
	lines := []serverLine{}
	for _, s := range found.List {
		command := strings.Join(append([]string{s.Command}, s.Args...), " ")
		url := s.URL
		if s.Command == "" && url == "" && s.Name == servers.NeonName {
			url = servers.NeonURL
		}
		lines = append(lines, serverLine{s.Name, command, url, cmp.Or(s.Off, "on"), s.Source})
	}
	if format == "json" {
		return o.PrintJSON(lines)
	}
	if len(lines) == 0 {
		o.Complain("there is no MCP server", "[mcp.NAME] in "+o.Folders.SettingsFile()+` sets one up, with command = "..." or url = "..."; [mcp.neon] needs neither`)
		return nil
	}
	_, err = o.Out.WriteString(table.Text([]table.Column[serverLine]{
		{Title: "NAME", Rank: 0, Cell: func(l serverLine) string { return line(l.Name) }},
		{Title: "STATE", Rank: 1, Cell: func(l serverLine) string { return l.State }},
		{Title: "STARTS", Rank: 3, Cell: func(l serverLine) string { return line(cmp.Or(l.URL, l.Command)) }},
		{Title: "SET UP IN", Rank: 2, Cell: func(l serverLine) string { return line(l.Source) }},
	}, lines, o.Width()))
	return err
}

// A toolLine is one object of 'mcp check -o json'.
type toolLine struct {
	Name        string   `json:"name"`
	Server      string   `json:"server"`
	Claims      []string `json:"claims"`
	Description string   `json:"description"`
}

func (o *options) check(ctx context.Context, names []string) error {
	format, err := o.Format("text", "json")
	if err != nil {
		return err
	}
	found, err := backend.FindServers(o.Program)
	if err != nil {
		return err
	}
	if len(names) == 0 {
		found.Tell(o.Program)
	}
	list, err := found.Named(names)
	if err != nil {
		return err
	}
	o.Status.Spin("starting " + words.Count(len(list), "server"))
	b := backend.Box(o.Program, list)
	lines := []toolLine{}
	for _, t := range b.All(ctx) {
		lines = append(lines, toolLine{t.Offer.Name, t.Server, append([]string{}, t.Offer.Claims...), t.Offer.Description})
	}
	o.Status.Quiet()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if format == "json" {
		err = o.PrintJSON(lines)
	} else {
		_, err = o.Out.WriteString(toolTable(lines, o.Width()))
	}
	if err == nil && b.Failed() > 0 {
		return program.Reported{Code: program.ExitFailed}
	}
	return err
}

func toolTable(lines []toolLine, width int) string {
	if len(lines) == 0 {
		return ""
	}
	return table.Text([]table.Column[toolLine]{
		{Title: "TOOL", Rank: 0, Cell: func(l toolLine) string { return l.Name }},
		{Title: "CLAIMS TO BE", Rank: 1, Cell: func(l toolLine) string { return strings.Join(l.Claims, ", ") }},
		{Title: "DESCRIPTION", Rank: 2, Cell: func(l toolLine) string {
			first, _, _ := strings.Cut(strings.TrimSpace(l.Description), "\n")
			return line(first)
		}},
	}, lines, width)
}

// line is foreign text on one line.
func line(text string) string { return strings.Join(strings.Fields(markdown.Clean(text)), " ") }
