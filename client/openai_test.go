package client

import (
	"encoding/json"
	"errors"
	"testing"

	"neonchat/chat"
)

const openaiRoute = "openai/v1/responses"

func TestGPTGetsAConversationWithAllThatCanBeInIt(t *testing.T) {
	r := chat.Request{
		Model: chat.Model{ID: "gpt-4-1", Inputs: []string{"text", "image", "pdf"}},
		Options: chat.Options{
			System: "Be brief.", Temperature: new(0.5), MaxTokens: 100,
			Tools: []chat.Tool{{Name: "look", Description: "Look at a page.", Schema: []byte(`{"$schema":"s","type":"object"}`)}, {Name: "wait"}},
		},
		Messages: []chat.Message{
			turnOf(chat.User, picture, paper, notes, chat.Text{Text: "What is this?"}),
			turnOf(chat.Assistant, chat.Text{Text: "I'll look.", Phase: "commentary"}, chat.ToolCall{ID: "a", Name: "look", Arguments: `{"page":1}`}, chat.ToolCall{ID: "b", Name: "wait", Arguments: "{}"}),
			turnOf(chat.User, chat.ToolResult{ID: "a", Name: "look", Text: "A dot.", Files: []chat.File{picture}}, chat.ToolResult{ID: "b", Name: "wait", Text: "no time", IsError: true}, chat.Text{Text: "And?"}),
			turnOf(chat.Assistant, chat.Text{Text: "A dot."}),
			turnOf(chat.User, chat.Text{Text: "Sure?"}),
		},
	}
	wantSent(t, openai{}, r, openaiRoute, `{
		"model": "gpt-4-1", "stream": true, "store": false, "instructions": "Be brief.", "temperature": 0.5, "max_output_tokens": 100,
		"input": [
			{"role": "user", "content": [
				{"type": "input_image", "image_url": "data:image/png;base64,cG5n"},
				{"type": "input_file", "filename": "paper.pdf", "file_data": "data:application/pdf;base64,cGRm"},
				{"type": "input_text", "text": "<file name=\"notes.md\">\n# Notes\n</file>"},
				{"type": "input_text", "text": "What is this?"}]},
			{"type": "message", "role": "assistant", "phase": "commentary", "content": [{"type": "output_text", "text": "I'll look."}]},
			{"type": "function_call", "call_id": "a", "name": "look", "arguments": "{\"page\":1}"},
			{"type": "function_call", "call_id": "b", "name": "wait", "arguments": "{}"},
			{"type": "function_call_output", "call_id": "a", "output": [
				{"type": "input_text", "text": "A dot."},
				{"type": "input_image", "image_url": "data:image/png;base64,cG5n"}]},
			{"type": "function_call_output", "call_id": "b", "output": "Error: no time"},
			{"role": "user", "content": [{"type": "input_text", "text": "And?"}]},
			{"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "A dot."}]},
			{"role": "user", "content": [{"type": "input_text", "text": "Sure?"}]}],
		"tools": [
			{"type": "function", "name": "look", "description": "Look at a page.", "parameters": {"type": "object"}, "strict": false},
			{"type": "function", "name": "wait", "parameters": {"type": "object", "properties": {}}, "strict": false}]}`)
}

