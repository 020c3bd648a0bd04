package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"neonchat/catalog"

	"neonchat/ui/theme"

	"neonchat/ui/keymap"
)

// A desk is what the screens share: what they need of the world, how things
// look, what is known of the models, and what is remembered.
type desk struct {
	deps     Deps
	keys     keymap.Map
	look     theme.Look
	known    catalog.Catalog
	asking   bool // what the branch serves was asked
	switches int  // how often the gateway became another
	memory   *memory
	ledger   ledger
	pointer  int             // the column of the screen where the wheel was last turned
	enhanced bool            // the terminal has said that it tells shift+enter from enter
	context  context.Context // ends with the program
	end      context.CancelFunc
}

func newDesk(d Deps, keys keymap.Map) *desk {
	ctx, end := context.WithCancel(context.Background())
	return &desk{
		context: ctx, end: end, deps: d, keys: keys, known: d.known(), memory: newMemory(d.Keep), ledger: newLedger(d.Store),
		look: theme.Look{Light: d.Light, Plain: d.Colour <= colorprofile.NoTTY, Style: d.Style},
	}
}

type liveMsg struct {
	switches int // when it was asked
	known    catalog.Catalog
	err      error
}

// askLive asks what the branch serves, once there is somebody to ask.
func (d *desk) askLive() tea.Cmd {
	if d.deps.Live == nil || d.deps.Streamer == nil || d.asking {
		return nil
	}
	d.asking = true
	live, switches := d.deps.Live, d.switches
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		known, err := live(ctx)
		return liveMsg{switches, known, err}
	}
}

func (d *desk) hear(msg tea.Msg) intent {
	switch msg := msg.(type) {
	case liveMsg:
		if msg.err == nil && msg.switches == d.switches {
			d.known = msg.known
		}
	case tea.KeyboardEnhancementsMsg:
		d.enhanced = msg.SupportsKeyDisambiguation()
	case keptMsg, savedMsg:
		return d.memory.hear(msg)
	}
	return nil
}

// copy hands text to the terminal's clipboard and to the system's: which of the
// two arrives depends on where the terminal is, and neither answers.
func (d *desk) copy(text string) tea.Cmd {
	native := d.deps.Copy
	if native == nil {
		return tea.SetClipboard(text)
	}
	return tea.Batch(tea.SetClipboard(text), func() tea.Msg {
		native(text) // the terminal's may have worked
		return nil
	})
}

func (d *desk) open(link string) tea.Cmd {
	show := d.deps.Open
	if show == nil {
		return d.copy(link)
	}
	return func() tea.Msg {
		if err := show(link); err != nil {
			return saidMsg{"opening " + link + ": " + err.Error()}
		}
		return nil
	}
}

// A toldMsg is something to know that comes from outside.
type toldMsg struct{ problem Problem }

// listen waits for it. There is one such command at a time, and it ends with the
// program.
func (d *desk) listen() tea.Cmd {
	told, ctx := d.deps.Told, d.context
	if told == nil {
		return nil
	}
	return func() tea.Msg {
		select {
		case p, more := <-told:
			if more {
				return toldMsg{p}
			}
		case <-ctx.Done():
		}
		return nil
	}
}

// A saidMsg is something to say that a command found out.
type saidMsg struct{ text string }

// A switchMsg is another gateway to talk to from now on.
type switchMsg struct {
	gateway Gateway
	err     error
}

// await waits for the branch to be switched. There is one such command at a time,
// and it ends with the program.
func (d *desk) await() tea.Cmd {
	next, ctx := d.deps.Next, d.context
	if next == nil {
		return nil
	}
	return func() tea.Msg {
		g, err := next(ctx)
		if ctx.Err() != nil {
			return nil
		}
		return switchMsg{g, err}
	}
}

// shine notes the background, unless the theme says what to take it for.
func (d *desk) shine(msg tea.BackgroundColorMsg) {
	if d.deps.Style != "dark" && d.deps.Style != "light" {
		d.look.Light = !msg.IsDark()
	}
}
