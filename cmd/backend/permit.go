package backend

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"neonchat/chat"
	"neonchat/cmd/program"
	"neonchat/ui/markdown"
)

// A lineAsker asks at a terminal, line by line. What was said for the session holds
// for this run.
type lineAsker struct {
	p *program.Program

	mu      sync.Mutex
	allowed map[string]bool // tools, by their names
}

// Permit asks of all wishes at once. Anything but a clear word is asked again.
func (a *lineAsker) Permit(ctx context.Context, wishes []chat.Wish) ([]chat.Verdict, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	verdicts := make([]chat.Verdict, len(wishes))
	var open []chat.Wish
	var at []int
	for i, w := range wishes {
		if verdicts[i].Allowed = a.allowed[w.Tool.Name]; !verdicts[i].Allowed {
			open, at = append(open, w), append(at, i)
		}
	}
	if len(open) == 0 {
		return verdicts, nil
	}
	var shown []string
	for _, w := range open {
		shown = append(shown, wishLines(ctx, w)...)
	}
	what := "it"
	if len(open) > 1 {
		what = fmt.Sprintf("these %d", len(open))
	}
	for calls := strings.Join(shown, "\n") + "\n"; ; calls = "" {
		said, err := a.p.Ask(ctx, calls+"Run "+what+"? y = yes, s = yes for this session, n = no; words behind it go to the model: ")
		if err != nil {
			return nil, err
		}
		word, rest, _ := strings.Cut(said, " ")
		v := chat.Verdict{Words: strings.TrimSpace(rest)}
		switch strings.ToLower(word) {
		case "y", "yes":
			v.Allowed = true
		case "s", "session":
			v.Allowed = true
			for _, w := range open {
				a.allowed[w.Tool.Name] = true
			}
		case "n", "no":
			v.Words = "Not run: the user said no. " + v.Words
		default:
			continue
		}
		for _, i := range at {
			verdicts[i] = v
		}
		return verdicts, nil
	}
}

// wishLines show a call whole: who offers the tool and what that claims, and each
// argument. All of it is foreign.
func wishLines(ctx context.Context, w chat.Wish) []string {
	from := w.Tool.Source
	if len(w.Tool.Claims) > 0 {
		from += ", which says it is " + strings.Join(w.Tool.Claims, " and ")
	}
	lines := []string{fmt.Sprintf("The model wants to call %s of %s:", markdown.Clean(w.Tool.Name), markdown.Clean(from))}
	for _, argument := range argumentLines(w.Call.Arguments) {
		lines = append(lines, "  "+strings.ReplaceAll(markdown.Clean(argument), "\n", "\n    "))
	}
	if w.Warn != nil {
		if warning := w.Warn(ctx); warning != "" {
			lines = append(lines, "  Mind: it "+markdown.Clean(warning))
		}
	}
	return lines
}

// argumentLines are the arguments as "name: value", texts as they are.
func argumentLines(arguments string) (lines []string) {
	var object map[string]json.RawMessage
	if json.Unmarshal([]byte(cmp.Or(arguments, "{}")), &object) != nil {
		return []string{arguments}
	}
	for name, value := range object {
		var text string
		if json.Unmarshal(value, &text) != nil {
			var pretty bytes.Buffer
			json.Indent(&pretty, value, "", "  ")
			text = pretty.String()
		}
		lines = append(lines, name+": "+text)
	}
	slices.Sort(lines)
	return lines
}