func TestGPTGetsItsReasoningBack(t *testing.T) {
	thought := func(id string) chat.Opaque {
		return chat.Opaque{Kind: "reasoning", Data: []byte(`{"id":"` + id + `","type":"reasoning","summary":[],"content":null,"encrypted_content":"gA+/=","status":"completed"}`)}
	}
	sent := func(id string) string {
		return `{"id":"` + id + `","type":"reasoning","summary":[],"encrypted_content":"gA+/="}`
	}
	text := func(s string) string {
		return `{"type":"message","role":"assistant","content":[{"type":"output_text","text":"` + s + `"}]}`
	}
	const call = `{"type":"function_call","call_id":"a","name":"look","arguments":"{}"}`
	for _, c := range []struct {
		says  string
		parts []chat.Part
		items string
	}{
		{"right before the call that it led to", []chat.Part{chat.Reasoning{Text: "shown"}, thought("rs_1"), chat.ToolCall{ID: "a", Name: "look", Arguments: "{}"}}, sent("rs_1") + "," + call},
		{"each before its own", []chat.Part{thought("rs_1"), chat.Text{Text: "Hm."}, thought("rs_2"), chat.ToolCall{ID: "a", Name: "look", Arguments: "{}"}}, sent("rs_1") + "," + text("Hm.") + "," + sent("rs_2") + "," + call},
		{"not when it led to a search of the server's", []chat.Part{thought("rs_1"), chat.Opaque{Kind: "web_search_call", Data: []byte(`{}`)}, thought("rs_2"), chat.Text{Text: "Found."}}, sent("rs_2") + "," + text("Found.")},
		{"not when it led to nothing", []chat.Part{chat.Text{Text: "Well."}, thought("rs_1")}, text("Well.")},
		{"and the server's own summary of it all", []chat.Part{chat.Opaque{Kind: "compaction", Data: []byte(`{"type":"compaction","encrypted_content":"x"}`)}, chat.Text{Text: "Well."}}, `{"type":"compaction","encrypted_content":"x"},` + text("Well.")},
	} {
		t.Run(c.says, func(t *testing.T) {
			r := chat.Request{Model: chat.Model{ID: "gpt-4-1", Inputs: []string{"text"}}, Messages: []chat.Message{turnOf(chat.User, chat.Text{Text: "Hi"}), turnOf(chat.Assistant, c.parts...)}}
			wantSent(t, openai{}, r, openaiRoute, `{"model":"gpt-4-1","stream":true,"store":false,"input":[{"role":"user","content":[{"type":"input_text","text":"Hi"}]},`+c.items+`]}`)
		})
	}
}

func TestGPTIsAskedToThinkInItsOwnWay(t *testing.T) {
	five := chat.Model{ID: "gpt-5-mini", Efforts: []string{"minimal", "low", "medium", "high"}, OutputLimit: 128000}
	const sealed = `"include": ["reasoning.encrypted_content"], `
	for _, c := range []struct {
		says   string
		model  chat.Model
		opts   chat.Options
		more   string
		notice []string
	}{
		{"a summary is asked for at any effort", five, chat.Options{}, sealed + `"reasoning": {"summary": "auto"}, `, nil},
		{"an effort it has", five, chat.Options{Effort: "low"}, sealed + `"reasoning": {"summary": "auto", "effort": "low"}, `, nil},
		{"the nearest to one it lacks", five, chat.Options{Effort: "none"}, sealed + `"reasoning": {"summary": "auto", "effort": "minimal"}, `, []string{`gpt-5-mini has no effort "none": asked for "minimal"`}},
		{"an unknown model gets the word", chat.Model{ID: "gpt-9"}, chat.Options{Effort: "max"}, sealed + `"reasoning": {"summary": "auto", "effort": "max"}, `, nil},
		{"none where there is no reasoning", chat.Model{ID: "gpt-4-1", Inputs: []string{"text"}}, chat.Options{Effort: "low"}, "", []string{"gpt-4-1 doesn't reason: effort left out"}},
		{"no temperature for gpt-5", five, chat.Options{Temperature: new(1.0)}, sealed + `"reasoning": {"summary": "auto"}, `, []string{"gpt-5-mini takes no temperature: left out"}},
		{"a limit that is too small", five, chat.Options{MaxTokens: 5}, sealed + `"reasoning": {"summary": "auto"}, "max_output_tokens": 16, `, []string{"an answer can't be limited to 5 tokens here: asked for 16"}},
		{"a limit that is too large", five, chat.Options{MaxTokens: 200000}, sealed + `"reasoning": {"summary": "auto"}, "max_output_tokens": 128000, `, []string{"gpt-5-mini answers with 128000 tokens at most: asked for these, not for 200000"}},
	} {
		t.Run(c.says, func(t *testing.T) {
			wantSent(t, openai{}, chat.Request{Model: c.model, Options: c.opts}, openaiRoute, `{"model": "`+c.model.ID+`", `+c.more+`"stream": true, "store": false, "input": []}`, c.notice...)
		})
	}
}

