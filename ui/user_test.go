package ui

import (
	"errors"
	"fmt"
	"image/color"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"

	"neonchat/catalog"
	"neonchat/chat"
	"neonchat/ui/keymap"
	"neonchat/ui/page"
)

// patienceOfTests is how long to wait for what should have come.
const patienceOfTests = 10 * time.Second

// A user sits before the program on a terminal that is an emulator: presses
// keys, and sees cells.
type user struct {
	t      *testing.T
	p      *tea.Program
	root   *root
	in     *pipe
	model  *model
	keeper *keeper
	store  *shelf
	dir    string
	cols   int
	rows   int

	mu       sync.Mutex
	change   sync.Cond
	emu      *vt.Emulator
	title    string
	modes    map[ansi.Mode]bool
	sent     []string // to the clipboard
	alarms   int
	progress []string // of OSC 9;4
	rested   bool     // no frames are drawn any more
	hurried  bool     // a frame was, sooner than usual
	recalls  bool     // what was kept has been read
	ended    chan struct{}
}

// sits opens the program; change may set what it needs otherwise.
func sits(t *testing.T, cols, rows int, change ...func(*page.Deps)) *user {
	t.Helper()
	u := &user{t: t, in: newPipe(), model: newModel(), keeper: &keeper{}, store: newShelf(), dir: t.TempDir(), cols: cols, rows: rows, ended: make(chan struct{})}
	u.change.L = &u.mu
	u.emu = vt.NewEmulator(cols, rows)
	u.emu.Write([]byte("\x1b[20h")) // no tty turns NL into CRLF here
	u.modes = map[ansi.Mode]bool{}
	u.emu.SetCallbacks(vt.Callbacks{
		Title:      func(s string) { u.title = s },
		EnableMode: func(m ansi.Mode) { u.modes[m] = true }, DisableMode: func(m ansi.Mode) { u.modes[m] = false },
	})
	u.emu.RegisterOscHandler(52, func(data []byte) bool { u.sent = append(u.sent, string(data)); return true })
	u.emu.RegisterOscHandler(9, func(data []byte) bool {
		if strings.HasPrefix(string(data), "9;4") {
			u.progress = append(u.progress, string(data))
		} else {
			u.alarms++
		}
		return true
	})
	go io.Copy(u.in, u.emu)
	d := u.deps()
	for _, c := range change {
		c(&d)
	}
	if s, ok := d.Store.(*shelf); ok {
		u.store = s
	}
	if d.Light {
		u.emu.SetDefaultBackgroundColor(color.White)
	}
	keys, err := keymap.New(d.Keys)
	if err != nil {
		t.Fatal(err)
	}
	u.root, err = newRoot(d, keys)
	if err != nil {
		t.Fatal(err)
	}
	o := append(options(t.Context(), d), tea.WithWindowSize(cols, rows), tea.WithFPS(120), tea.WithoutSignals(), tea.WithFilter(u.hears))
	u.p = tea.NewProgram(u.root, o...)
	u.root.ticker.program = u.p
	go func() {
		defer close(u.ended)
		u.p.Run()
		ctx, cancel := d.Closing()
		defer cancel()
		u.root.close(ctx)
		u.mu.Lock()
		u.change.Broadcast()
		u.mu.Unlock()
	}()
	t.Cleanup(u.leaves)
	return u
}

// hears notes what the user can't see.
func (u *user) hears(_ tea.Model, msg tea.Msg) tea.Msg {
	u.mu.Lock()
	defer u.mu.Unlock()
	switch msg.(type) {
	case calmMsg:
		u.rested = u.rested || !u.root.ticker.woken
	case hastyMsg:
		u.hurried = true
	case page.RememberedMsg:
		u.recalls = true
	default:
		return msg
	}
	u.change.Broadcast()
	return msg
}

