package ui

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"neonchat/ui/compare"
	"neonchat/ui/composer"
	"neonchat/ui/conversation"
	"neonchat/ui/keymap"
	"neonchat/ui/page"
	"neonchat/ui/standings"
	"neonchat/ui/welcome"
)

// root is the root model of the program: the page, the overlay and the size.
// Screens change only in its Update.
type root struct {
	env       *page.Env
	page      page.Page
	chat      *conversation.Conversation
	comparing *compare.Page // nil: no comparison is open
	over      page.Page     // the overlay; nil: none
	wheel     wheel
	ticker    frameTicker
	width     int
	height    int
	view      tea.View
}

// Run opens the chat and returns when the user leaves it. The draft is kept for
// the next time; if that fails, the error is or wraps a page.UnkeptError.
func Run(ctx context.Context, d page.Deps) error {
	keys, err := keymap.New(d.Keys)
	if err != nil {
		return fmt.Errorf("reading the keys: %w", err)
	}
	r, err := newRoot(d, keys)
	if err != nil {
		return err
	}
	// Save the terminal's own title and cursor, to restore them afterwards.
	io.WriteString(d.Out, ansi.WindowOp(22, 0))
	defer io.WriteString(d.Out, ansi.WindowOp(23, 0)+ansi.SetCursorStyle(0)+ansi.ResetModeLightDark)
	r.ticker.program = tea.NewProgram(r, options(ctx, d)...)
	_, err = r.ticker.program.Run()
	leaving, cancel := d.Closing()
	defer cancel()
	unkept := r.close(leaving)
	if errors.Is(err, tea.ErrInterrupted) || errors.Is(err, tea.ErrProgramKilled) && ctx.Err() != nil {
		err = context.Canceled
	}
	switch {
	case unkept == nil:
		return err
	case errors.Is(err, context.Canceled): // the user has ended the program
		return unkept
	}
	return errors.Join(err, unkept)
}

func options(ctx context.Context, d page.Deps) []tea.ProgramOption {
	return []tea.ProgramOption{
		tea.WithContext(ctx), tea.WithInput(d.In), tea.WithOutput(d.Out), tea.WithEnvironment(d.Environment),
		tea.WithColorProfile(d.Colour), tea.WithFPS(framesPerSecond), tea.WithoutSignalHandler(),
	}
}

func newRoot(d page.Deps, keys keymap.Map) (*root, error) {
	env := page.NewEnv(d, keys)
	chat, err := conversation.New(env)
	if err != nil {
		return nil, err
	}
	r := &root{env: env, chat: chat, page: chat}
	if d.Streamer == nil {
		r.page = &welcome.Page{Env: env}
	}
	return r, nil
}

// close stops what is under way and keeps the draft, or returns an UnkeptError.
// It waits no longer than ctx lasts.
func (r *root) close(ctx context.Context) error {
	r.env.End()
	r.chat.StopAll()
	if r.comparing != nil {
		r.comparing.Stop()
	}
	unkept := r.env.Memory.Close(ctx, r.chat.Unsent())
	if r.comparing != nil {
		r.comparing.Close(ctx)
	}
	r.chat.Leave(ctx)
	r.env.Saver.Close(ctx)
	return unkept
}

func (r *root) Init() tea.Cmd {
	return tea.Batch(watchBackground(), r.env.Memory.Load(), r.env.AskLive(), r.chat.Begins(), r.env.AwaitSwitch(), r.env.AwaitTrouble(), r.compareFirst())
}

func (r *root) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if turned, ok := msg.(tea.MouseWheelMsg); ok {
		r.env.Pointer = turned.X
		if r.wheel.add(wheelLines(turned)) {
			return r, nil
		}
	}
	switch msg.(type) {
	case calmMsg:
		return r, r.ticker.rest()
	case hastyMsg:
		r.ticker.every(time.Second / framesPerSecond)
		return r, nil
	}
	cmd := r.dispatch(msg)
	if r.width <= 0 || r.height <= 0 {
		return r, cmd
	}
	arranged := tea.Batch(r.obey(r.page.Layout(r.width, r.height)), r.chat.KeepDraft())
	if r.over != nil {
		arranged = tea.Batch(arranged, r.obey(r.over.Layout(r.width, r.height)))
	}
	r.show()
	return r, tea.Batch(cmd, arranged, r.ticker.wake())
}

// dispatch passes a message to the screens that need it.
func (r *root) dispatch(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		r.width, r.height = msg.Width, msg.Height
		r.env.Look.Width = msg.Width
		return nil
	case tea.BackgroundColorMsg:
		r.env.SetBackground(msg)
		return nil
	case tea.ModeReportMsg:
		// Measure by characters from now on, as the renderer does.
		if msg.Mode == ansi.ModeUnicodeCore && (msg.Value == ansi.ModeReset || msg.Value == ansi.ModeSet || msg.Value == ansi.ModePermanentlySet) {
			r.env.Look.Method = ansi.GraphemeWidth
		}
		return nil
	case tea.KeyPressMsg:
		return tea.Batch(r.scroll(), r.obey(r.front().Press(msg)))
	case tea.PasteMsg:
		return r.obey(r.front().Paste(msg.Content))
	case tea.MouseWheelMsg:
		return tea.Batch(r.obey(r.front().Wheel(wheelLines(msg))), r.wheel.start())
	case wheelMsg:
		return r.scrollNext()
	case standings.StandingsMsg:
		r.over = standings.New(r.env, msg)
		return nil
	case page.ShowPage:
		return r.obey(msg)
	}
	cmd := tea.Batch(r.obey(r.env.Update(msg)), r.obey(r.chat.Update(msg)))
	switch msg.(type) {
	case uv.DarkColorSchemeEvent, uv.LightColorSchemeEvent, tea.FocusMsg, tea.ResumeMsg, composer.EditedMsg:
		cmd = tea.Batch(cmd, watchBackground(), r.ticker.hurry())
	}
	if r.page != page.Page(r.chat) {
		cmd = tea.Batch(cmd, r.obey(r.page.Update(msg)))
	}
	if r.over != nil {
		cmd = tea.Batch(cmd, r.obey(r.over.Update(msg)))
	}
	return cmd
}

// front is the screen on top.
func (r *root) front() page.Page {
	if r.over != nil {
		return r.over
	}
	return r.page
}

// show draws the frame that View returns until something changes.
func (r *root) show() {
	f := r.front().View(r.width, r.height)
	v := tea.NewView(page.Joined(r.env.Look, f.Lines, r.width, r.height))
	v.AltScreen, v.ReportFocus = true, true
	v.MouseMode = tea.MouseModeCellMotion
	v.Cursor = f.Cursor
	v.WindowTitle = r.chat.Title()
	if r.comparing != nil {
		v.WindowTitle = "comparing · " + cmp.Or(r.comparing.Title(), v.WindowTitle)
	}
	if r.chat.Turn != nil || r.comparing != nil && r.comparing.Busy() {
		v.ProgressBar = tea.NewProgressBar(tea.ProgressBarIndeterminate, 0)
	}
	r.view = v
}

func (r *root) View() tea.View { return r.view }