func TestGPTCanDoWithoutWhatWeAdd(t *testing.T) {
	d := openai{}
	_, doc, _ := d.encode(chat.Request{Model: chat.Model{ID: "gpt-9"}, Options: chat.Options{Effort: "low"}})
	got, err := marshal(doc, d.additions())
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"model":"gpt-9","stream":true,"store":false,"input":[],"reasoning":{"effort":"low"}}`; !sameJSON(string(got), want) {
		t.Errorf("got %s, want %s", got, want)
	}
}

// What the streams below begin and end with.
const (
	openaiCreated   = `{"type":"response.created","response":{"id":"resp_1","model":"gpt-5","status":"in_progress","output":[]}}`
	openaiCompleted = `{"type":"response.completed","response":{"id":"resp_1","status":"completed","output":[]}}`
)

// itemDone is the event of an item that is whole.
func itemDone(place, item string) string {
	return `{"type":"response.output_item.done","output_index":` + place + `,"item":` + item + `}`
}

func TestGPTThinksSpeaksAndCalls(t *testing.T) {
	const thought = `{"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"One."},{"type":"summary_text","text":"Two."}],"encrypted_content":"gA="}`
	m, err := assemble(openai{}.decoder(),
		openaiCreated,
		`{"type":"response.output_item.added","output_index":0,"item":{"id":"rs_0","type":"reasoning","summary":[],"encrypted_content":"early"}}`,
		`{"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":0,"delta":"On"}`,
		`{"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":0,"delta":"e."}`,
		`{"type":"response.reasoning_summary_text.done","output_index":0,"summary_index":0,"text":"One."}`,
		`{"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":1,"delta":"Two."}`,
		itemDone("0", thought),
		`{"type":"response.output_item.added","output_index":1,"item":{"id":"msg_1","type":"message","content":[],"phase":"commentary"}}`,
		`{"type":"response.output_text.delta","output_index":1,"content_index":0,"item_id":"msg_1","delta":"I'll ","logprobs":[],"sequence_number":9,"obfuscation":"xyz"}`,
		`{"type":"response.output_text.delta","output_index":1,"content_index":0,"item_id":"msg_2","delta":"\"look\"\u2028","sequence_number":10}`,
		`{"type":"response.output_text.done","output_index":1,"content_index":0,"text":"I'll \"look\"\u2028"}`,
		itemDone("1", `{"id":"msg_3","type":"message","phase":"commentary","content":[{"type":"output_text","text":"I'll \"look\"\u2028"}]}`),
		`{"type":"response.output_item.added","output_index":2,"item":{"type":"function_call","call_id":"a","name":"look","arguments":""}}`,
		`{"type":"response.output_item.added","output_index":3,"item":{"type":"function_call","call_id":"b","name":"wait","arguments":""}}`,
		`{"type":"response.function_call_arguments.delta","output_index":3,"delta":"{}"}`,
		`{"type":"response.function_call_arguments.delta","output_index":2,"delta":"{\"n\":"}`,
		`{"type":"response.function_call_arguments.delta","output_index":2,"delta":"1}"}`,
		`{"type":"response.function_call_arguments.done","output_index":2,"arguments":"{\"n\":1}"}`,
		itemDone("2", `{"type":"function_call","call_id":"a","name":"look","arguments":"{\"n\":1}"}`),
		itemDone("3", `{"type":"function_call","call_id":"b","name":"wait"}`),
		itemDone("4", `{"id":"ws_1","type":"web_search_call","action":{"query":"dots"}}`),
		`{"type":"response.completed","response":{"status":"completed","output":[],"usage":{"input_tokens":10,"input_tokens_details":{"cached_tokens":4,"cache_write_tokens":2},"output_tokens":8,"output_tokens_details":{"reasoning_tokens":3}}}}`)
	if err != nil {
		t.Fatal(err)
	}
	wantParts(t, m,
		chat.Reasoning{Text: "One.\n\nTwo."},
		chat.Opaque{Kind: "reasoning", Data: json.RawMessage(thought)},
		chat.Text{Text: "I'll \"look\"\u2028", Phase: "commentary"},
		chat.ToolCall{ID: "a", Name: "look", Arguments: `{"n":1}`},
		chat.ToolCall{ID: "b", Name: "wait", Arguments: "{}"},
		chat.Opaque{Kind: "web_search_call", Data: json.RawMessage(`{"id":"ws_1","type":"web_search_call","action":{"query":"dots"}}`)})
	wantStop(t, m, chat.Stop{Reason: chat.StopToolCalls, Raw: "completed"})
	if want := (chat.Usage{Input: 10, CachedInput: 4, CacheWrite: 2, Output: 8, Reasoning: 3}); m.Usage == nil || *m.Usage != want {
		t.Errorf("usage: got %+v, want %+v", m.Usage, want)
	}
}