func (u *user) deps() page.Deps {
	known := catalog.Embedded()
	return page.Deps{
		Gateway: page.Gateway{Streamer: u.model, Branch: mainBranch}, Known: known,
		Resolve: func(target string) (chat.Model, catalog.Model, chat.Options, error) {
			t, err := catalog.ParseTarget(target)
			if err != nil {
				return chat.Model{}, catalog.Model{}, chat.Options{}, err
			}
			facts, _ := known.Find(t.Model)
			m := chat.Model{ID: t.Model, Dialect: facts.Dialect, Inputs: facts.Input, Efforts: facts.Effort}
			if t.Dialect != "" {
				m.Dialect = t.Dialect
			}
			return m, facts, chat.Options{Effort: t.Effort}, nil
		},
		Target: "claude-sonnet-4-6",
		Explain: func(a chat.Answer, err error, _ chat.Options) page.Problem {
			if err == nil && a.Err != "" {
				err = errors.New(a.Err)
			}
			if err == nil {
				return page.Problem{}
			}
			return page.Problem{Text: err.Error(), Hint: "wait a moment"}
		},
		Store: u.store, Keep: u.keeper, Dir: u.dir, In: u.in, Out: u, Colour: colorprofile.TrueColor,
		Environment: []string{"TERM=xterm-256color"}, Frame: time.Millisecond,
		Now: func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) },
	}
}

var mainBranch = chat.Branch{ID: "br-test-123", Name: "main", Project: "quiet-moon-1"}

// Write is the terminal's side of the program's output.
func (u *user) Write(b []byte) (int, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	defer u.change.Broadcast()
	// The emulator can't take a frame that was drawn for a larger screen, just
	// before a resize; the program draws the whole of the next one.
	defer func() { recover() }()
	return u.emu.Write(b)
}

func (u *user) leaves() {
	u.p.Quit()
	<-u.ended
	u.in.close()
	u.emu.InputPipe().(io.Closer).Close() // its answers end, and with them who copies them
}

// keys are the names of those that are no text.
var keyBytes = map[string]string{
	"enter": "\r", "esc": "\x1b[27u", "tab": "\t", "up": "\x1b[A", "down": "\x1b[B", "left": "\x1b[D", "right": "\x1b[C",
	"pgup": "\x1b[5~", "pgdown": "\x1b[6~", "home": "\x1b[H", "end": "\x1b[F", "backspace": "\x7f", "delete": "\x1b[3~",
	"insert": "\x1b[2~", "ctrl+space": "\x00", "shift+enter": "\x1b[13;2u", "alt+enter": "\x1b\r", "alt+m": "\x1bm", "alt+up": "\x1b[1;3A", "shift+up": "\x1b[1;2A", "shift+down": "\x1b[1;2B", "ctrl+end": "\x1b[1;5F", "ctrl+home": "\x1b[1;5H",
}

// press types text, or keys by their names.
func (u *user) press(keys ...string) {
	u.t.Helper()
	for _, k := range keys {
		if b, ok := keyBytes[k]; ok {
			k = b
		} else if c, ok := strings.CutPrefix(k, "ctrl+"); ok && len(c) == 1 {
			k = string(c[0] & 0x1f)
		}
		u.in.Write([]byte(k))
	}
}

func (u *user) pastes(text string) { u.in.Write([]byte("\x1b[200~" + text + "\x1b[201~")) }

func (u *user) resizes(cols, rows int) {
	u.mu.Lock()
	u.cols, u.rows = cols, rows
	u.emu.Resize(cols, rows)
	u.mu.Unlock()
	u.p.Send(tea.WindowSizeMsg{Width: cols, Height: rows})
}

// screen is what stands on the terminal.
func (u *user) screen() string {
	lines := make([]string, u.emu.Height())
	for y := range lines {
		var b strings.Builder
		for x := 0; x < u.emu.Width(); {
			cell := u.emu.CellAt(x, y)
			if cell == nil || cell.Width == 0 {
				b.WriteByte(' ')
				x++
				continue
			}
			b.WriteString(cell.Content)
			x += cell.Width
		}
		lines[y] = strings.TrimRight(b.String(), " ")
	}
	return strings.Join(lines, "\n")
}

