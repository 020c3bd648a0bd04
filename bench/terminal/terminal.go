// Package terminal runs a program as a user has it before them: in a pty, with
// an emulator at the other end that answers the program's questions. It is for
// looking at programs from outside and knows nothing of what they do. Start with
// [Start].
package terminal

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// A Terminal is a program and what stands on its screen.
type Terminal struct {
	cmd  *exec.Cmd
	tty  *os.File
	done chan struct{} // closed when all that the program wrote is on the screen

	mu     sync.Mutex
	change sync.Cond
	emu    *vt.Emulator
	hidden bool      // the cursor
	shown  time.Time // when the last bytes on the screen came
	bytes  int64
	ended  bool
	watch  func(at time.Time, s Screen)
}

// A Screen is what stands on a terminal at one moment.
type Screen struct {
	emu    *vt.Emulator
	hidden bool // the cursor
}

// Start runs c in a terminal of that many columns and rows. Close ends both.
func Start(c *exec.Cmd, cols, rows int) (*Terminal, error) {
	t := &Terminal{cmd: c, emu: vt.NewEmulator(cols, rows), done: make(chan struct{})}
	t.change.L = &t.mu
	t.emu.SetCallbacks(vt.Callbacks{CursorVisibility: func(visible bool) { t.hidden = !visible }})
	tty, err := pty.StartWithSize(c, size(cols, rows))
	if err != nil {
		return nil, err
	}
	t.tty = tty
	go io.Copy(tty, t.emu) // the answers to the program's questions; ends with the emulator
	chunks := make(chan chunk, 4096)
	go t.read(chunks)
	go t.show(chunks)
	return t, nil
}

func size(cols, rows int) *pty.Winsize {
	return &pty.Winsize{Cols: uint16(cols), Rows: uint16(rows)}
}

type chunk struct {
	at time.Time
	b  []byte
}

// read notes when bytes come, however long the emulator takes with them. It ends
// with the program.
func (t *Terminal) read(chunks chan<- chunk) {
	defer close(chunks)
	for {
		b := make([]byte, 16<<10)
		n, err := t.tty.Read(b)
		if n > 0 {
			chunks <- chunk{time.Now(), b[:n]}
		}
		if err != nil {
			return
		}
	}
}

func (t *Terminal) show(chunks <-chan chunk) {
	defer close(t.done)
	for c := range chunks {
		t.mu.Lock()
		t.emu.Write(c.b)
		t.bytes += int64(len(c.b))
		t.shown = c.at
		if t.watch != nil {
			t.watch(c.at, t.screen())
		}
		t.change.Broadcast()
		t.mu.Unlock()
	}
	t.mu.Lock()
	t.ended = true
	t.change.Broadcast()
	t.mu.Unlock()
}

func (t *Terminal) screen() Screen { return Screen{t.emu, t.hidden} }

// Watch has f called whenever the screen has changed, with the time when the
// bytes came. f may keep neither the screen nor its caller waiting.
func (t *Terminal) Watch(f func(at time.Time, s Screen)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.watch = f
}

// Look calls f with the screen as it is now.
func (t *Terminal) Look(f func(Screen)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	f(t.screen())
}

// Type sends what the keys send.
func (t *Terminal) Type(keys string) error {
	_, err := io.WriteString(t.tty, keys)
	return err
}

// Resize changes the size of the terminal, which the program is told.
func (t *Terminal) Resize(cols, rows int) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.emu.Resize(cols, rows)
	return pty.Setsize(t.tty, size(cols, rows))
}

// Bytes is how much the program has written.
func (t *Terminal) Bytes() int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.bytes
}

// Until waits for the screen to be as wanted and gives the time when the last
// bytes of that came. The error holds the screen that stood there instead.
func (t *Terminal) Until(patience time.Duration, is func(Screen) bool) (time.Time, error) {
	late := false
	timer := time.AfterFunc(patience, func() {
		t.mu.Lock()
		late = true
		t.change.Broadcast()
		t.mu.Unlock()
	})
	defer timer.Stop()
	t.mu.Lock()
	defer t.mu.Unlock()
	for !is(t.screen()) {
		if late || t.ended {
			return time.Time{}, errors.New("it never came to that; the screen:\n" + t.screen().String())
		}
		t.change.Wait()
	}
	return t.shown, nil
}

// Sees waits for text to stand in one row.
func (t *Terminal) Sees(patience time.Duration, text string) (time.Time, error) {
	return t.Until(patience, func(s Screen) bool { return s.Shows(text) })
}

// Quiet waits until the program has written nothing for so long.
func (t *Terminal) Quiet(long time.Duration) {
	for before := int64(-1); before != t.Bytes(); time.Sleep(long) {
		before = t.Bytes()
	}
}

// Pid is the program's.
func (t *Terminal) Pid() int { return t.cmd.Process.Pid }

// Wait waits for the program to end by itself and tells what it took.
func (t *Terminal) Wait() (*os.ProcessState, error) {
	err := t.cmd.Wait()
	<-t.done
	t.tty.Close()
	t.emu.InputPipe().(io.Closer).Close()
	return t.cmd.ProcessState, err
}

// Close ends the program, if it hasn't ended.
func (t *Terminal) Close() {
	if t.cmd.ProcessState == nil {
		t.cmd.Process.Kill()
		t.Wait()
	}
}

// Size is how many columns and rows there are.
func (s Screen) Size() (cols, rows int) { return s.emu.Width(), s.emu.Height() }

// Cell is nil for the second column of a wide character, and where nothing was
// ever written.
func (s Screen) Cell(x, y int) *uv.Cell {
	c := s.emu.CellAt(x, y)
	if c == nil || c.Width == 0 {
		return nil
	}
	return c
}

// Cursor is where the cursor stands, and whether it is shown.
func (s Screen) Cursor() (x, y int, shown bool) {
	p := s.emu.CursorPosition()
	return p.X, p.Y, !s.hidden
}

// Row is the text of a row, without the blanks at its end.
func (s Screen) Row(y int) string {
	var b strings.Builder
	for x := 0; x < s.emu.Width(); {
		c := s.Cell(x, y)
		if c == nil {
			b.WriteByte(' ')
			x++
			continue
		}
		b.WriteString(c.Content)
		x += c.Width
	}
	return strings.TrimRight(b.String(), " ")
}

// Shows reports whether text stands in one row.
func (s Screen) Shows(text string) bool {
	for y := range s.emu.Height() {
		if strings.Contains(s.Row(y), text) {
			return true
		}
	}
	return false
}

func (s Screen) String() string {
	rows := make([]string, s.emu.Height())
	for y := range rows {
		rows[y] = s.Row(y)
	}
	return strings.Join(rows, "\n")
}
