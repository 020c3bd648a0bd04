package mcp

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"neonchat/cmd/backend"
	"neonchat/cmd/program"
	"neonchat/cmd/words"
	servers "neonchat/tools/mcp"
	"neonchat/ui/markdown"
)

type trustOptions struct {
	*program.Program
	yes    bool
	remove bool
}

func trustCommand(p *program.Program) *cobra.Command {
	o := &trustOptions{Program: p}
	c := &cobra.Command{
		Use:   "trust",
		Short: "Let the project's files start servers",
		Long: `trust shows what the project's .mcp.json, .cursor/mcp.json and .vscode/mcp.json
want to run, with which of your variables, and asks whether they may. The answer
holds until a file changes. Without a terminal it needs --yes.`,
		Args: program.NoArguments,
		RunE: func(c *cobra.Command, _ []string) error { return o.run(c.Context()) },
	}
	c.Flags().BoolVar(&o.yes, "yes", false, "trust them without asking")
	c.Flags().BoolVar(&o.remove, "remove", false, "trust them no longer")
	return c
}

func (o *trustOptions) run(ctx context.Context) error {
	if _, err := o.Format("text"); err != nil {
		return err
	}
	found, err := backend.FindServers(o.Program)
	if err != nil {
		return err
	}
	for _, n := range found.Notes {
		o.Status.Notice(n)
	}
	if o.remove {
		return o.forget(found)
	}
	if len(found.Waiting) == 0 {
		o.Status.Notice("no file of this project waits to be trusted")
		return nil
	}
	for _, w := range found.Waiting {
		if err := o.trust(ctx, w); err != nil {
			return err
		}
	}
	return nil
}

func (o *trustOptions) trust(ctx context.Context, w servers.Project) error {
	var text strings.Builder
	text.WriteString(line(w.Path))
	if backend.Trusted(o.Program).Known(w) {
		text.WriteString(" (it has changed since you trusted it)")
	}
	for _, s := range w.Servers {
		text.WriteString("\n  " + s.Name + " " + s.Wants())
	}
	if _, err := o.Out.WriteString(markdown.Clean(text.String()) + "\n"); err != nil {
		return err
	}
	sure, err := o.Confirm(ctx, fmt.Sprintf("may %s start %s?", line(w.Path), words.Count(len(w.Servers), "server")), o.yes)
	switch {
	case err != nil:
		return err
	case !sure:
		o.Status.Say("nothing is trusted")
		return program.Reported{Code: program.ExitFailed}
	}
	if err := backend.Trusted(o.Program).Add(w); err != nil {
		return err
	}
	o.Status.Notice(w.Path + " is trusted until it changes")
	return nil
}

func (o *trustOptions) forget(found backend.Servers) error {
	var files []string
	for _, s := range found.List {
		if s.Source != o.Folders.SettingsFile() && !slices.Contains(files, s.Source) {
			files = append(files, s.Source)
		}
	}
	if len(files) == 0 {
		return program.Usagef("change to its folder", "this project has no file with servers")
	}
	for _, f := range files {
		if err := backend.Trusted(o.Program).Remove(f); err != nil {
			return err
		}
		o.Status.Notice(f + " isn't trusted")
	}
	return nil
}
