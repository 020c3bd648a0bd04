package client

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"neonchat/chat"
)

// FuzzDecoders reads anything as an answer of each dialect, through the whole
// client. However the bytes come it is the same answer, and what comes before
// a cut is what would have come without.
func FuzzDecoders(f *testing.F) {
	for i, d := range chat.Dialects {
		whole := saying(d, "Hello", ", \"wörld\"\n", "!")
		f.Add(uint8(i), []byte(whole), uint16(len(whole)/2))
		f.Add(uint8(i), []byte(wholes[d]), uint16(9))
		begin, delta, _ := grammar(d)
		f.Add(uint8(i), []byte(begin+strings.Replace(delta, "%s", `"a"`, 1)+"data: {\"error\":{\"message\":\"no\"}}\n\n"), uint16(70))
	}
	for _, seed := range []string{
		`data: {"choices":[{"index":0,"delta":{"content":[{"type":"reasoning","summary":[{"type":"summary_text","text":"hm","signature":"s"}]},{"type":"text","text":"a"}],"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"{\"a\":"}}]}}]}`,
		`data: {"choices":[{"delta":{"images":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}}],"usage":{"completion_tokens":3}}`,
		`data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t","name":"f","input":{}}}` + "\n\n" + `data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{"}}`,
		`data: {"type":"response.output_item.done","output_index":0,"item":{"type":"reasoning","encrypted_content":"x","summary":[{"text":"hm"}]}}`,
		`data: {"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","partialArgs":[{"jsonPath":"$.a[0].b","stringValue":"x","willContinue":true}],"willContinue":true}}]}}]}`,
		"data: [DONE]", "data: null\n\ndata: []\n\ndata: 1", "{\"error\":\"x\"}", "\ufeffdata: {}\r\r",
	} {
		for i := range chat.Dialects {
			f.Add(uint8(i), []byte(seed+"\n\n"), uint16(len(seed)/2))
		}
	}
	f.Fuzz(func(t *testing.T, which uint8, body []byte, at uint16) {
		dialect := chat.Dialects[int(which)%len(chat.Dialects)]
		whole, wholeErr := receive(dialect, func() io.Reader { return bytes.NewReader(body) })
		slow, slowErr := receive(dialect, func() io.Reader { return iotest.OneByteReader(bytes.NewReader(body)) })
		if whole.Text() != slow.Text() || whole.Reasoning() != slow.Reasoning() || (wholeErr == nil) != (slowErr == nil) {
			t.Errorf("at once %q, %v\nbyte by byte %q, %v", whole.Text(), wholeErr, slow.Text(), slowErr)
		}
		if (wholeErr == nil) == whole.Stop.Reason.Failed() {
			t.Errorf("it stopped for %q with the error %v", whole.Stop.Reason, wholeErr)
		}
		part := body[:min(int(at), len(body))]
		if !endsWithin(part, body) {
			return
		}
		cut, _ := receive(dialect, func() io.Reader { return bytes.NewReader(part) })
		if !strings.HasPrefix(whole.Text(), cut.Text()) {
			t.Errorf("cut at %d it says %q, whole %q", at, cut.Text(), whole.Text())
		}
	})
}

// endsWithin reports whether the part of a stream is a stream whose last event
// is as it was in the whole, or can be seen to be cut: what follows may change
// the meaning of an event that looks whole, as another line of data does.
func endsWithin(part, whole []byte) bool {
	var events, before []frame
	for f := range newEventReader(bytes.NewReader(whole)).frames() {
		events = append(events, f)
	}
	for f := range newEventReader(bytes.NewReader(part)).frames() {
		before = append(before, f)
	}
	n := len(before)
	return n > 0 && n <= len(events) && (before[n-1] == events[n-1] || !json.Valid([]byte(before[n-1].data)))
}
