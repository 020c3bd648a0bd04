package tools

import (
	"context"
	"slices"
	"sync"

	"neonchat/chat"
)

// A Guard permits calls by rules: those first that hold before the others. What
// they leave to be asked goes to Asker, those calls at once; nil has nobody to ask,
// and denies.
type Guard struct {
	Rules []Rules
	Asker chat.Permit

	// Denied hears of the tools that were denied because nobody could be asked. It
	// may be called from several goroutines.
	Denied func(tools []string)
}

func (g *Guard) Permit(ctx context.Context, wishes []chat.Wish) ([]chat.Verdict, error) {
	verdicts := make([]chat.Verdict, len(wishes))
	var open []chat.Wish
	var at []int
	for i, w := range wishes {
		switch g.word(w.Tool.Name) {
		case Allow:
			verdicts[i].Allowed = true
		case Deny:
			verdicts[i].Words = "Not run: the user's settings deny " + w.Tool.Name + "."
		default:
			open, at = append(open, w), append(at, i)
		}
	}
	if len(open) == 0 {
		return verdicts, nil
	}
	if g.Asker == nil {
		g.nobody(open)
		for i := range open {
			verdicts[at[i]].Words = "Not run: the user has not allowed " + open[i].Tool.Name + ", and can't be asked now. Answer without it, or say what you would have needed."
		}
		return verdicts, nil
	}
	said, err := g.Asker.Permit(ctx, open)
	for i, v := range said {
		verdicts[at[i]] = v
	}
	return verdicts, err
}

func (g *Guard) word(name string) Word {
	for _, r := range g.Rules {
		if w := r.Of(name); w != "" {
			return w
		}
	}
	return Ask
}

func (g *Guard) nobody(open []chat.Wish) {
	var names []string
	for _, w := range open {
		if !slices.Contains(names, w.Tool.Name) {
			names = append(names, w.Tool.Name)
		}
	}
	if g.Denied != nil {
		g.Denied(names)
	}
}

// Once makes one question of what several turns side by side ask, as the columns
// of a comparison do: what was said of a tool to one of them holds for all. It
// asks one at a time.
func Once(p chat.Permit) chat.Permit {
	return &once{permit: p, turn: make(chan struct{}, 1), said: map[string]chat.Verdict{}}
}

type once struct {
	permit chat.Permit
	turn   chan struct{} // holds one while somebody asks

	mu   sync.Mutex
	said map[string]chat.Verdict // by the tool's name
}

func (o *once) Permit(ctx context.Context, wishes []chat.Wish) ([]chat.Verdict, error) {
	select {
	case o.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-o.turn }()
	verdicts := make([]chat.Verdict, len(wishes))
	var open []chat.Wish
	for _, w := range wishes {
		if _, said := o.of(w.Tool.Name); !said {
			open = append(open, w)
		}
	}
	if len(open) > 0 {
		answers, err := o.permit.Permit(ctx, open)
		if err != nil {
			return nil, err
		}
		o.mu.Lock()
		for i, v := range answers {
			// One no to several calls of a tool is a no to the tool.
			if before, said := o.said[open[i].Tool.Name]; !said || before.Allowed {
				o.said[open[i].Tool.Name] = v
			}
		}
		o.mu.Unlock()
	}
	for i, w := range wishes {
		verdicts[i], _ = o.of(w.Tool.Name)
	}
	return verdicts, nil
}

func (o *once) of(name string) (v chat.Verdict, said bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	v, said = o.said[name]
	return v, said
}
