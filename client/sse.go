package client

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/tmaxmax/go-sse"
)

// maxEvent bounds one event, and an answer that is none, in bytes. A generated
// image is megabytes.
const maxEvent = 64 << 20

var errEventTooBig = errors.New("one piece of the answer is larger than 64 MiB")

// An eventReader cuts a body into whole events. Those of the common shape it
// reads itself; every other is for go-sse. That can't be given the body: it looks
// at an unfinished event again from its start on each read, which makes a large
// one quadratic; it loses a last event without a line end; it hides the error of
// the network; it can't tell that lines came which are no events; and it takes
// a carriage return at the end of a read for a line end of its own.
type eventReader struct {
	r     io.Reader
	buf   []byte
	whole int // buf[:whole] are whole events
	line  int // where the line under way starts
	seen  int // scanned for line ends up to here

	begun   bool // events have been passed on
	afterCR bool
	err     error // what ended the body; nil while it goes on

	cut   bool   // the event passed on is the last, and the body ended within it
	stray []byte // lines that are no fields of an event
}

func newEventReader(r io.Reader) *eventReader { return &eventReader{r: r} }

// frames reads the body to its end. Events without data are passed over. An
// error is the last pair; a body that simply ends has none.
func (e *eventReader) frames() iter.Seq2[frame, error] {
	return func(yield func(frame, error) bool) {
		for e.err == nil {
			e.fill()
			if !e.pass(yield) {
				return
			}
		}
		if len(e.buf) > 0 {
			e.cut = true
			e.buf = append(e.buf, "\n\n"...)
			e.scan()
			if !e.pass(yield) {
				return
			}
		}
		if e.err != io.EOF {
			yield(frame{}, fmt.Errorf("reading the answer: %w", e.err))
		}
	}
}

// pass takes the whole events out of the buffer. All of them are one string
// together, since making one of each would cost more than reading it.
func (e *eventReader) pass(yield func(frame, error) bool) bool {
	if e.whole == 0 {
		return true // an unfinished event stays where it is, however often it grows
	}
	events := string(e.buf[:e.whole])
	e.buf = append(e.buf[:0], e.buf[e.whole:]...)
	e.line -= e.whole
	e.seen -= e.whole
	e.whole = 0
	if events != "" && !e.begun {
		e.begun = true
		events = strings.TrimPrefix(events, "\ufeff") // a byte order mark
	}
	for events = strings.TrimLeft(events, "\n"); events != ""; events = strings.TrimLeft(events, "\n") {
		var event string
		event, events, _ = strings.Cut(events, "\n\n")
		f, ok := common(event)
		if !ok {
			f = uncommon(event)
		}
		if f.data != "" && !yield(f, nil) {
			return false
		}
	}
	return true
}

// common reads an event of one line of data, which may have a name before it.
func common(event string) (f frame, ok bool) {
	if name, named := strings.CutPrefix(event, "event: "); named {
		f.name, event, _ = strings.Cut(name, "\n")
	}
	f.data, ok = strings.CutPrefix(event, "data: ")
	return f, ok && strings.IndexByte(f.data, '\n') < 0
}

// uncommon has go-sse read one event, behind a comment: it would take a byte
// order mark at the beginning for the stream's.
func uncommon(event string) (f frame) {
	event = ":\n" + event + "\n\n"
	for ev, err := range sse.Read(strings.NewReader(event), &sse.ReadConfig{MaxEventSize: len(event) + 4096}) {
		if err == nil {
			f = frame{data: ev.Data, name: ev.Type}
		}
	}
	return f
}

// fill reads once, and finds what is whole.
func (e *eventReader) fill() {
	e.buf = roomier(e.buf, oneRead)
	n, err := e.r.Read(e.buf[len(e.buf):cap(e.buf)])
	e.buf = e.newlines(e.buf[:len(e.buf)+n], len(e.buf))
	e.scan()
	if err == nil && max(len(e.buf)-e.whole, len(e.stray)) > maxEvent {
		err = errEventTooBig
		e.buf = e.buf[:e.whole]
	}
	e.err = err
}

// oneRead is how much is read at once, in bytes.
const oneRead = 32 << 10

// roomier is the buffer with room for n bytes more. It doubles, up to what an event
// may have: append grows by a quarter, and of a line without an end the buffers
// left behind would be several times its size.
func roomier(b []byte, n int) []byte {
	if cap(b)-len(b) >= n {
		return b
	}
	room := 2 * cap(b)
	if room >= maxEvent {
		room = maxEvent + 2*oneRead
	}
	return append(make([]byte, 0, max(room, len(b)+n)), b...)
}

// newlines makes every line end from there on a single line feed.
func (e *eventReader) newlines(b []byte, from int) []byte {
	to, rest := from, b[from:]
	for len(rest) > 0 {
		if e.afterCR && rest[0] == '\n' {
			rest = rest[1:]
		}
		i := bytes.IndexByte(rest, '\r')
		if e.afterCR = i >= 0; !e.afterCR {
			if to+len(rest) == len(b) {
				return b
			}
			to += copy(b[to:], rest)
			break
		}
		to += copy(b[to:], rest[:i])
		b[to] = '\n'
		to++
		rest = rest[i+1:]
	}
	return b[:to]
}

// scan finds the last line end that closes an event, and the strays.
func (e *eventReader) scan() {
	for {
		i := bytes.IndexByte(e.buf[e.seen:], '\n')
		if i < 0 {
			e.seen = len(e.buf)
			return
		}
		end := e.seen + i
		if end == e.line {
			e.whole = end + 1
		} else if line := e.buf[e.line:end]; !isField(line) {
			e.stray = append(append(roomier(e.stray, len(line)+1), line...), '\n')
		}
		e.line, e.seen = end+1, end+1
	}
}

var fields = [][]byte{[]byte("data"), []byte("event"), []byte("id"), []byte("retry"), []byte("\ufeff")}

func isField(line []byte) bool {
	if line[0] == ':' {
		return true
	}
	for _, f := range fields {
		if bytes.HasPrefix(line, f) {
			return true
		}
	}
	return false
}
