package tools

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"neonchat/chat"
)

// Join makes one toolbox of several. Where two of them have a tool of one name,
// the later one's is numbered: "look_2".
func Join(boxes ...chat.Toolbox) chat.Toolbox {
	if len(boxes) == 1 {
		return boxes[0]
	}
	return &joined{boxes: boxes}
}

type joined struct {
	boxes []chat.Toolbox

	mu    sync.Mutex
	homes map[string]home // by the name that is offered
}

// A home is where a tool is, and how it is called there.
type home struct {
	box  chat.Toolbox
	name string
}

// Tools asks the toolboxes side by side: one of them may have to start first.
func (j *joined) Tools(ctx context.Context) []chat.Tool {
	lists := make([][]chat.Tool, len(j.boxes))
	var all sync.WaitGroup
	for i, b := range j.boxes {
		all.Go(func() { lists[i] = b.Tools(ctx) })
	}
	all.Wait()
	homes := map[string]home{}
	var offered []chat.Tool
	for i, list := range lists {
		for _, t := range list {
			name := t.Name
			for n := 2; homes[t.Name].box != nil; n++ {
				t.Name = fmt.Sprintf("%s_%d", name, n)
			}
			homes[t.Name] = home{j.boxes[i], name}
			offered = append(offered, t)
		}
	}
	j.mu.Lock()
	j.homes = homes
	j.mu.Unlock()
	return offered
}

func (j *joined) home(name string) home {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.homes[name]
}

func (j *joined) Call(ctx context.Context, c chat.ToolCall, progress func(string)) chat.ToolResult {
	h := j.home(c.Name)
	if h.box == nil {
		return chat.ToolResult{Text: "There is no tool of this name.", IsError: true}
	}
	c.Name = h.name
	return h.box.Call(ctx, c, progress)
}

func (j *joined) Warn(ctx context.Context, c chat.ToolCall) string {
	h := j.home(c.Name)
	w, ok := h.box.(chat.Warner)
	if !ok {
		return ""
	}
	c.Name = h.name
	return w.Warn(ctx, c)
}

// Matches reports whether a tool's name fits a pattern: a name in which "*" stands
// for any letters.
func Matches(pattern, name string) bool {
	first, rest, star := strings.Cut(pattern, "*")
	if !star {
		return pattern == name
	}
	name, ok := strings.CutPrefix(name, first)
	if !ok {
		return false
	}
	parts := strings.Split(rest, "*")
	last := parts[len(parts)-1]
	for _, part := range parts[:len(parts)-1] {
		_, behind, found := strings.Cut(name, part)
		if !found {
			return false
		}
		name = behind
	}
	return strings.HasSuffix(name, last)
}

// Any reports whether a tool's name fits one of the patterns.
func Any(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return Matches(p, name) })
}