// until waits for the screen to be as wanted.
func (u *user) until(what string, is func(screen string) bool) string {
	u.t.Helper()
	late := false
	timer := time.AfterFunc(patienceOfTests, func() {
		u.mu.Lock()
		late = true
		u.change.Broadcast()
		u.mu.Unlock()
	})
	defer timer.Stop()
	u.mu.Lock()
	defer u.mu.Unlock()
	for {
		s := u.screen()
		if is(s) {
			return s
		}
		if late {
			u.t.Fatalf("never %s; the screen:\n%s", what, s)
		}
		u.change.Wait()
	}
}

func (u *user) sees(texts ...string) {
	u.t.Helper()
	for _, text := range texts {
		u.until(fmt.Sprintf("saw %q", text), func(s string) bool { return strings.Contains(s, text) })
	}
}

func (u *user) seesNo(text string) {
	u.t.Helper()
	u.until(fmt.Sprintf("lost sight of %q", text), func(s string) bool { return !strings.Contains(s, text) })
}

// colourOf is the colour of the first cell of a text on the screen.
func (u *user) colourOf(text string) color.Color {
	u.t.Helper()
	var c color.Color
	u.until("saw "+text, func(s string) bool {
		for y, line := range strings.Split(s, "\n") {
			if before, _, ok := strings.Cut(line, text); ok {
				c = u.emu.CellAt(ansi.StringWidth(before), y).Style.Fg
				return true
			}
		}
		return false
	})
	return c
}

// cursor waits for the cursor to stand at a cell.
func (u *user) cursorAt(x, y int) {
	u.t.Helper()
	var at string
	defer func() {
		if u.t.Failed() {
			u.t.Logf("the cursor is at %s", at)
		}
	}()
	u.until(fmt.Sprintf("saw the cursor at %d,%d", x, y), func(string) bool {
		p := u.emu.CursorPosition()
		at = fmt.Sprint(p)
		return p.X == x && p.Y == y
	})
}

// asked waits until the model was asked and that is on the screen, and gives the
// request.
func (u *user) asked() chat.Request {
	u.t.Helper()
	select {
	case <-u.model.asked:
	case <-time.After(patienceOfTests):
		u.mu.Lock()
		defer u.mu.Unlock()
		u.t.Fatalf("the model was never asked; the screen:\n%s", u.screen())
	}
	u.seesNo("Ask something")
	u.model.mu.Lock()
	defer u.model.mu.Unlock()
	return u.model.requests[len(u.model.requests)-1]
}

// comes has more of the answer arrive.
func (u *user) comes(events ...chat.Event) {
	u.t.Helper()
	for _, e := range events {
		select {
		case u.model.say <- said{event: e}:
		case <-time.After(patienceOfTests):
			u.t.Fatal("nobody reads the answer")
		}
	}
}

func (u *user) text(deltas ...string) {
	u.t.Helper()
	for _, d := range deltas {
		u.comes(chat.TextDelta{Text: d})
	}
}

// ends has the answer end well.
func (u *user) ends() {
	u.t.Helper()
	u.comes(chat.UsageUpdate{Usage: &chat.Usage{Input: 1000, Output: 200}}, chat.Stopped{Stop: chat.Stop{Reason: chat.StopEnd, Raw: "stop"}})
	u.model.say <- said{end: true}
}

func (u *user) fails(err error) {
	u.t.Helper()
	u.model.say <- said{err: err}
}

// answers is a whole turn: the question is typed, the answer comes.
func (u *user) answers(question, answer string) {
	u.t.Helper()
	u.press(question, "enter")
	u.asked()
	u.sees("enter queues")
	u.text(answer)
	u.ends()
	u.sees("Ask something")
}

// remembers waits until what was kept has been read.
func (u *user) remembers() {
	u.t.Helper()
	u.until("remembered what was asked", func(string) bool { return u.recalls })
}
