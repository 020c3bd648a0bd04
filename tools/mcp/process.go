package mcp

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"
)

const (
	// graceLimit is how long a server may take to end after its input has, and
	// again after it was asked to.
	graceLimit = time.Second

	// lineLimit is the longest message of a server that is read.
	lineLimit = 32 << 20
)

var errTooLong = errors.New("it sent a message of more than 32 MB")

// A process is a server that runs on this machine. It ends with this program,
// whatever ends that: see [guard].
type process struct {
	cmd    *exec.Cmd
	guard  guard
	stdin  io.WriteCloser
	stdout *messages
	words  *words

	done chan struct{} // closed when it has ended; err is set before
	err  error

	closing sync.Once
}

// startProcess starts cmd. What it says beside messages goes to log, a line at
// a time.
func startProcess(cmd *exec.Cmd, log func(line string)) (*process, error) {
	p := &process{cmd: cmd, words: &words{log: log}, done: make(chan struct{})}
	cmd.Stderr = p.words
	cmd.WaitDelay = graceLimit // a grandchild may hold stderr open
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, writer, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	cmd.Stdout = writer
	p.stdin, p.stdout = stdin, &messages{in: bufio.NewReaderSize(stdout, 64<<10), closer: stdout, words: p.words}
	p.guard.prepare(cmd)
	err = cmd.Start()
	_ = writer.Close()
	if err != nil {
		_ = stdout.Close()
		return nil, fmt.Errorf("starting it: %w", err)
	}
	p.guard.watch(cmd)
	go p.wait()
	return p, nil
}

// wait ends with the process, and takes what it has started along.
func (p *process) wait() {
	p.err = p.cmd.Wait()
	p.guard.kill(p.cmd)
	close(p.done)
}

// Close ends the process: it closes its input, then asks, then kills, and with
// it all that it has started.
func (p *process) Close() error {
	p.closing.Do(func() {
		_ = p.stdin.Close()
		if p.ended(graceLimit) {
			return
		}
		p.guard.ask(p.cmd)
		if p.ended(graceLimit) {
			return
		}
		p.guard.kill(p.cmd)
		p.ended(graceLimit)
	})
	return nil
}

func (p *process) ended(in time.Duration) bool {
	t := time.NewTimer(in)
	defer t.Stop()
	select {
	case <-p.done:
		return true
	case <-t.C:
		return false
	}
}

// why says how the process ended, with the last of its words.
func (p *process) why() string {
	select {
	case <-p.done:
	case <-time.After(graceLimit): // its output ended, so it's about to
		return "it closed its output"
	}
	said := "it ended"
	if p.err != nil {
		said += " (" + p.err.Error() + ")"
	}
	if last := p.words.last(); last != "" {
		said += ": " + last
	}
	return said
}

// messages reads a server's messages. Lines that are none, such as greetings,
// would end the conversation: they count among its words.
type messages struct {
	in     *bufio.Reader
	closer io.Closer
	words  *words
	rest   []byte
}

func (m *messages) Read(p []byte) (int, error) {
	for len(m.rest) == 0 {
		line, err := m.line()
		if err != nil {
			return 0, err
		}
		if !bytes.Contains(line, []byte(`"jsonrpc"`)) {
			_, _ = m.words.Write(line)
			continue
		}
		m.rest = line
	}
	n := copy(p, m.rest)
	m.rest = m.rest[n:]
	return n, nil
}

// line reads a line with its end.
func (m *messages) line() ([]byte, error) {
	var line []byte
	for {
		part, err := m.in.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case err == nil:
			return line, nil
		case len(line) > lineLimit:
			_ = m.closer.Close() // who writes more is told so
			return nil, errTooLong
		case errors.Is(err, bufio.ErrBufferFull):
		case len(line) > 0:
			return append(line, '\n'), nil
		default:
			return nil, err
		}
	}
}

func (m *messages) Close() error { return m.closer.Close() }

// words are what a server says beside its messages. They are logged up to a
// limit, and the latest are remembered.
type words struct {
	log func(line string)

	mu     sync.Mutex
	line   []byte
	recent []string
	logged int
}

const (
	wordsLimit  = 1 << 20 // of all that is logged
	wordLimit   = 4 << 10 // of a line
	recentWords = 3
)

func (w *words) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for part := range bytes.Lines(p) {
		text, whole := bytes.CutSuffix(part, []byte("\n"))
		w.line = append(w.line, text[:min(len(text), wordLimit-min(len(w.line), wordLimit))]...)
		if whole {
			w.end()
		}
	}
	return len(p), nil
}

func (w *words) end() {
	line := oneLine(string(w.line), wordLimit)
	w.line = w.line[:0]
	if line == "" {
		return
	}
	w.recent = append(w.recent, line)
	if len(w.recent) > recentWords {
		w.recent = w.recent[1:]
	}
	before := w.logged
	w.logged += len(line)
	switch {
	case w.logged <= wordsLimit:
		w.log(line)
	case before <= wordsLimit:
		w.log("(what else it says isn't logged)")
	}
}

// last are the latest words, as one short line.
func (w *words) last() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.line) > 0 {
		w.end()
	}
	return oneLine(strings.Join(w.recent, " · "), 300)
}
