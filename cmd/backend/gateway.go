package backend

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"os"
	"strings"
	"unicode"

	"neonchat/chat"
	"neonchat/cmd/program"
	"neonchat/config"
	"neonchat/demo"
)

// OpenGateway finds the gateway, or starts the offline one for --demo. It shows the
// notices of a search that failed; those of one that did not are in the gateway.
func OpenGateway(ctx context.Context, p *program.Program) (config.Gateway, error) {
	if p.Settings.Demo {
		return demoGateway(ctx, p)
	}
	g, err := FindGateway(p)
	if err != nil {
		for _, n := range g.Notices {
			p.Status.Notice(n)
		}
	}
	return g, err
}

// FindGateway is the gateway that the surroundings name.
func FindGateway(p *program.Program) (config.Gateway, error) {
	where, err := Place(p)
	if err != nil {
		return config.Gateway{}, err
	}
	g, err := config.Find(where)
	if err != nil {
		return g, program.Usagef(program.HintOf(err), "%w", err)
	}
	return g, nil
}

// Place is where the gateway's credentials are looked for.
func Place(p *program.Program) (config.Place, error) {
	dir, err := os.Getwd()
	if err != nil {
		return config.Place{}, program.Usagef("change to a folder that exists", "finding the working folder: %w", err)
	}
	home, err := os.UserHomeDir()
	if err != nil {
		home = "" // then the walk ends at the root
	}
	return config.Place{Getenv: p.Getenv, Dir: dir, Home: home, EnvFile: p.Settings.EnvFile}, nil
}

func demoGateway(ctx context.Context, p *program.Program) (config.Gateway, error) {
	server, err := demo.Start(context.WithoutCancel(ctx), "127.0.0.1:0", DemoOptions(p))
	if err != nil {
		return config.Gateway{}, fmt.Errorf("starting the offline gateway: %w", err)
	}
	p.OnClose(func() { server.Close() })
	return config.Gateway{
		URL: server.URL, Token: config.NewToken(server.Token), BranchID: "demo", Branch: config.Value{Text: "demo"},
	}, nil
}

// DemoOptions are the settings of the offline gateway.
func DemoOptions(p *program.Program) demo.Options {
	o := demo.Options{Speed: 1, Log: p.Log}
	if s := p.Settings.DemoSpeed; s != nil {
		o.Speed = *s
	}
	o.Serve = strings.FieldsFunc(p.Settings.DemoServe, func(r rune) bool { return r == ',' || unicode.IsSpace(r) })
	return o
}

// CurrentBranch is the branch that is worked on.
func CurrentBranch(p *program.Program) (chat.Branch, error) {
	if p.Settings.Demo {
		return chat.Branch{ID: chat.DemoBranch, Name: chat.DemoBranch}, nil
	}
	g, err := FindGateway(p)
	if err != nil {
		return chat.Branch{}, err
	}
	return BranchOf(g), nil
}

// BranchOf is the branch that a gateway's sessions hang on. The host stands in
// for a missing id.
func BranchOf(g config.Gateway) chat.Branch {
	b := chat.Branch{ID: g.BranchID, Name: g.Branch.Text, Project: g.ProjectID.Text}
	if u, err := url.Parse(g.URL); err == nil && b.ID != chat.DemoBranch {
		b.Host = u.Host
	}
	b.ID = cmp.Or(b.ID, b.Host)
	return b
}
