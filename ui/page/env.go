package page

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"neonchat/catalog"
	"neonchat/ui/keymap"
	"neonchat/ui/theme"
)

// A Env is what the screens share: what they need of the world, how things
// look, what is known of the models, and what is remembered.
type Env struct {
	Deps     Deps
	Keys     keymap.Map
	Look     theme.Look
	Known    catalog.Catalog
	Asking   bool // what the branch serves was asked
	Switches int  // how often the gateway became another
	Memory   *Memory
	Saver    Saver
	Pointer  int             // the column of the screen where the wheel was last turned
	Blurred  bool            // the terminal isn't looked at
	Enhanced bool            // the terminal has said that it tells shift+enter from enter
	context  context.Context // ends with the program
	End      context.CancelFunc
}

func NewEnv(d Deps, keys keymap.Map) *Env {
	ctx, end := context.WithCancel(context.Background())
	return &Env{
		context: ctx, End: end, Deps: d, Keys: keys, Known: d.Models(), Memory: NewMemory(d.Keep), Saver: newLedger(d.Store),
		Look: theme.Look{Light: d.Light, Plain: d.Colour <= colorprofile.NoTTY, Colourless: d.Colour <= colorprofile.ASCII, Style: d.Style},
	}
}

type LiveMsg struct {
	Switches int // when it was asked
	Known    catalog.Catalog
	Err      error
}

// AskLive asks what the branch serves, once there is somebody to ask.
func (d *Env) AskLive() tea.Cmd {
	if d.Deps.Live == nil || d.Deps.Streamer == nil || d.Asking {
		return nil
	}
	d.Asking = true
	live, switches := d.Deps.Live, d.Switches
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		known, err := live(ctx)
		return LiveMsg{switches, known, err}
	}
}

func (d *Env) Update(msg tea.Msg) Intent {
	switch msg := msg.(type) {
	case LiveMsg:
		if msg.Err == nil && msg.Switches == d.Switches {
			d.Known = msg.Known
		}
	case tea.KeyboardEnhancementsMsg:
		d.Enhanced = msg.SupportsKeyDisambiguation()
	case tea.FocusMsg:
		d.Blurred = false
	case tea.BlurMsg:
		d.Blurred = true
	case RememberedMsg, savedMsg:
		return d.Memory.Update(msg)
	}
	return nil
}

// Copy hands text to the terminal's clipboard and to the system's: which of the
// two arrives depends on where the terminal is, and neither answers.
func (d *Env) Copy(text string) tea.Cmd {
	native := d.Deps.Copy
	if native == nil {
		return tea.SetClipboard(text)
	}
	return tea.Batch(tea.SetClipboard(text), func() tea.Msg {
		native(text) // the terminal's may have worked
		return nil
	})
}

func (d *Env) Open(link string) tea.Cmd {
	show := d.Deps.Open
	if show == nil {
		return d.Copy(link)
	}
	return func() tea.Msg {
		if err := show(link); err != nil {
			return NoticeMsg{"opening " + link + ": " + err.Error()}
		}
		return nil
	}
}

// A TroubleMsg is something to know that comes from outside.
type TroubleMsg struct{ Problem Problem }

// AwaitTrouble waits for it. There is one such command at a time, and it ends with the
// program.
func (d *Env) AwaitTrouble() tea.Cmd {
	told, ctx := d.Deps.Told, d.context
	if told == nil {
		return nil
	}
	return func() tea.Msg {
		select {
		case p, more := <-told:
			if more {
				return TroubleMsg{p}
			}
		case <-ctx.Done():
		}
		return nil
	}
}

// A NoticeMsg is something to say that a command found out.
type NoticeMsg struct{ Text string }

// A SwitchMsg is another gateway to talk to from now on.
type SwitchMsg struct {
	Gateway Gateway
	Err     error
}

// AwaitSwitch waits for the branch to be switched. There is one such command at a time,
// and it ends with the program.
func (d *Env) AwaitSwitch() tea.Cmd {
	next, ctx := d.Deps.Next, d.context
	if next == nil {
		return nil
	}
	return func() tea.Msg {
		g, err := next(ctx)
		if ctx.Err() != nil {
			return nil
		}
		return SwitchMsg{g, err}
	}
}

// SetBackground notes the background, unless the theme says what to take it for.
func (d *Env) SetBackground(msg tea.BackgroundColorMsg) {
	if d.Deps.Style != "dark" && d.Deps.Style != "light" {
		d.Look.Light = !msg.IsDark()
	}
}

// StepAside leaves the terminal to another program. That must not be told when the
// colours change.
func StepAside(leave tea.Cmd) tea.Cmd {
	return tea.Sequence(tea.Raw(ansi.ResetModeLightDark), leave)
}

// longAnswer is how long an answer takes that is worth a word when nobody looks.
const longAnswer = 10 * time.Second

// Notify tells who looks elsewhere what is done, if it took long.
func (d *Env) Notify(took time.Duration, what string) tea.Cmd {
	if !d.Deps.Notify || !d.Blurred || took < longAnswer {
		return nil
	}
	return tea.Raw(ansi.Notify(what) + "\a")
}
