package ui

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"neonchat/catalog"
	"neonchat/ui/conversation"
	"neonchat/ui/keymap"
	"neonchat/ui/list"
	"neonchat/ui/page"
	"neonchat/ui/picker"
	"neonchat/ui/theme"
)

func TestTheModelIsChosenMidChat(t *testing.T) {
	u := sits(t, 100, 30)
	u.answers("hello", "hi")
	u.press("ctrl+l")
	u.sees("Model, from the next question on", "DIALECT", "CTX", "claude-sonnet-4-6")
	u.press("gpt-5-mini")
	u.sees("openai", "400k")
	u.press("tab", "right", "right", "enter")
	u.sees("from the next question on: gpt-5-mini:")
	u.press("again", "enter")
	if r := u.asked(); r.Model.ID != "gpt-5-mini" || r.Effort == "" || len(r.Messages) != 3 {
		t.Errorf("asked %+v", r)
	}
}

func TestWhatTheBranchServesIsSaid(t *testing.T) {
	u := sits(t, 110, 30, func(d *page.Deps) {
		d.Live = func(context.Context) (catalog.Catalog, error) {
			return catalog.Embedded().Join([]catalog.Listed{{ID: "gpt-5-mini", Enabled: true}}), nil
		}
	})
	u.press("ctrl+l")
	u.until("saw what is served", func(s string) bool {
		for line := range strings.SplitSeq(s, "\n") {
			if strings.Contains(line, "gpt-5-mini ") && strings.HasSuffix(line, "yes") {
				return true
			}
		}
		return false
	})
	u.press("claude-haiku-4-5")
	u.sees("this branch doesn't serve it")
}

// On a narrow screen what has no column is told of the model under the cursor,
// and a setting is in sight while it is changed.
func TestAPickerThatIsNarrowHidesNothing(t *testing.T) {
	u := sits(t, 60, 15)
	u.press("ctrl+l", "gpt-5-mini")
	u.sees("GPT-5 Mini  OpenAI  ctx 400k, takes txt img, thinks yes")
	u.press("ctrl+u", "llama-4-maverick", "tab", "tab")
	u.sees("dialect ◂ mlflow, as fits ▸")
	u.press("right")
	u.sees("dialect ◂ mlflow ▸")
}

func TestFavouritesComeFirst(t *testing.T) {
	u := sits(t, 100, 30)
	u.press("ctrl+l", "gemini-3-flash", "ctrl+f")
	u.sees("★  gemini-3-flash")
	u.press("esc", "ctrl+l")
	u.until("saw the favourite first", func(s string) bool {
		return strings.Index(s, "gemini-3-flash") > 0 && strings.Index(s, "gemini-3-flash") < strings.Index(s, "claude-")
	})
}

func TestCommands(t *testing.T) {
	u := sits(t, 100, 30, func(d *page.Deps) { d.Doctor = func(context.Context) string { return "✓ gateway  fine" } })
	u.press("/")
	u.sees("/model", "/effort")
	u.press("temp")
	u.sees("/temperature")
	u.seesNo("/effort")
	u.press("tab", "0.3", "enter")
	u.sees("temperature 0.3")
	u.press("/system be brief", "enter")
	u.sees("with a system prompt")
	u.press("/effort nonsense", "enter")
	u.sees("claude-sonnet-4-6 takes")
	u.press("ctrl+u", "/dialect ml")
	u.sees("  mlflow")
	u.press("tab", "enter")
	u.sees("claude-sonnet-4-6@mlflow")
	u.press("hello", "enter")
	r := u.asked()
	if r.Temperature == nil || *r.Temperature != 0.3 || r.System != "be brief" || r.Model.Dialect != "mlflow" {
		t.Errorf("asked %+v", r)
	}
	u.text("hi")
	u.ends()
	u.sees("claude-sonnet-4-6 · mlflow")
	u.press("/branch", "enter")
	u.sees("br-test-123")
	u.press("esc", "/doctor", "enter")
	u.sees("✓ gateway  fine")
	u.press("q", "/new", "enter")
	u.sees("on branch main")
	u.press("/usr/bin is a folder", "enter")
	if r := u.asked(); r.Messages[0].Text() != "/usr/bin is a folder" {
		t.Errorf("asked %+v", r.Messages)
	}
}

