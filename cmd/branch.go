package cmd

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"os"
	"strings"
	"sync"
	"unicode"

	"neonchat/client"
	"neonchat/config"
	"neonchat/demo"
)

// A branch is the Neon branch whose gateway is spoken to. It is the
// [chat.Streamer] that questions go to.
type branch struct {
	p       *program
	gateway config.Gateway
	client  *client.Client
	once    sync.Once // what it serves is brought up to date
	moved   sync.Map  // of a refused model's id to the chat.Model that answers in its place
}

// id is the branch's identity.
func (b *branch) id() string { return branchOf(b.gateway).ID }

// open finds the branch's gateway, or starts the offline one for --demo. It
// connects to nothing.
func (p *program) open(ctx context.Context) (*branch, error) {
	g, err := p.gateway(ctx)
	if err != nil {
		return nil, err
	}
	for _, n := range g.Notices {
		p.status.notice(n)
	}
	return p.branchBehind(g), nil
}

// branchBehind is the branch that a gateway is of.
func (p *program) branchBehind(g config.Gateway) *branch {
	return &branch{p: p, gateway: g, client: client.New(client.Config{
		URL: g.URL, Token: g.Token.Reveal, UserAgent: "neonchat/" + version(), Log: p.log,
	})}
}

func (p *program) gateway(ctx context.Context) (config.Gateway, error) {
	if p.settings.Demo {
		return p.demoGateway(ctx)
	}
	g, err := p.found()
	if err != nil {
		for _, n := range g.Notices {
			p.status.notice(n)
		}
	}
	return g, err
}

// found is the gateway that the surroundings name.
func (p *program) found() (config.Gateway, error) {
	place, err := p.place()
	if err != nil {
		return config.Gateway{}, err
	}
	g, err := config.Find(place)
	if err != nil {
		return g, &usageError{err: err, hint: hintOf(err)}
	}
	return g, nil
}

// place is where the gateway's credentials are looked for.
func (p *program) place() (config.Place, error) {
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

func (p *program) demoGateway(ctx context.Context) (config.Gateway, error) {
	server, err := demo.Start(context.WithoutCancel(ctx), "127.0.0.1:0", p.demoOptions())
	if err != nil {
		return config.Gateway{}, fmt.Errorf("starting the offline gateway: %w", err)
	}
	p.closers = append(p.closers, func() { server.Close() })
	return config.Gateway{
		URL: server.URL, Token: config.NewToken(server.Token), BranchID: "demo", Branch: config.Value{Text: "demo"},
	}, nil
}

func (p *program) demoOptions() demo.Options {
	o := demo.Options{Speed: 1, Log: p.log}
	if s := p.settings.DemoSpeed; s != nil {
		o.Speed = *s
	}
	o.Serve = strings.FieldsFunc(p.settings.DemoServe, func(r rune) bool { return r == ',' || unicode.IsSpace(r) })
	return o
}

// listensOn is the address's IP. An address without a host is every one that
// the machine has.
func listensOn(addr string) (netip.Addr, error) {
	host, _, err := net.SplitHostPort(addr)
	switch {
	case err != nil:
		return netip.Addr{}, err
	case host == "localhost":
		return netip.IPv6Loopback(), nil
	case host == "":
		return netip.IPv6Unspecified(), nil
	}
	return netip.ParseAddr(host)
}
