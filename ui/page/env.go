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

// An Env is what the pages share: the outside world, the keys, the look, what is
// known of the models, and what is kept between runs.
type Env struct {
	Deps     Deps
	Keys     keymap.Map
	Look     theme.Look
	Known    catalog.Catalog
	Asking   bool // the branch was asked what it serves
	Switches int  // how often the gateway was switched
	Memory   *Memory
	Saver    Saver
	Pointer  int             // the column of the screen where the wheel was last turned
	Blurred  bool            // the terminal has lost the focus
	Enhanced bool            // the terminal reports that it tells shift+enter from enter
	context  context.Context // ends with the program
	End      context.CancelFunc
}

// NewEnv makes the environment of a program. Call End when the program ends.
func NewEnv(d Deps, keys keymap.Map) *Env {
	ctx, end := context.WithCancel(context.Background())
	return &Env{
		context: ctx, End: end, Deps: d, Keys: keys, Known: d.Models(), Memory: NewMemory(d.Keep), Saver: newSaver(d.Store),
		Look: theme.Look{Light: d.Light, Plain: d.Colour <= colorprofile.NoTTY, Colourless: d.Colour <= colorprofile.ASCII, Style: d.Style},
	}
}

// A LiveMsg brings what the branch serves.
type LiveMsg struct {
	Switches int // Env.Switches when the branch was asked
	Known    catalog.Catalog
	Err      error
}

// AskLive asks the branch what it serves, once there is a gateway.
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

// Update handles the messages that change the environment.
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

// Copy writes text to the terminal's clipboard and to the system's. Which of the
// two is the user's depends on where the terminal is, and neither reports
// success.
func (d *Env) Copy(text string) tea.Cmd {
	native := d.Deps.Copy
	if native == nil {
		return tea.SetClipboard(text)
	}
	return tea.Batch(tea.SetClipboard(text), func() tea.Msg {
		native(text) // ignore the error: the terminal's may have worked
		return nil
	})
}

// Open opens a web page, or copies its address where that isn't possible.
func (d *Env) Open(link string) tea.Cmd {
	show := d.Deps.Open
	if show == nil {
		return d.Copy(link)
	}
	return func() tea.Msg {
		if err := show(link); err != nil {
			return NoticeMsg{Text: "opening " + link + ": " + err.Error()}
		}
		return nil
	}
}

// A TroubleMsg brings a problem of the store.
type TroubleMsg struct{ Problem Problem }

// AwaitTrouble waits for the next problem of the store. Run one such command at
// a time; it ends with the program.
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

// A NoticeMsg is a notice that a command wants shown.
type NoticeMsg struct {
	Text   string
	Failed bool // what was asked for could not be done
}

// A SwitchMsg brings the gateway to use from now on.
type SwitchMsg struct {
	Gateway Gateway
	Err     error
}

// AwaitSwitch waits until the branch is switched. Run one such command at a
// time; it ends with the program.
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

// SetBackground follows the terminal's background, unless the style fixes it.
func (d *Env) SetBackground(msg tea.BackgroundColorMsg) {
	if d.Deps.Style != "dark" && d.Deps.Style != "light" {
		d.Look.Light = !msg.IsDark()
	}
}

// StepAside leaves the terminal to another program. It turns the reports of
// colour changes off first, so that they don't reach that program.
func StepAside(leave tea.Cmd) tea.Cmd {
	return tea.Sequence(tea.Raw(ansi.ResetModeLightDark), leave)
}

// longAnswer is how long an answer must have taken to be worth a notification.
const longAnswer = 10 * time.Second

// Notify notifies a user who looks elsewhere that something is done, if it took
// long.
func (d *Env) Notify(took time.Duration, what string) tea.Cmd {
	if !d.Deps.Notify || !d.Blurred || took < longAnswer {
		return nil
	}
	return tea.Raw(ansi.Notify(what) + "\a")
}
