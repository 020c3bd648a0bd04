package tools

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"neonchat/chat"
)

// A box is a Toolbox with tools of these names.
type box []string

func (b box) Tools(context.Context) (list []chat.Tool) {
	for _, name := range b {
		list = append(list, chat.Tool{Name: name})
	}
	return list
}

func (b box) Call(_ context.Context, c chat.ToolCall, _ func(string)) chat.ToolResult {
	return chat.ToolResult{Text: strings.Join(b, "+") + " does " + c.Name}
}

// A careful box warns.
type careful struct{ box }

func (careful) Warn(_ context.Context, c chat.ToolCall) string { return "careful with " + c.Name }

func TestSeveralToolboxesAreOne(t *testing.T) {
	all := Join(box{"look", "sql"}, careful{box{"look", "find"}}, box{"look"})
	var names []string
	for _, tool := range all.Tools(t.Context()) {
		names = append(names, tool.Name)
	}
	if got := strings.Join(names, " "); got != "look sql look_2 find look_3" {
		t.Errorf("offered are %s", got)
	}
	for name, want := range map[string]string{
		"look": "look+sql does look", "look_2": "look+find does look", "look_3": "look does look", "find": "look+find does find",
	} {
		if got := all.Call(t.Context(), chat.ToolCall{Name: name}, nil); got.Text != want {
			t.Errorf("%s: %q, want %q", name, got.Text, want)
		}
	}
	if got := all.Call(t.Context(), chat.ToolCall{Name: "gone"}, nil); !got.IsError {
		t.Errorf("a tool that there isn't: %+v", got)
	}
	for name, want := range map[string]string{"look_2": "careful with look", "sql": "", "gone": ""} {
		if got := all.(chat.Warner).Warn(t.Context(), chat.ToolCall{Name: name}); got != want {
			t.Errorf("%s: warned of %q, want %q", name, got, want)
		}
	}
}

func TestPatternsStandForNames(t *testing.T) {
	for pattern, c := range map[string]struct{ fits, not []string }{
		"sql_query":   {[]string{"sql_query"}, []string{"sql_query2", "a_sql_query", ""}},
		"sql_*":       {[]string{"sql_", "sql_query"}, []string{"sql", "a_sql_query"}},
		"*":           {[]string{"", "anything"}, nil},
		"*__read_*":   {[]string{"github__read_file"}, []string{"github__write_read", "read_file"}},
		"a*b*c":       {[]string{"abc", "aXbYc", "abbcc"}, []string{"acb", "ab", "abcd"}},
		"ab*ba":       {[]string{"abba", "abXba"}, []string{"aba"}},
		"github__*_x": {[]string{"github___x", "github__a_x"}, []string{"github__x"}},
	} {
		for _, name := range c.fits {
			if !Matches(pattern, name) {
				t.Errorf("%s doesn't fit %q", pattern, name)
			}
		}
		for _, name := range c.not {
			if Matches(pattern, name) {
				t.Errorf("%s fits %q", pattern, name)
			}
		}
	}
}

func TestThePatternThatSaysMostHolds(t *testing.T) {
	rules := Rules{"*": Deny, "sql_*": Allow, "sql_query": Ask, "*_query": Deny, "git*": Allow, "*ish": Deny, "gitish": Allow}
	for name, want := range map[string]Word{
		"other": Deny, "sql_schema": Allow, "sql_query": Ask, "a_query": Deny, "git_x": Allow, "gitish": Allow,
		"gitoish": Deny, // as many letters, so the stricter
	} {
		if got := rules.Of(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	if got := (Rules{}).Of("x"); got != "" {
		t.Errorf("where nothing is said: %s", got)
	}
}

func TestAWordIsReadInAnyCase(t *testing.T) {
	for s, want := range map[string]Word{"ask": Ask, "Allow": Allow, "DENY": Deny} {
		if w, err := ParseWord(s); err != nil || w != want {
			t.Errorf("%s: %s, %v", s, w, err)
		}
	}
	if _, err := ParseWord("yes"); err == nil {
		t.Error("yes is a word")
	}
}

// An asker notes what it is asked, and says no to tools that begin with "no".
type asker struct {
	mu    sync.Mutex
	asked []string
	fails error
}

func (a *asker) Permit(_ context.Context, wishes []chat.Wish) ([]chat.Verdict, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	var verdicts []chat.Verdict
	var names []string
	for _, w := range wishes {
		names = append(names, w.Tool.Name)
		verdicts = append(verdicts, chat.Verdict{Allowed: !strings.HasPrefix(w.Tool.Name, "no")})
	}
	a.asked = append(a.asked, strings.Join(names, " "))
	return verdicts, a.fails
}

func wishes(names ...string) (list []chat.Wish) {
	for _, n := range names {
		list = append(list, chat.Wish{Tool: chat.Tool{Name: n}})
	}
	return list
}

func allowed(verdicts []chat.Verdict) string {
	var s strings.Builder
	for _, v := range verdicts {
		fmt.Fprint(&s, map[bool]string{true: "y", false: "n"}[v.Allowed])
	}
	return s.String()
}

func TestOnlyWhatNoRuleSettlesIsAsked(t *testing.T) {
	a := &asker{}
	g := &Guard{Rules: []Rules{{"ok_*": Allow}, {"bad_*": Deny, "ok_1": Deny}}, Asker: a}
	got, err := g.Permit(t.Context(), wishes("ok_1", "maybe", "bad_1", "no"))
	if err != nil || allowed(got) != "yynn" || !slices.Equal(a.asked, []string{"maybe no"}) {
		t.Errorf("%v: %s, asked %q", err, allowed(got), a.asked)
	}
	if !strings.Contains(got[2].Words, "settings deny bad_1") {
		t.Errorf("the model hears %q", got[2].Words)
	}
	if got, _ := g.Permit(t.Context(), wishes("ok_1", "bad_1")); allowed(got) != "yn" || len(a.asked) != 1 {
		t.Errorf("%s, asked %q", allowed(got), a.asked)
	}
	a.fails = errors.New("gone")
	if _, err := g.Permit(t.Context(), wishes("maybe")); err != a.fails {
		t.Errorf("the error is %v", err)
	}
}

func TestWhereNobodyCanBeAskedItIsDeniedAndTold(t *testing.T) {
	var told []string
	g := &Guard{Rules: []Rules{{"ok": Allow}}, Denied: func(names []string) { told = names }}
	got, err := g.Permit(t.Context(), wishes("a", "ok", "b", "a"))
	if err != nil || allowed(got) != "nynn" || !slices.Equal(told, []string{"a", "b"}) || !strings.Contains(got[0].Words, "has not allowed a") {
		t.Errorf("%v: %+v, told of %q", err, got, told)
	}
}

func TestColumnsAskOnce(t *testing.T) {
	a := &asker{}
	p := Once(a)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if got, err := p.Permit(t.Context(), wishes("a", "no", "a")); err != nil || allowed(got) != "yny" {
				t.Errorf("%v: %s", err, allowed(got))
			}
		})
	}
	all.Wait()
	if !slices.Equal(a.asked, []string{"a no a"}) {
		t.Errorf("asked %q", a.asked)
	}
	if got, _ := p.Permit(t.Context(), wishes("b", "a")); allowed(got) != "yy" || a.asked[1] != "b" {
		t.Errorf("%s, asked %q", allowed(got), a.asked)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p.(*once).turn <- struct{}{}
	if _, err := p.Permit(ctx, wishes("c")); err != context.Canceled {
		t.Errorf("who stops waiting gets %v", err)
	}
}
