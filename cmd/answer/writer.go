package answer

import (
	"io"
	"sync"
)

// A Writer writes what it is given as soon as it can, in as few writes as
// that takes: while one write is under way the next one collects. Its memory is
// bounded; a reader that falls behind holds the writer up.
type Writer struct {
	w    io.Writer
	most int

	mu     sync.Mutex
	change sync.Cond
	buf    []byte
	closed bool
	err    error
	done   chan struct{}
}

// NewWriter starts the goroutine that writes; close ends it.
func NewWriter(w io.Writer) *Writer {
	c := &Writer{w: w, most: 256 << 10, done: make(chan struct{})}
	c.change.L = &c.mu
	go c.run()
	return c
}

// WriteString takes s. Its error is that of an earlier write to the writer below.
func (c *Writer) WriteString(s string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(c.buf) >= c.most && c.err == nil {
		c.change.Wait()
	}
	if len(c.buf) == 0 {
		c.change.Broadcast()
	}
	c.buf = append(c.buf, s...)
	return c.err
}

// Close writes what is left.
func (c *Writer) Close() error {
	c.mu.Lock()
	c.closed = true
	c.change.Broadcast()
	c.mu.Unlock()
	<-c.done
	return c.err
}

func (c *Writer) run() {
	defer close(c.done)
	var spare []byte
	c.mu.Lock()
	defer c.mu.Unlock()
	for {
		for len(c.buf) == 0 && !c.closed {
			c.change.Wait()
		}
		if len(c.buf) == 0 {
			return
		}
		full := c.buf
		c.buf = spare[:0]
		c.mu.Unlock()
		_, err := c.w.Write(full)
		c.mu.Lock()
		spare = full
		if c.err == nil {
			c.err = err
		}
		c.change.Broadcast()
	}
}