func TestTextThatCameWithoutDeltasCountsOnce(t *testing.T) {
	const message = `{"type":"message","phase":"final_answer","content":[{"type":"output_text","text":"Hi"}]}`
	const call = `{"type":"function_call","call_id":"a","name":"look","arguments":"{}"}`
	const thought = `{"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"x"}`
	answer := chat.Text{Text: "Hi", Phase: "final_answer"}
	look := chat.ToolCall{ID: "a", Name: "look", Arguments: "{}"}
	sealed := chat.Opaque{Kind: "reasoning", Data: json.RawMessage(thought)}
	ended := func(output string) string {
		return `{"type":"response.completed","response":{"status":"completed","output":[` + output + `]}}`
	}
	for _, c := range []struct {
		says   string
		frames []string
		want   []chat.Part
	}{
		{"the part, the item and the response have it", []string{`{"type":"response.output_text.done","output_index":0,"content_index":0,"text":"Hi"}`, itemDone("0", message), ended(message)}, []chat.Part{answer}},
		{"the item alone", []string{itemDone("0", message), itemDone("1", call), openaiCompleted}, []chat.Part{answer, look}},
		{"the response alone", []string{ended(thought + "," + message + "," + call)}, []chat.Part{chat.Reasoning{Text: "hm"}, sealed, answer, look}},
		{"the response has the rest, in other places", []string{itemDone("3", message), ended(thought + "," + message + "," + call)}, []chat.Part{answer, chat.Reasoning{Text: "hm"}, sealed, look}},
		{"the response has the seal of what was shown", []string{`{"type":"response.reasoning_summary_text.delta","delta":"hm"}`, ended(thought)}, []chat.Part{chat.Reasoning{Text: "hm"}, sealed}},
		{"the response ends a call", []string{`{"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","call_id":"a","name":"look"}}`, `{"type":"response.function_call_arguments.delta","output_index":0,"delta":"{"}`, ended(call)}, []chat.Part{look}},
		{"nothing ends a call", []string{`{"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","call_id":"a","name":"look"}}`, `{"type":"response.function_call_arguments.done","output_index":0,"arguments":"{}"}`, openaiCompleted}, []chat.Part{look}},
		{"deltas are believed, not what follows them", []string{`{"type":"response.output_text.delta","delta":"Hi"}`, `{"type":"response.output_text.done","text":"Hi there"}`, ended(message)}, []chat.Part{chat.Text{Text: "Hi"}}},
		{"two items in one place", []string{`{"type":"response.output_item.added","item":{"type":"message"}}`, itemDone("0", message), `{"type":"response.output_item.added","item":{"type":"message"}}`, itemDone("0", message), openaiCompleted}, []chat.Part{answer, answer}},
	} {
		t.Run(c.says, func(t *testing.T) {
			m, err := assemble(openai{}.decoder(), c.frames...)
			if err != nil {
				t.Fatal(err)
			}
			wantParts(t, m, c.want...)
		})
	}
}

func TestGPTDrawsAnImage(t *testing.T) {
	m, err := assemble(openai{}.decoder(), openaiCreated,
		`{"type":"response.image_generation_call.partial_image","output_index":0,"partial_image_b64":"cA=="}`,
		itemDone("0", `{"id":"ig_1","type":"image_generation_call","result":"cG5n","output_format":"webp"}`),
		`{"type":"response.completed","response":{"status":"completed","output":[{"id":"ig_9","type":"image_generation_call","result":"cG5n"}]}}`)
	if err != nil {
		t.Fatal(err)
	}
	wantParts(t, m, chat.File{Name: "image-1.webp", MIME: "image/webp", Data: []byte("png")})
}

