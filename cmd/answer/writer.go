package answer

import (
	"io"
	"sync"
)

// A Writer writes in the background, in as few writes as possible: while one write
// runs, it buffers what comes next. The buffer is bounded; when the reader falls
// behind, WriteString blocks.
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

// NewWriter starts the goroutine that writes. Close ends it.
func NewWriter(w io.Writer) *Writer {
	c := &Writer{w: w, most: 256 << 10, done: make(chan struct{})}
	c.change.L = &c.mu
	go c.run()
	return c
}

// WriteString buffers s. It returns the error of an earlier write, if any.
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
