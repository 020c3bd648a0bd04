package demo

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
)

// events writes server-sent events; after a failed write it does nothing.
type events struct {
	w       http.ResponseWriter
	control *http.ResponseController
	eol     string
	array   string // what comes before the next event of a JSON array
	buf     bytes.Buffer
	err     error
}

// inArray makes the stream one JSON array instead of events.
func (e *events) inArray() {
	e.w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	e.array = "["
}

// close ends what the last event does not.
func (e *events) close() {
	if e.array != "" && e.err == nil {
		_, e.err = io.WriteString(e.w, "]")
	}
}

func newEvents(w http.ResponseWriter) *events {
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	return &events{w: w, control: http.NewResponseController(w), eol: "\n"}
}

// send writes one event; name may be empty.
func (e *events) send(name string, v any) { e.data(name, marshal(v)) }

// raw writes an event whose data is not the vendor's.
func (e *events) raw(data string) { e.data("", []byte(data)) }

func (e *events) data(name string, data []byte) {
	if e.err != nil {
		return
	}
	e.buf.Reset()
	if e.array != "" {
		e.buf.WriteString(e.array)
		e.array = "\r\n,\r\n"
		e.buf.Write(data)
		_, e.err = e.w.Write(e.buf.Bytes())
		return
	}
	if name != "" {
		fmt.Fprintf(&e.buf, "event: %s%s", name, e.eol)
	}
	e.buf.WriteString("data: ")
	e.buf.Write(data)
	e.buf.WriteString(e.eol + e.eol)
	_, e.err = e.w.Write(e.buf.Bytes())
}

func (e *events) flush() {
	if e.err == nil {
		e.err = e.control.Flush()
	}
}
