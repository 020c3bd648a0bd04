package cmd

import (
	"cmp"
	"context"
	"fmt"
	"neonchat/chat"
	"neonchat/config"
	"neonchat/demo"
	"net/url"
	"os"
	"strings"
	"unicode"
)

func findGateway(ctx context.Context, p *program) (config.Gateway, error) {
	if p.settings.Demo {
		return demoGateway(ctx, p)
	}
	g, err := found(p)
	if err != nil {
		for _, n := range g.Notices {
			p.status.notice(n)
		}
	}
	return g, err
}

// found is the gateway that the surroundings name.
func found(p *program) (config.Gateway, error) {
	where, err := place(p)
	if err != nil {
		return config.Gateway{}, err
	}
	g, err := config.Find(where)
	if err != nil {
		return g, &usageError{err: err, hint: hintOf(err)}
	}
	return g, nil
}

// place is where the gateway's credentials are looked for.
func place(p *program) (config.Place, error) {
	dir, err := os.Getwd()
	if err != nil {
		return config.Place{}, usagef("change to a folder that exists", "finding the working folder: %w", err)
	}
	home, err := os.UserHomeDir()
	if err != nil {
		home = "" // then the walk ends at the root
	}
	return config.Place{Getenv: p.getenv, Dir: dir, Home: home, EnvFile: p.settings.EnvFile}, nil
}

func demoGateway(ctx context.Context, p *program) (config.Gateway, error) {
	server, err := demo.Start(context.WithoutCancel(ctx), "127.0.0.1:0", demoOptions(p))
	if err != nil {
		return config.Gateway{}, fmt.Errorf("starting the offline gateway: %w", err)
	}
	p.closers = append(p.closers, func() { server.Close() })
	return config.Gateway{
		URL: server.URL, Token: config.NewToken(server.Token), BranchID: "demo", Branch: config.Value{Text: "demo"},
	}, nil
}

func demoOptions(p *program) demo.Options {
	o := demo.Options{Speed: 1, Log: p.log}
	if s := p.settings.DemoSpeed; s != nil {
		o.Speed = *s
	}
	o.Serve = strings.FieldsFunc(p.settings.DemoServe, func(r rune) bool { return r == ',' || unicode.IsSpace(r) })
	return o
}

// here is the branch that is worked on.
func here(p *program) (chat.Branch, error) {
	if p.settings.Demo {
		return chat.Branch{ID: chat.DemoBranch, Name: chat.DemoBranch}, nil
	}
	g, err := found(p)
	if err != nil {
		return chat.Branch{}, err
	}
	return branchOf(g), nil
}

// branchOf is the branch that a gateway's sessions hang on. The host stands in
// for an id that nobody gave.
func branchOf(g config.Gateway) chat.Branch {
	b := chat.Branch{ID: g.BranchID, Name: g.Branch.Text, Project: g.ProjectID.Text}
	if u, err := url.Parse(g.URL); err == nil && b.ID != chat.DemoBranch {
		b.Host = u.Host
	}
	b.ID = cmp.Or(b.ID, b.Host)
	return b
}
