package backend

import (
	"context"
	"sync"

	"neonchat/client"
	"neonchat/cmd/program"
	"neonchat/config"
)

// A Branch is the Neon branch whose gateway is spoken to. It is the
// [chat.Streamer] that questions go to.
type Branch struct {
	p       *program.Program
	models  *Models
	Gateway config.Gateway
	Client  *client.Client
	once    sync.Once // guards the refresh of what the branch serves
	moved   sync.Map  // from the id of a refused model to the chat.Model used instead
}

// Id is the branch's identity.
func (b *Branch) ID() string { return BranchOf(b.Gateway).ID }

// Open finds the branch's gateway, or starts the offline one for --demo. It
// connects to nothing.
func (m *Models) Open(ctx context.Context) (*Branch, error) {
	g, err := OpenGateway(ctx, m.p)
	if err != nil {
		return nil, err
	}
	for _, n := range g.Notices {
		m.p.Status.Notice(n)
	}
	return m.Branch(g), nil
}

// Branch is the branch that a gateway is of.
func (m *Models) Branch(g config.Gateway) *Branch {
	return &Branch{p: m.p, models: m, Gateway: g, Client: client.New(client.Config{
		URL: g.URL, Token: g.Token.Reveal, UserAgent: "neonchat/" + program.Version(), Log: m.p.Log,
	})}
}
