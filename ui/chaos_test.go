package ui

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"neonchat/chat"
	"neonchat/ui/keymap"
	"neonchat/ui/page"
)

// Whatever is pressed, pasted and resized while answers come, stall and fail:
// the program lives, no line is wider than the screen, and the screen is full.
// NEONCHAT_LONG_TESTS=1 has it go on for a minute.
func TestChaos(t *testing.T) {
	long, begun := os.Getenv("NEONCHAT_LONG_TESTS") == "1", time.Now()
	for seed := uint64(0); seed < 4 || long && time.Since(begun) < time.Minute; seed++ {
		t.Logf("seed %d", seed)
		c := newChaos(t, seed)
		for range 800 {
			c.step()
		}
		c.ends()
	}
}

// A mess drives the program without a terminal: it does what happens next, and
// runs the commands that come of it.
type mess struct {
	t      *testing.T
	r      *rand.Rand
	u      *user
	root   *root
	come   chan tea.Msg
	last   string
	width  int
	height int
}

func newChaos(t *testing.T, seed uint64) *mess {
	return newMess(t, rand.New(rand.NewPCG(seed, 7)), func(d *page.Deps) {
		d.Doctor = func(context.Context) string { return strings.Repeat("all is well\n", 40) }
	})
}

func newMess(t *testing.T, r *rand.Rand, change func(*page.Deps)) *mess {
	u := &user{t: t, model: newModel(), keeper: &keeper{}, store: newShelf(), dir: t.TempDir()}
	d := u.deps()
	change(&d)
	keys, err := keymap.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	root, err := newRoot(d, keys)
	if err != nil {
		t.Fatal(err)
	}
	c := &mess{t: t, r: r, u: u, root: root, come: make(chan tea.Msg, 10_000)}
	c.run(root.Init())
	c.takes(tea.WindowSizeMsg{Width: 80, Height: 24})
	return c
}

// run runs a command as the program would, in a goroutine of its own.
func (c *mess) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		switch msg := cmd().(type) {
		case nil:
		case tea.BatchMsg:
			for _, one := range msg {
				c.run(one)
			}
		default:
			c.come <- msg
		}
	}()
}

func (c *mess) takes(msg tea.Msg) {
	if size, ok := msg.(tea.WindowSizeMsg); ok {
		c.width, c.height = size.Width, size.Height
	}
	_, cmd := c.root.Update(msg)
	c.run(cmd)
	content := c.root.View().Content
	if content == c.last {
		return
	}
	c.last = content
	lines := strings.Split(content, "\n")
	if len(lines) > c.height {
		c.t.Fatalf("%d lines on a screen of %d after %T", len(lines), c.height, msg)
	}
	for _, line := range lines {
		if n := c.root.env.Look.Size(line); n > c.width {
			c.t.Fatalf("a line has %d columns on a screen of %d after %T: %q", n, c.width, msg, line)
		}
	}
}

func (c *mess) step() {
	r := c.r
	if r.IntN(40) == 0 {
		c.takes(page.SwitchMsg{Gateway: page.Gateway{Streamer: c.u.model, Branch: []chat.Branch{mainBranch, preview, distant}[r.IntN(3)]}})
	}
	switch r.IntN(12) {
	case 0:
		c.takes(tea.WindowSizeMsg{Width: 1 + r.IntN(140), Height: 1 + r.IntN(50)})
	case 1:
		c.takes(tea.PasteMsg{Content: strings.Repeat(words[r.IntN(len(words))], 1+r.IntN(300))})
	case 2, 3:
		c.u.says(r)
		c.u.voicesSay(r)
	case 4, 5:
		word := words[r.IntN(len(words))]
		c.takes(tea.KeyPressMsg{Code: []rune(word)[0], Text: word})
	case 6:
		c.takes(tea.MouseWheelMsg{Button: tea.MouseWheelUp})
	default:
		c.takes(chaosKeys[r.IntN(len(chaosKeys))])
	}
	for {
		select {
		case msg := <-c.come:
			c.takes(msg)
		default:
			return
		}
	}
}

// ends lets all that is under way end, and looks whether the program can still
// be talked to.
func (c *mess) ends() {
	close(c.u.model.say)
	for c.root.chat.Busy() {
		c.takes(<-c.come)
	}
	c.root.over = nil
	c.takes(page.SwitchMsg{Gateway: page.Gateway{Streamer: c.u.model, Branch: mainBranch}})
	c.takes(tea.WindowSizeMsg{Width: 80, Height: 24})
	if !strings.Contains(ansi.Strip(c.last), "main · ") {
		c.t.Errorf("in the end the screen is\n%s", c.last)
	}
	c.root.close(c.t.Context())
}

var words = []string{"a", "r", "漢字 ", "👩‍👩‍👧", "/", "/model ", "@", "\t", "select 1;\n", "é", "\x1b", "hello world ", "\\", "ग्", "j", "?", "/new", "/fork", "/branch carry", "/origin", "/sessions "}

// chaosKeys are all but those that leave, suspend or open an editor.
var chaosKeys = func() []tea.KeyPressMsg {
	ctrl := func(r rune) tea.KeyPressMsg { return tea.KeyPressMsg{Code: r, Mod: tea.ModCtrl} }
	letter := func(r rune) tea.KeyPressMsg { return tea.KeyPressMsg{Code: r, Text: string(r)} }
	keys := []tea.KeyPressMsg{
		ctrl('s'), ctrl('d'), ctrl('l'), ctrl('r'), ctrl('t'), ctrl('x'), ctrl('w'), ctrl('u'), ctrl('k'), ctrl('y'), ctrl('f'), ctrl('j'), ctrl(tea.KeyEnd),
		letter('e'), letter('y'), letter('h'), letter('l'), letter('G'), letter('g'), letter('t'), letter('r'), letter('s'),
		letter('R'), letter('f'), letter('b'), letter('.'),
	}
	for _, code := range []rune{tea.KeyUp, tea.KeyDown} {
		keys = append(keys, tea.KeyPressMsg{Code: code, Mod: tea.ModAlt}, tea.KeyPressMsg{Code: code, Mod: tea.ModShift})
	}
	for _, code := range []rune{
		tea.KeyEnter, tea.KeyEnter, tea.KeyEnter, tea.KeyEscape, tea.KeyTab, tea.KeyUp, tea.KeyDown, tea.KeyLeft, tea.KeyRight,
		tea.KeyPgUp, tea.KeyPgDown, tea.KeyHome, tea.KeyEnd, tea.KeyBackspace, tea.KeyDelete,
	} {
		keys = append(keys, tea.KeyPressMsg{Code: code})
	}
	return keys
}()

// says has the model say something, if it was asked.
func (u *user) says(r *rand.Rand) {
	select {
	case u.model.say <- anything(r):
	default:
	}
}

func anything(r *rand.Rand) said {
	events := []said{
		{event: chat.TextDelta{Text: "some *text*\n\n- and\n- a list "}}, {event: chat.TextDelta{Text: "```go\nfunc main() {"}},
		{event: chat.TextDelta{Text: "}\n```\n| a | b |\n|--|--|\n| 漢字漢字漢字漢字漢字漢字 | ❤️ |\n"}}, {event: chat.ReasoningDelta{Text: "well… "}},
		{event: chat.Notice{Text: "something was dropped"}}, {end: true}, {err: errors.New("the line broke")},
	}
	return events[r.IntN(len(events))]
}
