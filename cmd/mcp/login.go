package mcp

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"neonchat/cmd/backend"
	"neonchat/cmd/program"
	servers "neonchat/tools/mcp"
	"neonchat/ui"
	"neonchat/ui/markdown"
)

// oneServer wants the name of one.
func oneServer(c *cobra.Command, args []string) error {
	if len(args) == 1 {
		return nil
	}
	return program.Usagef("'neonchat mcp' lists the servers", "mcp %s takes the name of one server", c.Name())
}

func (o *options) login(ctx context.Context, name string) error {
	if _, err := o.Format("text"); err != nil {
		return err
	}
	found, err := backend.FindServers(o.Program)
	if err != nil {
		return err
	}
	list, err := found.Named([]string{name})
	if err != nil {
		return err
	}
	if list[0].Command != "" {
		return program.Usagef("only servers with a url do", "%s runs on this machine: there is nothing to sign in to", name)
	}
	if !o.IsTerminal(o.Err) {
		return program.Usagef("run it on a terminal, or set headers = { Authorization = \"Bearer $TOKEN\" } in config.toml", "nobody is there to sign in")
	}
	if err := servers.Login(ctx, list[0], backend.ServerOptions(o.Program), o.show); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fmt.Errorf("signing in to %s: %w", name, err)
	}
	o.Status.Notice("signed in to " + name)
	return nil
}

// show brings the person to the page where he signs in.
func (o *options) show(page string) {
	o.Status.Say("sign in on this page, within " + servers.LoginLimit.Round(time.Minute).String() + ":")
	o.Status.Line(markdown.Clean(page))
	if browse := ui.Browser(o.Getenv); browse != nil {
		_ = browse(page) // the page stands there to be copied
	}
}

func (o *options) logout(name string) error {
	if err := servers.Logout(name, backend.ServerOptions(o.Program)); err != nil {
		return fmt.Errorf("signing out of %s: %w", name, err)
	}
	o.Status.Notice("signed out of " + name)
	return nil
}