func TestHowGPTStops(t *testing.T) {
	for _, c := range []struct {
		says   string
		frames []string
		want   chat.Stop
	}{
		{"at its end", []string{openaiCompleted}, chat.Stop{Reason: chat.StopEnd, Raw: "completed"}},
		{"out of tokens", []string{`{"type":"response.incomplete","response":{"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"}}}`}, chat.Stop{Reason: chat.StopLength, Raw: "max_output_tokens"}},
		{"at a filter", []string{`{"type":"response.incomplete","response":{"status":"incomplete","incomplete_details":{"reason":"content_filter"}}}`}, chat.Stop{Reason: chat.StopContentFilter, Raw: "content_filter"}},
		{"for a reason of its own", []string{`{"type":"response.incomplete","response":{"status":"incomplete"}}`}, chat.Stop{Reason: chat.StopOther, Raw: "incomplete"}},
		{"refusing, in pieces alone", []string{`{"type":"response.refusal.delta","delta":"I "}`, `{"type":"response.refusal.delta","delta":"won't."}`, openaiCompleted}, chat.Stop{Reason: chat.StopRefusal, Raw: "completed", Detail: "I won't."}},
		{"refusing", []string{`{"type":"response.refusal.delta","delta":"I "}`, `{"type":"response.refusal.delta","delta":"won't."}`, `{"type":"response.refusal.done","refusal":"I won't."}`, openaiCompleted}, chat.Stop{Reason: chat.StopRefusal, Raw: "completed", Detail: "I won't."}},
		{"failing to say so", []string{`{"type":"response.completed","response":{"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"}}}`}, chat.Stop{Reason: chat.StopLength, Raw: "max_output_tokens"}},
		{"cancelled", []string{`{"type":"response.cancelled","response":{"status":"cancelled"}}`}, chat.Stop{Reason: chat.StopIncomplete, Raw: "cancelled"}},
		{"cut", []string{openaiCreated}, chat.Stop{Reason: chat.StopIncomplete}},
		{"cut, whatever a proxy adds", []string{openaiCreated, "[DONE]"}, chat.Stop{Reason: chat.StopIncomplete}},
	} {
		t.Run(c.says, func(t *testing.T) {
			m, err := assemble(openai{}.decoder(), c.frames...)
			if err != nil {
				t.Fatal(err)
			}
			wantStop(t, m, c.want)
		})
	}
}

func TestACallThatGPTDidntFinish(t *testing.T) {
	frames := []string{
		`{"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","call_id":"a","name":"look","arguments":""}}`,
		`{"type":"response.function_call_arguments.delta","output_index":0,"delta":"{\"n\":"}`,
	}
	m, _ := assemble(openai{}.decoder(), frames...)
	wantParts(t, m)
	wantStop(t, m, chat.Stop{Reason: chat.StopIncomplete})

	m, _ = assemble(openai{}.decoder(), append(frames, `{"type":"response.incomplete","response":{"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"}}}`)...)
	wantParts(t, m, chat.ToolCall{ID: "a", Name: "look", Arguments: `{"n":`})
	wantStop(t, m, chat.Stop{Reason: chat.StopLength, Raw: "max_output_tokens"})
}

func TestGPTFailsHalfway(t *testing.T) {
	for _, c := range []struct{ says, data, message, code string }{
		{"the response failed", `{"type":"response.failed","response":{"status":"failed","error":{"code":"server_error","message":"Broken"}}}`, "Broken", "server_error"},
		{"and doesn't say why", `{"type":"response.failed","response":{"status":"failed","error":null}}`, "the answer failed, and the stream doesn't say why", ""},
		{"it completed, and failed", `{"type":"response.completed","response":{"status":"failed","error":{"code":"server_error","message":"Broken"}}}`, "Broken", "server_error"},
		{"an error event", `{"type":"error","code":"rate_limit_exceeded","message":"Slow down","param":null}`, "Slow down", "rate_limit_exceeded"},
		{"one with the error inside", `{"type":"error","error":{"type":"invalid_request_error","message":"No"}}`, "No", "invalid_request_error"},
		{"the gateway's own", `{"error":{"message":"upstream request failed"}}`, "upstream request failed", ""},
	} {
		t.Run(c.says, func(t *testing.T) {
			m, err := assemble(openai{}.decoder(), `{"type":"response.output_text.delta","delta":"Well"}`, c.data)
			e, ok := errors.AsType[*Error](err)
			if !ok || e.Message != c.message || e.Code != c.code {
				t.Errorf("got %#v, want %q of code %q", err, c.message, c.code)
			}
			wantParts(t, m, chat.Text{Text: "Well"})
			if m.Stop.Reason != chat.StopError {
				t.Errorf("stop: got %+v", m.Stop)
			}
		})
	}
}

