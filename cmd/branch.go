package cmd

import (
	"context"
	"sync"

	"neonchat/client"
	"neonchat/config"
)

// A branch is the Neon branch whose gateway is spoken to. It is the
// [chat.Streamer] that questions go to.
type branch struct {
	p       *program
	models  *models
	gateway config.Gateway
	client  *client.Client
	once    sync.Once // what it serves is brought up to date
	moved   sync.Map  // of a refused model's id to the chat.Model that answers in its place
}

// id is the branch's identity.
func (b *branch) id() string { return branchOf(b.gateway).ID }

// open finds the branch's gateway, or starts the offline one for --demo. It
// connects to nothing.
func (m *models) open(ctx context.Context) (*branch, error) {
	g, err := findGateway(ctx, m.p)
	if err != nil {
		return nil, err
	}
	for _, n := range g.Notices {
		m.p.status.notice(n)
	}
	return m.branchBehind(g), nil
}

// branchBehind is the branch that a gateway is of.
func (m *models) branchBehind(g config.Gateway) *branch {
	return &branch{p: m.p, models: m, gateway: g, client: client.New(client.Config{
		URL: g.URL, Token: g.Token.Reveal, UserAgent: "neonchat/" + version(), Log: m.p.log,
	})}
}