func TestEveryKeyOfTheHelpDoesSomething(t *testing.T) {
	u := sits(t, 100, 220)
	u.press("?")
	for _, b := range keymap.Usual() {
		u.sees(b.Keys()[0])
	}
	u.sees("/quit", "goes back")
	u.press("q")
	u.seesNo("Keys and commands")
	u.press("why?")
	u.sees("❯ why?")
}

func TestTheHelpKeepsItsColumnsApartAndOffTheEdge(t *testing.T) {
	for cols := theme.LeastWidth; cols <= 140; cols += 4 {
		r := rootOf(t)
		p := conversation.NewHelp(r.env)
		for _, line := range p.Text(r.env.Look, cols-4) {
			s := strings.TrimRight(ansi.Strip(line), " ")
			if r.env.Look.Size(s) > cols-4 {
				t.Errorf("at %d columns a line has %d: %q", cols, r.env.Look.Size(s), s)
			}
			for _, b := range keymap.Usual() {
				keys := strings.Join(b.Keys(), " ")
				if strings.HasPrefix(s, keys+" "+b.Help().Desc[:1]) {
					t.Errorf("at %d columns no gap is left in %q", cols, s)
				}
			}
		}
	}
}

func TestThePickerShowsAllFromAHundredColumnsUp(t *testing.T) {
	p := picker.New(rootOf(t).env, page.ChooseModel{})
	for _, c := range []struct{ width, columns int }{{60, 5}, {80, 8}, {99, 8}, {100, 9}, {200, 9}} {
		cols := p.Columns(c.width)
		if len(cols) != c.columns || list.Total(cols) > c.width {
			t.Errorf("at %d columns there are %d of the list's, %d wide; want %d", c.width, len(cols), list.Total(cols), c.columns)
		}
	}
}

func TestKeysAreRebound(t *testing.T) {
	u := sits(t, 80, 24, func(d *page.Deps) { d.Keys = map[string][]string{"send": {"ctrl+g"}, "newline": {"enter"}} })
	u.press("one", "enter", "two")
	u.sees("❯ one\n   two")
	u.press("ctrl+g")
	u.asked()
	for _, bad := range []struct {
		name string
		keys map[string][]string
		want string
	}{
		{"an unknown action", map[string][]string{"snd": {"x"}}, "snd: there is no such action"},
		{"a clash", map[string][]string{"editor": {"ctrl+l"}}, "the key ctrl+l belongs to"},
	} {
		if err := keymap.Check(bad.keys); err == nil || !strings.Contains(err.Error(), bad.want) {
			t.Errorf("%s: got %v, want %q", bad.name, err, bad.want)
		}
	}
}

func TestWithoutCredentialsTheDemoIsAKeyAway(t *testing.T) {
	u := sits(t, 80, 24, func(d *page.Deps) {
		g := d.Gateway
		g.Branch.Name = "demo"
		d.Gateway, d.Missing = page.Gateway{}, page.Problem{Text: "no gateway was found", Hint: "or set NEON_AI_GATEWAY_TOKEN"}
		d.Demo = func(context.Context) (page.Gateway, error) { return g, nil }
	})
	u.sees("no gateway was found", "neon link", "neon env pull", "d starts the demo")
	u.press("d")
	u.sees("on branch demo")
	u.answers("hello", "hi")
}

func TestADemoThatDoesNotStartSaysSo(t *testing.T) {
	u := sits(t, 80, 24, func(d *page.Deps) {
		d.Gateway, d.Missing = page.Gateway{}, page.Problem{Text: "no gateway was found", Hint: ""}
		d.Demo = func(context.Context) (page.Gateway, error) { return page.Gateway{}, errors.New("no port is free") }
	})
	u.press("d")
	u.sees("The demo doesn't start: no port is free")
}

func TestASmallScreenSaysSo(t *testing.T) {
	u := sits(t, 60, 15)
	u.sees("Ask something")
	u.seesNo("below")
	u.resizes(50, 12)
	u.sees("below 60×15")
	u.resizes(18, 4)
	u.sees("too small")
	u.resizes(60, 15)
	u.sees("Ask something")
}