func TestNoiseDoesntStopGPT(t *testing.T) {
	d := openai{}.decoder()
	for _, noise := range []string{`{"type":"response.output_text.delta","delta":"cut`, "hello", ""} {
		if _, err := d.decode(frame{data: noise}); !errors.Is(err, errGarbage) {
			t.Errorf("%q: got %v, want garbage", noise, err)
		}
	}
	m, err := assemble(d,
		`{"type":"keepalive"}`, `[]`, `7`, `null`, `{"type":7}`, `{"type":"response.created"}`, `{"type":"response.output_item.done"}`,
		`{"type":"response.output_item.done","item":{}}`, `{"type":"response.output_item.done","item":7}`,
		`{"type":"response.output_item.done","output_index":5,"item":{"type":"image_generation_call","result":"?"}}`,
		`{"type":"response.output_text.delta","delta":{"a":1}}`, `{"type":"response.output_text.delta","delta":"Hi"}`, openaiCompleted)
	if err != nil {
		t.Fatal(err)
	}
	wantParts(t, m, chat.Text{Text: "Hi"})
	wantStop(t, m, chat.Stop{Reason: chat.StopEnd, Raw: "completed"})
}

func TestGPTAnswersInOneBody(t *testing.T) {
	d := openai{}.decoder()
	events, err := d.whole([]byte(`{"id":"resp_1","object":"response","model":"gpt-5","status":"completed","output":[
		{"type":"reasoning","id":"rs_1","summary":[]},
		{"type":"message","content":[{"type":"output_text","text":"Hi"},{"type":"output_text","text":"!"}]}],
		"usage":{"input_tokens":1,"output_tokens":2}}`))
	if err != nil {
		t.Fatal(err)
	}
	if len(events) == 0 || events[0] != (chat.Started{Model: "gpt-5", ID: "resp_1"}) {
		t.Errorf("it begins with %+v", events)
	}
	var a chat.Accumulator
	for _, e := range events {
		a.Add(e)
	}
	for _, e := range d.finish() {
		a.Add(e)
	}
	wantParts(t, a.Message(), chat.Text{Text: "Hi!"})
	wantStop(t, a.Message(), chat.Stop{Reason: chat.StopEnd, Raw: "completed"})

	if _, err := (openai{}).decoder().whole([]byte(`{"hello":"world"}`)); !errors.Is(err, errGarbage) {
		t.Errorf("something that is no answer: got %v", err)
	}
}

// FuzzOpenAIDelta holds the quick way of reading a delta against the JSON
// decoder.
func FuzzOpenAIDelta(f *testing.F) {
	for _, seed := range []string{
		`{"type":"response.output_text.delta","content_index":0,"delta":"Hi","item_id":"msg_1","logprobs":[],"obfuscation":"abc","output_index":1,"sequence_number":4}`,
		`{"content_index":0,"delta":"a\n\"b\"\\","item_id":"msg_1","output_index":12,"sequence_number":10,"type":"response.output_text.delta"}`,
		` { "type" : "response.output_text.delta" , "delta" : "Hi" , "logprobs" : [ ] } `,
		`{"type":"response.output_text.delta","delta":"Hi","Delta":"Ho"}`,
		`{"type":"response.output_text.delta","delta":"Hi","delta":"Ho"}`,
		`{"type":"response.output_text.delta","delta":"Hi","output_index":01}`,
		`{"type":"response.output_text.delta","delta":"Hi","output_index":1e2}`,
		`{"type":"response.output_text.delta","delta":"Hi","item_id":"\x"}`,
		`{"type":"response.output_text.delta","delta":"Hi",}`,
		`{"type":"response.output_text.delta","delta":"Hi"}}`,
		`{"type":"response.output_text.delta","delta":"\ud83d\ude00"}`,
		`{"type":"response.output_text.delta","delta":"` + "\xff" + `"}`,
		`{"type":"response.output_text.delta","delta":""}`,
		`{"type":"response.refusal.delta","delta":"Hi"}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data string) {
		place, text, ok := openaiDelta(data)
		if !ok {
			return
		}
		slow := newOpenAIDecoder()
		if err := slow.read([]byte(data)); err != nil {
			t.Fatalf("%q: the decoder says %v", data, err)
		}
		quick := newOpenAIDecoder()
		quick.text(place, text)
		if len(slow.events) != len(quick.events) || len(slow.events) == 1 && slow.events[0] != quick.events[0] || slow.came[place] != quick.came[place] {
			t.Errorf("%q\nquick %+v %v\n slow %+v %v", data, quick.events, quick.came, slow.events, slow.came)
		}
	})
}
