package mcp

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"neonchat/chat"
)

// A Prompt is a question that a server has ready. All but Server is foreign text.
type Prompt struct {
	Server      string
	Name        string // for [Box.Prompt]
	Title       string // what to show; never empty
	Description string
	Arguments   []Argument
}

// An Argument is what a prompt has to be given, or may be.
type Argument struct {
	Name        string
	Description string
	Required    bool
}

// A Resource is something that a server can be asked to read. All but Server is
// foreign text.
type Resource struct {
	Server      string
	URI         string // for [Box.Read]; of a template with {parts} to be filled in
	Template    bool
	Name        string // what to show; never empty
	Description string
	MIME        string
	Size        int64 // 0 when it isn't known
}

// Prompts lists the prompts of all servers, by server and name. It starts those
// that don't run.
func (b *Box) Prompts(ctx context.Context) []Prompt {
	return gather(ctx, b, func(c *connection, caps *sdk.ServerCapabilities, server string) ([]Prompt, error) {
		if caps.Prompts == nil {
			return nil, nil
		}
		return collect(c.session.Prompts(ctx, nil), func(p *sdk.Prompt) Prompt { return promptOf(server, p) })
	})
}

func promptOf(server string, p *sdk.Prompt) Prompt {
	out := Prompt{Server: server, Name: p.Name, Title: oneLine(cmp.Or(p.Title, p.Name), 100), Description: oneLine(p.Description, 500)}
	for _, a := range p.Arguments {
		if a != nil && a.Name != "" {
			out.Arguments = append(out.Arguments, Argument{a.Name, oneLine(a.Description, 300), a.Required})
		}
	}
	return out
}

// Resources lists what all servers can read, templates behind what is there as it
// is. It starts servers that don't run.
func (b *Box) Resources(ctx context.Context) []Resource {
	return gather(ctx, b, func(c *connection, caps *sdk.ServerCapabilities, server string) ([]Resource, error) {
		if caps.Resources == nil {
			return nil, nil
		}
		plain, err := collect(c.session.Resources(ctx, nil), func(r *sdk.Resource) Resource {
			return Resource{Server: server, URI: r.URI, Name: oneLine(cmp.Or(r.Title, r.Name, r.URI), 100), Description: oneLine(r.Description, 500),
				MIME: oneLine(r.MIMEType, 100), Size: max(0, r.Size)}
		})
		if err != nil {
			return plain, err
		}
		templates, err := collect(c.session.ResourceTemplates(ctx, nil), func(r *sdk.ResourceTemplate) Resource {
			return Resource{Server: server, URI: r.URITemplate, Template: true, Name: oneLine(cmp.Or(r.Title, r.Name, r.URITemplate), 100),
				Description: oneLine(r.Description, 500), MIME: oneLine(r.MIMEType, 100)}
		})
		return append(plain, templates...), err
	})
}

// gather asks all servers side by side. One that fails is told of once.
func gather[T any](ctx context.Context, b *Box, ask func(*connection, *sdk.ServerCapabilities, string) ([]T, error)) []T {
	lists := make([][]T, len(b.links))
	var wg sync.WaitGroup
	for i, l := range b.links {
		wg.Go(func() {
			c, err := l.connected(ctx)
			if err == nil {
				caps := c.session.InitializeResult().Capabilities
				if caps == nil {
					caps = &sdk.ServerCapabilities{}
				}
				lists[i], err = ask(c, caps, l.server.Name)
			}
			if err != nil && ctx.Err() == nil {
				b.tell("the MCP server %s: %s", l.server.Name, withHint(l.plain(err)))
			}
		})
	}
	wg.Wait()
	return slices.Concat(lists...)
}

// collect takes what a server lists, as far as anybody would look.
func collect[S, T any](listed iter.Seq2[*S, error], take func(*S) T) ([]T, error) {
	var list []T
	for s, err := range listed {
		if err != nil {
			return list, err
		}
		if s != nil {
			list = append(list, take(s))
		}
		if len(list) >= toolLimit {
			break
		}
	}
	return list, nil
}

func (b *Box) link(server string) (*link, error) {
	for _, l := range b.links {
		if l.server.Name == server {
			return l, nil
		}
	}
	return nil, fmt.Errorf("there is no MCP server %s", oneLine(server, 60))
}

// ask has a server asked something, for as long as it may be silent.
func ask[R any](ctx context.Context, b *Box, server string, f func(context.Context, *sdk.ClientSession) (*R, error)) (*R, error) {
	l, err := b.link(server)
	if err != nil {
		return nil, err
	}
	c, err := l.connected(ctx)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, l.server.silence())
	defer cancel()
	r, err := f(ctx, c.session)
	if err != nil {
		return nil, l.plain(err)
	}
	return r, nil
}

// Prompt gives the messages of a prompt, with these arguments. They have no ids.
func (b *Box) Prompt(ctx context.Context, server, name string, arguments map[string]string) ([]chat.Message, error) {
	r, err := ask(ctx, b, server, func(ctx context.Context, s *sdk.ClientSession) (*sdk.GetPromptResult, error) {
		return s.GetPrompt(ctx, &sdk.GetPromptParams{Name: name, Arguments: arguments})
	})
	if err != nil {
		return nil, err
	}
	var messages []chat.Message
	for _, m := range r.Messages {
		if m == nil {
			continue
		}
		b := builder{}
		b.content(m.Content)
		role := chat.User
		if m.Role == "assistant" {
			role = chat.Assistant
		}
		messages = append(messages, chat.Message{Role: role, Parts: b.parts()})
	}
	return messages, nil
}

func (b *builder) parts() []chat.Part {
	var parts []chat.Part
	if len(b.texts) > 0 {
		parts = append(parts, chat.Text{Text: strings.Join(b.texts, "\n")})
	}
	for _, f := range b.files {
		parts = append(parts, f)
	}
	return parts
}

// Read reads a resource of a server. One address may stand for several files.
func (b *Box) Read(ctx context.Context, server, uri string) ([]chat.File, error) {
	r, err := ask(ctx, b, server, func(ctx context.Context, s *sdk.ClientSession) (*sdk.ReadResourceResult, error) {
		return s.ReadResource(ctx, &sdk.ReadResourceParams{URI: uri})
	})
	if err != nil {
		return nil, err
	}
	var files []chat.File
	for _, f := range r.Contents {
		switch {
		case f == nil:
		case f.Blob != nil:
			files = append(files, chat.File{Name: nameIn(cmp.Or(f.URI, uri)), MIME: oneLine(f.MIMEType, 100), Data: f.Blob})
		default:
			text := strings.ToValidUTF8(f.Text, "\ufffd")
			files = append(files, chat.File{Name: nameIn(cmp.Or(f.URI, uri)), MIME: cmp.Or(oneLine(f.MIMEType, 100), "text/plain"), Data: []byte(text)})
		}
	}
	return files, nil
}
