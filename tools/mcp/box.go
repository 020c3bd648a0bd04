package mcp

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"

	"neonchat/chat"
)

// Options are what a [Box] needs of its surroundings.
type Options struct {
	Version string       // of this program
	Environ []string     // the process's variables
	Log     *slog.Logger // what servers say beside their messages; nil: nothing is logged

	// Logins is the folder for what is remembered of signing in; empty: nobody can.
	Logins string

	// Tell is given a sentence for the person, such as that a server failed,
	// each once. It may be called from several goroutines; nil: nobody listens.
	Tell func(sentence string)

	// Ask puts a server's question to the person, until ctx ends. It may be called
	// from several goroutines; nil: each is declined.
	Ask func(ctx context.Context, q Question) (Answer, error)
}

// manyTools is how many tools are more than models choose well among.
const manyTools = 60

// A Box offers the tools of several servers. It implements [chat.Toolbox] and
// may be used from several goroutines. Close ends what it has started.
type Box struct {
	options Options
	links   []*link

	mu    sync.Mutex
	names *names
	tools map[string]Tool // all that were ever offered, by the name of the offer
	told  map[string]bool
}

// New takes servers and starts none.
func New(servers []Server, o Options) *Box {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	b := &Box{options: o, names: newNames(), tools: map[string]Tool{}, told: map[string]bool{}}
	servers = slices.Clone(servers)
	slices.SortStableFunc(servers, func(a, b Server) int { return cmp.Compare(a.Name, b.Name) })
	for _, s := range servers {
		b.links = append(b.links, newLink(s, &b.options))
	}
	return b
}

// Tools starts the servers that don't run yet, side by side, and gives what
// they offer. It waits for the slowest, at most as long as a start may take.
func (b *Box) Tools(ctx context.Context) []chat.Tool {
	var offers []chat.Tool
	for _, t := range b.All(ctx) {
		offers = append(offers, t.Offer)
	}
	return offers
}

// All is [Box.Tools] with what the servers say of their tools.
func (b *Box) All(ctx context.Context) []Tool {
	lists := make([][]Tool, len(b.links))
	var wg sync.WaitGroup
	for i, l := range b.links {
		wg.Go(func() {
			tools, err := l.tools(ctx)
			if err != nil && ctx.Err() == nil {
				b.tell("the MCP server %s is left out: %s", l.server.Name, withHint(err))
			}
			lists[i] = tools
		})
	}
	wg.Wait()
	return b.offer(lists)
}

// offer names the tools.
func (b *Box) offer(lists [][]Tool) []Tool {
	b.mu.Lock()
	var all []Tool
	counts := map[string]int{}
	loose := map[string][]string{}
	for _, list := range lists {
		for _, t := range list {
			t.Offer.Name = b.names.give(origin{t.Server, t.Name})
			b.tools[t.Offer.Name] = t
			all = append(all, t)
			counts[t.Server]++
			if t.Loosened {
				loose[t.Server] = append(loose[t.Server], oneLine(t.Name, nameLimit))
			}
		}
	}
	b.mu.Unlock()
	for _, server := range slices.Sorted(maps.Keys(loose)) {
		b.tell("the MCP server %s limits the arguments of %s in ways that not every model's vendor takes: they are offered without those limits",
			server, strings.Join(loose[server], ", "))
	}
	if len(all) > manyTools {
		b.tellOnce("many", "%d tools are offered (%s), and models choose badly among more than %d; set tools = [\"...\"] of a server in config.toml to offer fewer",
			len(all), countsText(counts), manyTools)
	}
	return all
}

func countsText(counts map[string]int) string {
	var parts []string
	for _, server := range slices.Sorted(maps.Keys(counts)) {
		parts = append(parts, fmt.Sprintf("%s %d", server, counts[server]))
	}
	return strings.Join(parts, ", ")
}

// Failed is how many servers were given up.
func (b *Box) Failed() int {
	n := 0
	for _, l := range b.links {
		if _, err := l.state(); err != nil {
			n++
		}
	}
	return n
}

// Lookup finds a tool by the name it was offered by.
func (b *Box) Lookup(name string) (Tool, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	t, ok := b.tools[name]
	return t, ok
}

// Call runs one call. See [chat.Toolbox].
func (b *Box) Call(ctx context.Context, call chat.ToolCall, progress func(string)) chat.ToolResult {
	r, err := b.run(ctx, call, progress)
	if err != nil {
		r = chat.ToolResult{Text: err.Error(), IsError: true}
	}
	r.ID, r.Name = call.ID, call.Name
	return r
}

func (b *Box) run(ctx context.Context, call chat.ToolCall, progress func(string)) (chat.ToolResult, error) {
	t, ok := b.Lookup(call.Name)
	if !ok {
		return chat.ToolResult{}, fmt.Errorf("there is no tool %s", oneLine(call.Name, nameLimit))
	}
	arguments := json.RawMessage(cmp.Or(strings.TrimSpace(call.Arguments), "{}"))
	var object map[string]json.RawMessage
	if err := json.Unmarshal(arguments, &object); err != nil || object == nil {
		return chat.ToolResult{}, fmt.Errorf("the arguments of %s have to be one JSON object", call.Name)
	}
	i := slices.IndexFunc(b.links, func(l *link) bool { return l.server.Name == t.Server })
	r, err := b.links[i].call(ctx, t.Name, arguments, progress)
	if err != nil {
		return chat.ToolResult{}, err
	}
	return result(r), nil
}

// Close ends all servers, side by side.
func (b *Box) Close() error {
	var wg sync.WaitGroup
	for _, l := range b.links {
		wg.Go(l.close)
	}
	wg.Wait()
	return nil
}

// withHint is an error in one sentence with what can be done about it.
func withHint(err error) string {
	if e, ok := errors.AsType[interface {
		error
		Hint() string
	}](err); ok {
		return err.Error() + "; " + e.Hint()
	}
	return err.Error()
}

func (b *Box) tell(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	b.tellOnce(text, "%s", text)
}

func (b *Box) tellOnce(what, format string, args ...any) {
	b.mu.Lock()
	told := b.told[what]
	b.told[what] = true
	b.mu.Unlock()
	if !told && b.options.Tell != nil {
		b.options.Tell(fmt.Sprintf(format, args...))
	}
}
