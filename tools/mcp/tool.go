package mcp

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"neonchat/chat"
)

// A Tool is a tool of a server, and what the server says of it.
type Tool struct {
	Server string
	Name   string    // what the server calls it
	Title  string    // what it wants a person to read, may be empty
	Offer  chat.Tool // what a model is offered, and who offers it

	// Digest changes when the server describes the tool otherwise.
	Digest string

	// Loosened says that the server's schema had conditions which not every
	// vendor takes: the model knows less of the arguments than the server wants.
	Loosened bool
}

// descriptionLimit is how much of a description a model is given.
const descriptionLimit = 8 << 10

// toolOf reads what a server says of a tool, but for the name it is offered by.
func toolOf(server string, t *sdk.Tool) Tool {
	schema, loosened := fit(t.InputSchema)
	tool := Tool{
		Server: server, Name: t.Name, Title: oneLine(t.Title, 100),
		Offer: chat.Tool{
			Description: shorten(visible(t.Description), descriptionLimit), Schema: schema,
			Source: server, Alone: true, // unless it only reads, as it says
		},
		Digest: digest(t), Loosened: loosened,
	}
	if a := t.Annotations; a != nil {
		tool.Title = cmp.Or(tool.Title, oneLine(a.Title, 100))
		tool.Offer.Claims = claims(a)
		tool.Offer.Alone = !a.ReadOnlyHint
	}
	return tool
}

// claims are what a server says of a tool without being asked. Where it says
// nothing, nothing is claimed, though the protocol knows defaults.
func claims(a *sdk.ToolAnnotations) []string {
	var claims []string
	switch {
	case a.ReadOnlyHint:
		claims = append(claims, "read-only")
	case a.DestructiveHint != nil && *a.DestructiveHint:
		claims = append(claims, "destructive")
	case a.DestructiveHint != nil:
		claims = append(claims, "only adds")
	}
	if a.IdempotentHint && !a.ReadOnlyHint {
		claims = append(claims, "idempotent")
	}
	if a.OpenWorldHint != nil && *a.OpenWorldHint {
		claims = append(claims, "reaches out")
	}
	return claims
}

func digest(t *sdk.Tool) string {
	text, _ := json.Marshal([]any{t.Name, t.Title, t.Description, t.InputSchema, t.Annotations})
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// nameLimit is how long a name may be for every vendor.
const nameLimit = 64

// An origin is where a tool comes from.
type origin struct{ server, tool string }

// names gives tools the names that models call them by. A name once given stays
// that tool's: a server that swaps its tools doesn't swap what a name means.
type names struct {
	of    map[origin]string
	taken map[string]origin
}

func newNames() *names { return &names{map[origin]string{}, map[string]origin{}} }

func (n *names) give(o origin) string {
	if name, ok := n.of[o]; ok {
		return name
	}
	base := vendorName(o.server + "__" + o.tool)
	name := base[:min(len(base), nameLimit)]
	for i := 2; ; i++ {
		if _, taken := n.taken[name]; !taken {
			break
		}
		suffix := "_" + strconv.Itoa(i)
		name = base[:min(len(base), nameLimit-len(suffix))] + suffix
	}
	n.of[o], n.taken[name] = name, o
	return name
}

// vendorName is text in the signs that every vendor takes in a name.
func vendorName(text string) string {
	text = strings.Map(func(r rune) rune {
		if r == '_' || r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '_'
	}, text)
	if text[0] == '-' || text[0] >= '0' && text[0] <= '9' {
		return "_" + text // Gemini's begin with a letter or this
	}
	return text
}
